package conform

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// forbiddenBodies returns changes of the body.
func (r *run) forbiddenBodies(o *operation, q *request) []forbiddenCase {
	if q.body == nil {
		return nil
	}
	list := []forbiddenCase{
		{edgeCase: edgeCase{"a request without its body", func(q *request) { q.body = nil; delete(q.header, "Content-Type") }}},
		{edgeCase: edgeCase{"a Content-Type that the contract does not declare", func(q *request) { q.header["Content-Type"] = []string{"application/x-undeclared"} }}},
	}
	mediaType := q.header.Get("Content-Type")
	media := o.body.Content.Get(mediaType)
	body, err := decode(mediaType, q.body)
	if err != nil || media == nil || media.Schema == nil || !isJSON(mediaType) {
		return list
	}
	c := bodyChanger{schema: media.Schema.Value, body: body, rng: r.generator(o, 0).rng}
	c.add = func(what string, rank int) {
		if text, err := encode(mediaType, c.body); err == nil && len(list) < maxForbiddenCases {
			list = append(list, forbiddenCase{edgeCase{what, func(q *request) { q.body = text }}, rank})
		}
		c.full = len(list) == maxForbiddenCases
	}
	c.walk([]*openapi3.Schema{c.schema}, body, place{put: func(value any) { c.body = value }, within: func(f func()) { f() }})
	for len(c.later) > 0 && !c.full {
		next := c.later[0]
		c.later = c.later[1:]
		next()
	}
	slices.SortStableFunc(list, func(a, b forbiddenCase) int { return cmp.Compare(a.rank, b.rank) })
	return list
}

// bodyChanger applies changes to a body, one at a time.
type bodyChanger struct {
	schema *openapi3.Schema
	body   any
	rng    *rand.Rand
	add    func(what string, rank int) // is called after each change
	full   bool                        // no more changes are wanted
	later  []func()                    // walk what the body lacks, outer objects first
}

// place is the place of a value in the body.
type place struct {
	at     string // a JSON pointer (RFC 6901)
	depth  int
	added  int          // number of properties in the pointer that the body has been given
	put    func(any)    // replaces the value
	within func(func()) // calls a function while the body has these properties
}

// property returns the place of a property.
func (p place) property(name string, put func(any)) place {
	p.at, p.depth, p.put = p.at+"/"+escapePointer.Replace(name), p.depth+1, put
	return p
}

// walk applies each change of a value in the body.
func (c *bodyChanger) walk(schemas []*openapi3.Schema, value any, p place) {
	const nextLevel = 1000 // is more than the number of changes of one value
	var all []*openapi3.Schema
	for _, s := range schemas {
		all = appendApplying(all, s, value, openapi3.VisitAsRequest())
	}
	changes := 0
	change := func(what string) {
		changes++
		c.add(what, p.added*(nextLevel+changes))
	}
	where := "a body "
	if p.at != "" {
		where = "a body in which " + p.at + " "
	}
	seen := map[string]bool{}
	for _, s := range all {
		for _, bad := range badValues(s, value) {
			if !seen[bad.what] {
				seen[bad.what] = true
				p.put(bad.value)
				change(where + map[bool]string{true: "that "}[p.at == ""] + bad.what)
				p.put(value)
			}
		}
	}
	if p.depth == maxForbiddenDepth || c.full {
		return
	}
	switch v := value.(type) {
	case []any:
		if len(v) > 0 {
			c.walk(itemsOf(all), v[0], p.property("0", func(item any) { v[0] = item }))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			of, _ := declaring(all, name)
			old := v[name]
			delete(v, name)
			change("a body without " + p.at + "/" + name)
			v[name] = old
			c.walk(of, old, p.property(name, func(property any) { v[name] = property }))
		}
		v["undeclaredByContract"] = true
		change("a body with an undeclared property in " + p.at + "/")
		delete(v, "undeclaredByContract")
		c.later = append(c.later, func() { p.within(func() { c.walkMissing(all, v, p) }) })
	}
}

// walkMissing gives an object each of the optional properties that it lacks, in turn, and applies the changes of that property.
func (c *bodyChanger) walkMissing(schemas []*openapi3.Schema, object map[string]any, p place) {
	for _, name := range lacking(schemas, object) {
		of, _ := declaring(schemas, name)
		for _, examples := range []bool{true, false} {
			value, ok := c.optional(of, examples)
			if !ok {
				continue
			}
			within := func(f func()) {
				object[name] = value
				f()
				delete(object, name)
			}
			valid := false // otherwise the change may not be what is forbidden
			within(func() { valid = c.schema.VisitJSON(c.body, openapi3.VisitAsRequest(), lenient, brief) == nil })
			if !valid {
				continue
			}
			added := p.property(name, func(property any) { object[name] = property })
			added.added, added.within = p.added+1, func(f func()) { p.within(func() { within(f) }) }
			within(func() { c.walk(of, value, added) })
			break
		}
		if c.full {
			return
		}
	}
}

// optional returns a value for an optional property. A property of no or only endless values has none.
func (c *bodyChanger) optional(schemas []*openapi3.Schema, examples bool) (value any, ok bool) {
	var refs openapi3.SchemaRefs
	for _, s := range schemas {
		refs = append(refs, openapi3.NewSchemaRef("", s))
	}
	g := &generator{rng: c.rng, examples: examples, depthLimit: maxDepth}
	value, err := g.value(&openapi3.Schema{AllOf: refs}, 0)
	if err == nil {
		value, err = decoded(value)
	}
	return value, err == nil && value != nil
}
