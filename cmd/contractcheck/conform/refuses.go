package conform

import (
	"bytes"
	"context"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

const (
	maxForbidden      = 30 // forbidden requests per operation
	maxForbiddenDepth = 3  // levels of a body that are changed
)

// refuses sends requests that the contract forbids, each a valid request with one change. It sends only those that
// kin-openapi rejects although it accepts the unchanged request.
func (r *run) refuses(ctx context.Context, o *operation) error {
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		return nil // said already
	}
	if !o.succeeded { // a refusal would mean nothing
		r.leftOut(o.name, checkRefuses, "no request was accepted")
		return nil
	}
	if err := r.forbidden(ctx, o, q); err != nil {
		r.uncheck("%s: whether it refuses what the contract forbids was not checked: its plain request can't be validated", o.name)
		r.leftOut(o.name, checkRefuses, "its plain request can't be validated")
		return nil
	}
	sent := 0
	for _, c := range r.forbiddenCases(o, q) {
		changed := q.clone()
		c.change(changed)
		if sent == maxForbidden {
			break
		}
		if r.forbidden(ctx, o, changed) == nil {
			continue
		}
		sent++
		a, err := r.ask(ctx, o.name, r.with(changed, o.accepted))
		if err != nil {
			return err
		}
		if a != nil {
			r.looked(o.name, checkRefuses)
		}
		switch {
		case a == nil:
		case a.status/100 == 2:
			r.reportAnswer(o.name, checkRefuses, "4xx for "+c.what, a)
		default:
			r.judgeEdgeCase(ctx, o, c.what, a)
		}
	}
	return nil
}

// forbidden returns the reason why the contract forbids a request, or nil.
func (r *run) forbidden(ctx context.Context, o *operation, q *request) error {
	sent, err := http.NewRequestWithContext(ctx, q.method, r.url(q), bytes.NewReader(q.body))
	if err != nil {
		return nil // can't be sent
	}
	sent.Header = http.Header{}
	for name, values := range q.header {
		sent.Header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	if len(q.cookies) > 0 {
		sent.Header["Cookie"] = []string{strings.Join(q.cookies, "; ")}
	}
	if q.body == nil {
		sent.Body = http.NoBody
	} else {
		sent.Body = io.NopCloser(bytes.NewReader(q.body))
	}
	return openapi3filter.ValidateRequest(ctx, &openapi3filter.RequestValidationInput{
		Request: sent, Route: o.route, PathParams: q.variables,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.VisitAsRequest(), lenient, brief}},
	})
}

// forbiddenCases returns changes that turn a valid request into one that the contract may forbid.
func (r *run) forbiddenCases(o *operation, q *request) []edgeCase {
	var list []edgeCase
	for _, p := range o.parameters {
		if p.Required && p.In != openapi3.ParameterInPath {
			list = append(list, edgeCase{"a request without " + p.Name, func(q *request) { q.drop(p) }})
		}
		if p.Schema == nil {
			continue // parameters with JSON content are not changed
		}
		for _, bad := range badValues(p.Schema.Value, nil) {
			text, isText := bad.value.(string)
			if !isText {
				text = primitive(bad.value)
			}
			if bad.value == nil || text == "" || p.In != openapi3.ParameterInQuery && strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' }) {
				continue
			}
			g := r.generator(o, 0)
			g.override, g.overrideText = p, text
			if made, err := o.request(g); err == nil {
				list = append(list, edgeCase{"the " + p.In + " parameter " + p.Name + " that " + bad.what, func(q *request) { *q = *made }})
			}
		}
	}
	return append(list, r.forbiddenBodies(o, q)...)
}

// drop removes a parameter.
func (q *request) drop(p *openapi3.Parameter) {
	switch p.In {
	case openapi3.ParameterInQuery:
		q.query = q.without(p.Name)
	case openapi3.ParameterInHeader:
		maps.DeleteFunc(q.header, func(name string, _ []string) bool { return strings.EqualFold(name, p.Name) })
	case openapi3.ParameterInCookie:
		q.cookies = slices.DeleteFunc(slices.Clone(q.cookies), func(pair string) bool {
			return strings.HasPrefix(pair, url.QueryEscape(p.Name)+"=")
		})
	}
}

// forbiddenBodies returns changes of the body.
func (r *run) forbiddenBodies(o *operation, q *request) []edgeCase {
	if q.body == nil {
		return nil
	}
	list := []edgeCase{
		{"a request without its body", func(q *request) { q.body = nil; delete(q.header, "Content-Type") }},
		{"a Content-Type that the contract does not declare", func(q *request) { q.header["Content-Type"] = []string{"application/x-undeclared"} }},
	}
	mediaType := q.header.Get("Content-Type")
	media := o.body.Content.Get(mediaType)
	body, err := decode(mediaType, q.body)
	if err != nil || media == nil || media.Schema == nil || !isJSON(mediaType) {
		return list
	}
	changeBodies(media.Schema.Value, body, func(what string) {
		if text, err := encode(mediaType, body); err == nil {
			list = append(list, edgeCase{what, func(q *request) { q.body = text }})
		}
	}, func(changed any) { body = changed })
	return list
}

