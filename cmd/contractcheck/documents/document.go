// Package documents reads OpenAPI documents: their values, the lines that these stand on, and their operations, each with
// all that it refers to. It must not know what they are compared for.
package documents

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// Document is an OpenAPI 3.0 document, which may be written as JSON or as YAML.
type Document struct {
	Name string
	Data []byte         // as it was read
	Tree map[string]any // as decoded JSON
}

// Parse parses an OpenAPI 3.0 document. It refuses one that is not valid, or that refers to
// another file.
func Parse(ctx context.Context, name string, data []byte) (*Document, error) {
	var version struct {
		OpenAPI string `yaml:"openapi"`
		Swagger string `yaml:"swagger"`
	}
	_ = yaml.Unmarshal(data, &version) // what is wrong is said below
	if version.Swagger != "" || version.OpenAPI != "" && !strings.HasPrefix(version.OpenAPI, "3.0.") {
		return nil, fmt.Errorf("%s is of version %s: OpenAPI 3.0 is needed", name, version.Swagger+version.OpenAPI)
	}
	t, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("%s is not an OpenAPI document: %w", name, err)
	}
	// What breaks its own schema, and a pattern that only ECMA-262 knows, can be compared all the same.
	if err := t.Validate(ctx, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableSchemaPatternValidation()); err != nil {
		return nil, fmt.Errorf("%s is not a valid OpenAPI document: %w", name, err)
	}
	written, err := t.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	d := &Document{Name: name, Data: data}
	if err := json.Unmarshal(written, &d.Tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

// ParseSource parses an OpenAPI document, or the one in a fenced code block of an API reference page
// in Markdown.
func ParseSource(ctx context.Context, name string, data []byte) (*Document, error) {
	if looksLikeDocument(data) {
		return Parse(ctx, name, data)
	}
	var found [][]byte
	page := goldmark.DefaultParser().Parse(text.NewReader(data))
	err := ast.Walk(page, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if block, ok := node.(*ast.FencedCodeBlock); ok && entering {
			if code := block.Lines().Value(data); looksLikeDocument(code) {
				found = append(found, code)
			}
		}
		return ast.WalkContinue, nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(found) == 0:
		return nil, fmt.Errorf("%s holds no OpenAPI document: neither is it one, nor is one in a fenced code block of it", name)
	case len(found) > 1:
		return nil, fmt.Errorf("%s holds %d OpenAPI documents: which one is meant can't be told", name, len(found))
	}
	return Parse(ctx, name, found[0])
}

func looksLikeDocument(data []byte) bool {
	var top struct {
		OpenAPI any `yaml:"openapi"`
	}
	return yaml.Unmarshal(data, &top) == nil && top.OpenAPI != nil
}

// Line returns the line of the value at a path, or of the nearest value on the way to it that the
// document has, or 1.
func (d *Document) Line(path []string) int {
	var root yaml.Node
	if yaml.Unmarshal(d.Data, &root) != nil || len(root.Content) == 0 {
		return 1
	}
	node, line := root.Content[0], 1
walk:
	for _, name := range path {
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == name {
				node, line = node.Content[i+1], node.Content[i].Line
				continue walk
			}
		}
		break
	}
	return line
}

// Pointer returns a path as a JSON pointer (RFC 6901).
func Pointer(path []string) string {
	var out strings.Builder
	for _, name := range path {
		out.WriteByte('/')
		out.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	return out.String()
}
