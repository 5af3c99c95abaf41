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

func anything(s *openapi3.SchemaRef) bool { return s.Value != nil && equal(s.Value, openapi3.Schema{}) }

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
