package compare

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// callbacks reports the callbacks and webhooks that are gone, and returns the others, to be compared. For the consumer the
// roles of request and response are reversed, so each call is an operation with the two exchanged. oasdiff does not
// compare the contents of callbacks, and compares webhooks without the exchange.
func (b breaking) callbacks() comparison {
	before, now := calls(b.before.Spec), calls(b.now.Spec)
	names := map[string]string{} // of the operations, by path
	exchanged := [2]*openapi3.T{}
	for i := range exchanged {
		exchanged[i] = &openapi3.T{OpenAPI: b.now.Spec.OpenAPI, Info: &openapi3.Info{}, Paths: openapi3.NewPaths()}
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		old, new := before[key], now[key]
		if new.operation == nil {
			b.callRemoved(old)
			continue
		}
		path := "/" + url.PathEscape(key)
		names[path] = old.name
		exchanged[0].Paths.Set(path, &openapi3.PathItem{Post: exchange(old)})
		exchanged[1].Paths.Set(path, &openapi3.PathItem{Post: exchange(new)})
	}
	return comparison{b, exchanged[0], exchanged[1], func(_, path string) string { return names[path] }, true}
}

// callRemoved reports a call that the later document does not have. A client that waits for it waits forever.
func (b breaking) callRemoved(c call) {
	o := operation{comparison: comparison{breaking: b}, name: c.name}
	if c.owner == nil {
		o.line = &openapi3.Origin{Key: &openapi3.Location{Line: b.now.Line([]string{"webhooks", c.path})}}
		o.broken(nil, "webhook-removed", "nobody calls it any more")
	} else if owner := b.owner(c); owner != nil { // or oasdiff reports that the operation with the callback is gone
		o.broken(owner.Origin, "callback-removed", "nobody calls back any more")
	}
}

// withoutWebhooks returns a document for oasdiff, which would compare webhooks as requests of the consumer.
func withoutWebhooks(t openapi3.T) *openapi3.T {
	t.Webhooks = nil
	return &t
}

// call is a request to the consumer.
type call struct {
	name       string
	owner      *openapi3.Operation // the operation that declares the callback; nil for a webhook
	method     string
	path       string // the webhook's name, if it is one
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
			c.parameters = slices.Concat(item.Parameters, o.Parameters) // the last of a name counts
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
		add("webhook "+name, call{name: "webhook " + name, path: name}, item)
	}
	return found
}

// owner returns the operation in the later document that declared the callback, or nil if it is gone.
func (b breaking) owner(c call) *openapi3.Operation {
	for path, item := range b.now.Spec.Paths.Map() {
		if o := item.GetOperation(c.method); o != nil && shape(path) == shape(c.path) {
			return o
		}
	}
	return nil
}

// exchange returns a call as an operation whose response is the call's request, and whose request is the call's
// response.
func exchange(c call) *openapi3.Operation {
	description := ""
	sent := &openapi3.Response{Description: &description, Headers: openapi3.Headers{}}
	for _, p := range c.parameters {
		if p.Value != nil {
			name := strings.ToLower(p.Value.Name)
			if p.Value.In != openapi3.ParameterInHeader { // it may have the name of a header
				name = p.Value.Name + " (" + p.Value.In + ")"
			}
			sent.Headers[name] = &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: *p.Value}}
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
