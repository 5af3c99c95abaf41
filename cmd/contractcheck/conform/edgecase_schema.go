package conform

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// longTexts is the most texts of one body that are made long.
const longTexts = 30

// values are odd ones for what the contract declares: long texts, and texts of another type or form.
func (r *run) values(o *operation, q *request) []oddity {
	var list []oddity
	for _, p := range o.parameters {
		texts := map[string]string{"a long " + p.Name: strings.Repeat("x", long)}
		if constrained(p.Schema) {
			texts["a "+p.Name+" of another type or form"] = "text"
		}
		for _, what := range slices.Sorted(maps.Keys(texts)) {
			g := r.generator(o, 0)
			g.odd, g.oddText = p, texts[what]
			if made, err := o.request(g); err == nil {
				list = append(list, oddity{what, func(q *request) { *q = *r.with(made, o.good) }})
			}
		}
	}
	if q.body == nil {
		return list
	}
	schema := o.body.Content.Get(q.header.Get("Content-Type")).Schema
	var body any
	if schema == nil || json.Unmarshal(q.body, &body) != nil {
		return list
	}
	for _, b := range longBodies(schema.Value, body) {
		list = append(list, oddity{"a body with a long text at " + b.pointer, func(q *request) { q.body = b.text }})
	}
	return list
}

// constrained reports whether there are texts that are not a value.
func constrained(ref *openapi3.SchemaRef) bool {
	if ref == nil {
		return true // JSON
	}
	s := merged(ref.Value)
	return typeOf(s) != openapi3.TypeString || s.Format != "" || s.Pattern != "" || len(s.Enum) > 0
}

type longBody struct {
	pointer string
	text    []byte
}

// longBodies are a body with one text after the other made long: each that it has, and each that it may have in
// the objects that it has. Of a list it is the first item.
func longBodies(schema *openapi3.Schema, body any) []longBody {
	var list []longBody
	add := func(at string) {
		if text, err := json.Marshal(body); err == nil && len(list) < longTexts {
			list = append(list, longBody{at, text})
		}
	}
	filler := strings.Repeat("x", long)
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
			for _, name := range missingTexts(all, v) {
				v[name] = filler
				add(at + "/" + escapePointer.Replace(name))
				delete(v, name)
			}
		}
	}
	walk([]*openapi3.Schema{schema}, body, "", func(value any) { body = value })
	return list
}

// missingTexts are the text properties that an object may have and has not.
func missingTexts(schemas []*openapi3.Schema, object map[string]any) []string {
	names := map[string]bool{}
	for _, s := range schemas {
		for name, property := range s.Properties {
			p := merged(property.Value)
			if _, has := object[name]; !has && !p.ReadOnly && typeOf(p) == openapi3.TypeString {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
