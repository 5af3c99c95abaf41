package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The example of docs/records.md, as written, on each kind of Redis: nothing but the URL is another.
func TestRecordsExample(t *testing.T) {
	for _, program := range []string{"bash", "curl", "redis-cli"} {
		redistest.Need(t, program)
	}
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	page, err := os.ReadFile("../../docs/records.md")
	e2eOK(t, err)
	const first, then = "    export REDIS_URL=redis://127.0.0.1:6379\n", "    redis-cli -u $REDIS_URL ZADD"
	_, rest, found := strings.Cut(string(page), first)
	example, rest, foundToo := strings.Cut(rest, "\n\nAfter what `make build` prints")
	_, rest, foundThree := strings.Cut(rest, then)
	other, _, foundFour := strings.Cut(then+rest, "\n\n")
	if !found || !foundToo || !foundThree || !foundFour {
		t.Fatal("docs/records.md has no example that begins and ends so")
	}
	shown := regexp.MustCompile("(?s)```text\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(shown) != 2 {
		t.Fatalf("docs/records.md shows %d outputs, want 2", len(shown))
	}
	sameDay := func(said string) string { // tokens, and what is made of them and of the time, are another day's
		said = regexp.MustCompile(`"token":"[^"]+"`).ReplaceAllString(said, `"token":"..."`)
		return regexp.MustCompile(`\b(1\d{9}|[0-9a-f]{16}|(1h|59m)\S*)\b`).ReplaceAllString(said, "*")
	}
	for kind, start := range map[string]func() string{
		"one server": func() string { return redistest.Start(t).URL() },
		"Sentinel":   func() string { return redistest.StartSentinels(t).URL },
		"Cluster":    func() string { return redistest.StartCluster(t).URL },
	} {
		script, want := example, shown[0][1]
		if kind == "one server" {
			script += "\n" + other
			want += shown[1][1]
		}
		url := start() // its servers may take ports that are free now
		public, admin := freePort(t), freePort(t)
		script = strings.NewReplacer("make build\n", "", "./bin/session-tokens", binary, "127.0.0.1:8080", "127.0.0.1:"+public).Replace(script)
		run := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
		run.Dir = t.TempDir()
		run.Env = append(os.Environ(), "REDIS_URL="+url, "SESSION_TOKENS_LISTEN=127.0.0.1:"+public, "SESSION_TOKENS_ADMIN_LISTEN=127.0.0.1:"+admin)
		said, err := run.CombinedOutput()
		if err != nil || sameDay(string(said)) != sameDay(want) {
			t.Errorf("%s: %v\n%swant\n%s", kind, err, said, want)
		}
	}
}

// Each link leads to a file, and to a heading in it. What is elsewhere is not asked for. The targets of make that a
// page speaks of are there.
func TestLinks(t *testing.T) {
	all := pages(t)
	headings := map[string][]string{}
	for page, text := range all {
		for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
			headings[page] = append(headings[page], slug(heading[1]))
		}
	}
	makefile, err := os.ReadFile("../../Makefile")
	e2eOK(t, err)
	checked := 0
	for page, text := range all {
		for _, link := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			checked++
			file, anchor, _ := strings.Cut(link[1], "#")
			target := page
			if file != "" {
				target = path.Join(path.Dir(page), file)
			}
			if _, err := os.Stat(filepath.Join("../..", target)); err != nil {
				t.Errorf("%s: %s leads nowhere", page, link[1])
			}
			if anchor != "" && !slices.Contains(headings[target], anchor) {
				t.Errorf("%s: %s: no such heading", page, link[1])
			}
		}
		for _, target := range regexp.MustCompile("(?m)(?:`|^    )make ([a-z][a-z-]*)").FindAllStringSubmatch(text, -1) {
			if !strings.Contains(string(makefile), "\n"+target[1]+":") {
				t.Errorf("%s: make has no %s", page, target[1])
			}
		}
	}
	if checked < 80 {
		t.Errorf("only %d links were found", checked)
	}
}

// The README is a page to read in a minute.
func TestReadmeLength(t *testing.T) {
	if n := strings.Count(pages(t)["README.md"], "\n"); n > 130 {
		t.Errorf("README.md has %d lines: something belongs in docs/", n)
	}
}

// pages are the documents of the project, by their paths in it.
func pages(t *testing.T) map[string]string {
	t.Helper()
	names, err := exec.Command("git", "-C", "../..", "ls-files", "--cached", "--others", "--exclude-standard", "*.md").Output()
	e2eOK(t, err)
	all := map[string]string{}
	for _, name := range strings.Fields(string(names)) {
		if strings.Contains(name, "testdata/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join("../..", name))
		e2eOK(t, err)
		all[name] = string(text)
	}
	return all
}

// slug is what a heading is called in a link, as GitHub has it.
func slug(heading string) string {
	heading = strings.ToLower(strings.TrimSpace(heading))
	heading = regexp.MustCompile(`[^\p{L}\p{N}\- _]`).ReplaceAllString(heading, "")
	return strings.ReplaceAll(heading, " ", "-")
}

func TestConfigurationCommands(t *testing.T) {
	redistest.Need(t, "bash")
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	script := strings.ReplaceAll(pageCommands(t, "../../docs/configuration.md", ""), "./bin/session-tokens", binary)
	env := append(os.Environ(), "REDIS_URL="+redistest.Start(t).URL(), "HOME="+t.TempDir())
	said := string(e2eRun(t, env, t.TempDir(), "", "bash", "-euo", "pipefail", "-c", script))
	if !regexp.MustCompile(`(?m)^stk_\S+$`).MatchString(said) || !strings.Contains(said, "u-1") {
		t.Errorf("it prints\n%s", said)
	}
}
