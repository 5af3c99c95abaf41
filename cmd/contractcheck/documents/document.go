// Package documents reads OpenAPI documents: their values, the lines that these stand on, and their operations, each with
// all that it refers to. It must not know what they are compared for.
package documents

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// Document is an OpenAPI 3.0 or 3.1 document, which may be written as JSON or as YAML.
type Document struct {
	Name  string
	Data  []byte         // as it was read
	Tree  map[string]any // as decoded JSON, together with what other files hold of it
	Spec  *openapi3.T    // the same, with references resolved, and with the lines of its parts
	Notes []string       // what is wrong with it, although it can be compared

	root       *yaml.Node                // the values with their lines
	references map[[2]string][][2]string // what each component refers to, once that was asked for
}

// Parse parses an OpenAPI document. It refuses one that can't be read, or that refers to a file when files is nil. What is
// merely not valid can be compared all the same: it is noted.
func Parse(ctx context.Context, name string, data []byte, files Files) (*Document, error) {
	return read(data).parse(ctx, name, files)
}

// text is a document that is not yet understood.
type text struct {
	data, yaml []byte     // as it was read, and as a YAML parser reads the same values
	root       *yaml.Node // nil if it is neither JSON nor YAML
}

func read(data []byte) text {
	t := text{data: data, yaml: data}
	if json.Valid(data) {
		t.yaml = jsonAsYAML(data)
	}
	var root yaml.Node
	if yaml.Unmarshal(t.yaml, &root) == nil && len(root.Content) > 0 {
		t.root = root.Content[0]
	}
	return t
}

// namesVersion reports whether it is an object that names its version, and so is meant to be a document. Of JSON that is beyond
// a YAML parser that is found out later.
func (t text) namesVersion() bool {
	return t.root == nil && json.Valid(t.data) || field(t.root, "openapi") != "" || field(t.root, "swagger") != ""
}

func (t text) parse(ctx context.Context, name string, files Files) (*Document, error) {
	if version := field(t.root, "swagger") + field(t.root, "openapi"); version != "" && !supported.MatchString(version) {
		return nil, fmt.Errorf("%s is of version %.20s: OpenAPI 3.0 or 3.1 is needed", name, version)
	}
	spec, err := load(ctx, name, t.yaml, files)
	if err != nil {
		return nil, fmt.Errorf("%s is not an OpenAPI document: %w", name, err)
	}
	if spec.OpenAPI == "" {
		return nil, fmt.Errorf("%s is not an OpenAPI document: no \"openapi\" names its version", name)
	}
	d := &Document{Name: name, Data: t.data, Spec: spec, root: t.root}
	if err := duplicateName(t.yaml); err != nil {
		d.Notes = append(d.Notes, fmt.Sprintf("%s has a name twice in one object, of which the last counts: %v", name, err))
	}
	d.noteWhatIsNotValid(ctx)
	spec.InternalizeRefs(ctx, names(t.root))
	written, err := spec.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := json.Unmarshal(written, &d.Tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

var supported = regexp.MustCompile(`^3\.[01]\.`)

// field returns the value of a name of an object, if it is no list and no object.
func field(node *yaml.Node, name string) string {
	if value, _ := member(node, name); value != nil {
		return value.Value
	}
	return ""
}

// member returns the value of a name of an object, and its line. Of a name that is there twice, the last counts, as in JSON.
func member(node *yaml.Node, name string) (*yaml.Node, int) {
	if node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node == nil || node.Kind != yaml.MappingNode {
		return nil, 0
	}
	for i := len(node.Content) - 2; i >= 0; i -= 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1], node.Content[i].Line
		}
	}
	return nil, 0
}

// noteWhatIsNotValid notes what the OpenAPI Specification does not allow. What breaks its own schema, and a pattern that only
// ECMA-262 knows, are not looked for.
func (d *Document) noteWhatIsNotValid(ctx context.Context) {
	err := d.Spec.Validate(ctx, openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableSchemaPatternValidation())
	var all openapi3.MultiError
	switch {
	case err == nil:
	case errors.As(err, &all) && len(all) > 1:
		d.Notes = append(d.Notes, fmt.Sprintf("%s is not valid, but compared: %v (and %d more)", d.Name, all[0], len(all)-1))
	default:
		d.Notes = append(d.Notes, fmt.Sprintf("%s is not valid, but compared: %v", d.Name, err))
	}
}

// Line returns the line of the value at a path, or of the nearest value on the way to it that the
// document has, or 1.
func (d *Document) Line(at []string) int {
	node, line := d.root, 1
	for _, name := range at {
		value, of := member(node, name)
		if value == nil {
			break
		}
		node, line = value, of
	}
	return line
}

// File returns the name, for messages, of a file that holds a part of the document; its own is known by its last part.
func (d *Document) File(part string) string {
	if part == "" {
		return d.Name
	}
	at := strings.LastIndexAny(d.Name, `/\\:`) + 1
	return d.Name[:at] + part
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
