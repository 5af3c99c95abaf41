package conform

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// judge compares a response with what the contract documents for the operation.
func (r *run) judge(ctx context.Context, o *operation, a *answer) {
	response, named := o.documented(a.status)
	r.looked(o.name, checkStatus)
	o.succeeded = o.succeeded || success(a.status, named)
	if response == nil {
		r.reportAnswer(o.name, checkStatus, "a documented status: "+o.statuses(), a)
	}
	if a.status == http.StatusUnauthorized {
		r.looked(o.name, checkChallenge)
		if !challenge.MatchString(a.header.Get("WWW-Authenticate")) {
			r.report(o.name, checkChallenge, "WWW-Authenticate with the name of a scheme", withHeader(a, "WWW-Authenticate"), a.sent)
		}
	}
	if response == nil {
		return
	}
	r.looked(o.name, checkHeader)
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: a.httpRequest, Route: o.route},
		Status:                 a.status, Header: a.header, Body: io.NopCloser(bytes.NewReader(nil)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{lenient, brief}},
	}
	// kin-openapi ignores the headers of responses to HEAD, and of those with certain statuses.
	if err := openapi3filter.ValidateResponse(ctx, input); err != nil {
		r.report(o.name, checkHeader, "the documented headers", r.contract.names.reason(err), a.sent)
	}
	if bodiless(a) {
		return
	}
	if len(response.Content) == 0 {
		r.judgeUndocumentedBody(o, a)
		return
	}
	r.looked(o.name, checkContentType)
	media := response.Content.Get(a.header.Get("Content-Type"))
	if media == nil {
		r.reportAnswer(o.name, checkContentType, strings.Join(slices.Sorted(maps.Keys(response.Content)), " or "), a)
		return
	}
	switch {
	case a.truncated || media.Schema == nil:
	case !isJSON(a.header.Get("Content-Type")):
		r.uncheck("%s: the body of %d is %s, not JSON: it was not checked", o.name, a.status, a.header.Get("Content-Type"))
		r.leftOut(o.name, checkBody, "the body of %d is %s, not JSON", a.status, a.header.Get("Content-Type"))
	default:
		r.judgeBody(o, a, media.Schema.Value)
	}
}

// success reports whether a status means that a request was accepted. Redirects must be named in the contract.
func success(status int, named bool) bool { return status/100 == 2 || named && status/100 == 3 }

// challenge matches a WWW-Authenticate header that begins with a scheme (RFC 9110 section 11.6.1).
var challenge = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+( |,|$)")

// bodiless reports whether such a response has no body in HTTP (RFC 9112 section 6.3).
func bodiless(a *answer) bool {
	return a.sent.method == http.MethodHead || a.status == http.StatusNoContent || a.status == http.StatusNotModified
}

// judgeUndocumentedBody judges a body for which the contract documents no content. OpenAPI does not say that there must be none, and
// many frameworks send one with each error, so only HTTP forbids it for some statuses. Of these the client sees it for 205 alone
// (RFC 9110 section 15.3.6).
func (r *run) judgeUndocumentedBody(o *operation, a *answer) {
	check, expected := checkUndocumentedBody, "no body: the contract documents none for %d"
	if a.status == http.StatusResetContent {
		check, expected = checkContentType, "no body: HTTP allows none for %d"
	}
	r.looked(o.name, check)
	if len(a.body) > 0 {
		r.reportAnswer(o.name, check, fmt.Sprintf(expected, a.status), a)
	}
}

