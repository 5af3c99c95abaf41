package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The commands of CONTRIBUTING.md's "Check drift" say what it says they do: no drift, and drift once
// the contract was tampered with.
func TestContributing(t *testing.T) {
	service := startService(t)
	dir := copyRepository(t, byNPM...)
	succeed(t, dir, "git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "all")
	t.Chdir(dir)

	_, section, _ := strings.Cut(read(t, "", "CONTRIBUTING.md"), "## Check drift\n")
	section, _, _ = strings.Cut(section, "\n## ")
	want, ran := same, 0
	for line := range strings.Lines(section) {
		line, indented := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "    ")
		if !indented || line == "make contractcheck" {
			continue
		}
		args, ours := strings.CutPrefix(line, "./bin/contractcheck ")
		if !ours {
			if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", line, err, out)
			}
			want = drift
			continue
		}
		args = strings.NewReplacer("$ADMIN", service.Admin, "$PUBLIC", service.Public,
			"$TOKEN", service.Bearer, "$KEY", service.Key).Replace(args)
		if status, out := check(t, strings.Fields(args)...); status != want {
			t.Errorf("%s: status %d, want %d\n%s", line, status, want, out)
		}
		ran++
	}
	if ran != 6 || want != drift {
		t.Errorf("%d commands were run, want 6, the last on a tampered contract", ran)
	}
	if _, err := exec.Command("git", "diff", "--exit-code", filepath.Join(dir, "openapi.json")).Output(); err != nil {
		t.Errorf("the last command does not bring the contract back: %v", err)
	}
}
