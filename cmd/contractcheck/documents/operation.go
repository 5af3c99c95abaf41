package documents

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Operation is one operation of a document, bundled with everything that it refers to.
type Operation struct {
	Name string // "GET /accounts/session-tokens"
	ID   string
	At   []string       // its location in the document, as member names
	Tree map[string]any // see bundle

	declared map[string][]string // by inheritable member, the location of the object that has it; none for the document
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Operations returns the document's operations by name. It returns an error if there are none.
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
			o.declared = map[string][]string{}
			for _, inherited := range inheritable {
				if _, ok := item[inherited]; ok {
					o.declared[inherited] = o.At[:2]
				}
				if _, ok := own[inherited]; ok {
					o.declared[inherited] = o.At
				}
			}
			found[o.Name] = o
		}
	}
	if len(found) == 0 {
		return nil, errors.New(d.Name + " has no operation")
	}
	return found, nil
}

// inheritable are the members of an operation that its path or the document may have in its stead.
var inheritable = []string{"security", "servers"}

// bundle returns an operation as a self-contained object: the operation itself under "operation"; the security
// and servers that it inherits; and under "components" those that it refers to, directly or indirectly.
// Two operations are the same if their bundles are equal.
func (d *Document) bundle(item, own map[string]any) map[string]any {
	rest := maps.Clone(own)
	bundle := map[string]any{"operation": rest}
	for _, from := range []map[string]any{d.Tree, item, own} {
		for _, inherited := range inheritable {
			if value, ok := from[inherited]; ok {
				bundle[inherited] = value
			}
			delete(rest, inherited)
		}
	}
	requirements, _ := bundle["security"].([]any)
	found := references(bundle, nil)
	for _, requirement := range requirements {
		schemes, _ := requirement.(map[string]any)
		for scheme := range schemes {
			found = append(found, [2]string{"securitySchemes", scheme})
		}
	}
	bundle["components"] = d.components(found)
	return bundle
}

// components returns the components with these sections and names, and those that they refer to, directly or
// indirectly.
func (d *Document) components(wanted [][2]string) map[string]any {
	if d.references == nil {
		d.references = map[[2]string][][2]string{}
	}
	all, _ := d.Tree["components"].(map[string]any)
	copied := map[string]any{}
	for len(wanted) > 0 {
		at := wanted[len(wanted)-1]
		wanted = wanted[:len(wanted)-1]
		declared, _ := all[at[0]].(map[string]any)
		component, ok := declared[at[1]]
		if !ok {
			continue
		}
		section, ok := copied[at[0]].(map[string]any)
		if !ok {
			section = map[string]any{}
			copied[at[0]] = section
		}
		if _, ok := section[at[1]]; ok {
			continue
		}
		section[at[1]] = component
		further, ok := d.references[at]
		if !ok {
			further = references(component, nil)
			d.references[at] = further
		}
		wanted = append(wanted, further...)
	}
	return copied
}

// references appends to found the components that value refers to, by section and name.
func references(value any, found [][2]string) [][2]string {
	switch value := value.(type) {
	case map[string]any:
		for _, v := range value {
			found = references(v, found)
		}
	case []any:
		for _, v := range value {
			found = references(v, found)
		}
	case string:
		// Any string of this form counts: a "$ref", or an entry of a discriminator's mapping.
		if !strings.HasPrefix(value, "#/components/") {
			break
		}
		if parts := strings.Split(value, "/"); len(parts) >= 4 {
			found = append(found, [2]string{parts[2], strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[3])})
		}
	}
	return found
}

// DocumentPath returns the location in the document of a part of the bundle.
func (o Operation) DocumentPath(at []string) []string {
	if len(at) > 0 && at[0] == "operation" {
		return append(slices.Clone(o.At), at[1:]...)
	}
	if len(at) > 0 {
		return append(slices.Clone(o.declared[at[0]]), at...)
	}
	return at
}
