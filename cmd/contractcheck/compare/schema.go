package compare

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// schemas reports schema changes that oasdiff does not check.
func (o operation) schemas(before, now *openapi3.Operation, renamed map[string]string) {
	findings := len(o.r.Findings)
	seen := map[schemaPair]bool{}
	request := schemaWalk{operation: o, request: true, seen: seen}
	response := schemaWalk{operation: o, seen: seen}
	eachParameter(before, now, renamed, func(old, new *openapi3.Parameter) { request.walk(old.Schema, new.Schema, new.Name) })
	if before.RequestBody != nil && now.RequestBody != nil && before.RequestBody.Value != nil && now.RequestBody.Value != nil {
		request.content(before.RequestBody.Value.Content, now.RequestBody.Value.Content)
	}
	eachResponse(before, now, func(_ string, old, new *openapi3.Response) {
		response.content(old.Content, new.Content)
		for _, name := range slices.Sorted(maps.Keys(old.Headers)) {
			if header, later := old.Headers[name], new.Headers[name]; later != nil && header.Value != nil && later.Value != nil {
				response.walk(header.Value.Schema, later.Value.Schema, name)
			}
		}
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
	seen    map[schemaPair]bool // schemas may be recursive
}

func (w schemaWalk) content(before, now openapi3.Content) {
	for _, media := range slices.Sorted(maps.Keys(before)) {
		if before[media] != nil && now[media] != nil {
			w.walk(before[media].Schema, now[media].Schema, "")
		}
	}
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
	if w.request && old.ReadOnly && new.ReadOnly || !w.request && old.WriteOnly && new.WriteOnly {
		return // it is never part of this message
	}
	w.additional(old, new, at)
	w.not(old, new, at)
	below := func(name string) string {
		if at == "" {
			return name
		}
		return at + "/" + name
	}
	for _, name := range slices.Sorted(maps.Keys(old.Properties)) {
		w.walk(old.Properties[name], new.Properties[name], below(name))
	}
	w.walk(old.Items, new.Items, below("items"))
	w.walk(old.AdditionalProperties.Schema, new.AdditionalProperties.Schema, below("*"))
	for _, list := range [][2]openapi3.SchemaRefs{{old.OneOf, new.OneOf}, {old.AnyOf, new.AnyOf}, {old.AllOf, new.AllOf}, {old.PrefixItems, new.PrefixItems}} {
		for i, one := range list[0] {
			w.walk(one, sameOf(one, i, list[0], list[1]), at)
		}
	}
}

// sameOf returns the schema that corresponds to list element i: the one with the same reference, or an inline one
// at the same index in a list of the same length.
func sameOf(one *openapi3.SchemaRef, i int, before, now openapi3.SchemaRefs) *openapi3.SchemaRef {
	if one.Ref != "" {
		if at := slices.IndexFunc(now, func(other *openapi3.SchemaRef) bool { return other.Ref == one.Ref }); at >= 0 {
			return now[at]
		}
		return nil
	}
	if len(before) == len(now) && now[i].Ref == "" {
		return now[i]
	}
	return nil
}

// additional reports changes in the properties that an object may have beyond the listed ones.
func (w schemaWalk) additional(old, new *openapi3.Schema, at string) {
	if new.Type != nil && len(new.Type.Slice()) > 0 && !new.Type.Includes("object") {
		return
	}
	was, is := old.AdditionalProperties, new.AdditionalProperties
	forbidden := func(a openapi3.AdditionalProperties) bool { return a.Has != nil && !*a.Has }
	switch {
	case w.request && forbidden(is) && !forbidden(was):
		// A client that sends unlisted properties is refused.
		w.broken(new.Origin, "additional-properties-forbidden", "%s may no longer have other properties than those listed", named(at))
	case w.request && is.Schema != nil && was.Schema == nil && !forbidden(was) && !anything(is.Schema):
		// A client that sends properties with other values is refused.
		w.broken(new.Origin, "additional-properties-restricted", "%s may no longer have properties of any kind", named(at))
	case !w.request && forbidden(is) && (was.Schema != nil || was.Has != nil && *was.Has):
		// A client that reads the entries of a map finds none.
		w.broken(new.Origin, "additional-properties-removed", "%s no longer has other properties than those listed", named(at))
	case !w.request && was.Schema != nil && !anything(was.Schema) && is.Schema == nil && !forbidden(is):
		// A client that reads the entries of a map may get values of other types.
		w.broken(new.Origin, "additional-properties-widened", "%s now may have properties of any kind", named(at))
	}
}

func anything(s *openapi3.SchemaRef) bool { return s.Value != nil && equal(s.Value, openapi3.Schema{}) }

// not reports changes in the values that are excluded by "not".
func (w schemaWalk) not(old, new *openapi3.Schema, at string) {
	switch {
	case w.request && old.Not == nil && new.Not != nil:
		// A client that sends such values is refused.
		w.broken(new.Origin, "request-not-added", "%s must no longer be what \"not\" describes", named(at))
	case !w.request && old.Not != nil && new.Not == nil:
		// A client may get values that were excluded before.
		w.broken(new.Origin, "response-not-removed", "%s may now be what \"not\" described", named(at))
	case old.Not != nil && new.Not != nil && !equal(old.Not.Value, new.Not.Value):
		// Other values are excluded than before, which may break either side.
		direction := map[bool]string{true: "request", false: "response"}[w.request]
		w.broken(new.Origin, direction+"-not-changed", "what %s must not be has changed", named(at))
	}
}

func named(at string) string {
	if at == "" {
		return "the value"
	}
	return at
}
