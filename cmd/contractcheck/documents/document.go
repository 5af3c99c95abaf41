// Package documents reads OpenAPI documents: their values, the line of each value, and their operations with
// everything that these refer to. It must not know what the documents are compared for.
package documents

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// Document is an OpenAPI 3.0 or 3.1 document, which may be written as JSON or as YAML.
type Document struct {
	Name  string
	Data  []byte         // as read, or mended
	Tree  map[string]any // as decoded JSON, with the referenced parts of other files, and in each operation all of its parameters
	Spec  *openapi3.T    // the same, with references resolved and the lines of the parts
	Notes []string       // faults that do not prevent a comparison

	root       *yaml.Node                // the values with their lines
	references map[[2]string][][2]string // what each component refers to, computed on demand
}

// Parse parses an OpenAPI document. It returns an error if the document can't be read, or if it refers to another
// file and files is nil. A document that is merely not valid can still be compared; its faults are in Notes.
func Parse(ctx context.Context, name string, data []byte, files Files) (*Document, error) {
	return read(data).parse(ctx, name, files)
}

// text is a document before parsing.
type text struct {
	data, yaml []byte     // as read, and in a form that a YAML parser reads as the same values
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

// namesVersion reports whether the text is an object that states its version, and so is meant as an OpenAPI
// document. It assumes so for JSON that a YAML parser can't read.
func (t text) namesVersion() bool {
	return t.root == nil && json.Valid(t.data) || field(t.root, "openapi") != "" || field(t.root, "swagger") != ""
}

func (t text) parse(ctx context.Context, name string, files Files) (*Document, error) {
	t, mended := t.mended()
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
	for _, note := range mended {
		d.Notes = append(d.Notes, name+" "+note)
	}
	if err := duplicateName(t.yaml); err != nil {
		d.Notes = append(d.Notes, fmt.Sprintf("%s has a name twice in one object, of which the last counts: %v", name, err))
	}
	d.noteWhatIsNotValid(ctx)
	spec.InternalizeRefs(ctx, names(t.root))
	if err := respell(spec); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	written, err := spec.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := json.Unmarshal(written, &d.Tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	inheritParameters(d.Tree)
	return d, nil
}

var supported = regexp.MustCompile(`^3\.[01]\.`)

// field returns the value of an object's member, if it is a scalar.
func field(node *yaml.Node, name string) string {
	if value, _ := member(node, name); value != nil {
		return value.Value
	}
	return ""
}

// member returns the value of an object's member, and its line. The last of duplicate names wins, as in JSON.
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

// noteWhatIsNotValid notes violations of the OpenAPI Specification. It does not check examples and defaults against
// their schemas, nor patterns, which may use ECMA-262 syntax.
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

// Endless returns the path of a component that is only a reference to itself, if need be by way of others, or "" if there is
// none.
func (d *Document) Endless() string {
	c := d.Spec.Components
	if c == nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(c.Schemas)) {
		if s := c.Schemas[name]; s != nil && s.Ref != "" && s.Value == nil {
			return "components/schemas/" + name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Parameters)) {
		if p := c.Parameters[name]; p != nil && p.Ref != "" && p.Value == nil {
			return "components/parameters/" + name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Responses)) {
		if r := c.Responses[name]; r != nil && r.Ref != "" && r.Value == nil {
			return "components/responses/" + name
		}
	}
	return ""
}

// Line returns the line, from 1, of the value at a path, or of its nearest ancestor that exists.
func (d *Document) Line(at []string) int {
	_, line, _ := d.find(d.Written(at))
	return line
}

// File returns the name, for messages, of a file that holds part of the document. part is the path from the
// document's folder; the document's own is the last element of its name.
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
