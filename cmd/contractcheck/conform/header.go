package conform

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkHeader refuses header fields that would stand in the way of checks, which send their own or none.
func (c *contract) checkHeader(header http.Header) error {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if slices.Contains([]string{"Accept", "Content-Type"}, name) {
			return fmt.Errorf("the header %s can't be given: the checks send what the contract says, and others", name)
		}
		for _, o := range c.operations {
			for _, scheme := range slices.Concat(o.security...) {
				if strings.EqualFold(headerOf(c.schemes[scheme]), name) {
					return fmt.Errorf("the header %s is that of the security scheme %s: give --credential %s=VALUE", name, scheme, scheme)
				}
			}
			for _, p := range o.parameters {
				if p.In == openapi3.ParameterInHeader && strings.EqualFold(p.Name, name) {
					return fmt.Errorf("the header %s is a parameter of %s: give --value %s=VALUE", name, o.name, p.Name)
				}
			}
		}
	}
	return nil
}

// headerOf returns the name of the header field that has a scheme's credential, or "".
func headerOf(s *openapi3.SecurityScheme) string {
	switch {
	case s.Type != "apiKey":
		return "Authorization"
	case s.In == openapi3.ParameterInHeader:
		return s.Name
	}
	return ""
}

// addHeader adds the header fields of each request, but for those that a check sends itself.
func (r *run) addHeader(to *http.Request) {
	for name, values := range r.header {
		switch {
		case name == "Host":
			to.Host = values[0]
		case name == "User-Agent" || !has(to.Header, name):
			to.Header[name] = values
		}
	}
}

// has reports whether a header has a field, whose name may be written in any case.
func has(header http.Header, name string) bool {
	for other := range header {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}
