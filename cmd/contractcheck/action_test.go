package main

import (
	"archive/zip"
	"cmp"
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

var actionFolder = filepath.Join(repository, ".github/actions/contractcheck")

type action struct {
	Inputs map[string]struct {
		Description, Default string
		Required             bool
	}
	Runs struct {
		Using string
		Steps []struct {
			Uses, Shell, Run string
			Env              map[string]string
		}
	}
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	if err := yaml.Unmarshal([]byte(read(t, actionFolder, "action.yml")), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

var inputOf = regexp.MustCompile(`^\$\{\{ inputs\.([a-z]+) \}\}$`)

// TestAction holds the action to what GitHub needs of one, and to what the workflows hold: whatever it is given reaches its
// scripts as variables only, and each input is used.
func TestAction(t *testing.T) {
	a := readAction(t)
	if a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Errorf("it is no composite action: %+v", a.Runs)
	}
	var used []string
	for _, step := range a.Runs.Steps {
		if step.Uses != "" || step.Shell != "bash" || strings.Contains(step.Run, "${{") {
			t.Errorf("the step is no script for bash without expressions: %+v", step)
		}
		for _, value := range step.Env {
			input := inputOf.FindStringSubmatch(value)
			if input == nil {
				t.Errorf("%s is no input", value)
				continue
			}
			used = append(used, input[1])
		}
		if program, err := exec.LookPath("shellcheck"); err == nil {
			lint := exec.CommandContext(t.Context(), program, "--shell=bash", "-")
			lint.Stdin = strings.NewReader(step.Run)
			if out, err := lint.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		}
	}
	for name, input := range a.Inputs {
		if input.Description == "" || !slices.Contains(used, name) {
			t.Errorf("the input %s has no description, or nothing uses it", name)
		}
	}
	if len(used) != len(a.Inputs) {
		t.Errorf("the steps use %v", used)
	}
}

// runAction runs the steps as GitHub does, in the current folder, until one fails. The runner's temporary folder is that of one job, which
// may use the action several times.
func runAction(t *testing.T, temporary string, env []string, inputs map[string]string) (status int, output string) {
	t.Helper()
	a := readAction(t)
	for i, step := range a.Runs.Steps {
		file := filepath.Join(temporary, "step"+string('0'+rune(i))+".sh")
		write(t, "", file, step.Run)
		run := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file)
		run.Env = append(os.Environ(), append(env, "RUNNER_TEMP="+temporary, "GITHUB_ACTION_PATH="+actionFolder)...)
		for name, value := range step.Env {
			input := inputOf.FindStringSubmatch(value)[1]
			run.Env = append(run.Env, name+"="+cmp.Or(inputs[input], a.Inputs[input].Default))
		}
		out, err := run.CombinedOutput()
		output += string(out)
		if err != nil {
			return run.ProcessState.ExitCode(), output
		}
	}
	return 0, output
}

// The action is run in a stranger's repository: from its own commit, and from a version of the module.
func TestActionInScratchRepository(t *testing.T) {
	redistest.Need(t, "bash")
	dir := strangers{files: map[string]string{"api/openapi.yaml": itemsContract, "generate.sh": script}, make: "./generate.sh api/openapi.yaml api.txt"}.dir(t)
	succeed(t, dir, "git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "all")
	proxy, job := moduleProxy(t, "v0.9.0"), t.TempDir()
	t.Chdir(dir)
	inputs := func(command, args, version string) map[string]string {
		return map[string]string{"command": command, "args": args, "contract": "api/openapi.yaml", "version": version}
	}
	const generate = "--dir\napi.txt\n--command\n./generate.sh api/openapi.yaml api.txt\n\n"
	for _, c := range []struct {
		inputs map[string]string
		status int
		says   string
	}{
		{inputs("breaking", "HEAD", ""), same, ""},
		{inputs("generated", generate, ""), same, ""},
		{inputs("breaking", "", ""), dontKnow, "contractcheck breaking --help"},
		{inputs("breaking", "$(touch run)`touch run`", ""), dontKnow, "is no file, and no revision in the git repository"},
		{inputs("breaking", "HEAD", "v0.9.0"), same, ""},
	} {
		if status, out := runAction(t, job, proxy, c.inputs); status != c.status || !strings.Contains(out, c.says) {
			t.Errorf("%v: status %d, want %d\n%s", c.inputs, status, c.status, out)
		}
	}
	write(t, "", "api/openapi.yaml", strings.Replace(itemsContract, "  /items:", "  /item:", 1))
	if status, out := runAction(t, job, proxy, inputs("breaking", "HEAD", "")); status != drift || !strings.Contains(out, "::error title=contractcheck breaking,file=api/openapi.yaml,line=") {
		t.Errorf("status %d\n%s", status, out)
	}
	// Without the input, the configuration file's contract is taken.
	without := inputs("breaking", "HEAD", "")
	delete(without, "contract")
	write(t, "", ".contractcheck.yaml", "contract: api/openapi.yaml\n")
	if status, out := runAction(t, job, proxy, without); status != drift || !strings.Contains(out, "file=api/openapi.yaml,line=") {
		t.Errorf("with a configuration file: status %d\n%s", status, out)
	}
	if _, err := os.Stat("run"); err == nil {
		t.Error("an argument was run")
	}
}

// moduleProxy returns the environment in which "go install" finds this module as that version, without generated code, and all else where
// it was downloaded from before.
func moduleProxy(t *testing.T, version string) []string {
	t.Helper()
	const module = "github.com/quiva-ai/session-tokens"
	proxy := t.TempDir()
	at := filepath.Join(module, "@v")
	write(t, proxy, filepath.Join(at, "list"), version+"\n")
	write(t, proxy, filepath.Join(at, version+".info"), `{"Version":"`+version+`","Time":"2026-01-01T00:00:00Z"}`)
	write(t, proxy, filepath.Join(at, version+".mod"), read(t, root, "go.mod"))
	file, err := os.Create(filepath.Join(proxy, at, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped := zip.NewWriter(file)
	list := strings.Split(succeed(t, root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00")
	for _, name := range list {
		nested := slices.ContainsFunc(list, func(other string) bool {
			folder, isModule := strings.CutSuffix(other, "/go.mod")
			return isModule && strings.HasPrefix(name, folder+"/")
		})
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || nested || strings.HasPrefix(name, "gen/") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		entry, err := zipped.Create(module + "@" + version + "/" + name)
		if err == nil {
			_, err = entry.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	env := strings.Fields(succeed(t, root, "go", "env", "GOMODCACHE", "GOPROXY"))
	return []string{"GOMODCACHE=" + t.TempDir(), "GOPROXY=file://" + proxy + ",file://" + env[0] + "/cache/download," + env[1],
		"GOFLAGS=-modcacherw -trimpath", "GOSUMDB=off", "GOPRIVATE="}
}

// "go install" of a version makes a program that knows its version, from a module cache that has nothing, and without what is generated.
func TestGoInstall(t *testing.T) {
	bin := t.TempDir()
	install := exec.CommandContext(t.Context(), "go", "install", "github.com/quiva-ai/session-tokens/cmd/contractcheck@v0.9.0")
	install.Dir = t.TempDir()
	install.Env = append(os.Environ(), append(moduleProxy(t, "v0.9.0"), "GOBIN="+bin, "CGO_ENABLED=0")...)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if said := succeed(t, bin, filepath.Join(bin, "contractcheck"), "--version"); said != "v0.9.0\n" {
		t.Errorf("its version is %s", said)
	}
}
