package conform

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// long is a length that HTTP servers still read, in bytes: nginx stops at 8 KiB, Node at 16 KiB for all headers.
const long = 4096

// oddity changes a request into one that a client might send by mistake or with intent.
type oddity struct {
	what   string
	change func(*request)
}

// oddities are those for any request.
var oddities = []oddity{
	{"a header that is not UTF-8", func(q *request) { q.add("X-Odd", "\xff\xfe\x80") }},
	{"a header with an odd name and no value", func(q *request) { q.add("!#$%&'*+-.^_`|~", "") }},
	{"a header with quotes and brackets", func(q *request) { q.add("X-Odd", `"<>{}[]();,=?@\'%00%`) }},
	{"many headers", func(q *request) {
		for range 50 {
			q.add("X-Odd", "many")
		}
	}},
	{"a long header", func(q *request) { q.add("X-Odd", strings.Repeat("x", long)) }},
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
	{"a long query parameter", func(q *request) { q.query = append(q.query, "unknown="+strings.Repeat("x", long)) }},
}

// brokenBodies are those for a request with a body.
var brokenBodies = []struct{ what, body string }{
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

// odd asks the operation in odd ways. Any refusal will do; a 5xx or silence will not.
func (r *run) odd(ctx context.Context, o *operation) error {
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		return nil // said already
	}
	if o.plain >= http.StatusInternalServerError {
		r.miss(checkServerError, "%s: a plain request is answered by %d already: odd ones were not sent", o.name, o.plain)
		return nil
	}
	q = r.with(q, o.good)
	for _, odd := range slices.Concat(oddities, doubled(q), r.oddCredentials(o), r.values(o, q), broken(q)) {
		changed := q.clone()
		odd.change(changed)
		a, err := r.ask(ctx, o.name, changed)
		if err != nil {
			return err
		}
		if a != nil {
			r.judgeOdd(ctx, o, odd.what, a)
		}
	}
	return nil
}

// judgeOdd is more lenient than judge: an undocumented refusal is one.
func (r *run) judgeOdd(ctx context.Context, o *operation, what string, a *answer) {
	response, named := o.documented(a.status)
	refusal := a.status/100 == 4
	// HTTP servers give these by themselves, before they know of a contract.
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

// doubled sends twice what the request has once.
func doubled(q *request) []oddity {
	list := []oddity{{"each header twice", func(q *request) {
		for name, values := range q.header {
			q.header[name] = append(values, values...)
		}
	}}}
	if len(q.query) > 0 {
		list = append(list, oddity{"each query parameter twice", func(q *request) { q.query = append(q.query, q.query...) }})
	}
	return list
}

// oddCredentials are for an operation that takes one.
func (r *run) oddCredentials(o *operation) []oddity {
	var schemes []string
	for _, names := range o.security {
		schemes = append(schemes, names...)
	}
	slices.Sort(schemes)
	schemes = slices.Compact(schemes)
	if len(schemes) == 0 {
		return nil
	}
	list := []oddity{
		{"two Authorization", func(q *request) { q.header["Authorization"] = []string{"Bearer one", "Basic two"} }},
		{"an Authorization of an unknown scheme", func(q *request) { q.header["Authorization"] = []string{`Odd a="b", c`} }},
		{"an Authorization that is not UTF-8", func(q *request) { q.header["Authorization"] = []string{"Bearer \xff\xfe"} }},
		{"all credentials at once", func(q *request) {
			for _, scheme := range schemes {
				if !slices.Contains(o.good, scheme) && r.credentials[scheme] != "" {
					r.carry(q, scheme, r.onWire(scheme, r.credentials[scheme]))
				}
			}
		}},
	}
	for _, scheme := range schemes {
		list = append(list,
			oddity{"another " + scheme + " besides", func(q *request) { r.carry(q, scheme, r.onWire(scheme, "unknown:unknown")) }},
			oddity{"a long " + scheme, func(q *request) { r.carry(q, scheme, r.onWire(scheme, strings.Repeat("x", long))) }})
	}
	return list
}

// broken are for a request with a body.
func broken(q *request) []oddity {
	if q.body == nil {
		return nil
	}
	var list []oddity
	for _, b := range brokenBodies {
		list = append(list, oddity{b.what, func(q *request) { q.body = []byte(b.body) }})
	}
	return list
}
