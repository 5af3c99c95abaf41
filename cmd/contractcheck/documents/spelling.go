package documents

import (
	"encoding/json"
	"slices"

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
	for {
		only := onlyAlternative(s)
		if only == nil {
			break
		}
		title, description, origin := s.Title, s.Description, s.Origin
		*s = *only
		s.Origin = origin
		if title != "" {
			s.Title = title
		}
		if description != "" {
			s.Description = description
		}
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

// onlyAlternative returns the schema that a oneOf or anyOf stands for that has nothing beside it but what people read, or nil.
func onlyAlternative(s *openapi3.Schema) *openapi3.Schema {
	list := s.OneOf
	if len(list) == 0 {
		list = s.AnyOf
	}
	rest := *s
	rest.OneOf, rest.AnyOf, rest.Title, rest.Description, rest.Origin = nil, nil, "", "", nil
	if text, err := json.Marshal(rest); err != nil || string(text) != "{}" || len(s.OneOf) > 0 && len(s.AnyOf) > 0 {
		return nil
	}
	for _, one := range list {
		if one.Ref != "" || one.Value == nil {
			return nil
		}
	}
	switch {
	case len(list) == 1:
		return list[0].Value
	case len(list) == 2 && isNull(list[1].Value):
		return withNull(list[0].Value)
	case len(list) == 2 && isNull(list[0].Value):
		return withNull(list[1].Value)
	}
	return nil
}

func isNull(s *openapi3.Schema) bool {
	text, err := json.Marshal(s)
	return err == nil && (string(text) == `{"type":"null"}` || string(text) == `{"type":["null"]}`)
}

// withNull returns a schema that null conforms to, too, or nil if that takes more than another type.
func withNull(s *openapi3.Schema) *openapi3.Schema {
	if s.Type == nil || slices.Contains(*s.Type, openapi3.TypeNull) || len(s.Enum) > 0 || s.Const != nil || s.Not != nil || len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) > 0 {
		return nil
	}
	both := *s
	types := append(slices.Clone(*s.Type), openapi3.TypeNull)
	both.Type = &types
	return &both
}
