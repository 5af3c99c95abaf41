package documents

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Operation is one operation of a document, bundled with all that it refers to.
type Operation struct {
	Name string // "GET /accounts/session-tokens"
	ID   string
	At   []string       // its location in the document, as the names on the way to it
	Tree map[string]any // see bundle
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Operations returns the document's operations by name. A document without any is an error.
func (d *Document) Operations() (map[string]Operation, error) {
	found := map[string]Operation{}
	paths, _ := d.Tree["paths"].(map[string]any)
	for path, item := range paths {
		item, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: the path %s is not an object", d.Name, path)
		}
		for _, method := range methods {
			own, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			id, _ := own["operationId"].(string)
			o := Operation{Name: strings.ToUpper(method) + " " + path, ID: id, At: []string{"paths", path, method}}
			o.Tree = d.bundle(item, own)
			found[o.Name] = o
		}
	}
	if len(found) == 0 {
		return nil, errors.New(d.Name + " has no operation")
	}
	return found, nil
}

// bundle returns an operation as an object of its own: under "operation" the operation itself, beside it
// the parameters, security and servers that it inherits, and under "components" those that it refers to,
// directly or through each other. Two operations are the same if their bundles are.
func (d *Document) bundle(item, own map[string]any) map[string]any {
	bundle := map[string]any{"operation": own}
	if parameters, ok := item["parameters"]; ok {
		bundle["parameters"] = parameters
	}
	for _, from := range []map[string]any{d.Tree, item, own} {
		for _, inherited := range []string{"security", "servers"} {
			if value, ok := from[inherited]; ok {
				bundle[inherited] = value
			}
		}
	}
	components := map[string]any{}
	d.copyComponents(bundle, components)
	requirements, _ := bundle["security"].([]any)
	for _, requirement := range requirements {
		schemes, _ := requirement.(map[string]any)
		for scheme := range schemes {
			d.copyComponents("#/components/securitySchemes/"+scheme, components)
		}
	}
	bundle["components"] = components
	return bundle
}

// copyComponents copies the components that value refers to, directly or through each other.
func (d *Document) copyComponents(value any, components map[string]any) {
	switch value := value.(type) {
	case map[string]any:
		for _, v := range value {
			d.copyComponents(v, components)
		}
	case []any:
		for _, v := range value {
			d.copyComponents(v, components)
		}
	case string:
		// Any text of this form: "$ref", and the mapping of a discriminator.
		parts := strings.Split(value, "/")
		if len(parts) < 4 || parts[0] != "#" || parts[1] != "components" {
			return
		}
		section, name := parts[2], strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[3])
		all, _ := d.Tree["components"].(map[string]any)
		declared, _ := all[section].(map[string]any)
		component, ok := declared[name]
		if !ok {
			return
		}
		copied, ok := components[section].(map[string]any)
		if !ok {
			copied = map[string]any{}
			components[section] = copied
		}
		if _, ok := copied[name]; !ok {
			copied[name] = component
			d.copyComponents(component, components)
		}
	}
}

// DocumentPath returns the location in the document of a part of the bundle.
func (o Operation) DocumentPath(at []string) []string {
	if len(at) > 0 && at[0] == "operation" {
		return append(slices.Clone(o.At), at[1:]...)
	}
	return at
}
