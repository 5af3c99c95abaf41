package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// document is an OpenAPI document as it means, whether it was written as JSON or as YAML.
type document struct {
	name string
	data []byte
	tree map[string]any
}

// readContract reads the contract of this run.
func (c *cli) readContract(ctx context.Context) (*document, error) {
	data, err := os.ReadFile(c.Contract)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w: name yours with --contract", err)
	}
	return parseDocument(ctx, c.Contract, data)
}

// parseDocument refuses what is not a valid OpenAPI document, or not complete in itself.
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

// parseSource takes a document, or an API reference page in Markdown with the document in a fenced
// code block.
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

// line is where the value at a path stands in the document's text, or what holds it; 1 if neither
// can be found.
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

// pointer writes a path as RFC 6901 has it.
func pointer(path []string) string {
	var out strings.Builder
	for _, name := range path {
		out.WriteByte('/')
		out.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	return out.String()
}

// operation is one of a document's operations with all that it means: its own part, what it inherits
// and the components that it reaches.
type operation struct {
	name string // "GET /accounts/session-tokens"
	id   string
	at   []string // its path in the document
	tree map[string]any
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// operations returns them by method and path, in the document's order of paths sorted.
func (d *document) operations() (map[string]operation, error) {
	found := map[string]operation{}
	paths, _ := d.tree["paths"].(map[string]any)
	for path, item := range paths {
		item, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: the path %s is not an object", d.name, path)
		}
		for _, method := range methods {
			own, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			id, _ := own["operationId"].(string)
			o := operation{name: strings.ToUpper(method) + " " + path, id: id, at: []string{"paths", path, method}}
			o.tree = d.whole(item, own)
			found[o.name] = o
		}
	}
	if len(found) == 0 {
		return nil, errors.New(d.name + " has no operation")
	}
	return found, nil
}

// whole is an operation with what it inherits, and the components that it reaches.
func (d *document) whole(item, own map[string]any) map[string]any {
	whole := map[string]any{"operation": own}
	if parameters, ok := item["parameters"]; ok {
		whole["parameters"] = parameters
	}
	for _, from := range []map[string]any{d.tree, item, own} {
		for _, inherited := range []string{"security", "servers"} {
			if value, ok := from[inherited]; ok {
				whole[inherited] = value
			}
		}
	}
	components := map[string]any{}
	d.reach(whole, components)
	requirements, _ := whole["security"].([]any)
	for _, requirement := range requirements {
		schemes, _ := requirement.(map[string]any)
		for scheme := range schemes {
			d.reach("#/components/securitySchemes/"+scheme, components)
		}
	}
	whole["components"] = components
	return whole
}

// reach copies the components that value refers to into components.
func (d *document) reach(value any, components map[string]any) {
	switch value := value.(type) {
	case map[string]any:
		for _, v := range value {
			d.reach(v, components)
		}
	case []any:
		for _, v := range value {
			d.reach(v, components)
		}
	case string:
		// Any text of this form: "$ref", and the mapping of a discriminator.
		parts := strings.Split(value, "/")
		if len(parts) < 4 || parts[0] != "#" || parts[1] != "components" {
			return
		}
		kind, name := parts[2], strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[3])
		all, _ := d.tree["components"].(map[string]any)
		ofKind, _ := all[kind].(map[string]any)
		component, ok := ofKind[name]
		if !ok {
			return
		}
		known, ok := components[kind].(map[string]any)
		if !ok {
			known = map[string]any{}
			components[kind] = known
		}
		if _, ok := known[name]; !ok {
			known[name] = component
			d.reach(component, components)
		}
	}
}

// compact is a value as one short line of JSON.
func compact(value any) string {
	const most = 100
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	line := []rune(strings.TrimSpace(out.String()))
	if len(line) > most {
		return string(line[:most]) + "..."
	}
	return string(line)
}
