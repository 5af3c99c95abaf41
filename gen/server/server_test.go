package server_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A server of another contract, with every kind of parameter and body, builds offline, parses what the SDK sends
// and writes complete responses. It replaces the generated files by means of go's -overlay flag, so nothing is
// written here. Two runs of the generator and one of go run take one or two seconds.
func TestParameters(t *testing.T) {
	gen, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(in string, args ...string) string {
		t.Helper()
		command := exec.Command("go", args...)
		command.Dir, command.Env = in, append(os.Environ(), "CGO_ENABLED=0")
		if args[0] != "tool" { // the generator may have to be downloaded; its output must build offline
			command.Env = append(command.Env, "GOPROXY=off")
		}
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	replace := map[string]string{filepath.Join(gen, "server/internal/probe/main.go"): filepath.Join(gen, "server/testdata/probe/main.go")}
	for _, name := range []string{"models", "server/server"} {
		config, err := os.ReadFile(filepath.Join(gen, name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(name)
		generated := filepath.Join(dir, base+".gen.go")
		changed := strings.NewReplacer("output: "+base+".gen.go", "output: "+generated,
			"  overlay:\n    path: overlay.yaml\n", "", "  overlay:\n    path: ../overlay.yaml\n", "").Replace(string(config))
		file := filepath.Join(dir, base+".yaml")
		if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		run(filepath.Dir(filepath.Join(gen, name)), "tool", "oapi-codegen", "-config", file, filepath.Join(gen, "testdata/parameters.yaml"))
		replace[filepath.Join(gen, name+".gen.go")] = generated
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/parameters.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := run(".", "run", "-overlay", file, "./internal/probe"); got != string(want) {
		t.Errorf("it reads and writes\n%swant\n%s", got, want)
	}
}
