package conform_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestOddPaths checks that characters that are invalid in a URL's path are escaped, and that the run continues.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/files/{id}#share":       "/files/7%23share",
		"/files/{id}?action=copy": "/files/7?action=copy",
		"/files of/{id}":          "/files%20of/7",
		"/größe/{id}":             "/gr%C3%B6%C3%9Fe/7",
		"/a%2Fb/{id}%":            "/a%2Fb/7%25",
		"/a|b<\"`^>\\\\/{id}":     "/a%7Cb%3C%22%60%5E%3E%5C/7",
		"/files/{id}:share":       "/files/7:share",
	} {
		t.Run(path, func(t *testing.T) {
			var asked []string
			result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = append(asked, r.RequestURI)
				if r.Method != http.MethodGet {
					w.Header().Set("Allow", "GET")
					w.WriteHeader(http.StatusMethodNotAllowed)
				}
			}), func(c *conform.Config) {
				c.Credentials, c.Skip = nil, []string{"refuses"} // it takes any ID
				c.Document = []byte(`openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  '` + strings.ReplaceAll(path, `\\`, `\`) + `':
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 7, maximum: 7 } }]
      responses: { "200": { description: it } }
  /later: { get: { responses: { "200": { description: it } } } }
`)
			})
			ok(t, err)
			wantFindings(t, result)
			if !slices.Contains(asked, want) || !slices.Contains(asked, "/later") || result.Incomplete {
				t.Errorf("asked %q, want %s; unchecked: %q", slices.Compact(asked), want, result.Unchecked)
			}
		})
	}
}
