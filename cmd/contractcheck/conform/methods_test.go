package conform_test

import (
	"net/http"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestUnsafeMethods checks that undocumented methods that write or delete are sent only on request.
func TestUnsafeMethods(t *testing.T) {
	for _, unsafe := range []bool{false, true} {
		asked := map[string]bool{}
		h := newHonest(t)
		_, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/status" {
				asked[r.Method] = true
			}
			h.ServeHTTP(w, r)
		}), func(c *conform.Config) { c.UnsafeMethods = unsafe })
		ok(t, err)
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND"} {
			if !asked[method] {
				t.Errorf("unsafe %t: no %s was sent", unsafe, method)
			}
		}
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			if asked[method] != unsafe {
				t.Errorf("unsafe %t: %s sent: %t", unsafe, method, asked[method])
			}
		}
	}
}
