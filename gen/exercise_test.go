package gen_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// The contract grows: this is the exercise that the whole project is a scaffold for. In a copy of the
// module a patch adds three operations to the contract, with parameters and a body, and their handlers;
// then it is generated anew, and must build and pass its tests, those of the new operations among them,
// in memory and on a real Redis. It takes about a minute on two cores.
func TestExercise(t *testing.T) {
	t.Parallel()
	patch, err := filepath.Abs("testdata/exercise.patch")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyModule(t, "..", dir)
	run := func(name string, args ...string) {
		t.Helper()
		command := exec.CommandContext(t.Context(), name, args...)
		command.Dir = dir
		// Otherwise git would find a repository above the copy and ignore files outside it.
		command.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
	}
	modules := read(t, filepath.Join(dir, "go.mod"))
	run("git", "apply", patch)
	run("go", "generate", "./gen", "./gen/server", "./gen/client")
	run("go", "build", "./...")
	// The contract now differs from the supplied one, and need not repeat this exercise.
	tests := []string{"test", "-count=1", "-skip", "^(TestContractIsTheSuppliedDocument|TestExercise)$"}
	if raceDetector() {
		tests = append(tests, "-race")
	}
	run("go", append(tests, "./gen", "./handlers")...)
	run("go", append(tests, "-run", "StandardLibrary", "./gen/client")...)
	if now := read(t, filepath.Join(dir, "go.mod")); now != modules {
		t.Errorf("a contract with parameters takes other modules:\n%s", now)
	}
}

// copyModule copies everything that is not build output.
func copyModule(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", ".cache", "bin", "dist", "node_modules"}, entry.Name()) {
			return filepath.SkipDir
		}
		name, err := filepath.Rel(from, path)
		if err != nil || !entry.IsDir() && !entry.Type().IsRegular() {
			return err
		}
		copied := filepath.Join(to, name)
		if entry.IsDir() {
			return os.MkdirAll(copied, 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(copied, content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// raceDetector reports whether this test runs with the race detector.
func raceDetector() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(build.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
