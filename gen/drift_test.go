package gen_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const probe = "/drift-probe" // an operation that the contract does not have

func TestDrift(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, dir string)
		want   []string // in the output of a failed check; none: the check passes
	}{
		{"unmodified", func(*testing.T, string) {}, nil},
		{"edited file", func(t *testing.T, dir string) {
			write(t, dir, "gen/api.gen.go", read(t, dir, "gen/api.gen.go")+"\n// edited\n")
		}, []string{"gen/api.gen.go is not what"}},
		{"new file", func(t *testing.T, dir string) {
			write(t, dir, "gen/other.gen.go", "package gen\n")
		}, []string{"gen/other.gen.go is in the tree, but nothing generates it"}},
		{"deleted file", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "gen/document.gen.go")); err != nil {
				t.Fatal(err)
			}
		}, []string{"gen/document.gen.go is generated, but not in the tree"}},
		{"untracked file", func(t *testing.T, dir string) {
			succeed(t, dir, "git", "rm", "-q", "--cached", "gen/api.gen.go")
		}, []string{"gen/api.gen.go is not tracked"}},
		{"new operation", addProbe, []string{
			"operation GET " + probe + " is in openapi.json but not in gen/", "gen/api.gen.go", "gen/document.gen.go",
		}},
		{"operation gone", func(t *testing.T, dir string) {
			contract := read(t, dir, "openapi.json")
			addProbe(t, dir)
			succeed(t, dir, "go", "generate", "./gen")
			write(t, dir, "openapi.json", contract)
		}, []string{"operation GET " + probe + " is in gen/ but not in openapi.json"}},
		{"changed operation", func(t *testing.T, dir string) {
			editContract(t, dir, func(paths map[string]any) {
				get := paths["/accounts/session-tokens"].(map[string]any)["get"].(map[string]any)
				get["responses"].(map[string]any)["418"] = map[string]any{"description": "a teapot"}
			})
		}, []string{"operation GET /accounts/session-tokens differs"}},
		{"unusable contract", func(t *testing.T, dir string) {
			write(t, dir, "openapi.json", "{")
		}, []string{"go generate fails on openapi.json"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := copyRepository(t)
			tt.change(t, dir)
			before := tree(t, dir)
			out, err := run(t, dir, "./.ci/drift")
			if (err == nil) != (tt.want == nil) {
				t.Errorf("error %v, output:\n%s", err, out)
			}
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in the output:\n%s", want, out)
				}
			}
			if !maps.Equal(before, tree(t, dir)) {
				t.Error("the check changed the work tree")
			}
		})
	}
}

func TestNewOperationBreaksTheBuild(t *testing.T) {
	t.Parallel()
	dir := copyRepository(t)
	succeed(t, dir, "go", "build", "-trimpath", "./...")

	addProbe(t, dir)
	succeed(t, dir, "go", "generate", "./gen")
	out, err := run(t, dir, "go", "build", "-trimpath", "./...")
	if err == nil {
		t.Fatal("an operation without a handler builds")
	}
	if !strings.Contains(out, "missing method GetDriftProbe") {
		t.Errorf("the compiler does not name the missing method:\n%s", out)
	}

	write(t, dir, "handlers/drift_probe.go", `package handlers

import (
	"context"

	"github.com/quiva-ai/session-tokens/gen"
)

func (a *api) GetDriftProbe(context.Context, gen.GetDriftProbeRequestObject) (gen.GetDriftProbeResponseObject, error) {
	return gen.GetDriftProbe204Response{}, nil
}
`)
	succeed(t, dir, "go", "build", "-trimpath", "./...")
}

// addProbe adds an operation to the contract and to nothing else.
func addProbe(t *testing.T, dir string) {
	t.Helper()
	editContract(t, dir, func(paths map[string]any) {
		paths[probe] = map[string]any{"get": map[string]any{
			"operationId": "getDriftProbe",
			"responses":   map[string]any{"204": map[string]any{"description": "nothing"}},
		}}
	})
}

func editContract(t *testing.T, dir string, edit func(paths map[string]any)) {
	t.Helper()
	contract := decode(t, []byte(read(t, dir, "openapi.json"))).(map[string]any)
	edit(contract["paths"].(map[string]any))
	data, err := json.Marshal(contract)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "openapi.json", string(data))
}

// copyRepository copies what git tracks or would track, into a git repository that tracks it all.
func copyRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list := succeed(t, "..", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	for name := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
		info, err := os.Stat(filepath.Join("..", name))
		if os.IsNotExist(err) {
			continue // deleted, but not yet in the index
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, name, read(t, "..", name))
		if err := os.Chmod(filepath.Join(dir, name), info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
	succeed(t, dir, "git", "init", "-q")
	succeed(t, dir, "git", "add", "-A")
	return dir
}

// tree is the content of each file below dir, without git's own.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == ".git":
			return filepath.SkipDir
		case !d.IsDir():
			files[path] = read(t, "", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir, program string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	// In a git hook these point to the real repository.
	cmd.Env = slices.DeleteFunc(cmd.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_INDEX_FILE=") || strings.HasPrefix(v, "GIT_WORK_TREE=")
	})
	cmd.Env = append(cmd.Env, "CGO_ENABLED=0") // shares the build cache of make build
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func succeed(t *testing.T, dir, program string, args ...string) string {
	t.Helper()
	out, err := run(t, dir, program, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return out
}
