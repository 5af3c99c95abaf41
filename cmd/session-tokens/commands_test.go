package main

import (
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runner is what runs the commands of a page, or of a section of one: a test, or a script of CI.
type runner struct {
	name string
	how  string // empty for a test that gets the commands by pageCommands; otherwise what it does instead
}

var commandsRunBy = map[string]runner{
	"README.md#try-it":                      {"TestReadmeWalk", ""},
	"README.md#three-doors":                 {"TestReadmeWalk", ""},
	"CONTRIBUTING.md#check-drift":           {"TestContributing", "of contractcheck: runs each line"},
	"docs/contractcheck.md":                 {"TestGuide", "of contractcheck: runs the page as one script"},
	"docs/configuration.md":                 {"TestConfigurationCommands", ""},
	"docs/control.md":                       {"TestControlWalk", ""},
	"docs/records.md#sign-somebody-in":      {"TestRecordsExample", "runs the first commands on each kind of Redis, and all of them on one server"},
	"docs/records.md#what-redis-must-allow": {"TestLeastPrivilege", "of store: these are rules, which it gives to Redis"},
	"docs/sdk.md#go":                        {"TestPage", "of gen/client: runs the section's commands"},
	"docs/sdk.md#typescript":                {"TestSDKPage", ""},
	"docs/deploy.md#one-redis-over-tls-with-acl-users-step-by-step": {"TestDeployWalk", ""},
	"docs/deploy.md#a-package":                                      {"TestDeployStandIns", ""},
	"docs/deploy.md#systemd":                                        {"TestDeployStandIns", ""},
	"docs/deploy.md#the-control-listener-and-the-console":           {"TestDeployStandIns", ""},
	"docs/deploy.md#an-image":                                       {".ci/image-check", "runs .ci/image, as make image does"},
	"docs/deploy.md#compose":                                        {"TestDeployStandIns", ""},
	"docs/deploy.md#kubernetes":                                     {"TestDeployStandIns", ""},
	"docs/deploy.md#sentinel":                                       {"TestRecordsExample", "this is a setting; it has another one of this form"},
	"docs/deploy.md#cluster":                                        {"TestRecordsExample", "this is a setting; it has another one of this form"},
	"examples/README.md":                                            {"TestExampleInBrowser", ""},
	"examples/browser/README.md":                                    {"TestExampleInBrowser", ""},
	"examples/go/README.md":                                         {"TestExampleGo", ""},
	"examples/login/README.md":                                      {"TestLoginServiceInNode", ""},
	"examples/python/README.md":                                     {"TestExamplePython", ""},
	"gen/typescript/README.md":                                      {"TestSDKPackage", "these are programs, which it compiles"},
}

// No page has a command that nothing runs.
func TestEveryCommandIsRun(t *testing.T) {
	missing, sections := maps.Clone(commandsRunBy), map[string]string{}
	for page, text := range pages(t) {
		section, fenced := "", false
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
			}
			if heading, found := strings.CutPrefix(line, "## "); found && !fenced {
				section = "#" + slug(heading)
				sections[page+section] = strings.TrimSpace(heading)
			}
			if fenced || !strings.HasPrefix(line, "    ") {
				continue
			}
			delete(missing, page)
			delete(missing, page+section)
			if commandsRunBy[page].name == "" && commandsRunBy[page+section].name == "" {
				t.Errorf("%s%s: nothing runs %s", page, section, line)
			}
		}
	}
	for where, by := range missing {
		t.Errorf("%s has no command for %s", where, by.name)
	}
	here := testSources(t, ".")
	for where, by := range commandsRunBy {
		page, _, _ := strings.Cut(where, "#")
		switch {
		case !strings.HasPrefix(by.name, "Test"):
			if _, err := os.Stat("../../" + by.name); err != nil {
				t.Errorf("%s: %v", where, err)
			}
		case by.how != "":
			if !namesPage(t, by.name) {
				t.Errorf("%s: there is no %s that reads a page", where, by.name)
			}
		default:
			source := sourceFrom(here, by.name)
			if !strings.Contains(source, "pageCommands(") || !namesIt(source, page) || !strings.Contains(source, `"`+sections[where]+`"`) && sections[where] != "" {
				t.Errorf("%s: %s does not get its commands by pageCommands", where, by.name)
			}
		}
	}
}

// namesIt reports whether a source names a page: by its path from here, or, in examples, by its folder.
func namesIt(source, page string) bool {
	folder, isExample := strings.CutPrefix(path.Dir(page), "examples")
	return strings.Contains(source, `"../../`+page+`"`) ||
		isExample && strings.Contains(source, `"README.md"`) && (strings.Contains(source, `"../../`+path.Dir(page)+`"`) || strings.Contains(source, `"`+strings.TrimPrefix(folder, "/")+`"`))
}

// namesPage reports whether a test by that name, in whatever package, is in a file that names a page.
func namesPage(t *testing.T, test string) bool {
	t.Helper()
	files, err := exec.Command("git", "-C", "../..", "grep", "--untracked", "-lE", "^func "+test+`\(`, "--", "*_test.go").Output()
	e2eOK(t, err)
	for _, file := range strings.Fields(string(files)) {
		if text, err := os.ReadFile("../../" + file); err == nil && strings.Contains(string(text), `.md"`) {
			return true
		}
	}
	return false
}

// testSources returns the source of each function in the tests of a package, by its name.
func testSources(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	e2eOK(t, err)
	sources := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		e2eOK(t, err)
		for _, f := range regexp.MustCompile(`(?ms)^func (\w+)\(.*?^}$`).FindAllSubmatch(text, -1) {
			sources[string(f[1])] = string(f[0])
		}
	}
	return sources
}

// sourceFrom returns the source of a function, and of all that it calls.
func sourceFrom(sources map[string]string, name string) string {
	var all strings.Builder
	seen := map[string]bool{}
	for open := []string{name}; len(open) > 0; open = open[1:] {
		source := sources[open[0]]
		if seen[open[0]] || source == "" {
			continue
		}
		seen[open[0]] = true
		all.WriteString(source)
		for _, call := range regexp.MustCompile(`\b(\w+)\(`).FindAllStringSubmatch(source, -1) {
			open = append(open, call[1])
		}
	}
	return all.String()
}

// pageCommands are the indented lines of a page, or of a section of one: its commands.
func pageCommands(t *testing.T, file, section string) string {
	t.Helper()
	page, err := os.ReadFile(file)
	e2eOK(t, err)
	text := string(page)
	if section != "" {
		_, text, _ = strings.Cut(text, "\n## "+section+"\n")
		text, _, _ = strings.Cut(text, "\n## ")
	}
	var commands strings.Builder
	fenced := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if command, found := strings.CutPrefix(line, "    "); found && !fenced {
			commands.WriteString(command)
		}
	}
	if commands.Len() == 0 {
		t.Fatalf("%s has no commands in %q", file, section)
	}
	return commands.String()
}
