// Package contract checks messages, and the records of which they are made, against the OpenAPI document, and says
// what the document declares: its operations, its security, its headers. It owns kin-openapi; it must not know echo,
// Redis, credentials or what an operation does.
//
// A whole response is checked by CheckResponse. A response that is mostly records is checked piece by piece: its
// [Envelope] is constant, and each record in it is checked by its [RecordSchema], if possible in one pass by a
// [Scanner].
//
// Its neighbours: package handlers has it check each request and response, package live each record, and package
// credential takes from it which security schemes there are.
package contract

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Errors of this package, to be recognised with errors.Is. The text around them names properties
// and rules of the contract, never a value: the values here are tokens.
var (
	// ErrNoPath means that the contract has no such path.
	ErrNoPath = errors.New("no such path in the contract")
	// ErrNoMethod means that the contract has the path, but not with this method. See [MethodError].
	ErrNoMethod = errors.New("no such method in the contract")
	// ErrRequest means that the request breaks the contract.
	ErrRequest = errors.New("the request breaks the contract")
	// ErrMediaType means that the contract does not list the media type of the request's body.
	ErrMediaType = errors.New("the request's body is of another media type")
	// ErrResponse means that the response breaks the contract.
	ErrResponse = errors.New("the response breaks the contract")
)

// MethodError is an [ErrNoMethod] that names the methods there are.
type MethodError struct {
	Allow []string // sorted; with HEAD if there is GET (RFC 9110, section 9.3.2)
}

func (e *MethodError) Error() string { return ErrNoMethod.Error() }

// Unwrap returns [ErrNoMethod].
func (e *MethodError) Unwrap() error { return ErrNoMethod }

// Contract is a loaded document. It is safe for concurrent use.
type Contract struct {
	document   []byte
	doc        *openapi3.T
	operations map[string]map[string]*Operation // by route and method, see [Contract.Find]
	failed     *openapi3.SchemaRef              // the body of every response that is not a success
	names      names
}

// Load reads an OpenAPI 3.0 document in JSON.
func Load(document []byte) (*Contract, error) {
	loader := openapi3.NewLoader() // external references stay forbidden
	doc, err := loader.LoadFromData(document)
	if err != nil {
		return nil, fmt.Errorf("load the contract: %w", err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.0.") { // 3.1 has other rules for values
		return nil, errors.New("load the contract: it is not an OpenAPI 3.0 document")
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("load the contract: %w", err)
	}
	if doc.Components == nil || doc.Components.Schemas["Error"] == nil {
		return nil, errors.New("load the contract: it has no schema Error for the body of errors")
	}
	c := &Contract{document: document, doc: doc, operations: map[string]map[string]*Operation{}, failed: doc.Components.Schemas["Error"]}
	if c.names, err = namesOf(doc); err != nil {
		return nil, fmt.Errorf("load the contract: %w", err)
	}
	for path, item := range doc.Paths.Map() {
		methods := map[string]*Operation{}
		for method, operation := range item.Operations() {
			methods[method] = newOperation(doc, path, item, method, operation)
		}
		c.operations[routeOf.Replace(path)] = methods
	}
	return c, nil
}

// Document returns the document as it was loaded. It must not be changed.
func (c *Contract) Document() []byte { return c.document }

// routeOf writes a path as routers do: /a/{b} becomes /a/:b.
var routeOf = strings.NewReplacer("{", ":", "}", "")

// Route returns the route of a request's escaped path, in the form in which the generated code registers it with the
// router, or "" if there is none. If two match, the one without parameters wins (OpenAPI 3.0.3, Paths Object), or
// else the one whose first parameter comes later.
func (c *Contract) Route(path string) (route string) {
	if c.operations[path] != nil && !strings.Contains(path, ":") {
		return path
	}
	for template := range c.operations {
		if matches(template, path) && (route == "" || strings.Index(template, ":") > strings.Index(route, ":")) {
			route = template
		}
	}
	return route
}

// matches reports whether a path belongs to a route. A parameter stands for the non-empty rest of one segment.
func matches(route, path string) bool {
	for {
		part, restOfRoute, more := strings.Cut(route, "/")
		segment, restOfPath, moreOfPath := strings.Cut(path, "/")
		before, _, parameter := strings.Cut(part, ":")
		rest, same := strings.CutPrefix(segment, before)
		if !same || parameter != (rest != "") || more != moreOfPath {
			return false
		}
		if !more {
			return true
		}
		route, path = restOfRoute, restOfPath
	}
}

// Find returns the operation of a route. It returns an [ErrNoPath], or a [MethodError].
func (c *Contract) Find(route, method string) (*Operation, error) {
	methods := c.operations[route]
	if methods == nil {
		return nil, ErrNoPath
	}
	if operation := methods[method]; operation != nil {
		return operation, nil
	}
	return nil, &MethodError{Allow: allowed(methods)}
}

func allowed(methods map[string]*Operation) []string {
	allow := slices.Collect(maps.Keys(methods))
	if methods[http.MethodGet] != nil && methods[http.MethodHead] == nil {
		allow = append(allow, http.MethodHead)
	}
	slices.Sort(allow)
	return allow
}

// Routes returns the methods of each route, sorted; with HEAD if there is GET.
func (c *Contract) Routes() map[string][]string {
	routes := map[string][]string{}
	for route, methods := range c.operations {
		routes[route] = allowed(methods)
	}
	return routes
}

// Operations returns all operations, sorted by ID.
func (c *Contract) Operations() []*Operation {
	var all []*Operation
	for _, methods := range c.operations {
		all = slices.AppendSeq(all, maps.Values(methods))
	}
	slices.SortFunc(all, func(a, b *Operation) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// SecurityScheme is one way to present a credential, as the contract declares it.
type SecurityScheme struct {
	Name   string // as the contract names it
	Type   string // "http", "apiKey", ...
	Scheme string // for http: "bearer", ...
	In     string // for apiKey: "header", ...
	Header string // for apiKey: the name of the header, parameter or cookie
}

// SecuritySchemes returns the security schemes that the contract declares, sorted by name.
func (c *Contract) SecuritySchemes() []SecurityScheme {
	declared := c.doc.Components.SecuritySchemes
	var all []SecurityScheme
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		s := declared[name].Value
		all = append(all, SecurityScheme{Name: name, Type: s.Type, Scheme: s.Scheme, In: s.In, Header: s.Name})
	}
	return all
}

// names are the names of all properties that the contract declares.
type names map[string]bool

func namesOf(doc *openapi3.T) (names, error) {
	n := names{}
	err := doc.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
		for name := range s.Value.Properties {
			n[name] = true
		}
		return nil
	})
	return n, err
}

// explain says where and how a value breaks a schema, without the value itself. An undeclared name counts as part of
// the value.
func (n names) explain(err error) string {
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		return "it can't be read"
	}
	rule := fmt.Sprintf("breaks the rule %q", schema.SchemaField)
	switch schema.SchemaField {
	case "type", "required", "nullable": // only these reasons are known to depend on the schema alone
		rule = schema.Reason
	}
	where := schema.JSONPointer()
	for i, name := range where {
		if _, notIndex := strconv.Atoi(name); notIndex != nil && !n[name] {
			where[i] = "*"
		}
	}
	return "/" + strings.Join(where, "/") + ": " + rule
}
