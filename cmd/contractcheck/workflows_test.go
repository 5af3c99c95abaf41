package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is what the tests read of a file in .github/workflows.
type workflow struct {
	Permissions map[string]string `yaml:"permissions"`
	Jobs        map[string]job    `yaml:"jobs"`
}

type job struct {
	Permissions map[string]string `yaml:"permissions"`
	Timeout     int               `yaml:"timeout-minutes"`
	Steps       []step            `yaml:"steps"`
}

type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]any    `yaml:"with"`
	Env  map[string]string `yaml:"env"`
}

// mayWrite: a job has the permissions of its own, or else the workflow's.
func (j job) mayWrite(w workflow) bool {
	permissions := j.Permissions
	if permissions == nil {
		permissions = w.Permissions
	}
	for _, permission := range permissions {
		if permission != "read" && permission != "none" {
			return true
		}
	}
	return false
}

// makeCall is one call of make: a target, and variables without anything that a shell or GitHub
// would expand.
var makeCall = regexp.MustCompile(`^make ([a-z-]+)( [A-Z_]+=[A-Za-z0-9/^_.=-]+)*$`)

// pinned is an action at a commit.
var pinned = regexp.MustCompile(`^[a-z0-9-]+/[a-z0-9-]+@[0-9a-f]{40}$`)

// TestWorkflows holds that jobs only call make, so that whatever they check can be checked anywhere,
// and that they run nothing that can change under them. actionlint, in make lint, checks the rest.
func TestWorkflows(t *testing.T) {
	targets := makeTargets(t)
	files, err := filepath.Glob("../../.github/workflows/*")
	if err != nil {
		t.Fatal(err)
	}
	called := map[string][]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yml")
		w := readWorkflow(t, file)
		if w.Permissions == nil {
			t.Errorf("%s: no permissions of its own, so it has the repository's default ones", name)
		}
		for id, j := range w.Jobs {
			where := name + ": " + id
			if j.Timeout == 0 {
				t.Errorf("%s: no timeout-minutes", where)
			}
			writes := j.mayWrite(w)
			for _, s := range j.Steps {
				checkStep(t, where, s)
				checkWriter(t, where, s, writes)
				call := makeCall.FindStringSubmatch(s.Run)
				if call == nil {
					continue
				}
				called[name] = append(called[name], call[1], s.Run)
				if !slices.Contains(targets, call[1]) {
					t.Errorf("%s: the Makefile has no target %s", where, call[1])
				}
			}
		}
	}

	for name, want := range map[string][]string{
		"ci":       {"test", "lint", "drift", "sdk", "conformance"},
		"contract": {"make breaking BASE=HEAD^1 FORMAT=github", "upstream-report", "upstream-issue"},
		"release":  {"make release-check RELEASE_FLAGS=--skip=publish", "publish"},
	} {
		for _, target := range want {
			if !slices.Contains(called[name], target) {
				t.Errorf("%s: no job calls %s", name, target)
			}
		}
	}
}

func checkStep(t *testing.T, where string, s step) {
	t.Helper()
	switch {
	case s.Uses == "" && !makeCall.MatchString(s.Run):
		t.Errorf("%s: %q is not one call of make", where, s.Run)
	case s.Uses != "" && !pinned.MatchString(s.Uses):
		t.Errorf("%s: %s is not pinned by a commit's hash", where, s.Uses)
	case strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != false:
		t.Errorf("%s: the checkout leaves the job's token in .git/config", where)
	}
}

// checkWriter: who may write builds nothing and runs nothing that was built, and only who may write has
// the token.
func checkWriter(t *testing.T, where string, s step, writes bool) {
	t.Helper()
	for name := range s.Env {
		if strings.HasSuffix(name, "_TOKEN") && !writes {
			t.Errorf("%s: %q has %s", where, s.Run, name)
		}
	}
	if !writes {
		return
	}
	if s.Uses != "" && !strings.HasPrefix(s.Uses, "actions/checkout@") && !strings.HasPrefix(s.Uses, "actions/download-artifact@") {
		t.Errorf("%s: %s runs beside a token that may write", where, s.Uses)
	}
	if call := makeCall.FindStringSubmatch(s.Run); call != nil {
		out, err := exec.Command("make", "-n", "-C", "../..", "--no-print-directory", call[1]).CombinedOutput()
		if recipe := strings.TrimSpace(string(out)); err != nil || recipe != ".ci/"+call[1] {
			t.Errorf("%s: make %s runs more than its script beside a token that may write: %v\n%s", where, call[1], err, recipe)
		}
		if script := read(t, "../../.ci/"+call[1]); regexp.MustCompile(`(?m)(^|[;&|(])\s*(go|npm|npx|node|goreleaser|make)\s`).MatchString(script) {
			t.Errorf("%s: .ci/%s builds something", where, call[1])
		}
	}
}

func readWorkflow(t *testing.T, file string) workflow {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var w workflow
	if err := yaml.Unmarshal(content, &w); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return w
}

// makeTargets is every target of the Makefile.
func makeTargets(t *testing.T) []string {
	t.Helper()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, rule := range regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, rule[1])
	}
	return targets
}
