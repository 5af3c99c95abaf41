package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// inherited reports breaking changes in servers, security and response ranges, which oasdiff does not check.
func (b breaking) inherited() {
	c := b.operations()
	for _, pair := range pairs(b.before.Spec, b.now.Spec) {
		o := c.operation(pair)
		later := servers(b.now.Spec, pair.items[1], pair.now)
		for _, url := range servers(b.before.Spec, pair.items[0], pair.before) {
			if !slices.Contains(later, url) {
				o.broken(nil, "server-removed", "the server %s is gone: whoever calls it gets no answer", url)
			}
		}
		if needsCredential(b.before.Spec, pair.before) && !needsCredential(b.now.Spec, pair.now) {
			o.broken(nil, "security-removed", "the operation no longer needs a credential: it is no longer about whoever asks")
		}
		for _, status := range slices.Sorted(maps.Keys(pair.before.Responses.Map())) {
			// oasdiff compares only exact status codes, not "default" and "4XX".
			if strings.Trim(status, "0123456789") != "" && pair.now.Responses.Value(status) == nil {
				o.broken(nil, "response-removed", "the response %q is gone", status)
			}
		}
	}
}

// servers returns the server URLs of an operation: its own, or else those of its path item or of the document.
func servers(t *openapi3.T, item *openapi3.PathItem, o *openapi3.Operation) []string {
	list := t.Servers
	if len(item.Servers) > 0 {
		list = item.Servers
	}
	if o.Servers != nil && len(*o.Servers) > 0 {
		list = *o.Servers
	}
	var urls []string
	for _, server := range list {
		if server != nil {
			urls = append(urls, strings.TrimSuffix(server.URL, "/")) // paths begin with a slash
		}
	}
	return urls
}

// needsCredential reports whether the operation requires authentication: an empty requirement among the
// alternatives makes it optional (OpenAPI 3.0.3 section 4.8.30).
func needsCredential(t *openapi3.T, o *openapi3.Operation) bool {
	requirements := t.Security
	if o.Security != nil {
		requirements = *o.Security
	}
	return len(requirements) > 0 && !slices.ContainsFunc(requirements, func(one openapi3.SecurityRequirement) bool { return len(one) == 0 })
}
