package conform

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// longLength is the length of a long value, in bytes. HTTP servers still accept it: nginx's limit is 8 KiB, Node's
// is 16 KiB for all headers.
const longLength = 4096

// edgeCase is a change to a valid request, such as a client might make by mistake or on purpose: something
// malformed, duplicated, long or undeclared.
type edgeCase struct {
	what   string // completes "no 5xx for ..."
	change func(*request)
}

// commonEdgeCases apply to all requests.
var commonEdgeCases = []edgeCase{
	{"a header that is not UTF-8", func(q *request) { q.add("X-Odd", "\xff\xfe\x80") }},
	{"a header with an odd name and no value", func(q *request) { q.add("!#$%&'*+-.^_`|~", "") }},
	{"a header with quotes and brackets", func(q *request) { q.add("X-Odd", `"<>{}[]();,=?@\'%00%`) }},
	{"many headers", func(q *request) {
		for range 50 {
			q.add("X-Odd", "many")
		}
	}},
	{"a long header", func(q *request) { q.add("X-Odd", strings.Repeat("x", longLength)) }},
	{"odd forwarding headers", func(q *request) {
		q.add("X-Forwarded-For", "nobody, ::::, 999.999.999.999")
		q.add("Forwarded", `for="`)
	}},
	{"an odd Cookie", func(q *request) { q.add("Cookie", `;;=;a="`) }},
	{"an odd Accept", func(q *request) { q.header["Accept"] = []string{";;, /, a/b/c;q=x"} }},
	{"an Accept that asks for a picture", func(q *request) { q.header["Accept"] = []string{"image/png"} }},
	{"an empty Accept", func(q *request) { q.header["Accept"] = []string{""} }},
	{"two Accept", func(q *request) { q.header["Accept"] = []string{"application/json", "text/html;q=0.1"} }},
	{"an odd Content-Type", func(q *request) { q.header["Content-Type"] = []string{"/;=;charset"} }},
	{"another Content-Type", func(q *request) { q.header["Content-Type"] = []string{"text/plain; charset=utf-16"} }},
	{"two Content-Type", func(q *request) { q.header["Content-Type"] = []string{"application/json", "text/plain"} }},
	{"an unknown query parameter", func(q *request) { q.query = append(q.query, "unknown=1") }},
	{"a doubled unknown query parameter", func(q *request) { q.query = append(q.query, "unknown=1", "unknown[]=2", "unknown[a]=3") }},
	{"a query parameter that is not UTF-8", func(q *request) { q.query = append(q.query, "unknown=%ff%00") }},
	{"a query with broken escapes", func(q *request) { q.query = append(q.query, "unknown=%zz", "&&=", "a;b") }},
	{"a long query parameter", func(q *request) { q.query = append(q.query, "unknown="+strings.Repeat("x", longLength)) }},
}

// edgeCaseBodies replace the body of a request that has one.
var edgeCaseBodies = []struct{ what, body string }{
	{"a body that breaks off", `{"a": [1, "`},
	{"an empty body", ""},
	{"a body that is null", "null"},
	{"a body of another type", `"text"`},
	{"a body that is a list of lists", strings.Repeat("[", 500) + strings.Repeat("]", 500)},
	{"a body that is not UTF-8", "{\"\xff\": \"\xfe\"}"},
	{"a body with another object", `{"unknown": {"a": [null]}}`},
	{"a body with a huge number", `{"unknown": 1e999}`},
	{"a body with two values", "{} {}"},
}

// edgeCases sends the operation's edge cases. Any refusal is fine, but a 5xx or no response is not.
func (r *run) edgeCases(ctx context.Context, o *operation) error {
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		return nil // reported already
	}
	if o.firstStatus >= http.StatusInternalServerError {
		r.missOf(o, checkServerError, "%s: a plain request is answered by %d already: odd ones were not sent", o.name, o.firstStatus)
		r.leftOut(o.name, checkServerError, "a plain request is answered by %d already", o.firstStatus)
		return nil
	}
	q = r.with(q, o.accepted)
	for _, c := range slices.Concat(commonEdgeCases, r.doubledEdgeCases(o, q), r.credentialEdgeCases(o), r.schemaEdgeCases(o, q), bodyEdgeCases(q)) {
		changed := q.clone()
		c.change(changed)
		a, err := r.ask(ctx, o.name, changed)
		if err != nil {
			return err
		}
		if a != nil {
			r.judgeEdgeCase(ctx, o, c.what, a)
		}
	}
	return nil
}

