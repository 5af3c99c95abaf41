package client_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// A client of another contract, with every kind of parameter and body, also builds with only the standard library,
// and sends what the contract says. It replaces client.gen.go by means of go's -overlay flag, so nothing is written
// here. The runs of the generator, go list and go run take one or two seconds.
func TestParameters(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile("client.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	generated := filepath.Join(dir, "client.gen.go")
	changed := strings.NewReplacer("output: client.gen.go", "output: "+generated, "  overlay:\n    path: ../overlay.yaml\n", "").Replace(string(config))
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(here, "client.gen.go"):          generated,
		filepath.Join(here, "internal/probe/main.go"): filepath.Join(here, "testdata/probe/main.go"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"client.yaml": changed, "overlay.json": string(overlay)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		t.Helper()
		command := exec.Command("go", args...)
		command.Env = append(os.Environ(), "CGO_ENABLED=0")
		if args[0] != "tool" { // the generator may have to be downloaded; its output must build offline
			command.Env = append(command.Env, "GOPROXY=off")
		}
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run("tool", "oapi-codegen", "-config", filepath.Join(dir, "client.yaml"), "../testdata/parameters.yaml")
	const gen = "github.com/quiva-ai/session-tokens/gen"
	list := run("list", "-overlay", filepath.Join(dir, "overlay.json"), "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".")
	if list != gen+"/internal/request\n"+gen+"/internal/sdk\n"+gen+"/client\n" {
		t.Errorf("it is built of\n%s", list)
	}
	want, err := os.ReadFile("testdata/parameters.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := run("run", "-overlay", filepath.Join(dir, "overlay.json"), "./internal/probe"); got != string(want) {
		t.Errorf("it sends\n%swant\n%s", got, want)
	}
}

// The generator puts path parameters with a media type, such as application/json, into the path unescaped.
func TestNoPathParameterOfAMediaType(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			for _, parameter := range append(item.Parameters, operation.Parameters...) {
				if parameter.Value.In == "path" && parameter.Value.Content != nil {
					t.Errorf("%s %s: the parameter %s has a media type, and would not be escaped", method, path, parameter.Value.Name)
				}
			}
		}
	}
}
