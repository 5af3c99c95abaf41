package conform_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// On a server that implements the control contract all of it can be tested: no operation is skipped, forms are sent
// too, and the contract's own examples conform.
func TestControlContract(t *testing.T) {
	document, err := os.ReadFile("../../../gen/control/openapi.json")
	ok(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(document)
	ok(t, err)
	honest := &honest{t: t, doc: doc, security: func(r *http.Request, _ string) bool {
		return slices.Equal(r.Header.Values("X-Control-Key"), []string{"fake-control-key"})
	}}
	codes := map[int]string{400: "bad_request", 401: "unauthorized", 404: "not_found", 405: "method_not_allowed"}
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		honest.ServeHTTP(recorded, r)
		if status := recorded.Code; status >= 400 {
			for name, values := range recorded.Header() {
				w.Header()[name] = values
			}
			send(w, status, "application/json", map[string]string{"error": http.StatusText(status), "code": codes[status]})
			return
		}
		path, _ := honest.route(r)
		for _, status := range []int{201, 200, 204} {
			response := doc.Paths.Value(path).GetOperation(r.Method).Responses.Status(status)
			if response == nil {
				continue
			}
			media := response.Value.Content["application/json"]
			if media == nil {
				w.WriteHeader(status)
				return
			}
			example := media.Example
			for _, named := range media.Examples {
				example = named.Value.Value // any of them
			}
			send(w, status, "application/json", example)
			return
		}
	})
	for seed := range uint64(3) {
		result, err := ask(t, server, func(c *conform.Config) {
			c.Document, c.Credentials, c.Seed = document, map[string]string{"controlKey": "fake-control-key"}, seed
		})
		ok(t, err)
		wantFindings(t, result)
		wantTexts(t, "unchecked", result.Unchecked)
		if result.Incomplete {
			t.Error("something could not be asked")
		}
	}
}
