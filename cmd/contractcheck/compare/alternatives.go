package compare

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// alternatives reports a oneOf or anyOf that was added where it restricts a request, or removed where it restricted a response.
// oasdiff considers only the alternatives, and so the reverse as breaking.
func (w schemaWalk) alternatives(old, new *openapi3.Schema, at string) {
	for _, keyword := range []struct {
		name string
		list func(s *openapi3.Schema) *openapi3.SchemaRefs
	}{
		{"one-of", func(s *openapi3.Schema) *openapi3.SchemaRefs { return &s.OneOf }},
		{"any-of", func(s *openapi3.Schema) *openapi3.SchemaRefs { return &s.AnyOf }},
	} {
		with, without, check, message := old, new, "response-"+keyword.name+"-removed", "%s need no longer match any of several schemas"
		if w.request {
			with, without, check, message = new, old, "request-"+keyword.name+"-added", "%s must now match one of several schemas"
		}
		before, now := keyword.list(old), keyword.list(new)
		if (len(*before) == 0) == (len(*now) == 0) {
			continue
		}
		a, b := *with, *without
		*keyword.list(&a), *keyword.list(&b) = nil, nil
		restricting := beside(&a, &b)
		if restricting {
			*w.edits = append(*w.edits, func() { *before, *now = nil, nil })
		}
		list := *keyword.list(with)
		if !restricting && !replaces(list, with, without) || slices.ContainsFunc(list, func(s *openapi3.SchemaRef) bool { return accepts(s.Value, without) }) {
			continue
		}
		if len(list) > 0 {
			w.broken(new.Origin, check, message, w.named(at))
		}
	}
}

// alternativesAsTypes gives a schema whose alternatives consist of types a list of these, if its counterpart has such a list.
// oasdiff compares only the same spelling.
func alternativesAsTypes(s, counterpart *openapi3.Schema) {
	if len(counterpart.Type.Slice()) < 2 || len(s.OneOf)+len(s.AnyOf) == 0 {
		return
	}
	var types openapi3.Types
	for _, name := range alternativeTypes(keywords(s)) {
		types = append(types, fmt.Sprint(name))
	}
	if len(types) > 0 {
		s.OneOf, s.AnyOf, s.Type = nil, nil, &types
	}
}

// beside reports whether a schema, here without its alternatives, has the keywords that it has without them. Otherwise the
// alternatives take the place of these, and oasdiff compares them.
func beside(with, without *openapi3.Schema) bool {
	if len(with.Type.Slice()) == 0 || !slices.Equal(with.Type.Slice(), without.Type.Slice()) {
		return equal(keywords(with), keywords(without))
	}
	for name := range without.Properties {
		if with.Properties[name] == nil {
			return false
		}
	}
	return true
}

// replaces reports whether the alternatives are in the place of a schema of a single value, whose type some of them have. oasdiff
// compares only the types then.
func replaces(list openapi3.SchemaRefs, with, without *openapi3.Schema) bool {
	return with.Type == nil && isSingle(&openapi3.SchemaRef{Value: without}) && slices.ContainsFunc(list, func(s *openapi3.SchemaRef) bool {
		return s.Value != nil && !slices.ContainsFunc(without.Type.Slice(), func(name string) bool { return !s.Value.Type.Permits(name) })
	})
}

// accepts reports whether each value of one schema is one of the other's, as far as their keywords can be compared one by one.
func accepts(wider, narrower *openapi3.Schema) bool {
	if wider == nil || wider.Always != nil {
		return wider != nil && *wider.Always
	}
	a, b := keywords(wider), keywords(narrower)
	for keyword, value := range a {
		if there, ok := b[keyword]; ok && equal(value, there) {
			continue
		}
		if keyword == "type" && narrower.Type != nil && !slices.ContainsFunc(narrower.Type.Slice(), func(name string) bool { return !permits(wider.Type, name) }) {
			continue
		}
		if !laxer(keyword, value, b[keyword]) {
			return false
		}
	}
	return true
}

func permits(types *openapi3.Types, name string) bool {
	return types.Permits(name) || name == "integer" && types.Permits("number")
}

// laxer reports whether a keyword permits with one value all that it permits with the other.
func laxer(keyword string, value, narrower any) bool {
	a, number := value.(float64)
	b, both := narrower.(float64)
	list, isList := value.([]any)
	other, _ := narrower.([]any)
	switch keyword {
	case "maximum", "maxLength", "maxItems", "maxProperties":
		return number && both && a >= b
	case "minimum", "minLength", "minItems", "minProperties":
		return number && both && a <= b
	case "enum": // a subset of the narrower's values would exclude some
		return isList && len(other) > 0 && subset(other, list)
	case "required":
		return isList && subset(list, other)
	}
	return keyword == "nullable"
}

func subset(part, whole []any) bool {
	return !slices.ContainsFunc(part, func(one any) bool {
		return !slices.ContainsFunc(whole, func(other any) bool { return equal(one, other) })
	})
}

// keywords returns a schema as decoded JSON, without the keywords that restrict no value.
func keywords(s *openapi3.Schema) map[string]any {
	var decoded map[string]any
	if text, err := json.Marshal(s); err == nil {
		_ = json.Unmarshal(text, &decoded) // a schema that is true or false has none
	}
	maps.DeleteFunc(decoded, func(keyword string, _ any) bool {
		return slices.Contains(forPeople, keyword) || keyword == "default" || keyword == "deprecated"
	})
	return decoded
}
