package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "write schema.json anew")

// schema.json says what --format json writes. It follows from the types and their comments.
func TestSchema(t *testing.T) {
	reflector := jsonschema.Reflector{Anonymous: true}
	if err := reflector.AddGoComments("github.com/quiva-ai/session-tokens/cmd/contractcheck/report", "."); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(reflector.Reflect(&Report{})); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("schema.json"); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("schema.json is not what the types say (%v): go test ./cmd/contractcheck/report -run Schema -update", err)
	}
}
