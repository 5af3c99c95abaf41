// Package conform tests over HTTP whether a running server conforms to an OpenAPI contract of version 3.0 or 3.1.
// It owns the requests, their credentials and the judgment of the responses; kin-openapi parses the contract and
// validates bodies. It is a black-box test: it must not know this project's service, nor how reports are printed or
// the program exits, which is up to package main.
//
// A run consists of stages, each over all operations, so that a run that is cut short has covered a little of
// everything. Generated values depend only on the seed.
package conform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Config configures a [Run]. Document, BaseURL and Requests are required.
type Config struct {
	Document    []byte            // OpenAPI 3.0 or 3.1 document, JSON or YAML
	BaseURL     string            // URL that the contract's paths are relative to; replaces the contract's servers
	Credentials map[string]string // security scheme name -> value: bearer token, API key, or user:password for basic
	Values      map[string]string // parameter, or operationId.parameter -> value; without one: examples, or what an answer had
	Header      http.Header       // sent with each request; what the contract knows of is no part of it
	Seed        uint64            // generated values follow from it
	Requests    int               // maximum number of requests, > 0
	Rate        float64           // maximum number of requests a second, 0: no limit
	Skip        []string          // names of checks left out
	LeftOut     map[string]string // operations to which nothing is sent, such as "GET /items", and why
	AllFindings bool              // list more than three findings of one check and operation

	// UnsafeMethods also sends POST, PUT, PATCH and DELETE to paths for which the contract does not document them.
	UnsafeMethods bool
	Client        *http.Client // nil: one with a time-out of 10 s; redirects are never followed
}

// Finding is one way in which the server violates the contract. It contains no credentials.
type Finding struct {
	Operation     string   // the first for which it was found: "GET /accounts/session-tokens"
	Places        []string // all operations for which it was found, by path and method
	Check         string   // one of [Checks]
	Expected, Got string   // plain text
	Fact          string   // what of Got is the same in each run
	Curl          string   // a curl line that repeats the first request, secrets masked
}

// Result is the result of a run.
type Result struct {
	Requests   int        // sent
	Findings   []Finding  // sorted by path, method and order of [Checks]; each fact once, and at most three of one check and first operation without AllFindings
	Coverage   []Coverage // what became of each check at each operation
	Unchecked  []string   // what could not be checked and why, one plain line each
	Incomplete bool       // something essential is in Unchecked: no finding does not mean that the server conforms
}

// Check is one rule for responses. Breaking it is a [Finding].
type Check struct {
	Name, About string
	Beyond      bool // the contract does not say it, but HTTP does, or good practice
}

// The names of the checks.
const (
	checkNoAnswer            = "no-answer"
	checkServerError         = "server-error"
	checkStatus              = "status"
	checkContentType         = "content-type"
	checkUndocumentedBody    = "undocumented-body"
	checkHeader              = "header"
	checkBody                = "body"
	checkUndeclaredProperty  = "undeclared-property"
	checkAloneSuffices       = "alone-suffices"
	checkNoCredential        = "no-credential"        //nolint:gosec // a name
	checkMalformedCredential = "malformed-credential" //nolint:gosec // a name
	checkWrongCredential     = "wrong-credential"     //nolint:gosec // a name
	checkPartialCredential   = "partial-credential"
	checkChallenge           = "www-authenticate"
	checkRefuses             = "refuses"
	checkMethod              = "method"
	checkAllow               = "allow"
)

// Checks lists all checks, in the order in which findings are sorted.
var Checks = []Check{
	{Name: checkNoAnswer, About: "each request is answered, and the answer is complete"},
	{Name: checkServerError, About: "odd or doubled headers, long values or such of another type, unknown query parameters, broken bodies: no 5xx"},
	{Name: checkStatus, About: "the status is one that the contract documents"},
	{Name: checkContentType, About: "the content type is one that the contract documents for the status"},
	{Name: checkUndocumentedBody, About: "there is a body only if the contract documents one for the status", Beyond: true},
	{Name: checkHeader, About: "the headers are those that the contract documents for the status"},
	{Name: checkBody, About: "the body is JSON and conforms to the contract's schema"},
	{Name: checkUndeclaredProperty, About: "the body has no property that the contract does not declare", Beyond: true},
	{Name: checkAloneSuffices, About: "each alternative of the security is enough alone: no 401, no 403"},
	{Name: checkNoCredential, About: "without a credential: 401"},
	{Name: checkMalformedCredential, About: "with a credential that is malformed: 401"},
	{Name: checkWrongCredential, About: "with a credential that is well-formed but not valid: 401"},
	{Name: checkPartialCredential, About: "with only some of the credentials that are needed together: 401"},
	{Name: checkChallenge, About: "each 401 has WWW-Authenticate (RFC 9110 11.6.1)", Beyond: true},
	{Name: checkRefuses, About: "what the contract forbids is refused: a wrong type, something required missing, a value out of bounds, an undeclared Content-Type: no 2xx"},
	{Name: checkMethod, About: "a method that the contract does not document for a path: 405. Only safe ones are sent, or all with --unsafe-methods", Beyond: true},
	{Name: checkAllow, About: "each such 405 has Allow with the documented methods and no others (RFC 9110 10.2.1)", Beyond: true},
}

// checkNames returns the names of the checks.
func checkNames() []string {
	var names []string
	for _, c := range Checks {
		names = append(names, c.Name)
	}
	return names
}

// Run tests the server. It returns an error if it can't tell whether the server conforms: the document can't be
// used, a security scheme or check does not exist, the server never responds, or ctx is done. The result holds what
// was found until then, unless the server never responded.
func Run(ctx context.Context, c Config) (Result, error) {
	contract, err := load(c.Document)
	if err != nil {
		return Result{}, fmt.Errorf("read the contract: %w", err)
	}
	r, err := newRun(c, contract)
	if err != nil {
		return Result{}, err
	}
	ended := ""
	if err = r.runStages(ctx); err != nil {
		ended = err.Error()
	}
	switch {
	case errors.Is(err, errRequestLimit), errors.Is(err, errUnreachable), errors.Is(err, errLimited):
		err = nil // Unchecked says so
	case err == nil && r.answered == 0:
		err = r.noAnswer
	case err == nil:
		r.neverAccepted()
	}
	if r.answered > 0 && r.notFound == r.answered {
		r.unchecked = slices.Insert(r.unchecked, 0, "every request was answered with 404: do the contract's paths begin at this URL?")
		r.incomplete = true
	}
	result := Result{Requests: r.sent, Unchecked: r.unchecked, Incomplete: r.incomplete}
	if r.answered > 0 {
		result.Findings, result.Coverage = r.ordered(), r.coverageOf(printable(r.mask.Replace(ended)))
	}
	if err != nil {
		return result, errors.New(r.mask.Replace(err.Error()))
	}
	return result, nil
}
