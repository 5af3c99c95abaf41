package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// fakeNPM answers an audit of a folder with that folder's file "answer", as npm does: with status 1 for anything but
// a report of no vulnerabilities.
const fakeNPM = `#!/bin/sh
[ "$1 $2 $4 $5" = "audit --prefix --package-lock-only --json" ] || exit 64
cat "$3/answer"
grep -q '"total": 0' "$3/answer"
`

// Nobody may take a registry that did not answer for one that knows of no vulnerability.
func TestAudit(t *testing.T) {
	redistest.Need(t, "git")
	redistest.Need(t, "jq")
	const (
		good       = `{"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"vulnerabilities": {"total": 0}}}`
		vulnerable = `{"auditReportVersion": 2, "vulnerabilities": {
			"a": {"name": "a", "severity": "high", "range": "<1.2.3", "via": [{"title": "Reads any file", "url": "https://example.com/1"}]},
			"b": {"name": "b", "severity": "high", "range": "*", "via": ["a"]}}, "metadata": {"vulnerabilities": {"total": 2}}}`
		refused = `{"message": "405 Method Not Allowed", "statusCode": 405, "error": {"summary": "", "detail": ""}}`
		offline = `{"error": {"code": "ENOTFOUND", "summary": "no such host", "detail": ""}}`
	)
	for name, c := range map[string]struct {
		answers map[string]string
		status  int
		said    []string
	}{
		"none":                   {map[string]string{"x": good, "y/z": good}, 0, []string{"x/package-lock.json: no known vuln", "y/z/package-lock.json: no known vuln"}},
		"some":                   {map[string]string{"x": good, "y/z": vulnerable}, 1, []string{"y/z/package-lock.json: 2 vuln", "a <1.2.3, high: Reads any file https://example.com/1", "b *, high: by a"}},
		"refused":                {map[string]string{"x": refused, "y/z": good}, 2, []string{"x/package-lock.json: could not ask the registry: 405 Method Not Allowed", "y/z/package-lock.json: no known vuln"}},
		"offline":                {map[string]string{"x": offline}, 2, []string{"could not ask the registry: no such host"}},
		"no answer at all":       {map[string]string{"x": ""}, 2, []string{"could not ask the registry"}},
		"some, and one not told": {map[string]string{"x": vulnerable, "y/z": refused}, 1, []string{"x/package-lock.json: 2 vuln", "y/z/package-lock.json: could not ask"}},
		"no lock file":           {nil, 2, []string{"there is no package-lock.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := scripts(t, "audit")
			place(t, filepath.Join(dir, "npm"), fakeNPM)
			for folder, answer := range c.answers {
				place(t, filepath.Join(dir, folder, "package-lock.json"), "{}")
				place(t, filepath.Join(dir, folder, "answer"), answer)
			}
			if out, err := exec.CommandContext(t.Context(), "git", "-C", dir, "init", "-q").CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			cmd := exec.CommandContext(t.Context(), filepath.Join(dir, ".ci/audit"))
			cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
			out, _ := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			for _, want := range c.said {
				if !strings.Contains(string(out), want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
		})
	}
}

// make vulncheck looks at each Go module, also after one that has a vulnerability, and fails if any has one.
func TestVulncheck(t *testing.T) {
	redistest.Need(t, "git")
	redistest.Need(t, "make")
	dir := t.TempDir()
	place(t, filepath.Join(dir, "bin/go"), "#!/bin/sh\necho \"$1 $2 $3 ${5}\"\n[ \"$2\" != . ]\n")
	for _, file := range []string{"go.mod", "a/b/go.mod", "z/go.mod"} {
		place(t, filepath.Join(dir, file), "module x\n")
	}
	place(t, filepath.Join(dir, "Makefile"), read(t, "../../Makefile"))
	for _, args := range [][]string{{"init", "-q"}, {"add", "go.mod", "a", "z"}} {
		if out, err := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	cmd := exec.CommandContext(t.Context(), "make", "-C", dir, "vulncheck")
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	for _, call := range []string{"-C . run ./...", "-C a/b run ./...", "-C z run ./..."} {
		if strings.Count(string(out), "\n"+call+"\n") != 1 {
			t.Errorf("go %s is not called in\n%s", call, out)
		}
	}
	if err == nil {
		t.Errorf("a vulnerable module is no failure:\n%s", out)
	}
}
