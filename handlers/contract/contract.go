// Package contract checks what goes over the wire, and what is kept to go over it, against the
// OpenAPI document, and says what the document has: its operations, its security, its headers. It owns
// kin-openapi; it must not know echo, Redis, credentials or what an operation does.
//
// A whole response is checked by CheckResponse. One that is mostly records is checked piece by piece: its
// [Envelope] is always the same, and each record in it is checked by its [RecordSchema], which a [Scanner]
// does in one pass where it can.
//
// Its neighbours: package handlers asks it about each request and response, package live about each
// record, and package credential takes from it which security schemes there are.
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
	// ErrNoPath: the contract has no such path.
	ErrNoPath = errors.New("no such path in the contract")
	// ErrNoMethod: the contract has the path, but not with this method. See [MethodError].
	ErrNoMethod = errors.New("no such method in the contract")
	// ErrRequest: the request breaks the contract.
	ErrRequest = errors.New("the request breaks the contract")
	// ErrMediaType: the request's body is of a media type that the contract does not list for it.
	ErrMediaType = errors.New("the request's body is of another media type")
	// ErrResponse: the response breaks the contract.
	ErrResponse = errors.New("the response breaks the contract")
)

// MethodError is an [ErrNoMethod] that names the methods there are.
type MethodError struct {
	Allow []string // sorted; with HEAD where there is GET (RFC 9110 9.3.2)
}

func (e *MethodError) Error() string { return ErrNoMethod.Error() }

// Unwrap makes it an [ErrNoMethod].
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

// routeOf writes a path as routers do: /a/{b} is /a/:b.
var routeOf = strings.NewReplacer("{", ":", "}", "")

// Route returns the route of a request's path, which is escaped: a path of the contract as the generated
// code gives it to the router, or nothing if there is none. Of two that match, the one without parameters
// is meant (OpenAPI 3.0.3, Paths Object), or else the one whose first parameter comes later.
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

// matches reports whether a path is one of a route. A parameter stands for the rest of one segment, which
// is not empty.
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

// Routes returns, by route, the methods that it has, sorted; with HEAD where there is GET.
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
	Name   string // what the contract calls it
	Type   string // "http", "apiKey", ...
	Scheme string // for http: "bearer", ...
	In     string // for apiKey: "header", ...
	Header string // for apiKey: the name of the header, parameter or cookie
}

// SecuritySchemes returns what the contract declares, sorted by name.
func (c *Contract) SecuritySchemes() []SecurityScheme {
	declared := c.doc.Components.SecuritySchemes
	var all []SecurityScheme
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		s := declared[name].Value
		all = append(all, SecurityScheme{Name: name, Type: s.Type, Scheme: s.Scheme, In: s.In, Header: s.Name})
	}
	return all
}

// names are those of all properties that the contract declares.
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

// explain says where and how a value breaks a schema, without the value. A name in the value that the
// contract does not declare is a part of the value.
func (n names) explain(err error) string {
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		return "it can't be read"
	}
	rule := fmt.Sprintf("breaks the rule %q", schema.SchemaField)
	switch schema.SchemaField {
	case "type", "required", "nullable": // only these reasons are known to be made of the schema alone
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
