package conform

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// contract is the parsed document.
type contract struct {
	schemes    map[string]*openapi3.SecurityScheme
	operations []*operation // by path, then in the order of httpMethods
	names      names
	strict     map[*openapi3.Schema]*openapi3.Schema // what OpenAPI 3.1 says beyond 3.0, see [lower]
	notes      []string                              // what is wrong with the document
	unusable   map[string]string                     // why an operation can't be asked, by its name
}

// operation is one operation of the contract.
type operation struct {
	name        string // "GET /users/{id}"
	route       *routers.Route
	parameters  []*openapi3.Parameter
	body        *openapi3.RequestBody // nil without a body
	security    [][]string            // alternatives, each the names of the schemes needed together; empty if no credential is needed
	methods     []string              // documented for the path and for the paths that overlap it
	firstOfPath bool                  // the first operation of its path

	noRequest   bool     // no request can be generated
	accepted    []string // the first security alternative that was accepted, if any
	firstStatus int      // status of the first valid request not refused by 401 or 403; 0 if none
	stale       bool     // the resource named by the examples of the path's parameters does not exist
	answers     int      // number of responses to valid requests
	refusals    int      // of these, with a 4xx
	absences    int      // of these, with 404 or 410
	succeeded   bool     // a response was a 2xx, or a 3xx that the contract documents
	failures    []string // by valid request that failed: the check that found it, or "" if no check does
	explained   bool     // the first valid requests that failed all did so by findings
}

// httpMethods are the methods that OpenAPI 3.0 supports.
var httpMethods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodHead, http.MethodOptions, http.MethodTrace}

// load parses a document.
func load(document []byte) (*contract, error) {
	doc, strict, notes, err := parse(document)
	if err != nil {
		return nil, err
	}
	c := &contract{schemes: map[string]*openapi3.SecurityScheme{}, names: names{}, strict: strict, notes: notes, unusable: map[string]string{}}
	if err := doc.WalkSchemas(func(_ string, schema *openapi3.SchemaRef) error {
		for name := range schema.Value.Properties {
			c.names[name] = true
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if doc.Components != nil {
		for name, scheme := range doc.Components.SecuritySchemes {
			c.schemes[name] = scheme.Value
		}
		for name, schema := range doc.Components.Schemas {
			if containsItself(schema.Value, nil) {
				return nil, fmt.Errorf("the schema %s has no end: it holds itself", name)
			}
		}
	}
	paths := doc.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if !strings.HasPrefix(path, "/") {
			c.notes = append(c.notes, fmt.Sprintf("the path %q does not begin with /: it was not checked", path))
			for method := range paths[path].Operations() {
				c.unusable[method+" "+path] = "the path does not begin with /"
			}
			continue
		}
		methods := overlapping(paths, path)
		firstOfPath := true
		for _, method := range httpMethods {
			o := paths[path].GetOperation(method)
			if o == nil {
				continue
			}
			operation, err := c.operation(doc, path, method)
			if err != nil {
				c.notes = append(c.notes, fmt.Sprintf("%s %s was not checked: %v", method, path, err))
				c.unusable[method+" "+path] = err.Error()
				continue
			}
			operation.methods, operation.firstOfPath = methods, firstOfPath
			firstOfPath = false
			c.operations = append(c.operations, operation)
		}
	}
	if len(c.operations) == 0 {
		return nil, errors.New(strings.Join(append(c.notes, "the document has no operation that can be asked"), "; "))
	}
	return c, nil
}

// deletesLast returns the operations with those that delete at the end, nested resources first, so that everything
// exists until then.
func (c *contract) deletesLast() []*operation {
	var list, deletes []*operation
	for _, o := range c.operations {
		if o.route.Method == http.MethodDelete {
			deletes = append(deletes, o)
		} else {
			list = append(list, o)
		}
	}
	slices.Reverse(deletes)
	return append(list, deletes...)
}

// operation returns an operation with its inherited parameters and the security that applies to it.
func (c *contract) operation(doc *openapi3.T, path, method string) (*operation, error) {
	item := doc.Paths.Value(path)
	o := item.GetOperation(method)
	if o.Responses.Len() == 0 {
		return nil, errors.New("the document has no responses for it")
	}
	made := &operation{
		name:       method + " " + path,
		route:      &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: o},
		parameters: parameters(item.Parameters, o.Parameters),
	}
	if o.RequestBody != nil {
		made.body = o.RequestBody.Value
	}
	security := doc.Security
	if o.Security != nil {
		security = *o.Security
	}
	for _, alternative := range security {
		names := slices.Sorted(maps.Keys(alternative))
		for _, name := range names {
			if c.schemes[name] == nil {
				return nil, fmt.Errorf("no security scheme %q in the document", name)
			}
		}
		made.security = append(made.security, names)
	}
	return made, nil
}

// parameters merges the parameters of the path item and of the operation, which override them.
func parameters(lists ...openapi3.Parameters) []*openapi3.Parameter {
	type key struct{ in, name string }
	all := map[key]*openapi3.Parameter{}
	for _, list := range lists {
		for _, p := range list {
			all[key{p.Value.In, p.Value.Name}] = p.Value
		}
	}
	// OpenAPI 3.0.3 section 4.7.12.1: these header parameters are ignored.
	maps.DeleteFunc(all, func(k key, _ *openapi3.Parameter) bool {
		return k.in == openapi3.ParameterInHeader &&
			slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(k.name))
	})
	return slices.SortedFunc(maps.Values(all), func(a, b *openapi3.Parameter) int {
		return cmp.Or(strings.Compare(a.In, b.In), strings.Compare(a.Name, b.Name))
	})
}

var template = regexp.MustCompile(`\{[^}]*\}`)

// overlapping returns the methods documented for the path, or for another path that can match the same URL, as
// /users/{id} and /users/me do: which of them applies is up to the server.
func overlapping(paths map[string]*openapi3.PathItem, path string) []string {
	var methods []string
	for other, item := range paths {
		if other == path || mayMatch(path, other) {
			methods = slices.AppendSeq(methods, maps.Keys(item.Operations()))
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// mayMatch reports whether some URL matches both paths.
func mayMatch(a, b string) bool {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if as[i] != bs[i] && !template.MatchString(as[i]) && !template.MatchString(bs[i]) {
			return false
		}
	}
	return true
}

// needsCredential reports whether authentication is required, that is, no alternative is empty.
func (o *operation) needsCredential() bool {
	return len(o.security) > 0 && !slices.ContainsFunc(o.security, func(names []string) bool { return len(names) == 0 })
}

// enough reports whether the schemes satisfy one of the alternatives.
func (o *operation) enough(schemes []string) bool {
	return slices.ContainsFunc(o.security, func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(schemes, name) })
	})
}

// maySucceed reports whether the contract documents a response that is not an error.
func (o *operation) maySucceed() bool {
	for status := range o.route.Operation.Responses.Map() {
		if strings.ContainsAny(status[:1], "23d") { // "default" begins with d
			return true
		}
	}
	return false
}

// documented returns the documented response for a status, and whether the contract lists the status or its range,
// rather than only "default".
func (o *operation) documented(status int) (response *openapi3.Response, named bool) {
	if ref := o.route.Operation.Responses.Status(status); ref != nil {
		return ref.Value, true
	}
	if ref := o.route.Operation.Responses.Default(); ref != nil {
		return ref.Value, false
	}
	return nil, false
}
