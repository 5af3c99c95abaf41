package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

var acceptedLine = regexp.MustCompile(`(?m)^[0-9a-f]{16} [a-z]+: .+$`)

func TestAccept(t *testing.T) {
	before, now := shops(t, "id: {type: integer}, ", "", "health", "healthy")
	accepted := t.TempDir() + "/accepted"
	args := []string{"--contract", now, "--accept", accepted, "breaking", before}

	if status, out := check(t, args...); status != dontKnow || !strings.Contains(out, "hint: --write-accepted makes it") {
		t.Errorf("without the file: status %d\n%s", status, out)
	}
	if status, out := check(t, "--write-accepted", "--contract", now, "breaking", before); status != dontKnow || !strings.Contains(out, "--write-accepted needs --accept FILE") {
		t.Errorf("without --accept: status %d\n%s", status, out)
	}
	status, out := check(t, append(args, "--write-accepted")...)
	written := read(t, "", accepted)
	if status != same || len(acceptedLine.FindAllString(written, -1)) != 2 || !strings.Contains(out, "breaking: no drift (2 accepted)") ||
		!strings.Contains(written, "breaking: GET /items: response-optional-property-removed: removed the optional property") {
		t.Fatalf("written: status %d\n%s\n%s", status, out, written)
	}
	if status, out := check(t, args...); status != same || strings.Contains(out, "matches nothing") {
		t.Errorf("accepted: status %d\n%s", status, out)
	}
	// Lines move, and the earlier contract comes from elsewhere.
	write(t, "", now, "# a comment\n\n"+read(t, "", now))
	if status, out := checkOn(t, strings.NewReader(read(t, "", before)), "--contract", now, "--accept", accepted, "breaking", "-"); status != same {
		t.Errorf("other lines: status %d\n%s", status, out)
	}
	// What is new is no less a failure.
	write(t, "", now, strings.Replace(read(t, "", now), "name: {type: string}", "name: {type: integer}", 1))
	if status, out := check(t, args...); status != drift || !strings.Contains(out, "response-property-type-changed") || strings.Contains(out, "property-removed: ") {
		t.Errorf("one more: status %d\n%s", status, out)
	}
	for format, want := range map[string]string{"json": `"accepted": [`, "junit": "what was found is accepted", "sarif": "accepts what was found: 2 findings"} {
		if status, out := check(t, append([]string{"--format", format}, args...)...); status != drift || !strings.Contains(out, want) {
			t.Errorf("%s: status %d, no %s in\n%s", format, status, want, out)
		}
	}
	// What is gone is noted, unless it could not be looked at.
	write(t, "", now, strings.Replace(read(t, "", before), "health", "healthy", 2))
	if status, out := check(t, args...); status != same || len(regexp.MustCompile(`note: \S+/accepted:\d matches nothing any more: `).FindAllString(out, -1)) != 1 {
		t.Errorf("stale: status %d\n%s", status, out)
	}
	if status, out := check(t, append(args[:len(args)-1:len(args)-1], "none")...); status != dontKnow || strings.Contains(out, "matches nothing") {
		t.Errorf("not looked at: status %d\n%s", status, out)
	}
}

// The file is a person's too.
func TestAcceptedFile(t *testing.T) {
	before, now := shops(t, "id: {type: integer}, ", "")
	dir := t.TempDir()
	write(t, dir, "accepted", "# ours\r\n\n  # until June\n0000000000000000 breaking: gone\n0000000000000001 upstream: of another command\n")
	if err := os.Symlink("accepted", dir+"/link"); err != nil {
		t.Fatal(err)
	}
	args := []string{"--contract", now, "--accept", dir + "/link", "--write-accepted", "breaking", before}
	status, out := check(t, args...)
	got := read(t, dir, "accepted")
	if want := "# ours\n\n  # until June\n0000000000000001 upstream: of another command\n"; status != same || !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 5 {
		t.Errorf("status %d\n%s\n%s", status, out, got)
	}
	if info, err := os.Lstat(dir + "/link"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more (%v)", err)
	}
	if check(t, args...); read(t, dir, "accepted") != got {
		t.Errorf("written again, it is\n%s", read(t, dir, "accepted"))
	}
	// A command that finds nothing because it can't look takes nothing away.
	if status, _ := check(t, append(args[:len(args)-1:len(args)-1], "none")...); status != dontKnow || read(t, dir, "accepted") != got {
		t.Errorf("status %d, and the file is\n%s", status, read(t, dir, "accepted"))
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v, %v is left", left, err)
	}

	// Some editors begin a file with a byte order mark, and end lines with CRLF.
	write(t, dir, "accepted", "\uFEFF"+strings.ReplaceAll(got[strings.Index(got, "0000000000000001"):], "\n", "\r\n"))
	if status, out := check(t, "--contract", now, "--accept", dir+"/link", "breaking", before); status != same || strings.Contains(out, "matches nothing") {
		t.Errorf("with a byte order mark: status %d\n%s", status, out)
	}
	if check(t, args...); read(t, dir, "accepted") != got[strings.Index(got, "0000000000000001"):] {
		t.Errorf("written again, it is\n%q", read(t, dir, "accepted"))
	}
	for _, line := range []string{"breaking: no fingerprint", "0123456789abcde breaking: short", "0123456789ABCDEF breaking: a", "0123456789abcdef", "0123456789abcdef broken: no command", "{}"} {
		write(t, dir, "bad", "# fine\n"+line+"\n")
		for _, args := range [][]string{{"--accept", dir + "/bad"}, {"--accept", dir + "/bad", "--write-accepted"}} {
			status, out := check(t, append(args, "--contract", now, "breaking", before)...)
			if status != dontKnow || !strings.Contains(out, "/bad:2: the line is neither a comment") || read(t, dir, "bad") != "# fine\n"+line+"\n" {
				t.Errorf("%q: status %d\n%s", line, status, out)
			}
		}
	}
	if status, out := check(t, "--accept", dir, "--contract", now, "breaking", before); status != dontKnow || !strings.Contains(out, "is a directory") {
		t.Errorf("a folder: status %d\n%s", status, out)
	}
	if status, out := check(t, "--accept", dir+"/none/accepted", "--write-accepted", "--contract", now, "breaking", before); status != drift || !strings.Contains(out, "write what is accepted") {
		t.Errorf("no folder: status %d\n%s", status, out)
	}
}

