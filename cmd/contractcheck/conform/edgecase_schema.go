package conform

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxLongTexts is the maximum number of strings per body that are replaced by long ones.
const maxLongTexts = 30

// schemaEdgeCases are derived from the schemas of parameters and body: long strings and, for a parameter that is
// not free text, a string of another type or format.
func (r *run) schemaEdgeCases(o *operation, q *request) []edgeCase {
	var list []edgeCase
	for _, p := range o.parameters {
		texts := map[string]string{"a long " + p.Name: strings.Repeat("x", longLength)}
		if constrained(p.Schema) {
			texts["a "+p.Name+" of another type or form"] = "text"
		}
		for _, what := range slices.Sorted(maps.Keys(texts)) {
			g := r.generator(o, 0)
			g.override, g.overrideText = p, texts[what]
			if made, err := o.request(g); err == nil {
				list = append(list, edgeCase{what, func(q *request) { *q = *r.with(made, o.accepted) }})
			}
		}
	}
	if q.body == nil {
		return list
	}
	mediaType := q.header.Get("Content-Type")
	schema := o.body.Content.Get(mediaType).Schema
	body, err := decode(mediaType, q.body)
	if schema == nil || err != nil {
		return list
	}
	for _, b := range longBodies(mediaType, schema.Value, body) {
		list = append(list, edgeCase{"a body with a long text at " + b.pointer, func(q *request) { q.body = b.text }})
	}
	return list
}

// constrained reports whether the schema allows only some strings.
func constrained(ref *openapi3.SchemaRef) bool {
	if ref == nil {
		return true // the value is JSON
	}
	s := merged(ref.Value)
	return typeOf(s) != openapi3.TypeString || s.Format != "" || s.Pattern != "" || len(s.Enum) > 0
}

// longBody is a body with one long string.
type longBody struct {
	pointer string // to the string
	text    []byte
}

// longBodies returns variants of the body, each with one long string: in place of each string that it has, and for
// each optional string property that its objects lack. Only the first item of an array is changed.
func longBodies(mediaType string, schema *openapi3.Schema, body any) []longBody {
	var list []longBody
	add := func(at string) {
		if text, err := encode(mediaType, body); err == nil && len(list) < maxLongTexts {
			list = append(list, longBody{at, text})
		}
	}
	filler := strings.Repeat("x", longLength)
	var walk func(schemas []*openapi3.Schema, value any, at string, put func(any))
	walk = func(schemas []*openapi3.Schema, value any, at string, put func(any)) {
		var all []*openapi3.Schema
		for _, s := range schemas {
			all = appendApplying(all, s, value, openapi3.VisitAsRequest())
		}
		switch v := value.(type) {
		case string:
			put(filler)
			add(at)
			put(v)
		case []any:
			if len(v) > 0 {
				walk(itemsOf(all), v[0], at+"/0", func(item any) { v[0] = item })
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				of, _ := declaring(all, name)
				walk(of, v[name], at+"/"+escapePointer.Replace(name), func(property any) { v[name] = property })
			}
			for _, name := range lacking(all, v) {
				if of, _ := declaring(all, name); slices.ContainsFunc(of, isText) {
					v[name] = filler
					add(at + "/" + escapePointer.Replace(name))
					delete(v, name)
				}
			}
		}
	}
	walk([]*openapi3.Schema{schema}, body, "", func(value any) { body = value })
	return list
}

// lacking returns the names of properties that the object may have but lacks.
func lacking(schemas []*openapi3.Schema, object map[string]any) []string {
	names := map[string]bool{}
	for _, s := range schemas {
		for name, property := range s.Properties {
			if _, has := object[name]; !has && !merged(property.Value).ReadOnly {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func isText(s *openapi3.Schema) bool { return typeOf(merged(s)) == openapi3.TypeString }
