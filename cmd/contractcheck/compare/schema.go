package compare

import (
	"maps"
	"path"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// schemas reports schema changes that oasdiff does not check.
func (o operation) schemas(before, now *openapi3.Operation, renamed map[string]string) {
	findings := len(o.r.Findings)
	seen := map[schemaPair]bool{}
	walk := func(request bool, place string, old, new *openapi3.SchemaRef) schemaWalk {
		w := schemaWalk{operation: o, request: request, place: place, seen: map[schemaPair]bool{}}
		w.walk(old, new, "")
		maps.Copy(seen, w.seen)
		return w
	}
	eachParameter(before, now, renamed, func(old, new *openapi3.Parameter) { walk(true, parameterName(new), old.Schema, new.Schema) })
	if before.RequestBody != nil && now.RequestBody != nil && before.RequestBody.Value != nil && now.RequestBody.Value != nil {
		optional := !before.RequestBody.Value.Required || !now.RequestBody.Value.Required
		eachMedia(before.RequestBody.Value.Content, now.RequestBody.Value.Content, func(media string, old, new *openapi3.MediaType) {
			w := walk(true, o.requestBody(media), old.Schema, new.Schema)
			if optional && old.Schema != nil && new.Schema != nil && old.Schema.Value != nil && new.Schema.Value != nil {
				w.defaultValue("request-body", old.Schema.Value, new.Schema.Value, "")
			}
		})
	}
	eachResponse(before, now, func(status string, old, new *openapi3.Response) {
		eachMedia(old.Content, new.Content, func(media string, old, new *openapi3.MediaType) {
			walk(false, o.responseBody(status, media), old.Schema, new.Schema)
		})
		eachHeader(old, new, func(name string, old, new *openapi3.Header) {
			walk(false, o.responseHeader(status, name), old.Schema, new.Schema)
		})
	})
	if len(o.r.Findings) == findings {
		maps.Copy(o.clean, seen)
	}
}

// schemaPair is a schema in both documents, as part of a request or of a response.
type schemaPair struct {
	before, now *openapi3.Schema
	request     bool
}

// schemaWalk walks two schemas in parallel. In requests a schema may only become less restrictive, in responses
// only more.
type schemaWalk struct {
	operation
	request bool
	place   string              // the part of the operation that has the schemas
	seen    map[schemaPair]bool // schemas may be recursive
}

func (w schemaWalk) walk(before, now *openapi3.SchemaRef, at string) {
	if before == nil || now == nil || before.Value == nil || now.Value == nil {
		return
	}
	old, new := before.Value, now.Value
	both := schemaPair{old, new, w.request}
	if w.seen[both] || w.clean[both] {
		return
	}
	w.seen[both] = true
	w.counterparts.add(old.Origin, new.Origin)
	alternativesAsTypes(old, new)
	alternativesAsTypes(new, old)
	if w.request && old.ReadOnly && new.ReadOnly || !w.request && old.WriteOnly && new.WriteOnly {
		return // it is never part of this message
	}
	w.additional(old, new, at)
	w.unevaluated(old, new, at)
	w.not(old, new, at)
	w.items(old, new, at)
	w.conditions(old, new, at)
	w.required(old, new, at)
	w.alternatives(old, new, at)
	w.defaults(old, new, at)
	for _, name := range slices.Sorted(maps.Keys(old.Properties)) {
		w.walk(old.Properties[name], new.Properties[name], below(at, name))
	}
	for _, pattern := range slices.Sorted(maps.Keys(old.PatternProperties)) {
		w.walk(old.PatternProperties[pattern], new.PatternProperties[pattern], below(at, pattern))
	}
	w.walk(old.Items, new.Items, below(at, "items"))
	w.walk(old.AdditionalProperties.Schema, new.AdditionalProperties.Schema, below(at, "*"))
	lists := map[string][2]openapi3.SchemaRefs{"oneOf": {old.OneOf, new.OneOf}, "anyOf": {old.AnyOf, new.AnyOf}, "allOf": {old.AllOf, new.AllOf}, "prefixItems": {old.PrefixItems, new.PrefixItems}}
	for _, keyword := range slices.Sorted(maps.Keys(lists)) {
		before, now := lists[keyword][0], lists[keyword][1]
		for i, one := range before {
			name := strconv.Itoa(i + 1)
			if one.Ref != "" {
				name = path.Base(one.Ref)
			}
			w.walk(one, sameOf(one, i, before, now), below(at, keyword+"["+name+"]"))
		}
	}
}

func below(at, name string) string {
	if at == "" {
		return name
	}
	return at + "/" + name
}

// sameOf returns the schema that corresponds to list element i: the one with the same reference, an equal inline one, or
// the inline one at the same index in a list of the same length.
func sameOf(one *openapi3.SchemaRef, i int, before, now openapi3.SchemaRefs) *openapi3.SchemaRef {
	if one.Ref != "" {
		if at := slices.IndexFunc(now, func(other *openapi3.SchemaRef) bool { return other.Ref == one.Ref }); at >= 0 {
			return now[at]
		}
		return nil
	}
	if at := slices.IndexFunc(now, func(other *openapi3.SchemaRef) bool { return other.Ref == "" && equal(other.Value, one.Value) }); at >= 0 {
		return now[at]
	}
	if len(before) == len(now) && now[i].Ref == "" {
		return now[i]
	}
	return nil
}

// named names a schema by its place in the operation, since whoever accepts a change in one place has not accepted
// it in another.
func (w schemaWalk) named(at string) string {
	if at == "" {
		return w.place
	}
	return at + " in " + w.place
}
