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
	if len(shown) != 1 || strings.Count(string(shown[0][1]), "http://127.0.0.1:8080") != 1 {
		t.Fatalf("docs/sdk.md shows %d Go programs, want one that calls http://127.0.0.1:8080", len(shown))
	}
	clone, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := strings.Replace(string(shown[0][1]), "http://127.0.0.1:8080", baseURL, 1)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, args := range [][]string{
		{"mod", "init", "example.com/try"},
		{"mod", "edit", "-replace", "github.com/quiva-ai/session-tokens=" + clone},
		{"mod", "tidy"},
		{"run", "."},
	} {
		command := exec.Command("go", args...)
		command.Dir, command.Env = dir, append(os.Environ(), "TOKEN="+bearer)
		if out, err = command.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if want := "Linux Berlin false\niOS Lisbon false\nWindows Oslo true\n"; string(out) != want {
		t.Errorf("it prints\n%swant\n%s", out, want)
	}
}
