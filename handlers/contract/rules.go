package contract

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxProperties is how many properties a schema may declare to be read by a [Scanner]. The contract's larger schema
// declares 13.
const maxProperties = 64

// jsonType is the type of a JSON value that is neither an object nor an array.
type jsonType byte

const (
	typeString jsonType = 1 + iota
	typeNumber
	typeBoolean
	typeNull
)

// property is a property that the schema declares, with the rules for its value.
type property struct {
	index   int
	name    string
	schema  *openapi3.Schema
	visitor string // see visitorFor
	// checked says that each value has to be checked, since a rule looks at more than its type.
	checked bool
	// isFormat checks values whose only such rule is a string format; otherwise it is nil.
	isFormat func(text []byte) bool
	// integer says that 1.5 and 2 are of different types here.
	integer bool
}

// splitRules returns the schema's properties if their values can be checked one by one, or nil if a rule looks at
// more than one of them. What such a schema requires of the object as a whole depends only on which properties are
// present, and on their JSON types.
func splitRules(schema *openapi3.Schema, names []string) []property {
	if len(names) > maxProperties || !onlyRules(schema, objectRules) {
		return nil
	}
	properties := make([]property, len(names))
	for i, name := range names {
		if strings.ContainsAny(name, `"\`) {
			return nil // its JSON encoding differs
		}
		s := schema.Properties[name].Value
		p := property{
			index: i, name: name, schema: s, visitor: visitorFor(s),
			checked: !onlyRules(s, func(s *openapi3.Schema) { s.Type, s.Nullable, s.Format = nil, false, checkedFormat(s) }),
			integer: s.Type.Permits(openapi3.TypeInteger) && !s.Type.Permits(openapi3.TypeNumber),
		}
		switch {
		case p.checked && boundsHoldAll(&p):
			p.checked = false
		case p.checked && s.Format == emailFormat && onlyRules(s, func(s *openapi3.Schema) { s.Type, s.Nullable, s.Format = nil, false, "" }):
			p.isFormat = isEmail
		}
		properties[i] = p
	}
	return properties
}

// visitorFor returns TypeString, TypeNumber or TypeInteger if kin-openapi's visitor for that type alone covers all
// rules of the schema, which is faster than visiting the schema: those visitors ignore null, enum and schema
// combinations.
func visitorFor(schema *openapi3.Schema) string {
	if formats[schema.Format] != nil {
		return "" // those visitors don't know it
	}
	for visitor, rules := range map[string]func(*openapi3.Schema){
		openapi3.TypeString:  func(s *openapi3.Schema) { s.Format, s.Pattern, s.MinLength, s.MaxLength = "", "", 0, nil },
		openapi3.TypeNumber:  func(s *openapi3.Schema) { boundRules(s); s.MultipleOf = nil },
		openapi3.TypeInteger: func(s *openapi3.Schema) { boundRules(s); s.MultipleOf = nil },
	} {
		if schema.Type.Is(visitor) && onlyRules(schema, func(s *openapi3.Schema) { s.Type = nil; rules(s) }) {
			return visitor
		}
	}
	return ""
}

// boundRules removes the rules which, if they hold for two numbers, hold for each number between them.
func boundRules(s *openapi3.Schema) {
	s.Format, s.Min, s.Max = "", nil, nil
	s.ExclusiveMin, s.ExclusiveMax = openapi3.ExclusiveBound{}, openapi3.ExclusiveBound{}
}

// boundsHoldAll reports whether an integer's rules are bounds that hold for every integer that a Scanner reads.
// kin-openapi checks the least and the greatest, once: format int64 is a bound, and checking it costs kin-openapi an
// allocation for each number.
func boundsHoldAll(p *property) bool {
	const greatest = 999_999_999_999_999_999 // of maxDigits digits
	if !p.schema.Type.Is(openapi3.TypeInteger) || p.schema.Format != "int32" && p.schema.Format != "int64" ||
		!onlyRules(p.schema, func(s *openapi3.Schema) { s.Type = nil; boundRules(s) }) {
		return false
	}
	return p.schema.VisitJSONNumber(-greatest) == nil && p.schema.VisitJSONNumber(greatest) == nil
}

// checkedFormat returns the schema's format if there is a check for it, or "".
func checkedFormat(s *openapi3.Schema) string {
	_, ofString := openapi3.SchemaStringFormats[s.Format]
	_, ofNumber := openapi3.SchemaNumberFormats[s.Format]
	_, ofInteger := openapi3.SchemaIntegerFormats[s.Format]
	if ofString || ofNumber || ofInteger || formats[s.Format] != nil {
		return s.Format
	}
	return ""
}
