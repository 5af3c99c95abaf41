package client_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The program that docs/sdk.md shows, built as it says there, calls the service.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/sdk.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllSubmatch(page, -1)
	if len(shown) != 1 {
		t.Fatalf("docs/sdk.md shows %d Go programs, want one", len(shown))
	}
	clone, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), shown[0][1], 0o600); err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Go\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var commands strings.Builder
	for _, line := range regexp.MustCompile("(?m)^    (.*\n)").FindAllStringSubmatch(section, -1) {
		commands.WriteString(line[1])
	}
	command := exec.Command("sh", "-ec", commands.String())
	command.Dir, command.Env = dir, append(os.Environ(), "TOKEN="+bearer, "PUBLIC="+baseURL, "CLONE="+clone)
	var said strings.Builder
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", &commands, err, &said)
	}
	if want := "Linux Berlin false\niOS Lisbon false\nWindows Oslo true\n"; string(out) != want {
		t.Errorf("it prints\n%swant\n%s", out, want)
	}
	refused := exec.Command("go", "run", ".")
	refused.Dir, refused.Env = dir, append(os.Environ(), "TOKEN=not-a-bearer-of-anybody", "PUBLIC="+baseURL)
	if out, err := refused.CombinedOutput(); err == nil || !strings.Contains(string(out), "401 Unauthorized: {\"error\":\"the bearer token is not valid") {
		t.Errorf("with a bearer that is refused: %v\n%s", err, out)
	}
}
