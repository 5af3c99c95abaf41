package contract

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// Operation is one operation of the contract.
type Operation struct {
	// ID is the operationId or, without one, the method and the path.
	ID     string
	Method string
	Path   string // as the contract writes it, "/a/{b}"
	// Security lists alternatives, each of which names the security schemes that must hold together. An operation
	// that needs no credential has no alternative, or an empty one.
	Security [][]string

	route *routers.Route
}

func newOperation(doc *openapi3.T, path string, item *openapi3.PathItem, method string, operation *openapi3.Operation) *Operation {
	o := &Operation{ID: operation.OperationID, Method: method, Path: path, route: &routers.Route{
		Spec: doc, Path: path, PathItem: item, Method: method, Operation: operation,
	}}
	if o.ID == "" {
		o.ID = method + " " + path
	}
	security := &doc.Security
	if operation.Security != nil {
		security = operation.Security
	}
	for _, alternative := range *security {
		o.Security = append(o.Security, slices.Sorted(maps.Keys(alternative)))
	}
	return o
}

// Safe reports whether the operation's method is safe, meaning read-only (RFC 9110, section 9.2.1).
func (o *Operation) Safe() bool {
	return o.Method == http.MethodGet || o.Method == http.MethodHead || o.Method == http.MethodOptions || o.Method == http.MethodTrace
}

// HasBody reports whether the operation takes a request body.
func (o *Operation) HasBody() bool { return o.route.Operation.RequestBody != nil }

// Extension returns the string value of an extension of the operation ("x-..."), or "" if it has none.
func (o *Operation) Extension(name string) string {
	text, _ := o.route.Operation.Extensions[name].(string)
	return text
}

// ResponseHeaders returns the names of the headers that the operation's responses may have, sorted.
func (o *Operation) ResponseHeaders() []string {
	names := map[string]bool{}
	for _, response := range o.route.Operation.Responses.Map() {
		for name := range response.Value.Headers {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Documents reports whether the contract documents a status of the operation, on its own or as part of a range such
// as 4XX.
func (o *Operation) Documents(status int) bool {
	return o.route.Operation.Responses.Status(status) != nil
}

// ErrorStatuses returns, sorted, the statuses from 400 up that the contract documents individually for the operation.
// Ranges and the default are not included.
func (o *Operation) ErrorStatuses() []int {
	var statuses []int
	for key := range o.route.Operation.Responses.Map() {
		if status, err := strconv.Atoi(key); err == nil && status >= http.StatusBadRequest {
			statuses = append(statuses, status)
		}
	}
	slices.Sort(statuses)
	return statuses
}
