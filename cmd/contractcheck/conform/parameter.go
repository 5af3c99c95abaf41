package conform

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// example returns the example of a parameter, or nil.
func example(p *openapi3.Parameter) any {
	if p.Example != nil {
		return p.Example
	}
	if e := firstExample(p.Examples); e != nil {
		return e
	}
	if p.Schema != nil {
		return p.Schema.Value.Example
	}
	return nil
}

// parameter generates a parameter: one or more "name=value" for the query and for cookies, otherwise one value.
func (o *operation) parameter(p *openapi3.Parameter, g *generator) ([]string, error) {
	schema, asJSON := p.Schema, false
	for name, media := range p.Content { // has one entry
		if schema, asJSON = media.Schema, true; !isJSON(name) {
			return nil, errParameter
		}
	}
	value := example(p)
	if p == g.override {
		value = g.overrideText
	} else if known, ok := g.known(p); ok {
		value, asJSON = known, false
	} else if value == nil || !g.examples {
		if schema == nil {
			return nil, errors.New("no schema")
		}
		in, err := generator{rng: g.rng, examples: g.examples, simple: true, strict: g.strict}, error(nil)
		if value, err = in.conforming(schema.Value, func(v any) bool { return v != nil && (p.In != openapi3.ParameterInPath || fitsPath(v)) }); err != nil {
			return nil, err
		}
	} else {
		var err error
		if value, err = decoded(value); err != nil {
			return nil, err
		}
	}
	if asJSON {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		value = string(text)
	}
	method, err := p.SerializationMethod()
	if err != nil {
		return nil, err
	}
	return serialize(p, method, value), nil
}

// fitsPath reports whether a value forms a path segment that is not removed in transit (RFC 3986 section 5.2.4) and
// that no router takes for two.
func fitsPath(value any) bool {
	text, is := value.(string)
	return !is || text != "" && text != "." && text != ".." && !strings.Contains(text, "/")
}

// serialize serializes a value in one of the styles of OpenAPI 3.0.3 section 4.7.12.2.
func serialize(p *openapi3.Parameter, m *openapi3.SerializationMethod, value any) []string {
	escape := escapes[p.In]
	var flat []string  // the items of a list, or the alternating names and values of an object
	var pairs []string // "name=value" for each property of an object
	object, isObject := value.(map[string]any)
	list, isList := value.([]any)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		k, v := escape(key), escape(primitive(object[key]))
		flat, pairs = append(flat, k, v), append(pairs, k+"="+v)
	}
	for _, item := range list {
		flat = append(flat, escape(primitive(item)))
	}
	if !isObject && !isList {
		flat = []string{escape(primitive(value))}
	}
	name := escape(p.Name)
	named := func(texts []string) []string {
		var all []string
		for _, text := range texts {
			all = append(all, name+"="+text)
		}
		return all
	}
	separator := ","
	switch {
	case m.Style == openapi3.SerializationDeepObject && isObject:
		var all []string
		for i := 0; i < len(flat); i += 2 {
			all = append(all, name+"["+flat[i]+"]="+flat[i+1])
		}
		return all
	case m.Style == openapi3.SerializationSpaceDelimited:
		separator = "%20"
	case m.Style == openapi3.SerializationPipeDelimited:
		separator = "|"
	}
	joined := strings.Join(flat, separator)
	if m.Explode && isObject {
		flat = pairs
	}
	switch {
	case m.Style == openapi3.SerializationMatrix && m.Explode && isObject:
		return []string{";" + strings.Join(pairs, ";")}
	case m.Style == openapi3.SerializationMatrix && m.Explode:
		return []string{";" + strings.Join(named(flat), ";")}
	case m.Style == openapi3.SerializationMatrix:
		return []string{";" + name + "=" + joined}
	case m.Style == openapi3.SerializationLabel && m.Explode:
		return []string{"." + strings.Join(flat, ".")}
	case m.Style == openapi3.SerializationLabel:
		return []string{"." + joined}
	case m.Style == openapi3.SerializationSimple:
		return []string{strings.Join(flat, ",")}
	case m.Explode && isObject:
		return pairs
	case m.Explode:
		return named(flat)
	}
	return named([]string{joined})
}

var escapes = map[string]func(string) string{
	openapi3.ParameterInPath:   url.PathEscape,
	openapi3.ParameterInQuery:  func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") },
	openapi3.ParameterInHeader: func(s string) string { return s },
	openapi3.ParameterInCookie: url.QueryEscape,
}

// primitive formats a value that is not an array or object. A nested array or object, for which no style is
// defined, is formatted as JSON.
func primitive(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	text, _ := json.Marshal(value) // the value was decoded from JSON
	return string(text)
}