// changeBodies applies each change of a body in turn, and calls add after it; put replaces the body itself.
func changeBodies(schema *openapi3.Schema, body any, add func(what string), put func(any)) {
	var walk func(schemas []*openapi3.Schema, value any, at string, depth int, put func(any))
	walk = func(schemas []*openapi3.Schema, value any, at string, depth int, put func(any)) {
		var all []*openapi3.Schema
		for _, s := range schemas {
			all = appendApplying(all, s, value, openapi3.VisitAsRequest())
		}
		where := "a body"
		if at != "" {
			where = "a body in which " + at
		}
		seen := map[string]bool{}
		for _, s := range all {
			for _, bad := range badValues(s, value) {
				if !seen[bad.what] {
					seen[bad.what] = true
					put(bad.value)
					add(where + map[bool]string{true: " that ", false: " "}[at == ""] + bad.what)
					put(value)
				}
			}
		}
		if depth == 0 {
			return
		}
		switch v := value.(type) {
		case []any:
			if len(v) > 0 {
				walk(itemsOf(all), v[0], at+"/0", depth-1, func(item any) { v[0] = item })
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				of, _ := declaring(all, name)
				old := v[name]
				delete(v, name)
				add("a body without " + at + "/" + name)
				v[name] = old
				walk(of, old, at+"/"+escapePointer.Replace(name), depth-1, func(property any) { v[name] = property })
			}
			v["undeclaredByContract"] = true
			add("a body with an undeclared property in " + at + "/")
			delete(v, "undeclaredByContract")
		}
	}
	walk([]*openapi3.Schema{schema}, body, "", maxForbiddenDepth, put)
}

// badValue is a value that a schema may forbid.
type badValue struct {
	what  string // completes "the parameter that ..."
	value any
}

// badValues returns values most of which the schema's keywords forbid. value is a conforming one, or nil for a
// parameter.
func badValues(s *openapi3.Schema, value any) []badValue {
	s = merged(s)
	list := []badValue{{"is of another type", "text"}, {"is null", nil}}
	switch typeOf(s) {
	case openapi3.TypeString:
		list = []badValue{{"is of another type", map[string]any{}}, {"is a number", 7.0}, {"is null", nil}}
	case openapi3.TypeInteger:
		list = append(list, badValue{"is no whole number", 1.5})
	case openapi3.TypeArray:
		list = []badValue{{"is of another type", map[string]any{}}, {"is a text", "text"}, {"is null", nil}}
	}
	if value == nil { // a parameter, which is sent as text
		one := s
		if typeOf(s) == openapi3.TypeArray && s.Items != nil {
			one = merged(s.Items.Value) // a single string is a list of one
		}
		if list = nil; typeOf(one) != openapi3.TypeString {
			list = []badValue{{"is of another type", "text"}}
		}
		if typeOf(s) == openapi3.TypeInteger {
			list = append(list, badValue{"is no whole number", 1.5})
		}
	}
	if len(s.Enum) > 0 {
		list = append(list, badValue{"is none of the enum", "none-of-these"})
	}
	if s.Min != nil {
		list = append(list, badValue{"is below the minimum", math.Ceil(*s.Min) - 1})
	}
	if s.Max != nil {
		list = append(list, badValue{"is above the maximum", math.Floor(*s.Max) + 1})
	}
	if s.MaxLength != nil && *s.MaxLength < longLength {
		list = append(list, badValue{"is too long", strings.Repeat("x", int(*s.MaxLength)+1)}) //nolint:gosec // is small
	}
	if s.MinLength > 0 && s.MinLength < longLength {
		list = append(list, badValue{"is too short", strings.Repeat("x", int(s.MinLength)-1)}) //nolint:gosec // is small
	}
	if s.Pattern != "" {
		list = append(list, badValue{"does not match the pattern", "~!~"}, badValue{"does not match the pattern", "0"})
	}
	if s.Format != "" && typeOf(s) == openapi3.TypeString {
		list = append(list, badValue{"has not the format " + s.Format, "~!~"})
	}
	if items, is := value.([]any); is {
		if s.MinItems > 0 && len(items) >= int(s.MinItems) { //nolint:gosec // is small
			list = append(list, badValue{"has too few items", items[:s.MinItems-1]})
		}
		if s.MaxItems != nil && *s.MaxItems < 100 && len(items) > 0 {
			list = append(list, badValue{"has too many items", slices.Repeat(items[:1], int(*s.MaxItems)+1)}) //nolint:gosec // is small
		}
	}
	return list
}
