package gen_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/quiva-ai/session-tokens/gen"
)

// The supplied page is the origin of openapi.json: each value in either must be in the other.
func TestContractIsTheSuppliedDocument(t *testing.T) {
	page, err := os.ReadFile("testdata/get-session-tokens.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)````yaml [^\n]*\n(.*?)\n````").FindSubmatch(page)
	if block == nil {
		t.Fatal("the page holds no YAML document")
	}
	var supplied any
	if err := yaml.Unmarshal(block[1], &supplied); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(supplied)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "openapi.json", decode(t, file), "the supplied page", decode(t, asJSON))
}

func TestEmbeddedDocumentIsTheContract(t *testing.T) {
	file, err := os.ReadFile("../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	document := gen.Document()
	if !bytes.Equal(document, file) {
		t.Error("it is not openapi.json, byte for byte")
	}
	clear(document)
	if !bytes.Equal(gen.Document(), file) {
		t.Error("a caller can change it")
	}
}

// Importing a model or the document brings in no router and no OpenAPI library.
func TestImportsNoRouter(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, heavy := range []string{"github.com/labstack/echo/", "github.com/getkin/kin-openapi/"} {
		if strings.Contains("\n"+string(list), "\n"+heavy) {
			t.Errorf("it is built of %s", heavy)
		}
	}
}

// Expiries are exact to the second, even beyond the 24 bits of precision of a float32.
func TestExpiryIsExact(t *testing.T) {
	body, err := json.Marshal(gen.SessionObject{Expiry: 1732300123})
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(t, body).(map[string]any)["expiry"]; got != 1732300123.0 {
		t.Errorf("expiry = %v, want 1732300123", got)
	}
	if !regexp.MustCompile(`"expiry":1732300123,`).Match(body) {
		t.Errorf("expiry is not written as an integer: %s", body)
	}
}

func TestEmptyListsAreWritten(t *testing.T) {
	body, err := json.Marshal(gen.SessionTokens{Data: gen.SessionTokensData{
		Auth: []gen.SessionObject{}, Refresh: []gen.RefreshTokenObject{},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"data":{"auth":[],"refresh":[]}}`; string(body) != want {
		t.Errorf("got %s, want %s", body, want)
	}
}

// The models, the server and the Go SDK of both contracts have separate generator configurations, which can't
// include one another. The settings that shape the models must be the same in all of them.
func TestConfigurationsAgree(t *testing.T) {
	read := func(name string) map[string]any {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var all struct {
			Compatibility any            `yaml:"compatibility"`
			Remote        any            `yaml:"allow-remote-refs-from"`
			Output        map[string]any `yaml:"output-options"`
		}
		if err := yaml.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		return map[string]any{
			"compatibility": all.Compatibility, "allow-remote-refs-from": all.Remote,
			"name-normalizer": all.Output["name-normalizer"], "type-mapping": all.Output["type-mapping"],
		}
	}
	want := read("models.yaml")
	for _, name := range []string{"server/server.yaml", "client/client.yaml", "control/models.yaml", "control/server/server.yaml", "control/client/client.yaml"} {
		for option, value := range read(name) {
			if value == nil || !reflect.DeepEqual(value, want[option]) {
				t.Errorf("%s has %s: %v, models.yaml has %v", name, option, value, want[option])
			}
		}
	}
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// same compares two decoded documents by value and reports each difference.
func same(t *testing.T, aName string, a any, bName string, b any) {
	t.Helper()
	var walk func(at string, a, b any)
	walk = func(at string, a, b any) {
		am, aok := a.(map[string]any)
		bm, bok := b.(map[string]any)
		if !aok || !bok {
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %s has %v, %s has %v", at, aName, a, bName, b)
			}
			return
		}
		for k := range am {
			if _, ok := bm[k]; !ok {
				t.Errorf("%s/%s: only in %s", at, k, aName)
				continue
			}
			walk(at+"/"+k, am[k], bm[k])
		}
		for k := range bm {
			if _, ok := am[k]; !ok {
				t.Errorf("%s/%s: only in %s", at, k, bName)
			}
		}
	}
	walk("", a, b)
}
