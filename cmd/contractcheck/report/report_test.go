package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFormats(t *testing.T) {
	found := Finding{Operation: "GET /a", Check: "status", Where: "/paths", Message: "100% wrong\n::error::forged",
		Expected: "200", Got: "500", Curl: "curl -i http://127.0.0.1/a", File: "a,b.json", Line: 7}
	for name, tt := range map[string]struct {
		report         Report
		format         string
		status         int
		stdout, stderr string
	}{
		"text, drift": {Report{Command: "conforms", Findings: []Finding{found}, Notes: []string{"seed 1"}}, "text", Drift,
			"GET /a: status: /paths: 100% wrong\n  ::error::forged\n  expected  200\n  got       500\n  repeat    curl -i http://127.0.0.1/a\nnote: seed 1\nconforms: drift, 1 finding\n", ""},
		"text, same":    {Report{Command: "served"}, "text", Same, "served: no drift\n", ""},
		"text, unknown": {Report{Command: "served", Problem: "one\ntwo"}, "text", Unknown, "served: could not tell\n", "contractcheck: one\ncontractcheck: two\n"},
		"github, drift": {Report{Command: "conforms", Findings: []Finding{found}, Notes: []string{"seed 1"}}, "github", Drift,
			"::error title=contractcheck conforms,file=a%2Cb.json,line=7::GET /a: status: /paths: 100%25 wrong%0A  ::error::forged%0A  expected  200%0A  got       500%0A  repeat    curl -i http://127.0.0.1/a\n" +
				"::notice title=contractcheck conforms::seed 1\n", ""},
		"github, unknown": {Report{Command: "served", Problem: "one"}, "github", Unknown, "::error title=contractcheck served::could not tell: one\n", "contractcheck: one\n"},
		"drift that was found stays, whatever comes after": {Report{Command: "served", Findings: []Finding{{Message: "a"}}, Problem: "b"}, "text", Drift, "a\nserved: drift, 1 finding\n", "contractcheck: b\n"},
	} {
		var stdout, stderr bytes.Buffer
		if err := tt.report.Write(&stdout, &stderr, tt.format); err != nil {
			t.Fatal(err)
		}
		if tt.report.Status() != tt.status || stdout.String() != tt.stdout || stderr.String() != tt.stderr {
			t.Errorf("%s: status %d, stdout\n%s\nstderr\n%s", name, tt.report.Status(), stdout.String(), stderr.String())
		}
	}
}

func TestJSON(t *testing.T) {
	for _, want := range []Report{
		{Command: "served", Result: "same", Findings: []Finding{}},
		{Command: "conforms", Result: "drift", Findings: []Finding{{Message: "<a>", Line: 3}}, Notes: []string{"b"}},
		{Command: "upstream", Result: "unknown", Findings: []Finding{}, Problem: "c"},
	} {
		var stdout, stderr bytes.Buffer
		written := want
		written.Result, written.Findings = "", want.Findings[:len(want.Findings):len(want.Findings)]
		if len(want.Findings) == 0 {
			written.Findings = nil
		}
		if err := written.Write(&stdout, &stderr, "json"); err != nil {
			t.Fatal(err)
		}
		var got Report
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v (%v), want %+v", got, err, want)
		}
	}
}

