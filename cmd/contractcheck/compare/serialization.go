package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// contentAsSchema copies the schemas of the content of parameters and response headers, where both documents have one, to
// where oasdiff looks for them.
func contentAsSchema(before, now *openapi3.T) {
	copied := func(old, new *openapi3.Parameter) {
		if a, b := contentSchema(old), contentSchema(new); a != nil && b != nil {
			old.Schema, new.Schema = a, b
		}
	}
	for _, pair := range pairs(before, now) {
		eachParameter(pair.before, pair.now, pair.parameters, copied)
		eachResponse(pair.before, pair.now, func(_ string, old, new *openapi3.Response) {
			eachHeader(old, new, func(_ string, old, new *openapi3.Header) { copied(&old.Parameter, &new.Parameter) })
		})
	}
}

// contentSchema returns the schema of a parameter's content, which has exactly one media type.
func contentSchema(p *openapi3.Parameter) *openapi3.SchemaRef {
	for _, media := range p.Content {
		return media.Schema
	}
	return nil
}

// serialization reports changes in how values are serialized and in the targets of links.
func (o operation) serialization(before, now *openapi3.Operation, renamed map[string]string) {
	eachParameter(before, now, renamed, func(old, new *openapi3.Parameter) {
		what := parameterName(new)
		o.written("parameter", what, old, new)
		// What a client sends in the old form is refused or misread.
		if old.AllowReserved && !new.AllowReserved {
			o.broken(new.Origin, "parameter-style-changed", "%s no longer takes reserved characters as they are", what)
		}
		if old.AllowEmptyValue && !new.AllowEmptyValue {
			o.broken(new.Origin, "parameter-style-changed", "%s can no longer be empty", what)
		}
	})
	if before.RequestBody != nil && now.RequestBody != nil && before.RequestBody.Value != nil && now.RequestBody.Value != nil {
		o.encoding("request", o.requestBody, before.RequestBody.Value.Content, now.RequestBody.Value.Content)
	}
	eachResponse(before, now, func(status string, old, new *openapi3.Response) {
		o.encoding("response", func(media string) string { return o.responseBody(status, media) }, old.Content, new.Content)
		eachHeader(old, new, func(name string, old, new *openapi3.Header) {
			a, b := old.Parameter, new.Parameter
			a.In, b.In = openapi3.ParameterInHeader, openapi3.ParameterInHeader
			o.written("response-header", o.responseHeader(status, name), &a, &b)
		})
		o.links(status, old.Links, new.Links)
	})
}

// written reports a parameter or header whose serialization has changed.
func (o operation) written(kind, what string, old, new *openapi3.Parameter) {
	media, later := strings.Join(slices.Sorted(maps.Keys(old.Content)), ", "), strings.Join(slices.Sorted(maps.Keys(new.Content)), ", ")
	if media != later {
		o.broken(new.Origin, kind+"-content-changed", "%s was written as %s, and now is as %s", what, orStyle(media), orStyle(later))
		return
	}
	a, errA := old.SerializationMethod()
	b, errB := new.SerializationMethod()
	if media != "" || errA != nil || errB != nil || *a == *b {
		return
	}
	// For a single value explode makes no difference.
	if a.Style == b.Style && isSingle(old.Schema) && isSingle(new.Schema) {
		return
	}
	o.broken(new.Origin, kind+"-style-changed", "%s was written in style %s with explode %t, and now is in style %s with explode %t", what, a.Style, a.Explode, b.Style, b.Explode)
}

func orStyle(media string) string {
	if media == "" {
		return "its style says"
	}
	return media
}

// isSingle reports whether a value can only be a string, number or boolean.
func isSingle(s *openapi3.SchemaRef) bool {
	return s != nil && s.Value != nil && s.Value.Type != nil && len(s.Value.Type.Slice()) > 0 && !s.Value.Type.Includes("array") && !s.Value.Type.Includes("object")
}

// encoding reports form properties whose serialization has changed. body names the body with a media type.
func (o operation) encoding(kind string, body func(media string) string, before, now openapi3.Content) {
	eachMedia(before, now, func(media string, old, new *openapi3.MediaType) {
		for _, property := range UnionKeys(old.Encoding, new.Encoding) {
			if a, b := encoded(old.Encoding[property]), encoded(new.Encoding[property]); a != b {
				o.broken(new.Origin, kind+"-encoding-changed", "the property %s of %s was written as %s, and now is as %s", property, body(media), a, b)
			}
		}
	})
}

// encoded describes a property's serialization, with the defaults of the OpenAPI Specification.
func encoded(e *openapi3.Encoding) string {
	if e == nil {
		e = &openapi3.Encoding{}
	}
	if e.ContentType != "" && e.Style == "" && e.Explode == nil {
		types := strings.Split(e.ContentType, ",")
		for i := range types {
			types[i] = strings.TrimSpace(types[i])
		}
		slices.Sort(types)
		return strings.Join(types, ", ")
	}
	method := e.SerializationMethod()
	return fmt.Sprintf("style %s, explode %t, reserved %t", method.Style, method.Explode, e.AllowReserved)
}

// links reports links that were removed or that lead elsewhere.
func (o operation) links(status string, before, now openapi3.Links) {
	for _, name := range slices.Sorted(maps.Keys(before)) {
		old, new := before[name], now[name]
		switch {
		case old.Value == nil:
		case new == nil || new.Value == nil:
			o.broken(nil, "response-link-removed", "the link %s of the response %s is gone", name, status)
		default:
			a, b := *old.Value, *new.Value
			a.Description, b.Description, a.Extensions, b.Extensions = "", "", nil, nil
			if !equal(a, b) {
				o.broken(new.Value.Origin, "response-link-changed", "the link %s of the response %s leads elsewhere, or passes other values", name, status)
			}
		}
	}
}
