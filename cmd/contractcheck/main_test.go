package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

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
		for _, format := range strings.Split(report.Formats, ",") {
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

// A fault that both documents have is noted once, with both names.
func TestNotesOnce(t *testing.T) {
	before, now := shops(t, "lists items", "gives items")
	for _, name := range []string{before, now} {
		write(t, "", name, strings.Replace(read(t, "", name), `version: "1"`, `version: ""`, 1))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, before) }))
	defer server.Close()
	for _, tt := range []struct {
		command []string
		other   string
	}{
		{[]string{"breaking", before}, before},
		{[]string{"breaking", now}, ""},
		{[]string{"upstream", before}, before},
		{[]string{"upstream", "--all", now}, ""},
		{[]string{"served", server.URL + "/any"}, server.URL + "/any"},
	} {
		_, out := check(t, append([]string{"--contract", now}, tt.command...)...)
		if strings.Count(out, "is not valid, but compared: ") != 1 || tt.other != "" && !strings.Contains(out, " too)\n") || !strings.Contains(out, now) || !strings.Contains(out, tt.other) {
			t.Errorf("%q\n%s", tt.command, out)
		}
	}
	// The other document has another fault.
	write(t, "", before, strings.Replace(read(t, "", before), `title: Shop`, `title: ""`, 1))
	if _, out := check(t, "--contract", now, "upstream", before); strings.Count(out, "is not valid, but compared: ") != 2 || strings.Contains(out, " too)") {
		t.Error(out)
	}
}

// What was found decides before what could not be told, unless it is accepted or below --fail-on.
func TestStatusOfFindingsAndAProblem(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health" && r.Method == http.MethodGet { // documented, so no finding; but nothing of a success can be checked
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		http.Error(w, "broken", http.StatusInternalServerError)
	}))
	defer server.Close()
	_, now := shops(t, "operationId: health\n      responses:", "operationId: health\n      responses:\n        \"400\": {description: refused}")
	dir := t.TempDir()
	command := []string{"--contract", now, "conforms", "--seed", "1", server.URL}
	const problem, finding = "contractcheck: not everything could be checked", "status: does not hold"
	for _, tt := range []struct {
		flags  []string
		status int
		found  bool
		said   string
	}{
		{nil, drift, true, problem},
		{[]string{"--fail-on", "none"}, dontKnow, true, problem},
		{[]string{"--report", "json=" + dir + "/none/report"}, dontKnow, true, "contractcheck: write the report: "},
		{[]string{"--accept", dir + "/none/accepted", "--write-accepted"}, drift, true, "write what is accepted"},
		{[]string{"--accept", dir + "/accepted", "--write-accepted"}, dontKnow, false, problem},
		{[]string{"--accept", dir + "/accepted"}, dontKnow, false, problem},
	} {
		status, out := check(t, append(tt.flags, command...)...)
		if status != tt.status || strings.Contains(out, finding) != tt.found || !strings.Contains(out, tt.said) {
			t.Errorf("%q: status %d, want %d and %q in\n%s", tt.flags, status, tt.status, tt.said, out)
		}
	}
}
