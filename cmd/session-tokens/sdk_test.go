package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The TypeScript SDK as its users have it: packed, installed in a project of theirs (testdata/typescript), and
// called from Node and from a browser. sdkSuite has the tests for both.

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

// The package has the expected files, and its types resolve in every way that projects resolve modules.
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
	examples := regexp.MustCompile(`(?m)^    import .*\n(?:    .*\n|\n)*`).FindAllString(string(readme), -1)
	if len(examples) != 3 {
		t.Fatalf("README.md has %d examples, want one for each contract and one for pages", len(examples))
	}
	for i, example := range examples {
		name := filepath.Join(project, fmt.Sprintf("readme%d.ts", i))
		if strings.Contains(example, "/element") {
			name = filepath.Join(project, "element-readme.ts") // tsconfig.json excludes it, since it is for browsers
		}
		e2eOK(t, os.WriteFile(name, []byte("declare const token: string, controlKey: string;\n"+example), 0o600))
	}

	// Servers can import the modules that only browsers can use.
	e2eRun(t, os.Environ(), project, `import "@quiva-ai/session-tokens/element"`, "node", "--input-type=module")

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

	// With skipLibCheck, which most projects set, each of these silently turns types into any.
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

// The program that docs/sdk.md shows, compiled and run as it says there, calls the service.
func TestSDKPage(t *testing.T) {
	project := sdkProject(t)
	service, err := servicetest.Start(nil, "--demo")
	e2eOK(t, err)
	t.Cleanup(func() {
		if err := service.Stop(); err != nil {
			t.Error(err)
		}
	})
	page, err := os.ReadFile("../../docs/sdk.md")
	e2eOK(t, err)
	programs := regexp.MustCompile("(?s)```ts\n(.*?)```").FindAllSubmatch(page, -1)
	commands := pageCommands(t, "../../docs/sdk.md", "TypeScript")
	const compiler = "typescript@5 @types/node@20"
	if len(programs) != 1 || !strings.Contains(commands, compiler) {
		t.Fatalf("docs/sdk.md has %d programs and runs %s; want one", len(programs), commands)
	}
	dir := t.TempDir()
	e2eOK(t, os.WriteFile(filepath.Join(dir, "main.mts"), programs[0][1], 0o600))
	clone := filepath.Dir(project)
	installed := clone + "/gen/typescript/node_modules/typescript " + project + "/node_modules/@types/node" // in the tests' versions
	commands = strings.Replace(commands, compiler, installed, 1)
	env := append(os.Environ(), "PUBLIC="+service.Public, "TOKEN="+service.Bearer, "CLONE="+clone)
	got := string(e2eRun(t, env, dir, "", "sh", "-ec", commands))
	if want := "Linux Berlin false\niOS Lisbon false\nWindows Oslo true\n"; !strings.HasSuffix(got, "\n"+want) { // after npm's output
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
	refused := exec.CommandContext(t.Context(), "node", "main.mjs")
	refused.Dir, refused.Env = dir, append(env, "TOKEN="+sdkRefused)
	if said, err := refused.CombinedOutput(); err == nil || !bytes.Contains(said, []byte("401: the bearer token is not valid")) {
		t.Errorf("with a bearer that is refused: %v\n%s", err, said)
	}
}

// The SDK of a contract that documents a range of statuses, or "default", accepts them.
func TestSDKDocumentedRanges(t *testing.T) {
	node, built := redistest.Need(t, "node"), filepath.Join(filepath.Dir(sdkProject(t)), "gen/typescript")
	root := t.TempDir()
	sdk := filepath.Join(root, "gen/typescript")
	e2eOK(t, os.CopyFS(filepath.Join(sdk, "src"), os.DirFS(filepath.Join(built, "src"))))
	for _, name := range []string{"generate.mjs", "tsconfig.json", "package.json"} {
		e2eOK(t, sdkCopy(filepath.Join(sdk, name), filepath.Join(built, name)))
	}
	e2eOK(t, os.Symlink(filepath.Join(built, "node_modules"), filepath.Join(sdk, "node_modules")))
	document, err := os.ReadFile("../../openapi.json")
	e2eOK(t, err)
	var contract e2eObject
	e2eOK(t, json.Unmarshal(document, &contract))
	responses := contract["paths"].(map[string]any)["/accounts/session-tokens"].(map[string]any)["get"].(map[string]any)["responses"].(map[string]any)
	responses["4XX"], responses["default"] = responses["401"], e2eObject{"description": "Anything else"}
	e2eOK(t, os.WriteFile(filepath.Join(root, "openapi.json"), []byte(e2eJSON(contract)), 0o600))
	e2eRun(t, os.Environ(), sdk, "", node, "generate.mjs", "../../openapi.json", "src/contract.gen.ts")
	e2eRun(t, os.Environ(), sdk, "", node, "node_modules/typescript/bin/tsc")
	got := e2eRun(t, os.Environ(), sdk, `
		import { createSessionTokensClient } from "./dist/index.js";
		for (const status of [418, 500]) {
			const headers = status === 418 ? { "Content-Type": "application/json" } : {};
			const fetch = async () => new Response(status === 418 ? "{}" : null, { status, headers });
			const { error, response } = await createSessionTokensClient({ bearer: "a" }, { fetch }).GET("/accounts/session-tokens");
			console.log(response.status, typeof error);
		}
		for (const credential of [undefined, null, "a", { bearer: undefined }, { apiKey: undefined }])
			try { createSessionTokensClient(credential); } catch (error) { console.log(String(error)); }
	`, node, "--input-type=module")
	want := `418 object
500 string
TypeError: give a credential: { bearer } or { apiKey }
TypeError: give a credential: { bearer } or { apiKey }
TypeError: give a credential: { bearer } or { apiKey }
TypeError: bearer is undefined: is it set?
TypeError: apiKey is undefined: is it set?
`
	if string(got) != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// sdkProject returns a project in which the packed SDK is installed and the programs are compiled.
func sdkProject(t *testing.T) string {
	t.Helper()
	redistest.Need(t, "node")
	redistest.Need(t, "npm")
	project, err := sdkInstalled()
	e2eOK(t, err)
	return project
}

// sdkInstalled packs a copy of the SDK, since node_modules does not belong in the repository. The copy is next to
// the test binary, in a directory that "go test" removes.
var sdkInstalled = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	root := filepath.Join(filepath.Dir(self), "sdk")
	for to, from := range map[string]string{"gen/typescript": "../../gen/typescript", "project": "testdata/typescript"} {
		if err := sdkCopyTracked(filepath.Join(root, to), from); err != nil {
			return "", err
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

// sdkCopyTracked copies the files that are in the repository, or would be if added.
func sdkCopyTracked(to, from string) error {
	tracked, err := exec.Command("git", "-C", from, "ls-files", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.Lines(string(tracked)) {
		name = strings.TrimSpace(name)
		if err := sdkCopy(filepath.Join(to, name), filepath.Join(from, name)); err != nil {
			return err
		}
	}
	return nil
}

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
