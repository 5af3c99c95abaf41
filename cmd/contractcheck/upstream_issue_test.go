package main_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// fakeGH stands in for GitHub's program: it writes down each call, a line each, keeps the text of an
// issue, and answers a list with $ISSUES, through the filter that it is asked for, as gh does.
const fakeGH = `#!/bin/sh
echo "$*" >>"$DIR/calls"
case "$1 $2" in
"issue list") for filter; do :; done; echo "$ISSUES" | jq -r "$filter" ;;
"issue edit" | "issue create") for file; do :; done; cp "$file" "$DIR/body" ;;
esac
exit "$GH_STATUS"
`

const upstreamTitle = "The published contract has moved"

func TestUpstreamIssue(t *testing.T) {
	const drift = "echo 'operation GET /accounts/session-tokens: ```'; echo 'property token: removed' >&2; exit 1"
	for name, test := range map[string]struct {
		check  string
		issues string
		gh     string // gh's exit status
		status int
		calls  []string // what each call of gh begins with
	}{
		"same":           {check: "echo same", gh: "0"},
		"could not tell": {check: "echo 'no such host' >&2; exit 2", gh: "0", status: 2},
		"no such check":  {check: "exit 127", gh: "0", status: 127},
		"drift": {check: drift, issues: `[{"number": 3, "title": "The published contract has moved?"}]`, gh: "0",
			calls: []string{"issue list --state open ", "issue create --title " + upstreamTitle + " "}},
		"drift, an issue exists": {check: drift, issues: `[{"number": 3, "title": "Other"}, {"number": 7, "title": "` + upstreamTitle + `"}]`, gh: "0",
			calls: []string{"issue list --state open ", "issue edit 7 "}},
		"drift, GitHub is down": {check: drift, issues: `[]`, gh: "4", status: 4,
			calls: []string{"issue list --state open "}},
	} {
		t.Run(name, func(t *testing.T) {
			status, calls, body := upstreamIssue(t, test.issues, test.gh, "sh", "-c", test.check)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			if len(calls) != len(test.calls) {
				t.Fatalf("gh was called with %q, want %q", calls, test.calls)
			}
			for i, call := range calls {
				if !strings.HasPrefix(call, test.calls[i]) {
					t.Errorf("call %d is %q, want %q", i, call, test.calls[i])
				}
			}
			if len(calls) < 2 {
				return
			}
			// The whole report, and none of it as Markdown.
			for _, want := range []string{"\n    operation GET /accounts/session-tokens: ```\n", "\n    property token: removed\n"} {
				if !strings.Contains(body, want) {
					t.Errorf("the issue lacks %q:\n%s", want, body)
				}
			}
		})
	}
}

// GitHub refuses a text over 65,536 characters.
func TestUpstreamIssueLongReport(t *testing.T) {
	status, _, body := upstreamIssue(t, `[]`, "0",
		"awk", `BEGIN { for (i = 0; i < 9000; i++) print "property token: removed"; exit 1 }`)
	if n := len(body); status != 0 || n < 50_000 || n > 65_536 {
		t.Errorf("status %d, an issue of %d bytes", status, n)
	}
}

// upstreamIssue runs the script with a check. It returns the script's status, what it called gh with,
// and the text of the issue that it wrote.
func upstreamIssue(t *testing.T, issues, ghStatus string, check ...string) (status int, calls []string, body string) {
	t.Helper()
	redistest.Need(t, "jq")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "gh"), []byte(fakeGH), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "../../.ci/upstream-issue", check...)
	cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "DIR="+dir, "ISSUES="+issues, "GH_STATUS="+ghStatus)
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	t.Logf("%.1000s", output)
	return cmd.ProcessState.ExitCode(), slices.Collect(strings.Lines(read(t, filepath.Join(dir, "calls")))), read(t, filepath.Join(dir, "body"))
}

// read is a file's content, empty if there is no such file.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(content)
}