// What a server answers differs each time, and the requests follow from another seed. Who accepts one fault accepts no other.
func TestAcceptOfAServer(t *testing.T) {
	var n atomic.Int64
	var broken atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := n.Add(1)
		switch {
		case r.URL.Path == "/items" && r.Method == http.MethodGet && !broken.Load():
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `[{"id": "a%d"}]`, i)
		case r.URL.Path == "/items" && r.Method == http.MethodPost && r.URL.RawQuery == "":
			w.WriteHeader(http.StatusCreated)
		default:
			http.Error(w, fmt.Sprintf("request %08x at 2026-01-02T03:04:%02dZ", i*7919, i%60), http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	_, now := shops(t)
	accepted := t.TempDir() + "/accepted"
	args := []string{"--contract", now, "--accept", accepted, "conforms", server.URL}
	if status, out := check(t, append(args, "--seed", "1", "--write-accepted")...); status != same || !strings.Contains(out, "GET /health: no request was accepted") {
		t.Fatalf("status %d\n%s", status, out)
	}
	if !strings.Contains(read(t, "", accepted), " conforms: GET /items: body: ") {
		t.Fatal(read(t, "", accepted))
	}
	for _, seed := range []string{"1", "2", "3"} {
		if status, out := check(t, append(args, "--seed", seed)...); status != same || strings.Contains(out, "matches nothing") {
			t.Errorf("seed %s: status %d\n%s", seed, status, out)
		}
	}
	broken.Store(true)
	if status, out := check(t, args...); status != drift || !strings.Contains(out, "GET /items") {
		t.Errorf("another fault: status %d\n%s", status, out)
	}
}

// What can't be checked because of a finding does not keep the status at 2 once the finding is accepted. What can't be checked for
// another reason does.
func TestAcceptOfAFailingOperation(t *testing.T) {
	const health = "operationId: health\n      responses:"
	for name, c := range map[string]struct {
		change   []string // of the contract
		failure  int
		expected []int // the status without --accept, with --write-accepted, with --accept
	}{
		"a 500":                       {nil, 500, []int{drift, same, same}},
		"a 418":                       {nil, 418, []int{drift, same, same}},
		"the connection closed":       {nil, 0, []int{drift, same, same}},
		"a 401 for a good credential": {[]string{health, "operationId: health\n      security: [{key: []}]\n      responses:", "components:\n", "components:\n  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}\n"}, 401, []int{drift, same, same}},
		"a 500 that is documented":    {[]string{health, health + "\n        5XX: {description: broken}"}, 500, []int{dontKnow, dontKnow, dontKnow}},
		"a 400 that is documented":    {[]string{health, health + "\n        \"400\": {description: refused}"}, 400, []int{dontKnow, dontKnow, dontKnow}},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch documented := r.Method == http.MethodGet || r.Method == http.MethodPost && r.URL.Path == "/items"; {
				case !documented && (c.failure != http.StatusUnauthorized || r.URL.Path == "/items"):
					w.WriteHeader(http.StatusMethodNotAllowed)
				case r.URL.Path == "/health" && c.failure == 0:
					panic(http.ErrAbortHandler)
				case r.URL.Path == "/health":
					w.Header().Set("WWW-Authenticate", "Key")
					w.WriteHeader(c.failure)
				case r.Method == http.MethodPost:
					w.WriteHeader(http.StatusCreated)
				default:
					w.Header().Set("Content-Type", "application/json")
					_, _ = w.Write([]byte("[]"))
				}
			}))
			defer server.Close()
			_, now := shops(t, c.change...)
			args := []string{"--contract", now, "conforms", server.URL, "--seed", "1", "--skip", "allow,refuses"}
			if c.failure == http.StatusUnauthorized {
				args = append(args, "--credential", "key=fake-key")
			}
			accepted := t.TempDir() + "/accepted"
			write(t, "", accepted, "# nothing yet\n")
			accept := append([]string{"--accept", accepted}, args...)
			for i, args := range [][]string{args, append([]string{"--write-accepted"}, accept...), accept} {
				status, out := check(t, append([]string{"--format", "json"}, args...)...)
				if status != c.expected[i] {
					t.Errorf("run %d: status %d, want %d\n%s", i, status, c.expected[i], out)
				}
				var r report.Report
				if err := json.NewDecoder(strings.NewReader(out)).Decode(&r); err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(r.Coverage, func(row report.Coverage) bool {
					return row.Operation == "GET /health" && row.Check == "body" && row.State == report.NotChecked && strings.HasPrefix(row.Reason, "no request was accepted")
				}) {
					t.Errorf("run %d does not say that the body was not checked:\n%s", i, out)
				}
			}
		})
	}
}
