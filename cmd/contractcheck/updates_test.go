package main_test

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The update bot looks at each module and each lock file, and at nothing that is not there.
func TestUpdateBot(t *testing.T) {
	var config struct {
		Updates []struct {
			Ecosystem   string   `yaml:"package-ecosystem"`
			Directories []string `yaml:"directories"`
			Schedule    struct {
				Interval string `yaml:"interval"`
			} `yaml:"schedule"`
			Groups map[string]any `yaml:"groups"`
		} `yaml:"updates"`
	}
	if err := yaml.Unmarshal([]byte(read(t, "../../.github/dependabot.yml")), &config); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"gomod":          folders(t, "go.mod"),
		"npm":            folders(t, "package-lock.json"),
		"github-actions": append(folders(t, "action.yml"), "/"), // the workflows
	}
	for _, update := range config.Updates {
		slices.Sort(want[update.Ecosystem])
		slices.Sort(update.Directories)
		if !slices.Equal(update.Directories, want[update.Ecosystem]) {
			t.Errorf("%s: it looks into %q, want %q", update.Ecosystem, update.Directories, want[update.Ecosystem])
		}
		if update.Schedule.Interval != "weekly" || len(update.Groups) != 1 {
			t.Errorf("%s: it is %s, in %d groups", update.Ecosystem, update.Schedule.Interval, len(update.Groups))
		}
		delete(want, update.Ecosystem)
	}
	for ecosystem := range want {
		t.Errorf("%s: nobody looks for updates", ecosystem)
	}
}

// folders has each folder of the repository with a file of that name, as the update bot calls it.
func folders(t *testing.T, name string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", "-C", "../..", "ls-files", "--cached", "--others", "--exclude-standard", "--", name, "**/"+name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for file := range strings.FieldsSeq(string(out)) {
		all = append(all, path.Dir("/"+file))
	}
	if len(all) == 0 {
		t.Fatalf("there is no %s", name)
	}
	return all
}
