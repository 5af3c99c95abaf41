package main_test

import (
	"fmt"
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
	Env         map[string]string `yaml:"env"`
	Jobs        map[string]job    `yaml:"jobs"`
}

type job struct {
	Needs       any               `yaml:"needs"` // a job's name, or a list of them
	Permissions map[string]string `yaml:"permissions"`
	Timeout     int               `yaml:"timeout-minutes"`
	Steps       []step            `yaml:"steps"`
	Strategy    struct {
		Matrix struct {
			Include []map[string]string `yaml:"include"`
		} `yaml:"matrix"`
	} `yaml:"strategy"`
}

type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]any    `yaml:"with"`
	Env  map[string]string `yaml:"env"`
}

// permitted: a job has the permissions of its own, or else the workflow's.
func (j job) permitted(w workflow) map[string]string {
	if j.Permissions == nil {
		return w.Permissions
	}
	return j.Permissions
}

func mayWrite(permissions map[string]string) bool {
	for _, permission := range permissions {
		if permission != "read" && permission != "none" {
			return true
		}
	}
	return false
}

// maySign: with an identity of its own, a job can sign anything in the project's name.
func maySign(permissions map[string]string) bool {
	return permissions["id-token"] == "write" || permissions["attestations"] == "write"
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
			permissions := j.permitted(w)
			if permissions["contents"] == "write" && where != "release: publish" {
				t.Errorf("%s: only the job that publishes may write contents", where)
			}
			if maySign(permissions) {
				checkSigner(t, where, j.Steps, permissions)
			}
			writes := mayWrite(permissions) && !maySign(permissions)
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
		"audit":    {"audit", "vulncheck"},
		"ci":       {"test", "other-servers", "lint", "drift", "sdk", "conformance"},
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

// checkSigner: who may sign runs nothing, not even make, and may write nothing else.
func checkSigner(t *testing.T, where string, steps []step, permissions map[string]string) {
	t.Helper()
	for permission, value := range permissions {
		if permission != "id-token" && permission != "attestations" && value == "write" {
			t.Errorf("%s: it signs, and may write %s", where, permission)
		}
	}
	attests := false
	for _, s := range steps {
		action, _, _ := strings.Cut(s.Uses, "@")
		switch action {
		case "actions/attest":
			attests = true
		case "actions/download-artifact", "actions/upload-artifact":
		default:
			t.Errorf("%s: %s%s runs where anything can be signed", where, s.Uses, s.Run)
		}
	}
	if !attests {
		t.Errorf("%s: it may sign, and does not", where)
	}
}

// What a job downloads was uploaded by a job that it waits for. What is uploaded is downloaded, except for people to
// look at, which no other step depends on.
func TestWorkflowArtifacts(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		w := readWorkflow(t, file)
		uploads, downloads := map[string]string{}, map[string]bool{} // by name: the job that uploads it
		for id, j := range w.Jobs {
			for _, s := range j.Steps {
				if strings.HasPrefix(s.Uses, "actions/upload-artifact@") {
					uploads[s.With["name"].(string)] = id
				}
			}
		}
		for id, j := range w.Jobs {
			for _, s := range j.Steps {
				if !strings.HasPrefix(s.Uses, "actions/download-artifact@") {
					continue
				}
				name := s.With["name"].(string)
				downloads[name] = true
				if from := uploads[name]; from == "" || !slices.Contains(strings.Fields(strings.Trim(fmt.Sprint(j.Needs), "[]")), from) {
					t.Errorf("%s: %s: no job that it needs uploads %s", filepath.Base(file), id, name)
				}
			}
		}
		for name, id := range uploads {
			if !downloads[name] && !strings.HasPrefix(name, "screenshots-") {
				t.Errorf("%s: %s: nobody downloads %s", filepath.Base(file), id, name)
			}
		}
	}
}

// Whatever the build hands on is signed before it is published. What goreleaser makes is handed on, and nothing else.
func TestReleaseIsSigned(t *testing.T) {
	w := readWorkflow(t, "../../.github/workflows/release.yml")
	var handedOn, signed string
	for _, s := range append(w.Jobs["build"].Steps, w.Jobs["attest"].Steps...) {
		switch {
		case s.With["name"] == "dist" && strings.HasPrefix(s.Uses, "actions/upload-artifact@"):
			handedOn = s.With["path"].(string)
		case strings.HasPrefix(s.Uses, "actions/attest@"):
			signed = s.With["subject-path"].(string)
		}
	}
	if signed != "dist/*" {
		t.Errorf("what is signed is %q", signed)
	}
	made := []string{"dist/*.tar.gz", "dist/*.deb", "dist/*.rpm", "dist/*.tgz", "dist/*.cdx.json", "dist/*.txt", "dist/metadata.json"}
	if got := strings.Fields(handedOn); !slices.Equal(got, made) {
		t.Errorf("what is handed on is %q, want %q", got, made)
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