// judgeBody validates a JSON body against its schema.
func (r *run) judgeBody(o *operation, a *answer, schema *openapi3.Schema) {
	r.looked(o.name, checkBody)
	var value any
	if err := json.Unmarshal(a.body, &value); err != nil || !utf8.Valid(a.body) { // the validator stops after the first value
		r.reportAnswer(o.name, checkBody, "one JSON value in UTF-8", a)
		return
	}
	// ValidateResponse would stop at a header, which has been judged already.
	if err := schema.VisitJSON(value, openapi3.VisitAsResponse(), lenient, brief); err != nil {
		r.report(o.name, checkBody, fmt.Sprintf("a body that conforms to the schema of %d", a.status), r.contract.names.reason(err), a.sent)
		return
	}
	if !r.contract.conforms(schema, value) {
		r.report(o.name, checkBody, fmt.Sprintf("a body that conforms to the schema of %d", a.status), "it breaks a keyword of OpenAPI 3.1", a.sent)
		return
	}
	if r.contract.strict[schema] != nil {
		r.uncheck("%s: the schema of %d says more than OpenAPI 3.0 can: undeclared properties were not looked for", o.name, a.status)
		r.leftOut(o.name, checkUndeclaredProperty, "the schema of %d says more than OpenAPI 3.0 can", a.status)
		return
	}
	r.looked(o.name, checkUndeclaredProperty)
	for _, pointer := range r.contract.names.undeclared([]*openapi3.Schema{schema}, value, "") {
		r.report(o.name, checkUndeclaredProperty, "declared properties only", "the property "+pointer, a.sent)
	}
}

// undeclared returns JSON pointers to the properties that no schema declares. Additional properties are allowed
// only where the contract says so explicitly, or where an object's schemas declare no property at all. Setting
// additionalProperties to false in each schema would not work: each part of an allOf would refuse what the others
// declare.
func (n names) undeclared(schemas []*openapi3.Schema, value any, pointer string) []string {
	var all []*openapi3.Schema
	for _, s := range schemas {
		all = appendApplying(all, s, value, openapi3.VisitAsResponse())
	}
	var found []string
	switch v := value.(type) {
	case []any:
		items := itemsOf(all)
		for i, item := range v {
			found = append(found, n.undeclared(items, item, fmt.Sprintf("%s/%d", pointer, i))...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := pointer + "/" + escapePointer.Replace(n.redact(name))
			if of, declared := declaring(all, name); declared {
				found = append(found, n.undeclared(of, v[name], at)...)
			} else {
				found = append(found, at)
			}
		}
	}
	return found
}

// itemsOf returns the schemas of an array's items.
func itemsOf(schemas []*openapi3.Schema) []*openapi3.Schema {
	var items []*openapi3.Schema
	for _, s := range schemas {
		if s.Items != nil {
			items = append(items, s.Items.Value)
		}
	}
	return items
}

// declaring returns the schemas of a property, and whether the property is declared.
func declaring(schemas []*openapi3.Schema, name string) (of []*openapi3.Schema, declared bool) {
	freeForm := true
	for _, s := range schemas {
		if property := s.Properties[name]; property != nil {
			of = append(of, property.Value)
		}
		freeForm = freeForm && len(s.Properties) == 0 && s.AdditionalProperties.Has == nil
	}
	if len(of) > 0 {
		return of, true
	}
	for _, s := range schemas {
		if additional := s.AdditionalProperties; additional.Schema != nil {
			of, declared = append(of, additional.Schema.Value), true
		} else if additional.Has != nil && *additional.Has {
			declared = true
		}
	}
	return of, declared || freeForm
}

// appendApplying appends the schema, the parts of its allOf, and those branches of its oneOf and anyOf that the
// value matches.
func appendApplying(all []*openapi3.Schema, s *openapi3.Schema, value any, as openapi3.SchemaValidationOption) []*openapi3.Schema {
	all = append(all, s)
	for _, part := range s.AllOf {
		all = appendApplying(all, part.Value, value, as)
	}
	for _, branch := range slices.Concat(s.OneOf, s.AnyOf) {
		if branch.Value.VisitJSON(value, as, lenient, openapi3.FailFast()) == nil {
			all = appendApplying(all, branch.Value, value, as)
		}
	}
	return all
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1") // RFC 6901 section 3

// statuses returns the documented statuses as text.
func (o *operation) statuses() string {
	return strings.Join(slices.Sorted(maps.Keys(o.route.Operation.Responses.Map())), ", ")
}
