package documents

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// respell gives schemas that mean the same, and whose generated code is the same too, the same form: "const" becomes an "enum"
// of one value, a oneOf or anyOf with one alternative becomes that alternative, one whose alternatives differ only in their
// types becomes a list of types, and types are sorted. References stay, since they name types.
func respell(spec *openapi3.T) error {
	return spec.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
		if s.Ref == "" && s.Value != nil {
			respellSchema(s.Value)
		}
		return nil
	})
}

func respellSchema(s *openapi3.Schema) {
	if only := onlyAlternative(s); only != nil {
		only.Origin = s.Origin
		only.Title, only.Description = cmp.Or(s.Title, only.Title), cmp.Or(s.Description, only.Description)
		only.Deprecated, only.ReadOnly, only.WriteOnly = only.Deprecated || s.Deprecated, only.ReadOnly || s.ReadOnly, only.WriteOnly || s.WriteOnly
		if s.Default != nil {
			only.Default = s.Default
		}
		if s.Example != nil {
			only.Example = s.Example
		}
		if s.Examples != nil {
			only.Examples = s.Examples
		}
		*s = *only
	}
	if s.Const != nil && len(s.Enum) == 0 {
		s.Enum, s.Const = []any{s.Const}, nil
	}
	if s.Type != nil && len(*s.Type) > 1 {
		types := slices.Clone(*s.Type)
		slices.Sort(types)
		s.Type = &types
	}
}

// onlyAlternative returns a copy of the schema that a oneOf or anyOf stands for that has nothing beside it but annotations, which
// restrict no value, or nil.
func onlyAlternative(s *openapi3.Schema) *openapi3.Schema {
	if (len(s.OneOf) == 0) == (len(s.AnyOf) == 0) {
		return nil
	}
	rest := *s
	rest.OneOf, rest.AnyOf, rest.Title, rest.Description, rest.Default, rest.Example, rest.Examples = nil, nil, "", "", nil, nil, nil
	rest.Deprecated, rest.ReadOnly, rest.WriteOnly = false, false, false
	if len(keywords(&rest)) > 0 {
		return nil
	}
	list := slices.Concat(s.OneOf, s.AnyOf)
	for _, one := range list {
		if one.Ref != "" || one.Value == nil {
			return nil
		}
		respellSchema(one.Value)
		if v := one.Value; s.Default != nil && v.Default != nil || s.Example != nil && v.Example != nil || s.Examples != nil && v.Examples != nil {
			return nil // only one can be kept
		}
	}
	if len(list) == 1 {
		only := *list[0].Value
		return &only
	}
	return union(list, len(s.OneOf) > 0)
}

// union returns the schema with a list of types to which exactly those values conform that conform to one of the alternatives, or
// nil if it takes more than that list. The alternatives have only types, or there is one that has more, and null.
func union(list openapi3.SchemaRefs, exclusive bool) *openapi3.Schema {
	var whole openapi3.Schema // the alternative that has more, and its keywords
	var has map[string]any
	var types, others []string
	overlap := false
	for _, one := range list {
		found := keywords(one.Value)
		if found["type"] == nil || len(found) > 1 && has != nil {
			return nil
		}
		if len(found) > 1 {
			whole, has = *one.Value, found
		} else {
			others = append(others, *one.Value.Type...)
		}
		for _, name := range *one.Value.Type {
			overlap = overlap || slices.ContainsFunc(types, func(other string) bool { return overlapping(name, other) })
			types = append(types, name)
		}
	}
	if has != nil && !slices.Equal(others, []string{openapi3.TypeNull}) || overlap && (exclusive || has != nil) {
		return nil
	}
	for keyword := range has { // any other keyword says nothing of null
		if slices.Contains([]string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "const"}, keyword) || strings.HasPrefix(keyword, "$") {
			return nil
		}
	}
	if len(whole.Enum) > 0 {
		whole.Enum = append(slices.Clone(whole.Enum), nil)
	}
	slices.Sort(types)
	types = slices.Compact(types)
	whole.Type = (*openapi3.Types)(&types)
	return &whole
}

func overlapping(a, b string) bool {
	isNumber := func(name string) bool { return name == openapi3.TypeInteger || name == openapi3.TypeNumber }
	return a == b || isNumber(a) && isNumber(b)
}

// keywords returns a schema as decoded JSON. One that is true or false has none.
func keywords(s *openapi3.Schema) map[string]any {
	var decoded map[string]any
	if text, err := json.Marshal(s); err == nil {
		_ = json.Unmarshal(text, &decoded)
	}
	return decoded
}
