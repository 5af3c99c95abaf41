package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFormats(t *testing.T) {
	found := finding{Operation: "GET /a", Check: "status", Where: "/paths", Message: "100% wrong\n::error::forged",
		Expected: "200", Got: "500", Curl: "curl -i http://127.0.0.1/a", File: "a,b.json", Line: 7}
	for name, tt := range map[string]struct {
		report         report
		format         string
		status         int
		stdout, stderr string
	}{
		"text, drift": {report{Command: "conforms", Findings: []finding{found}, Notes: []string{"seed 1"}}, "text", drift,
			"GET /a: status: /paths: 100% wrong\n  ::error::forged\n  expected  200\n  got       500\n  repeat    curl -i http://127.0.0.1/a\nnote: seed 1\nconforms: drift, 1 finding\n", ""},
		"text, same":    {report{Command: "served"}, "text", same, "served: no drift\n", ""},
		"text, unknown": {report{Command: "served", Problem: "one\ntwo"}, "text", dontKnow, "served: could not tell\n", "contractcheck: one\ncontractcheck: two\n"},
		"github, drift": {report{Command: "conforms", Findings: []finding{found}, Notes: []string{"seed 1"}}, "github", drift,
			"::error title=contractcheck conforms,file=a%2Cb.json,line=7::GET /a: status: /paths: 100%25 wrong%0A  ::error::forged%0A  expected  200%0A  got       500%0A  repeat    curl -i http://127.0.0.1/a\n" +
				"::notice title=contractcheck conforms::seed 1\n", ""},
		"github, unknown": {report{Command: "served", Problem: "one"}, "github", dontKnow, "::error title=contractcheck served::could not tell: one\n", "contractcheck: one\n"},
		"drift that was found stays, whatever comes after": {report{Command: "served", Findings: []finding{{Message: "a"}}, Problem: "b"}, "text", drift, "a\nserved: drift, 1 finding\n", "contractcheck: b\n"},
	} {
		var stdout, stderr bytes.Buffer
		if err := tt.report.write(&program{stdout: &stdout, stderr: &stderr}, tt.format); err != nil {
			t.Fatal(err)
		}
		if tt.report.status() != tt.status || stdout.String() != tt.stdout || stderr.String() != tt.stderr {
			t.Errorf("%s: status %d, stdout\n%s\nstderr\n%s", name, tt.report.status(), stdout.String(), stderr.String())
		}
	}
}

func TestJSON(t *testing.T) {
	for _, want := range []report{
		{Command: "served", Result: "same", Findings: []finding{}},
		{Command: "conforms", Result: "drift", Findings: []finding{{Message: "<a>", Line: 3}}, Notes: []string{"b"}},
		{Command: "upstream", Result: "unknown", Findings: []finding{}, Problem: "c"},
	} {
		var stdout, stderr bytes.Buffer
		written := want
		written.Result, written.Findings = "", want.Findings[:len(want.Findings):len(want.Findings)]
		if len(want.Findings) == 0 {
			written.Findings = nil
		}
		if err := written.write(&program{stdout: &stdout, stderr: &stderr}, "json"); err != nil {
			t.Fatal(err)
		}
		var got report
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v (%v), want %+v", got, err, want)
		}
	}
}

// A server or a document of others could steer the terminal of whoever reads the report.
func TestControlCharacters(t *testing.T) {
	const odd = "a\x1b]0;title\a\x1b[2Jb\rc\bd\x00e\u009bf\u202eg\u2066h\u200bi\x7fj\xffk\ufeffl\U000e0001m"
	const shown = `a\x1b]0;title\a\x1b[2Jb\rc\bd\x00e\u009bf\u202eg\u2066h\u200bi\x7fj\xffk\ufeffl\U000e0001m`
	for _, format := range []string{"text", "github", "json"} {
		r := report{Command: "conforms", Notes: []string{odd}, Problem: odd, Findings: []finding{{Operation: odd, Check: odd, Where: odd, Message: odd, Expected: odd, Got: odd, Curl: odd}}}
		var stdout, stderr bytes.Buffer
		if err := r.write(&program{stdout: &stdout, stderr: &stderr}, format); err != nil {
			t.Fatal(err)
		}
		both := stdout.String() + stderr.String()
		for _, c := range both {
			if c != '\n' && !strconv.IsPrint(c) || c == utf8.RuneError && format != "json" {
				t.Errorf("%s: %q is in\n%q", format, c, both)
				break
			}
		}
		if format != "json" {
			if n := strings.Count(both, shown); n < 9 {
				t.Errorf("%s: shown %d times, want 9 at least:\n%s", format, n, both)
			}
			continue
		}
		var got report
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || got.Findings[0].Got != strings.ToValidUTF8(odd, "\ufffd") {
			t.Errorf("%q, %v", got.Findings[0].Got, err)
		}
	}
}

// The same through each command that quotes somebody else.
func TestControlCharactersOfOthers(t *testing.T) {
	const odd = `\u001b[2J\u202e\u009b`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/openapi.json" {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			_, _ = io.WriteString(conn, "HTTP/1.1 502 \x1b[2J\xe2\x80\xae\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data": {}, "`+odd+`": 1}`)
	}))
	defer server.Close()
	dir := t.TempDir()
	write(t, dir, "odd.json", strings.NewReplacer("User email", odd, `"email": {`, `"`+odd+`": {`).Replace(read(t, root, "openapi.json")))
	for _, args := range [][]string{
		{"served", server.URL},
		{"conforms", server.URL},
		{"upstream", dir + "/odd.json"},
		{"breaking", dir + "/odd.json"},
	} {
		for _, format := range []string{"text", "json", "github"} {
			status, out := check(t, append([]string{"--contract", contract, "--format", format}, args...)...)
			if status == same || !strings.Contains(out, `[2J`) || strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }) {
				t.Errorf("%s: status %d\n%q", args[0], status, out)
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestUsage(t *testing.T) {
	for want, args := range map[string][]string{
		`unknown flag --no-such-flag`:                           {"--no-such-flag", "generated"},
		`expected one of "generated"`:                           {},
		`--format must be one of "text"`:                        {"--format", "xml", "generated"},
		`no such file or directory: name yours with --contract`: {"--contract", "no-such-file", "upstream", page},
	} {
		if status, out := check(t, args...); status != dontKnow || !strings.Contains(out, want) {
			t.Errorf("status %d, want %q in\n%s", status, want, out)
		}
	}
	if status, out := check(t, "--help"); status != same || !strings.Contains(out, "2 if that could not be told") {
		t.Errorf("--help: status %d\n%s", status, out)
	}
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"--contract", contract, "upstream", page}, &program{stdout: full{}, stderr: &stderr}); status != dontKnow {
		t.Errorf("a report that can't be written: status %d, %s", status, stderr.String())
	}
}
