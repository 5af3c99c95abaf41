package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// document is an OpenAPI 3.0 document, which may be written as JSON or as YAML.
type document struct {
	name string
	data []byte         // as it was read
	tree map[string]any // as decoded JSON
}

// readContract reads the contract that --contract names.
func (c *cli) readContract(ctx context.Context) (*document, error) {
	data, err := os.ReadFile(c.Contract)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w: name yours with --contract", err)
	}
	return parseDocument(ctx, c.Contract, data)
}

// parseDocument parses an OpenAPI 3.0 document. It refuses one that is not valid, or that refers to
// another file.
func parseDocument(ctx context.Context, name string, data []byte) (*document, error) {
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
	d := &document{name: name, data: data}
	if err := json.Unmarshal(written, &d.tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

// parseSource parses an OpenAPI document, or the one in a fenced code block of an API reference page
// in Markdown.
func parseSource(ctx context.Context, name string, data []byte) (*document, error) {
	if looksLikeDocument(data) {
		return parseDocument(ctx, name, data)
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
	return parseDocument(ctx, name, found[0])
}

func looksLikeDocument(data []byte) bool {
	var top struct {
		OpenAPI any `yaml:"openapi"`
	}
	return yaml.Unmarshal(data, &top) == nil && top.OpenAPI != nil
}

// line returns the line of the value at a path, or of the nearest value on the way to it that the
// document has, or 1.
func (d *document) line(path []string) int {
	var root yaml.Node
	if yaml.Unmarshal(d.data, &root) != nil || len(root.Content) == 0 {
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

// pointer returns a path as a JSON pointer (RFC 6901).
func pointer(path []string) string {
	var out strings.Builder
	for _, name := range path {
		out.WriteByte('/')
		out.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	return out.String()
}
