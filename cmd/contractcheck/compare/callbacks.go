package compare

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// callbacks reports changes that break a consumer of callbacks or webhooks, whose contents oasdiff does not
// compare. For the consumer the roles of request and response are reversed, so each call is compared as an
// operation with the two exchanged.
func (b breaking) callbacks() error {
	before, now := calls(b.before.Spec), calls(b.now.Spec)
	names := map[string]string{} // of the operations, by path
	exchanged := [2]*openapi3.T{}
	for i := range exchanged {
		exchanged[i] = &openapi3.T{OpenAPI: b.now.Spec.OpenAPI, Info: &openapi3.Info{}, Paths: openapi3.NewPaths()}
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		old, new := before[key], now[key]
		if new.operation == nil {
			if old.isWebhook || !b.has(old) {
				continue // oasdiff reports that the webhook, or the operation with the callback, is gone
			}
			// A client that waits for the callback waits forever.
			operation{breaking: b, name: old.name, line: old.owner.Origin}.broken(nil, "callback-removed", "nobody calls back any more")
			continue
		}
		path := "/" + url.PathEscape(key)
		names[path] = old.name
		exchanged[0].Paths.Set(path, &openapi3.PathItem{Post: exchange(old)})
		exchanged[1].Paths.Set(path, &openapi3.PathItem{Post: exchange(new)})
	}
	if len(names) == 0 {
		return nil
	}
	return b.all(exchanged[0], exchanged[1], func(_, path string) string { return names[path] })
}

// call is a request to the consumer.
type call struct {
	name       string
	isWebhook  bool
	owner      *openapi3.Operation // the operation that declares the callback
	method     string
	path       string
	operation  *openapi3.Operation
	parameters openapi3.Parameters // including those of its path item
}

// calls returns the callbacks and webhooks of a document by a key that identifies them in both documents.
func calls(t *openapi3.T) map[string]call {
	found := map[string]call{}
	add := func(key string, c call, item *openapi3.PathItem) {
		for method, o := range item.Operations() {
			c := c
			c.name += " " + method
			c.operation = o
			c.parameters = slices.Concat(o.Parameters, item.Parameters)
			found[key+" "+method] = c
		}
	}
	for path, item := range t.Paths.Map() {
		for method, owner := range item.Operations() {
			for name, callback := range owner.Callbacks {
				if callback.Value == nil {
					continue
				}
				for expression, item := range callback.Value.Map() {
					called := " callback " + name + " " + expression
					add(method+" "+shape(path)+called, call{name: method + " " + path + called, owner: owner, method: method, path: path}, item)
				}
			}
		}
	}
	for name, item := range t.Webhooks {
		add("webhook "+name, call{name: "webhook " + name, isWebhook: true}, item)
	}
	return found
}

// has reports whether the later document still has the operation that declares the callback.
func (b breaking) has(c call) bool {
	for path, item := range b.now.Spec.Paths.Map() {
		if shape(path) == shape(c.path) && item.GetOperation(c.method) != nil {
			return true
		}
	}
	return false
}

// exchange returns a call as an operation whose response is the call's request, and whose request is the call's
// response.
func exchange(c call) *openapi3.Operation {
	description := ""
	sent := &openapi3.Response{Description: &description, Headers: openapi3.Headers{}}
	for _, p := range c.parameters {
		if p.Value != nil {
			sent.Headers[strings.ToLower(p.Value.Name)] = &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: *p.Value}}
		}
	}
	o := &openapi3.Operation{Origin: c.operation.Origin, Responses: openapi3.NewResponsesWithCapacity(1)}
	if body := c.operation.RequestBody; body != nil && body.Value != nil {
		sent.Content = body.Value.Content
	}
	o.Responses.Set("200", &openapi3.ResponseRef{Value: sent})
	answers := c.operation.Responses.Map()
	for _, status := range slices.Sorted(maps.Keys(answers)) {
		if answer := answers[status].Value; answer != nil && len(answer.Content) > 0 {
			o.RequestBody = &openapi3.RequestBodyRef{Value: &openapi3.RequestBody{Content: answer.Content}}
			break // the lowest status: success comes first
		}
	}
	return o
}
