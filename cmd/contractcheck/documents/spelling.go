package documents

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// respell gives schemas that mean the same, and whose generated code is the same too, the same form: "const" becomes an "enum"
// of one value, a oneOf or anyOf with one alternative becomes that alternative, one of a schema and {type: "null"}
// becomes the schema with that type too, and types are sorted. References stay, since they name types.
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
	switch {
	case len(list) == 1:
		only := *list[0].Value
		return &only
	case len(list) == 2 && isNull(list[1].Value):
		return withNull(list[0].Value)
	case len(list) == 2 && isNull(list[0].Value):
		return withNull(list[1].Value)
	}
	return nil
}

func isNull(s *openapi3.Schema) bool { return s.Type.Is(openapi3.TypeNull) && len(keywords(s)) == 1 }

// withNull returns a schema that null conforms to, too, or nil if that takes more than another type and a value in its enum.
func withNull(s *openapi3.Schema) *openapi3.Schema {
	if s.Type == nil || s.Type.IncludesNull() {
		return nil
	}
	for keyword := range keywords(s) { // any other keyword says nothing of null
		if slices.Contains([]string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "const"}, keyword) || strings.HasPrefix(keyword, "$") {
			return nil
		}
	}
	both := *s
	types := append(slices.Clone(*s.Type), openapi3.TypeNull)
	both.Type = &types
	if len(s.Enum) > 0 {
		both.Enum = append(slices.Clone(s.Enum), nil)
	}
	return &both
}

// keywords returns a schema as decoded JSON. One that is true or false has none.
func keywords(s *openapi3.Schema) map[string]any {
	var decoded map[string]any
	if text, err := json.Marshal(s); err == nil {
		_ = json.Unmarshal(text, &decoded)
	}
	return decoded
}
