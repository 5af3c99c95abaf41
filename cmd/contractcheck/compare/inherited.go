package compare

import (
	"maps"
	"regexp"
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
			if !slices.ContainsFunc(later, func(other string) bool { return answers(other, url) }) {
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
			urls = append(urls, addresses(server)...)
		}
	}
	return urls
}

// addresses returns the URL of a server with each combination of those values of its variables that it lists.
func addresses(server *openapi3.Server) []string {
	const most = 1000
	urls := []string{strings.TrimSuffix(server.URL, "/")} // paths begin with a slash
	for _, name := range slices.Sorted(maps.Keys(server.Variables)) {
		variable := server.Variables[name]
		if variable == nil || len(variable.Enum) == 0 || len(variable.Enum)*len(urls) > most {
			continue
		}
		var all []string
		for _, url := range urls {
			for _, value := range variable.Enum {
				all = append(all, strings.TrimSuffix(strings.ReplaceAll(url, "{"+name+"}", value), "/"))
			}
		}
		slices.Sort(all)
		urls = slices.Compact(all)
	}
	return urls
}

// answers reports whether a server has the URL, or one with variables that may have any value.
func answers(server, url string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(shape(server)), regexp.QuoteMeta("{}"), "[^/]*")
	return server == url || regexp.MustCompile("^"+pattern+"$").MatchString(url)
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
