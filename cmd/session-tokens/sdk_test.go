package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The TypeScript SDK as its users have it: packed, installed in a project of theirs (testdata/typescript),
// and called from Node and from a browser. What it must do in both is in sdkSuite.

// sdkCall makes one call of testdata/typescript/call.ts.
type sdkCall func(t *testing.T, call e2eObject) e2eObject

func TestSDKInNode(t *testing.T) {
	node, project := redistest.Need(t, "node"), sdkProject(t)
	call := func(t *testing.T, call e2eObject) e2eObject {
		t.Helper()
		var result e2eObject
		e2eOK(t, json.Unmarshal(e2eRun(t, os.Environ(), project, e2eJSON(call), node, "--expose-gc", "built/node.js"), &result))
		return result
	}
	sdkSuite(t, call, "")
}

// The package holds what it should, and its types hold under each way in which a project finds them.
func TestSDKPackage(t *testing.T) {
	project := sdkProject(t)
	sdk := filepath.Join(project, "node_modules/@quiva-ai/session-tokens")
	var held []string
	e2eOK(t, filepath.WalkDir(sdk, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Dir(path) == sdk {
			held = append(held, d.Name())
		}
		return err
	}))
	if want := []string{"LICENSE", "README.md", "package.json"}; !slices.Equal(held, want) {
		t.Errorf("beside dist/ the package holds %v, want %v", held, want)
	}

	readme, err := os.ReadFile(filepath.Join(sdk, "README.md"))
	e2eOK(t, err)
	_, example, _ := strings.Cut(string(readme), "\n    import ")
	example, _, found := strings.Cut(example, "\n\nIt is")
	if !found {
		t.Fatal("README.md has no example")
	}
	e2eOK(t, os.WriteFile(filepath.Join(project, "readme.ts"), []byte("declare const token: string;\nimport "+example), 0o600))

	compile := func(compiler string, flags ...string) error {
		cmd := exec.Command("node", append([]string{filepath.Join(compiler, "node_modules/typescript/bin/tsc"), "--noEmit"}, flags...)...)
		cmd.Dir = project
		said, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, said)
		}
		return err
	}
	for name, flags := range map[string][]string{
		"nodenext":  nil,
		"node16":    {"--module", "node16", "--moduleResolution", "node16"},
		"bundler":   {"--module", "esnext", "--moduleResolution", "bundler"},
		"browser":   {"--project", "tsconfig.browser.json"}, // without Node's types
		"unchecked": {"--skipLibCheck"},
	} {
		if err := compile(project, flags...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := compile(filepath.Join(filepath.Dir(project), "gen/typescript")); err != nil {
		t.Errorf("with the older compiler, which built the package: %v", err)
	}

	// With skipLibCheck, as most projects have it, each of these turns types into any without a word.
	for _, damage := range []struct{ file, from, to string }{
		{"dist/index.d.ts", `"./contract.gen.js"`, `"./contract.gen"`},
		{"dist/index.d.ts", `"./unexpected.js"`, `"./unexpected"`},
		{"dist/index.d.ts", `"openapi-fetch"`, `"openapi-fetched"`},
		{"dist/contract.gen.d.ts", `SessionObject: {`, `SessionObject: any; Other: {`},
	} {
		name := filepath.Join(sdk, damage.file)
		sound, err := os.ReadFile(name)
		e2eOK(t, err)
		broken := bytes.ReplaceAll(sound, []byte(damage.from), []byte(damage.to))
		if bytes.Equal(broken, sound) {
			t.Fatalf("%s has no %s", damage.file, damage.from)
		}
		e2eOK(t, os.WriteFile(name, broken, 0o600))
		err = compile(project, "--skipLibCheck")
		e2eOK(t, os.WriteFile(name, sound, 0o600))
		if err == nil || !strings.Contains(err.Error(), "types.ts(") {
			t.Errorf("types.ts does not see that %s has %s: %v", damage.file, damage.to, err)
		}
	}
}

// sdkProject is a project in which the packed SDK is installed, and its programs compiled.
func sdkProject(t *testing.T) string {
	t.Helper()
	redistest.Need(t, "node")
	redistest.Need(t, "npm")
	project, err := sdkInstalled()
	e2eOK(t, err)
	return project
}

// sdkInstalled packs a copy of the SDK, since node_modules does not belong in the repository, beside the
// test's own binary, whose directory "go test" removes.
var sdkInstalled = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	root := filepath.Join(filepath.Dir(self), "sdk")
	for to, from := range map[string]string{"gen/typescript": "../../gen/typescript", "project": "testdata/typescript"} {
		tracked, err := exec.Command("git", "-C", from, "ls-files", "--cached", "--others", "--exclude-standard").Output()
		if err != nil {
			return "", fmt.Errorf("git ls-files: %w", err)
		}
		for name := range strings.Lines(string(tracked)) {
			name = strings.TrimSpace(name)
			if err := sdkCopy(filepath.Join(root, to, name), filepath.Join(from, name)); err != nil {
				return "", err
			}
		}
		lock, err := os.ReadFile(filepath.Join(from, "package-lock.json"))
		if err != nil || bytes.Contains(lock, []byte(`"resolved"`)) {
			return "", fmt.Errorf("%s/package-lock.json must not say where a registry is (%w)", from, err)
		}
	}
	if err := sdkCopy(filepath.Join(root, "LICENSE"), "../../LICENSE"); err != nil {
		return "", err
	}
	project := filepath.Join(root, "project")
	for _, step := range []struct{ dir, command string }{
		{"gen/typescript", "npm ci --ignore-scripts"},
		{"gen/typescript", "npm pack --pack-destination " + project},
		{"gen/typescript", "npx publint --strict"},
		{"project", "npm ci"},
		{"project", "npm install --no-save quiva-ai-session-tokens-0.0.0.tgz"},
		{"project", "npx tsc"},
	} {
		args := strings.Fields(step.command)
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = filepath.Join(root, step.dir)
		if said, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", step.command, err, said)
		}
	}
	return project, nil
})

func sdkCopy(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
