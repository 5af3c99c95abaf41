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
// issue, and answers a list with $ISSUES, through the filter that it is asked for, as gh does. A release it
// takes.
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

// upstreamIssue runs the two scripts with a check, each as in a job of its own: the second has what the first
// left, and gh. It returns the status of the last, what gh was called with, and the text of the issue.
func upstreamIssue(t *testing.T, issues, ghStatus string, check ...string) (status int, calls []string, body string) {
	t.Helper()
	redistest.Need(t, "jq")
	dir := scripts(t, "upstream-report", "upstream-issue")
	status = script(t, dir, "upstream-report", []string{"PATH=" + os.Getenv("PATH")}, check...)
	if status == 0 {
		status = script(t, dir, "upstream-issue", []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "DIR=" + dir, "ISSUES=" + issues, "GH_STATUS=" + ghStatus})
	}
	return status, slices.Collect(strings.Lines(read(t, filepath.Join(dir, "calls")))), read(t, filepath.Join(dir, "body"))
}

// A job that finds no report, and one after a check that could not tell, must not pass as if nothing had moved.
func TestUpstreamIssueWithoutReport(t *testing.T) {
	dir := scripts(t, "upstream-report", "upstream-issue")
	env := []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "DIR=" + dir, "ISSUES=[]", "GH_STATUS=0"}
	for _, check := range []string{"exit 1", "exit 2"} {
		script(t, dir, "upstream-report", env, "sh", "-c", check)
	}
	if status := script(t, dir, "upstream-issue", env); status == 0 || read(t, filepath.Join(dir, "calls")) != "" {
		t.Errorf("status %d, and gh was called with %q", status, read(t, filepath.Join(dir, "calls")))
	}
}

// What is published is what the checksums name, with what CHANGELOG.md says of the version; and nothing if a checksum
// does not hold, nobody has signed, or CHANGELOG.md does not have the version.
func TestPublish(t *testing.T) {
	redistest.Need(t, "jq")
	redistest.Need(t, "shasum")
	const files, sums = "a.tar.gz b.cdx.json", "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0  a.tar.gz\n" +
		"3e744b9dc39389baf0c5a0660589b8402f3dbb49b89b3e75f2c9355852a3c677  b.cdx.json\n"
	for name, c := range map[string]struct {
		metadata, content string
		unsigned          bool
		call              string
	}{
		"release":    {`{"tag": "v1.2.3", "version": "1.2.3"}`, "bbb", false, "release create v1.2.3 --verify-tag --title v1.2.3 --notes-file notes.md " + files + " checksums.txt attestation.json\n"},
		"prerelease": {`{"tag": "v1.2.3-rc.1", "version": "1.2.3-rc.1"}`, "bbb", false, "release create v1.2.3-rc.1 --verify-tag --title v1.2.3-rc.1 --notes-file notes.md --prerelease " + files + " checksums.txt attestation.json\n"},
		"snapshot":   {`{"tag": "v1.2.3", "version": "1.2.4-SNAPSHOT-abc"}`, "bbb", false, ""},
		"tampered":   {`{"tag": "v1.2.3", "version": "1.2.3"}`, "bbc", false, ""},
		"unsigned":   {`{"tag": "v1.2.3", "version": "1.2.3"}`, "bbb", true, ""},
		"unnamed":    {`{"tag": "v1.2.4", "version": "1.2.4"}`, "bbb", false, ""},
		"empty":      {`{"tag": "v1.1.0", "version": "1.1.0"}`, "bbb", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := scripts(t, "publish", "release-notes")
			for file, content := range map[string]string{"metadata.json": c.metadata, "checksums.txt": sums, "a.tar.gz": "aaa", "b.cdx.json": c.content} {
				place(t, filepath.Join(dir, "dist", file), content)
			}
			place(t, filepath.Join(dir, "CHANGELOG.md"), changelog)
			if !c.unsigned {
				place(t, filepath.Join(dir, "dist/attestation.json"), "{}")
			}
			status := script(t, dir, "publish", []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "DIR=" + dir, "GH_STATUS=0"})
			if calls := read(t, filepath.Join(dir, "calls")); calls != c.call || (status == 0) != (c.call != "") {
				t.Errorf("status %d, gh was called with\n%s, want\n%s", status, calls, c.call)
			}
			if want := "### Added\n\n- of " + name + "\n"; c.call != "" && read(t, filepath.Join(dir, "dist/notes.md")) != want {
				t.Errorf("the notes are\n%s, want\n%s", read(t, filepath.Join(dir, "dist/notes.md")), want)
			}
		})
	}
}

// changelog has the sections of a release, of its prerelease, and of one of which there is nothing to say.
const changelog = `# Changelog

## [Unreleased]

- next

## [1.2.3] - 2026-01-02

### Added

- of release

## [1.2.3-rc.1] - 2026-01-01

### Added

- of prerelease

## [1.1.0] - 2025-12-01

[Unreleased]: https://github.com/quiva-ai/session-tokens/commits/main
`

// scripts is a folder with some of the scripts of .ci, and the stand-in for gh.
func scripts(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	place(t, filepath.Join(dir, "gh"), fakeGH)
	for _, name := range names {
		place(t, filepath.Join(dir, ".ci", name), read(t, filepath.Join("../../.ci", name)))
	}
	return dir
}

func place(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
}

// script runs one of them and returns its status.
func script(t *testing.T, dir, name string, env []string, args ...string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(dir, ".ci", name), args...)
	cmd.Env = env
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	t.Logf("%.1000s", output)
	return cmd.ProcessState.ExitCode()
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
