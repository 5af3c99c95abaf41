package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// overstruck is how bold is written for a terminal.
var overstruck = regexp.MustCompile(".\x08")

// printed writes what the program prints into a file.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	text, err := exec.Command(binary, args...).Output()
	e2eOK(t, err)
	file := filepath.Join(t.TempDir(), "printed")
	e2eOK(t, os.WriteFile(file, text, 0o600))
	return file
}

// The page has each command, flag and setting. mandoc only misses a date, which would be another in each build.
func TestMan(t *testing.T) {
	mandoc := redistest.Need(t, "mandoc")
	file := printed(t, "man")
	said, _ := exec.Command(mandoc, "-T", "lint", "-W", "warning", file).CombinedOutput()
	if lines := strings.Count(string(said), "\n"); lines > 1 || lines == 1 && !strings.Contains(string(said), "missing date") {
		t.Errorf("mandoc says\n%s", said)
	}
	page, err := exec.Command(mandoc, "-T", "ascii", "-O", "width=1000", file).Output()
	e2eOK(t, err)
	text := overstruck.ReplaceAllString(string(page), "")
	for _, command := range model(t).Leaves(false) {
		if summary := strings.ReplaceAll(command.Summary(), "\u2026", "..."); !strings.Contains(text, summary) {
			t.Errorf("it has no %s", summary)
		}
		for _, f := range command.Flags {
			if !strings.Contains(text, f.Summary()) || len(f.Envs) > 0 && !strings.Contains(text, f.Envs[0]) {
				t.Errorf("%s: it has no %s %v", command.FullPath(), f.Summary(), f.Envs)
			}
		}
	}
	for _, s := range secretsWithoutFlag {
		if !strings.Contains(text, s.env) {
			t.Errorf("it has no %s", s.env)
		}
	}
}

// What shells offer where somebody has typed so far.
func TestCompletion(t *testing.T) {
	asks := map[string]string{
		"bash": `source "$FILE"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _session_tokens; printf '%s\n' "${COMPREPLY[@]}"`,
		// Instead of what zsh draws a menu with, something that prints it.
		"zsh": `compdef() { }; _files() { }; _describe() { print -l -- "${(@)${(@P)2}%%:*}" }
			source "$FILE"; words=("$@"); CURRENT=$#; _session_tokens`,
		"fish": `source "$FILE"; complete -C "$argv" | string replace -r '\t.*' ''; true`,
	}
	for shell, script := range asks {
		t.Run(shell, func(t *testing.T) {
			program, file := redistest.Need(t, shell), printed(t, "completion", shell)
			for typed, want := range map[string]string{
				"session-tokens re":                      "resume revoke",
				"session-tokens apikey ":                 "create list revoke",
				"session-tokens apikey list --expires":   "",
				"session-tokens serve --admin":           "--admin-listen",
				"session-tokens serve --demo --admin":    "--admin-listen",
				"session-tokens revoke u-1 --all":        "--all --all-but",
				"session-tokens revoke apikey --all":     "--all --all-but", // a user of that name
				"session-tokens controlkey create --sco": "--scope",
			} {
				words := strings.Split(typed, " ")
				last := words[len(words)-1]
				args := append([]string{"-c", script, shell}, words...)
				if shell == "fish" {
					args = []string{"-c", script, typed}
				}
				command := exec.Command(program, args...)
				command.Env = append(os.Environ(), "FILE="+file, "HOME="+t.TempDir())
				said, err := command.CombinedOutput()
				if err != nil {
					t.Fatalf("%s: %v\n%s", typed, err, said)
				}
				var offered []string
				for _, word := range strings.Fields(string(said)) {
					// zsh leaves it to _describe what begins so, and fish offers flags after commands.
					if strings.HasPrefix(word, last) && (last != "" || !strings.HasPrefix(word, "-")) {
						offered = append(offered, word)
					}
				}
				slices.Sort(offered)
				if got := strings.Join(offered, " "); got != want {
					t.Errorf("%s: offered is %q, want %q", typed, got, want)
				}
			}
		})
	}
}