// A server or a document of others could steer the terminal of whoever reads the report.
func TestControlCharacters(t *testing.T) {
	const odd = "a\x1b]0;title\a\x1b[2Jb\rc\bd\x00e\u009bf\u202eg\u2066h\u200bi\x7fj\xffk\ufeffl\U000e0001m"
	const shown = `a\x1b]0;title\a\x1b[2Jb\rc\bd\x00e\u009bf\u202eg\u2066h\u200bi\x7fj\xffk\ufeffl\U000e0001m`
	for _, format := range strings.Split(Formats, ",") {
		r := Report{Command: "conforms", Notes: []string{odd}, Problem: odd, Findings: []Finding{{Operation: odd, Check: odd, Where: odd, Message: odd, Expected: odd, Got: odd, Curl: odd}}}
		var stdout, stderr bytes.Buffer
		if err := r.Write(&stdout, &stderr, format); err != nil {
			t.Fatal(err)
		}
		both := stdout.String() + stderr.String()
		for _, c := range both {
			if c != '\n' && !strconv.IsPrint(c) || c == utf8.RuneError && format != "json" {
				t.Errorf("%s: %q is in\n%q", format, c, both)
				break
			}
		}
		if format == "sarif" { // a backslash is two in JSON
			both = strings.ReplaceAll(both, `\\`, `\`)
		}
		if format != "json" {
			if n := strings.Count(both, shown); n < 9 {
				t.Errorf("%s: shown %d times, want 9 at least:\n%s", format, n, both)
			}
			continue
		}
		var got Report
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || got.Findings[0].Got != strings.ToValidUTF8(odd, "\ufffd") {
			t.Errorf("%q, %v", got.Findings[0].Got, err)
		}
	}
}

func TestPlaces(t *testing.T) {
	for want, operations := range map[string][]string{
		"":                               {"GET /a"},
		" (in 2 places: GET /a, GET /b)": {"GET /a", "GET /b"},
		" (in 5 places: GET /a, GET /b, GET /c and 2 more)": {"GET /a", "GET /b", "GET /c", "GET /d", "GET /e"},
	} {
		if got := places(operations); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// One fact is said once, with its places, however many there are.
func TestTextByFact(t *testing.T) {
	r := Report{Command: "breaking"}
	for i := range 40 {
		operation := fmt.Sprintf("GET /%d", i)
		r.Add(Finding{Operation: operation, Check: "gone", Message: "removed `x`", Line: i})
		r.Add(Finding{Operation: operation, Check: "type", Message: "another type", Where: "/a", Got: fmt.Sprint(i % 2)})
	}
	for i := range 12 {
		r.Add(Finding{Message: "differs", Where: fmt.Sprintf("/%d", i)})
	}
	r.Add(Finding{Operation: "GET /0", Check: "gone", Message: "removed `y`"})
	const want = "gone: removed `x` (in 40 places: GET /0, GET /1, GET /2 and 37 more)\n" +
		"type: another type\n" +
		"  /a (in 20 places: GET /0, GET /2, GET /4 and 17 more)\n    got       0\n" +
		"  /a (in 20 places: GET /1, GET /3, GET /5 and 17 more)\n    got       1\n" +
		"differs\n  /0\n  /1\n  /2\n  /3\n  /4\n  /5\n  /6\n  /7\n  /8\n  /9\n  and 2 more, which --format json and html have\n" +
		"GET /0: gone: removed `y`\n" +
		"breaking: drift, 93 findings\n"
	if got, err := r.Encode("text"); err != nil || got != want {
		t.Errorf("%v, got\n%s", err, got)
	}
}

// A test case has what was found for its operation and check; what belongs to none has one of its own.
func TestJUnit(t *testing.T) {
	r := Report{Command: "conforms", Coverage: []Coverage{
		{"GET /a", "body", Passed, ""}, {"GET /b", "body", Failed, ""}, {"GET /c", "body", Failed, ""}, {"GET /c", "refuses", NotChecked, "skipped"},
		{"* /a", "method", Failed, ""}, {"GET /d", "body", Passed, "too long"},
	}, Findings: []Finding{
		{Operation: "GET /b", Places: []string{"GET /b", "GET /c"}, Check: "body", Message: "one"},
		{Operation: "GET /b", Check: "body", Message: "two"},
		{Operation: "PROPFIND /a", Check: "method", Message: "three"},
		{Operation: "PROPFIND /a", Check: "no-answer", Message: "four"},
	}}
	got, err := r.Encode("junit")
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for _, test := range regexp.MustCompile(`(?s)<testcase.*?</testcase>`).FindAllString(got, -1) {
		cases = append(cases, strings.Join(regexp.MustCompile(`(?:classname|name|message)="[^"]*"|<(?:skipped|system-out)>[^<]*`).FindAllString(test, -1), " "))
	}
	want := []string{
		`classname="GET /a" name="body"`,
		`classname="GET /b" name="body" message="one" message="two"`,
		`classname="GET /c" name="body" message="one"`,
		`classname="GET /c" name="refuses" <skipped>skipped`,
		`classname="* /a" name="method" message="three"`,
		`classname="GET /d" name="body" <system-out>checked in part: too long&#xA;`,
		`classname="PROPFIND /a" name="no-answer" message="four"`,
	}
	if !reflect.DeepEqual(cases, want) || !strings.Contains(got, `tests="7" failures="4" errors="0" skipped="1"`) {
		t.Errorf("got\n%s\nin\n%s", strings.Join(cases, "\n"), got)
	}
}
