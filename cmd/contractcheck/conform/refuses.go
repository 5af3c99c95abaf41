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

// Bounds per operation. A body may have hundreds of optional properties, each with several forbidden values, and a run of the default
// 1000 requests must get to all operations and all stages.
const (
	maxForbidden         = 30   // forbidden requests that change what the plain request has
	maxForbiddenOptional = 20   // forbidden requests with an optional property of the body that the plain request lacks
	maxForbiddenCases    = 1000 // changes of a body that are validated, to find the forbidden ones
	maxForbiddenDepth    = 3    // levels of a body that are changed
)

// forbiddenCase is a change that turns a valid request into one that the contract may forbid.
type forbiddenCase struct {
	edgeCase
	rank int // 0 for what the plain request has; optional properties are tried by rank, so that each has its turn
}

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
	cases := r.forbiddenCases(o, q)
	left := map[bool]int{false: maxForbidden, true: maxForbiddenOptional}
	all := len(cases) < maxForbiddenCases
	for _, c := range cases {
		optional := c.rank > 0
		if left[optional] == 0 && !all {
			continue
		}
		changed := q.clone()
		c.change(changed)
		if r.forbidden(ctx, o, changed) == nil {
			continue
		}
		if left[optional] == 0 {
			all = false
			continue
		}
		left[optional]--
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
	if !all {
		r.leftOut(o.name, checkRefuses, "not all forbidden requests were sent: at most %d with what the plain request has, and %d with other optional properties of the body", maxForbidden, maxForbiddenOptional)
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
func (r *run) forbiddenCases(o *operation, q *request) []forbiddenCase {
	var list []forbiddenCase
	add := func(what string, change func(*request)) {
		list = append(list, forbiddenCase{edgeCase: edgeCase{what, change}})
	}
	for _, p := range o.parameters {
		if p.Required && p.In != openapi3.ParameterInPath {
			add("a request without "+p.Name, func(q *request) { q.drop(p) })
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
				add("the "+p.In+" parameter "+p.Name+" that "+bad.what, func(q *request) { *q = *made })
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
