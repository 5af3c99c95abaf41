package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// normal returns a canonical form of an object in a document, equal for all spellings with the same meaning. at is
// its path.
func normal(object map[string]any, at []string) map[string]any {
	if parts, ok := object["allOf"].([]any); ok {
		return merged(object, parts)
	}
	if types := alternativeTypes(object); types != nil {
		object = maps.Clone(object)
		delete(object, "anyOf")
		delete(object, "oneOf")
		object["type"] = types
	}
	if url, ok := object["url"].(string); ok && slices.Contains(at, "servers") { // paths begin with a slash
		object = maps.Clone(object)
		object["url"] = strings.TrimSuffix(url, "/")
	}
	// Omit the defaults of parameters and headers.
	if in, ok := object["in"].(string); ok && object["name"] != nil {
		style := map[string]string{"query": "form", "cookie": "form", "path": "simple", "header": "simple"}[in]
		for field, value := range map[string]any{"style": style, "explode": style == "form", "required": false} {
			if object[field] == value {
				object = maps.Clone(object)
				delete(object, field)
			}
		}
	}
	return object
}

// annotations are the keywords that may stand beside alternatives and restrict no value.
var annotations = []string{"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}

// alternativeTypes returns the sorted types that the alternatives of a oneOf or anyOf consist of, with nothing beside it but
// annotations, or nil.
func alternativeTypes(schema map[string]any) []any {
	var types []any
	for keyword, value := range schema {
		list, ok := value.([]any)
		switch {
		case slices.Contains(annotations, keyword):
		case (keyword != "oneOf" && keyword != "anyOf") || !ok || types != nil:
			return nil
		default:
			if types = typesOf(list, keyword == "oneOf"); types == nil {
				return nil
			}
		}
	}
	return types
}

// typesOf returns the types that schemas consist of, or nil. With exclusive no value may be of two of them.
func typesOf(schemas []any, exclusive bool) []any {
	var types []any
	for _, schema := range schemas {
		schema, _ := schema.(map[string]any)
		own := alternativeTypes(schema)
		if len(schema) > 1 {
			return nil // annotations of one alternative
		}
		switch value := schema["type"].(type) {
		case string:
			own = []any{value}
		case []any:
			own = value
		}
		if len(own) == 0 {
			return nil
		}
		for _, name := range own {
			isNumber := name == "integer" || name == "number"
			if exclusive && (slices.Contains(types, name) || isNumber && (slices.Contains(types, "integer") || slices.Contains(types, "number"))) {
				return nil
			}
			if !slices.Contains(types, name) {
				types = append(types, name)
			}
		}
	}
	slices.SortFunc(types, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return types
}

// normalList returns a list with normal applied to each element.
func normalList(list []any, at []string) []any {
	list = slices.Clone(list)
	for i, element := range list {
		if object, ok := element.(map[string]any); ok {
			list[i] = normal(object, at)
		}
	}
	return list
}

// merged returns a schema with its allOf merged into it. It returns the schema unchanged if a part is a reference,
// which is a type in generated code, if two parts have the same keyword, or if one would say something else beside another.
func merged(schema map[string]any, parts []any) map[string]any {
	whole := maps.Clone(schema)
	delete(whole, "allOf")
	for _, part := range parts {
		part, ok := part.(map[string]any)
		if !ok || part["$ref"] != nil {
			return schema
		}
		if nested, ok := part["allOf"].([]any); ok {
			part = merged(part, nested)
		}
		if dependent(whole, part) {
			return schema
		}
		for keyword, value := range part {
			has, there := whole[keyword]
			switch {
			case !there:
				whole[keyword] = value
			case keyword == "required":
				a, _ := has.([]any)
				b, _ := value.([]any)
				whole[keyword] = union(a, b)
			case keyword == "properties":
				a, _ := has.(map[string]any)
				b, _ := value.(map[string]any)
				both := maps.Clone(a)
				maps.Copy(both, b)
				if len(both) != len(a)+len(b) {
					return schema
				}
				whole[keyword] = both
			case !equal(has, value):
				return schema
			}
		}
	}
	return whole
}

// neighbours are keywords whose meaning depends on others in the same object.
var neighbours = map[string][]string{
	"additionalProperties": {"properties", "patternProperties"},
	"items":                {"prefixItems"},
	"if":                   {"then", "else"},
	"contains":             {"minContains", "maxContains"},
}

// dependent reports whether a keyword of what is merged so far, or of a further part, depends on keywords of the other.
func dependent(whole, part map[string]any) bool {
	if part["unevaluatedProperties"] != nil || part["unevaluatedItems"] != nil {
		return true
	}
	for keyword, others := range neighbours {
		for _, other := range others {
			if whole[keyword] != nil && part[other] != nil || part[keyword] != nil && whole[other] != nil {
				return true
			}
		}
	}
	return false
}

func union(a, b []any) []any {
	all := slices.Clone(a)
	for _, value := range b {
		if !slices.Contains(all, value) {
			all = append(all, value)
		}
	}
	return all
}

// respelled returns an object with header names spelled as in the other document, if they differ only in case.
func respelled(object, other map[string]any, at []string) map[string]any {
	object = maps.Clone(object)
	name, ok := object["name"].(string)
	otherName, otherOK := other["name"].(string)
	if ok && otherOK && object["in"] == "header" && strings.EqualFold(name, otherName) {
		object["name"] = otherName
	}
	if n := len(at); n == 0 || at[n-1] != "headers" || n > 1 && at[n-2] == "properties" {
		return object
	}
	for name, value := range object {
		for otherName := range other {
			if _, same := object[otherName]; !same && strings.EqualFold(name, otherName) {
				delete(object, name)
				object[otherName] = value
			}
		}
	}
	return object
}
