package compare

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

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
		w.broken(new.Origin, "additional-properties-forbidden", "%s may no longer have other properties than those listed", w.named(at))
	case w.request && is.Schema != nil && was.Schema == nil && !forbidden(was) && !anything(is.Schema):
		// A client that sends properties with other values is refused.
		w.broken(new.Origin, "additional-properties-restricted", "%s may no longer have properties of any kind", w.named(at))
	case !w.request && forbidden(is) && (was.Schema != nil || was.Has != nil && *was.Has):
		// A client that reads the entries of a map finds none.
		w.broken(new.Origin, "additional-properties-removed", "%s no longer has other properties than those listed", w.named(at))
	case !w.request && was.Schema != nil && !anything(was.Schema) && is.Schema == nil && !forbidden(is):
		// A client that reads the entries of a map may get values of other types.
		w.broken(new.Origin, "additional-properties-widened", "%s now may have properties of any kind", w.named(at))
	}
}

// anything reports whether each value conforms to a schema.
func anything(s *openapi3.SchemaRef) bool {
	return s.Value != nil && accepts(s.Value, &openapi3.Schema{})
}

// items reports a schema for the items of any list, which is added in a request or removed in a response. oasdiff compares only two
// schemas, or one with false.
func (w schemaWalk) items(old, new *openapi3.Schema, at string) {
	restricts := func(s *openapi3.SchemaRef) bool {
		return s != nil && s.Value != nil && s.Value.Always == nil && !anything(s)
	}
	switch {
	case w.request && old.Items == nil && restricts(new.Items):
		w.broken(new.Origin, "request-items-added", "%s may no longer have items of any kind", w.named(at))
	case !w.request && new.Items == nil && restricts(old.Items):
		w.broken(new.Origin, "response-items-removed", "%s now may have items of any kind", w.named(at))
	}
}

// conditions reports changes in what depends on other values. oasdiff reports only conditions that are added or removed.
func (w schemaWalk) conditions(old, new *openapi3.Schema, at string) {
	changed := func(a, b *openapi3.SchemaRef) bool {
		switch {
		case a == nil || b == nil || a.Value == nil || b.Value == nil:
			return false
		case a.Value.Always != nil || b.Value.Always != nil:
			return !equal(a.Value, b.Value)
		}
		return !equal(keywords(a.Value), keywords(b.Value))
	}
	dependent := func(name string) bool { return changed(old.DependentSchemas[name], new.DependentSchemas[name]) }
	if changed(old.If, new.If) || changed(old.Then, new.Then) || changed(old.Else, new.Else) ||
		slices.ContainsFunc(slices.Collect(maps.Keys(old.DependentSchemas)), dependent) {
		direction := map[bool]string{true: "request", false: "response"}[w.request]
		w.broken(new.Origin, direction+"-condition-changed", "what %s must be under a condition has changed", w.named(at))
	}
}

// not reports changes in the values that are excluded by "not".
func (w schemaWalk) not(old, new *openapi3.Schema, at string) {
	switch {
	case w.request && old.Not == nil && new.Not != nil:
		// A client that sends such values is refused.
		w.broken(new.Origin, "request-not-added", "%s must no longer be what \"not\" describes", w.named(at))
	case !w.request && old.Not != nil && new.Not == nil:
		// A client may get values that were excluded before.
		w.broken(new.Origin, "response-not-removed", "%s may now be what \"not\" described", w.named(at))
	case old.Not != nil && new.Not != nil && !equal(old.Not.Value, new.Not.Value):
		// Other values are excluded than before, which may break either side.
		direction := map[bool]string{true: "request", false: "response"}[w.request]
		w.broken(new.Origin, direction+"-not-changed", "what %s must not be has changed", w.named(at))
	}
}

// unevaluated reports that values beyond the listed ones are forbidden in a request. oasdiff compares only schemas there.
func (w schemaWalk) unevaluated(old, new *openapi3.Schema, at string) {
	forbidden := func(a openapi3.BoolSchema) bool { return a.Has != nil && !*a.Has }
	if !w.request {
		return
	}
	if forbidden(new.UnevaluatedProperties) && !forbidden(old.UnevaluatedProperties) && !forbidden(old.AdditionalProperties) {
		w.broken(new.Origin, "unevaluated-properties-forbidden", "%s may no longer have other properties than those listed", w.named(at))
	}
	if forbidden(new.UnevaluatedItems) && !forbidden(old.UnevaluatedItems) {
		w.broken(new.Origin, "unevaluated-items-forbidden", "%s may no longer have other items than those described", w.named(at))
	}
}

// required reports changes in the required names that are no declared properties, which oasdiff does not compare.
func (w schemaWalk) required(old, new *openapi3.Schema, at string) {
	from, to, check, message := old, new, "response-property-became-optional", "%q may now be missing in %s"
	if w.request {
		from, to, check, message = new, old, "request-property-became-required", "%q is now required in %s"
	}
	for _, name := range from.Required {
		if from.Properties[name] == nil && !slices.Contains(to.Required, name) {
			w.broken(new.Origin, check, message, name, w.named(at))
		}
	}
}

// defaults reports changed defaults of properties that a request may omit. oasdiff names a property without what it is in.
func (w schemaWalk) defaults(old, new *openapi3.Schema, at string) {
	if !w.request {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(new.Properties)) {
		before, now := old.Properties[name], new.Properties[name]
		if before == nil || before.Value == nil || now.Value == nil || slices.Contains(old.Required, name) && slices.Contains(new.Required, name) ||
			before.Value.ReadOnly && now.Value.ReadOnly {
			continue
		}
		w.defaultValue("request-property", before.Value, now.Value, below(at, name))
	}
}

// defaultValue reports a changed default: a request that omits the value now means something else.
func (w schemaWalk) defaultValue(kind string, old, new *openapi3.Schema, at string) {
	a, b := compact(old.Default), compact(new.Default)
	switch {
	case equal(old.Default, new.Default):
	case old.Default == nil:
		w.broken(new.Origin, kind+"-default-value-added", "%s now has the default %s", w.named(at), b)
	case new.Default == nil:
		w.broken(new.Origin, kind+"-default-value-removed", "%s no longer has the default %s", w.named(at), a)
	default:
		w.broken(new.Origin, kind+"-default-value-changed", "%s had the default %s, and now has %s", w.named(at), a, b)
	}
}