// judgeEdgeCase is like judge, except that a 4xx need not be documented.
func (r *run) judgeEdgeCase(ctx context.Context, o *operation, what string, a *answer) {
	r.looked(o.name, checkServerError)
	response, named := o.documented(a.status)
	refusal := a.status/100 == 4
	// HTTP servers send these on their own, before the application sees the request.
	byItself := slices.Contains([]int{http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong,
		http.StatusRequestHeaderFieldsTooLarge}, a.status)
	switch {
	case a.status >= http.StatusInternalServerError:
		r.reportAnswer(o.name, checkServerError, "no 5xx for "+what, a)
	case refusal && (response == nil || byItself && !named):
	default:
		r.judge(ctx, o, a)
	}
}

// doubledEdgeCases duplicate all headers, all query parameters, and each query parameter that the contract
// declares, with two different values if its schema has them.
func (r *run) doubledEdgeCases(o *operation, q *request) []edgeCase {
	list := []edgeCase{{"each header twice", func(q *request) {
		for name, values := range q.header {
			q.header[name] = append(values, values...)
		}
	}}}
	if len(q.query) > 0 {
		list = append(list, edgeCase{"each query parameter twice", func(q *request) { q.query = append(q.query, q.query...) }})
	}
	for _, p := range o.parameters {
		if p.In != openapi3.ParameterInQuery {
			continue
		}
		var twice []string
		for round := range 4 {
			texts, err := o.parameter(p, r.generator(o, round))
			if err == nil && len(texts) > 0 && len(twice) < 2 && (round == 3 || !slices.Contains(twice, texts[0])) {
				twice = append(twice, texts[0])
			}
		}
		if len(twice) == 2 {
			list = append(list, edgeCase{"a doubled " + p.Name, func(q *request) { q.query = append(q.without(p.Name), twice...) }})
		}
	}
	return list
}

// credentialEdgeCases apply to operations that take a credential.
func (r *run) credentialEdgeCases(o *operation) []edgeCase {
	var schemes []string
	for _, names := range o.security {
		schemes = append(schemes, names...)
	}
	slices.Sort(schemes)
	schemes = slices.Compact(schemes)
	if len(schemes) == 0 {
		return nil
	}
	list := []edgeCase{
		{"two Authorization", func(q *request) { q.header["Authorization"] = []string{"Bearer one", "Basic two"} }},
		{"an Authorization of an unknown scheme", func(q *request) { q.header["Authorization"] = []string{`Odd a="b", c`} }},
		{"an Authorization that is not UTF-8", func(q *request) { q.header["Authorization"] = []string{"Bearer \xff\xfe"} }},
		{"all credentials at once", func(q *request) {
			for _, scheme := range schemes {
				if !slices.Contains(o.accepted, scheme) && r.credentials[scheme] != "" {
					r.carry(q, scheme, r.onWire(scheme, r.credentials[scheme]))
				}
			}
		}},
	}
	for _, scheme := range schemes {
		list = append(list,
			edgeCase{"another " + scheme + " besides", func(q *request) { r.carry(q, scheme, r.onWire(scheme, "unknown:unknown")) }},
			edgeCase{"a long " + scheme, func(q *request) { r.carry(q, scheme, r.onWire(scheme, strings.Repeat("x", longLength))) }})
	}
	return list
}

// bodyEdgeCases apply to requests with a body.
func bodyEdgeCases(q *request) []edgeCase {
	if q.body == nil {
		return nil
	}
	var list []edgeCase
	for _, b := range edgeCaseBodies {
		list = append(list, edgeCase{b.what, func(q *request) { q.body = []byte(b.body) }})
	}
	return list
}
