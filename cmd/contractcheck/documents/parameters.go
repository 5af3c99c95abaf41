package documents

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// inheritParameters moves the parameters of each path to those of its operations that do not override them (OpenAPI
// 3.0.3, section 4.8.9), since it makes no difference where they are declared. See [Document.Written].
func inheritParameters(tree map[string]any) {
	for _, section := range []string{"paths", "webhooks"} {
		items, _ := tree[section].(map[string]any)
		for _, item := range items {
			item, _ := item.(map[string]any)
			shared, _ := item["parameters"].([]any)
			delete(item, "parameters")
			for _, method := range methods {
				if operation, ok := item[method].(map[string]any); ok {
					inherit(tree, operation, shared)
				}
			}
		}
	}
}

func inherit(tree, operation map[string]any, shared []any) {
	own, _ := operation["parameters"].([]any)
	all := slices.Clone(own)
	for _, parameter := range shared {
		same := func(other any) bool { return resolved(tree, other) == resolved(tree, parameter) }
		if !slices.ContainsFunc(own, same) {
			all = append(all, parameter)
		}
	}
	if delete(operation, "parameters"); len(all) > 0 { // an empty list declares nothing
		operation["parameters"] = all
	}
}

// resolved returns what identifies a parameter: its location and name, if it is a reference those of what it refers to.
func resolved(tree map[string]any, parameter any) string {
	object, _ := parameter.(map[string]any)
	if ref, ok := object["$ref"].(string); ok {
		components, _ := tree["components"].(map[string]any)
		declared, _ := components["parameters"].(map[string]any)
		if other, ok := declared[strings.TrimPrefix(ref, "#/components/parameters/")].(map[string]any); ok && other["$ref"] == nil {
			object = other
		}
	}
	return ParameterName(object)
}

// ParameterName returns the name of a parameter within an operation, which is also its name in a path of values: "query
// limit", or its "$ref". Names of headers are case-insensitive.
func ParameterName(parameter map[string]any) string {
	if ref, ok := parameter["$ref"].(string); ok {
		return ref
	}
	name := fmt.Sprint(parameter["in"], " ", parameter["name"])
	if parameter["in"] == "header" {
		return strings.ToLower(name)
	}
	return name
}

// Written returns the path at which a value is written: that of an operation's parameter may be one of its path.
func (d *Document) Written(at []string) []string {
	if len(at) < 5 || at[3] != "parameters" || (at[0] != "paths" && at[0] != "webhooks") {
		return at
	}
	if _, _, depth := d.find(at[:5]); depth == 5 {
		return at
	}
	shared := slices.Concat(at[:2], at[3:])
	if _, _, depth := d.find(shared[:4]); depth == 4 {
		return shared
	}
	return at
}

// find follows a path as far as it exists, and returns the value there, its line, and how many names it followed.
func (d *Document) find(at []string) (node *yaml.Node, line, depth int) {
	node, line = d.root, 1
	for _, name := range at {
		value, of := member(node, name)
		if value == nil {
			value, of = element(node, name)
		}
		if value == nil {
			break
		}
		node, line, depth = value, of, depth+1
	}
	return node, line, depth
}

// element returns the element of a list with an index or, of parameters, with a name, and its line.
func element(node *yaml.Node, name string) (*yaml.Node, int) {
	if node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil, 0
	}
	for i, value := range node.Content {
		parameter := map[string]any{}
		for _, field := range []string{"$ref", "in", "name"} {
			if text, _ := member(value, field); text != nil {
				parameter[field] = text.Value
			}
		}
		if strconv.Itoa(i) == name || len(parameter) > 0 && ParameterName(parameter) == name {
			return value, value.Line
		}
	}
	return nil, 0
}
