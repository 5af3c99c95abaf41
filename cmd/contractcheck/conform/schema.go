package conform

import (
	"cmp"
	"maps"
	"regexp"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// typeOf returns the schema's type. If there is none, it returns the type that the schema's keywords apply to, or
// string.
func typeOf(s *openapi3.Schema) string {
	switch {
	case len(s.Type.Slice()) > 0:
		return s.Type.Slice()[0]
	case len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties.Schema != nil:
		return openapi3.TypeObject
	case s.Items != nil:
		return openapi3.TypeArray
	case s.Min != nil || s.Max != nil || s.MultipleOf != nil:
		return openapi3.TypeNumber
	}
	return openapi3.TypeString
}

// lenient is a validation option: a pattern in ECMA-262, OpenAPI's dialect, that Go can't compile matches
// everything.
var lenient = openapi3.SetSchemaRegexCompiler(func(pattern string) (openapi3.RegexMatcher, error) {
	if expression, err := regexp.Compile(goPattern(pattern)); err == nil {
		return expression, nil
	}
	return regexp.MustCompile(""), nil
})

// brief is a validation option. By default kin-openapi puts the schema and the value into the text of each error,
// even for each oneOf branch that does not match, which takes most of the validation time. The text is not needed
// here.
var brief = openapi3.DisableSchemaErrorDetails()

var codePoint = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// goPattern rewrites ECMA-262's \uFFFF as Go's \x{FFFF}.
func goPattern(pattern string) string { return codePoint.ReplaceAllString(pattern, `\x{$1}`) }

// containsItself reports whether a schema is recursive through allOf, oneOf or anyOf alone, on which validators do
// not terminate. Recursion through properties is common.
func containsItself(s *openapi3.Schema, within []*openapi3.Schema) bool {
	if slices.Contains(within, s) {
		return true
	}
	within = append(slices.Clone(within), s)
	return slices.ContainsFunc(slices.Concat(s.AllOf, s.OneOf, s.AnyOf), func(part *openapi3.SchemaRef) bool { return containsItself(part.Value, within) })
}

// merged returns a schema with its allOf merged into it. It may be inexact, since values generated from it are
// validated.
func merged(s *openapi3.Schema) *openapi3.Schema {
	if len(s.AllOf) == 0 {
		return s
	}
	m := *s
	m.AllOf, m.Properties, m.Required = nil, maps.Clone(s.Properties), slices.Clone(s.Required)
	for _, ref := range s.AllOf {
		part := merged(ref.Value)
		for name, property := range part.Properties {
			if m.Properties == nil {
				m.Properties = openapi3.Schemas{}
			}
			if own := m.Properties[name]; own != nil {
				property = openapi3.NewSchemaRef("", &openapi3.Schema{AllOf: openapi3.SchemaRefs{own, property}})
			}
			m.Properties[name] = property
		}
		m.Required = append(m.Required, part.Required...)
		m.OneOf, m.AnyOf = append(m.OneOf, part.OneOf...), append(m.AnyOf, part.AnyOf...)
		m.Nullable = m.Nullable && part.Nullable
		m.Type, m.Format, m.Pattern = cmp.Or(m.Type, part.Type), cmp.Or(m.Format, part.Format), cmp.Or(m.Pattern, part.Pattern)
		m.Items, m.Discriminator = cmp.Or(m.Items, part.Items), cmp.Or(m.Discriminator, part.Discriminator)
		if len(m.Enum) == 0 {
			m.Enum = part.Enum
		}
		m.MultipleOf = cmp.Or(m.MultipleOf, part.MultipleOf)
		m.Min, m.Max = tighter(m.Min, part.Min, 1), tighter(m.Max, part.Max, -1)
		m.MinLength, m.MaxLength = max(m.MinLength, part.MinLength), tighter(m.MaxLength, part.MaxLength, -1)
		m.MinItems, m.MaxItems = max(m.MinItems, part.MinItems), tighter(m.MaxItems, part.MaxItems, -1)
		m.MinProps = max(m.MinProps, part.MinProps)
		m.UniqueItems = m.UniqueItems || part.UniqueItems
		if part.AdditionalProperties.Has != nil || part.AdditionalProperties.Schema != nil {
			m.AdditionalProperties = part.AdditionalProperties
		}
	}
	return &m
}

// tighter returns the greater of two limits, or the lesser if sign is -1; either may be nil.
func tighter[T uint64 | float64](a, b *T, sign int) *T {
	if a == nil || b != nil && (sign > 0) == (*b > *a) {
		return cmp.Or(b, a)
	}
	return a
}
