package conform_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// things is a server with one resource, which can be read and deleted. Its ID is not in the contract.
func things(list string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		path := strings.Split(strings.TrimPrefix(r.URL.Path, "/things"), "/")
		switch {
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", "GET")
			w.WriteHeader(http.StatusMethodNotAllowed)
		case len(path) == 1:
			send(w, http.StatusOK, "application/json", []map[string]any{{list: "one-7"}})
		case path[1] != "one-7":
			w.WriteHeader(http.StatusNotFound)
		default:
			send(w, http.StatusOK, "application/json", map[string]any{"id": "one-7"})
		}
	}
}

func thingsDocument(parameter, list string) []byte {
	return fmt.Appendf(nil, `
openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /things/{thingId}/parts:
    get:
      operationId: parts
      parameters: [{ name: thingId, in: path, required: true, %s }]
      responses: { "200": { description: it, content: { application/json: { schema: { type: object } } } }, "404": { description: none } }
  /things:
    get:
      responses: { "200": { description: all, content: { application/json: { schema: { type: array, items: { type: object, properties: { %s: { type: string } } } } } } } }
`, parameter, list)
}

// TestValues checks that the values of path variables come from the configuration, an example or a response.
func TestValues(t *testing.T) {
	for name, c := range map[string]struct {
		parameter, list string
		values          map[string]string
		unchecked       string // empty if the resource is found
	}{
		"given":                         {"schema: { type: string }", "x", map[string]string{"thingId": "one-7"}, ""},
		"given for the operation":       {"schema: { type: string }", "x", map[string]string{"parts.thingId": "one-7", "thingId": "other"}, ""},
		"given, not the example":        {"example: other, schema: { type: string }", "x", map[string]string{"thingId": "one-7"}, ""},
		"an example":                    {"example: one-7, schema: { type: string }", "x", nil, ""},
		"an answer's id":                {"schema: { type: string }", "id", nil, ""},
		"an answer's own name":          {"schema: { type: string }", "thing_id", nil, ""},
		"an answer's, no right example": {"example: other, schema: { type: string }", "id", nil, ""},
		"none":                          {"schema: { type: string }", "x", nil, "GET /things/{thingId}/parts: not checked but for its refusals: no value of thingId is known that is there: give --value thingId=VALUE"},
		"an example that is not there":  {"example: other, schema: { type: string }", "x", nil, "GET /things/{thingId}/parts: not checked but for its refusals: nothing was there (404): give --value thingId=VALUE"},
		"given, and not there":          {"schema: { type: string }", "x", map[string]string{"thingId": "other"}, "GET /things/{thingId}/parts: no request was accepted: what the contract says of a success was not checked"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := ask(t, things(c.list), func(config *conform.Config) {
				config.Document, config.Credentials, config.Values = thingsDocument(c.parameter, c.list), nil, c.values
			})
			ok(t, err)
			wantFindings(t, result)
			if c.unchecked == "" {
				wantTexts(t, "unchecked", result.Unchecked)
			} else {
				wantTexts(t, "unchecked", result.Unchecked, c.unchecked)
			}
			if result.Incomplete != strings.Contains(c.unchecked, "no request was accepted") {
				t.Errorf("incomplete: %t", result.Incomplete)
			}
		})
	}
	_, err := ask(t, things("id"), func(c *conform.Config) {
		c.Document, c.Credentials, c.Values = thingsDocument("schema: { type: string }", "id"), nil, map[string]string{"nothing": "1"}
	})
	if err == nil || !strings.Contains(err.Error(), `no parameter "nothing": it has thingId`) {
		t.Errorf("error %v", err)
	}
}

// TestDeletedIsForgotten checks that a created resource is read, and that only the deleted ones are no longer
// requested.
func TestDeletedIsForgotten(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var ids, gone []string
	result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		id := strings.TrimPrefix(r.URL.Path, "/api-keys/")
		at := slices.Index(ids, id)
		switch {
		case r.URL.Path == "/api-keys" && r.Method == http.MethodPost:
			ids = append(ids, fmt.Sprintf("secret-%d", len(ids)+len(gone)))
			send(w, http.StatusCreated, "application/json", map[string]any{"api_key": ids[len(ids)-1]})
		case at >= 0 && r.Method == http.MethodDelete:
			ids, gone = slices.Delete(ids, at, at+1), append(gone, id)
			w.WriteHeader(http.StatusNoContent)
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNotFound)
		case at >= 0 && r.Method == http.MethodGet:
			send(w, http.StatusTeapot, "application/json", map[string]any{"error": id})
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}), func(c *conform.Config) {
		c.Credentials, c.Skip = nil, []string{"method", "allow", "server-error"}
		c.Document = []byte(`
openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /api-keys:
    post: { responses: { "201": { description: made, content: { application/json: { schema: { type: object } } } } } }
  /api-keys/{apiKey}:
    parameters: [{ name: apiKey, in: path, required: true, schema: { type: string } }]
    get: { responses: { "200": { description: it }, "404": { description: none } } }
    delete: { responses: { "204": { description: gone }, "404": { description: none } } }
`)
	})
	ok(t, err)
	wantFindings(t, result, "GET status")
	if len(gone) == 0 || strings.Contains(fmt.Sprint(result), "secret-") {
		t.Errorf("deleted %q, and no value that lets one in may be shown: %+v", gone, result.Findings)
	}
}
