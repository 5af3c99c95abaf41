package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

const guide = "docs/contractcheck.md"

// block is a part of the page: "" for commands, or what a fenced block is said to be.
type block struct{ kind, text string }

func blocks(page string) []block {
	var all []block
	kind, fenced := "", false
	for line := range strings.Lines(page) {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case strings.HasPrefix(line, "```"):
			if fenced = !fenced; fenced {
				kind = strings.TrimSpace(line[3:])
				all = append(all, block{kind: kind})
			}
		case fenced:
			all[len(all)-1].text += line
		case indented:
			if len(all) == 0 || all[len(all)-1].kind != "" {
				all = append(all, block{})
			}
			all[len(all)-1].text += code
		case len(all) > 0 && all[len(all)-1].kind == "":
			if line == "\n" {
				all[len(all)-1].text += "\n" // perhaps of a file that a command writes
				continue
			}
			all = append(all, block{kind: "-"}) // a new paragraph
		}
	}
	return slices.DeleteFunc(all, func(b block) bool { return b.kind == "-" })
}

// The page's commands, from nothing on, as written and in one shell; what it shows of them; and its recipes for CI.
func TestGuide(t *testing.T) {
	for _, program := range []string{"bash", "curl", "make"} {
		redistest.Need(t, program)
	}
	dir, bin, job := t.TempDir(), t.TempDir(), t.TempDir()
	port := freePort(t)
	env := append(moduleProxy(t, "v0.9.0"), "GOBIN="+bin, "CGO_ENABLED=0", "PATH="+bin+":"+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_AUTHOR_NAME=Test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_COMMITTER_NAME=Test", "GIT_COMMITTER_EMAIL=test@example.com")
	bash := func(in, script string) (string, error) {
		run := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
		run.Dir, run.Env = in, append(os.Environ(), env...)
		out, err := run.CombinedOutput()
		return string(out), err
	}

	// One script, with a mark at the end of each block of commands.
	var script strings.Builder
	var want []string // what the page shows of each
	var recipes []string
	makefiles := 0
	for _, b := range blocks(strings.ReplaceAll(read(t, root, guide), "8088", port)) {
		switch b.kind {
		case "":
			fmt.Fprintf(&script, "%s\necho ---\n", b.text)
			want = append(want, "")
		case "text":
			want[len(want)-1] = b.text
		case "make":
			if makefiles++; makefiles == 1 { // a module that has oapi-codegen as a tool
				fmt.Fprintf(&script, "printf '%%s' \"$MODULE\" >go.mod\ncp \"$SUM\" go.sum\n")
			}
			fmt.Fprintf(&script, "cat >>Makefile <<'END'\n%sEND\n", b.text)
		case "yaml":
			recipes = append(recipes, b.text)
		default:
			t.Errorf("what is a block of %q?", b.kind)
		}
	}
	requirements := regexp.MustCompile(`(?s)require \(.*`).FindString(read(t, root, "go.mod"))
	env = append(env, "MODULE=module example.com/shop\n\ngo 1.26.0\n\n"+requirements, "SUM="+filepath.Join(repository, "go.sum"))
	out, err := bash(dir, script.String())
	said := strings.Split(out, "---\n")
	if err != nil || len(said) != len(want)+1 {
		t.Fatalf("%v: %d answers, want %d:\n%s", err, len(said)-1, len(want), out)
	}
	for i := range want {
		if !strings.HasSuffix(said[i], want[i]) {
			t.Errorf("the page shows\n%s\nbut the commands say\n%s", want[i], said[i])
		}
	}
	if !strings.Contains(out, "client/client.go: it is not what the contract generates") {
		t.Errorf("no drift of generated code in\n%s", out)
	}

	t.Chdir(filepath.Join(dir, "shop"))
	if err := os.Remove(".contractcheck.yaml"); err != nil { // so that the recipes say everything
		t.Fatal(err)
	}
	if out, err := bash(".", "make --silent contract BASE=HEAD~2"); err != nil || !strings.Contains(out, "generated: no drift") {
		t.Errorf("the Makefile: %v\n%s", err, out)
	}
	if len(recipes) != 2 {
		t.Fatalf("%d recipes, want those of GitHub and GitLab", len(recipes))
	}
	var github struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(recipes[0]), &github); err != nil {
		t.Fatal(err)
	}
	step := github.Jobs["breaking"].Steps[1]
	if !strings.HasPrefix(step.Uses, "quiva-ai/session-tokens/.github/actions/contractcheck@") {
		t.Errorf("the workflow uses %s", step.Uses)
	}
	for name := range step.With {
		if _, ok := readAction(t).Inputs[name]; !ok {
			t.Errorf("the action has no input %s", name)
		}
	}
	if status, out := runAction(t, job, env, step.With); status != same {
		t.Errorf("the action: status %d\n%s", status, out)
	}
	step.With["args"] = "HEAD~2"
	if status, out := runAction(t, job, env, step.With); status != drift || !strings.Contains(out, "::error title=contractcheck breaking,file=openapi.yaml,line=") {
		t.Errorf("the action, without what is accepted: status %d\n%s", status, out)
	}
	var gitlab struct{ Contract struct{ Script []string } }
	if err := yaml.Unmarshal([]byte(recipes[1]), &gitlab); err != nil {
		t.Fatal(err)
	}
	env = append(env, "CI_MERGE_REQUEST_DIFF_BASE_SHA="+strings.TrimSpace(succeed(t, ".", "git", "rev-parse", "HEAD~2")))
	if out, err := bash(".", strings.Join(gitlab.Contract.Script, "\n")); err != nil || !strings.HasPrefix(read(t, ".", "contract.xml"), "<?xml") {
		t.Errorf("GitLab: %v\n%s", err, out)
	}
}

// freePort is free until somebody else takes it.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
