package conform_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// withBody is a contract with one operation, whose body has the schema Body.
func withBody(schemas string) []byte {
	return []byte(`
openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /it:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Body" } } } }
      responses: { "204": { description: taken } }
components:
  schemas:
` + schemas)
}

// take answers whatever is posted by 204.
func take(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "POST")
	w.WriteHeader(map[bool]int{true: http.StatusNoContent, false: http.StatusMethodNotAllowed}[r.Method == http.MethodPost])
}

func TestRecursiveBodies(t *testing.T) {
	for name, c := range map[string]struct{ schemas, unchecked string }{
		"a branch that ends": {`    Body: { oneOf: [{ $ref: "#/components/schemas/Sum" }, { $ref: "#/components/schemas/Product" }, { type: integer }] }
    Sum: { type: object, required: [a, b, c], properties: { a: { $ref: "#/components/schemas/Body" }, b: { $ref: "#/components/schemas/Body" }, c: { $ref: "#/components/schemas/Body" } } }
    Product: { type: object, required: [a, b, d], properties: { a: { $ref: "#/components/schemas/Body" }, b: { $ref: "#/components/schemas/Body" }, d: { $ref: "#/components/schemas/Body" } } }
`, ""},
		"null ends it":      {`    Body: { type: object, nullable: true, required: [next], properties: { next: { $ref: "#/components/schemas/Body" } } }`, ""},
		"an empty list too": {`    Body: { type: array, items: { $ref: "#/components/schemas/Body" } }`, ""},
		"no end":            {`    Body: { type: object, required: [next], properties: { next: { $ref: "#/components/schemas/Body" } } }`, "POST /it: no request can be generated: body: "},
		"no end in lists":   {`    Body: { type: array, minItems: 3, items: { $ref: "#/components/schemas/Body" } }`, "POST /it: no request can be generated: body: "},
		"no end in branches": {`    Body: { oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] }
    A: { type: object, required: [a, b], properties: { a: { $ref: "#/components/schemas/Body" }, b: { $ref: "#/components/schemas/Body" } } }
    B: { type: object, required: [c, d], properties: { c: { $ref: "#/components/schemas/Body" }, d: { $ref: "#/components/schemas/Body" } } }
`, "POST /it: no request can be generated: body: "},
		"a branch of itself": {`    Body: { anyOf: [{ $ref: "#/components/schemas/Body" }, { type: integer }] }`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := ask(t, http.HandlerFunc(take), func(c2 *conform.Config) { c2.Document, c2.Credentials = withBody(c.schemas), nil })
			ok(t, err)
			wantFindings(t, result)
			said := slices.ContainsFunc(result.Unchecked, func(line string) bool { return c.unchecked != "" && strings.HasPrefix(line, c.unchecked) })
			if failed := c.unchecked != ""; said != failed || result.Incomplete != failed {
				t.Errorf("incomplete: %v, unchecked: %q", result.Incomplete, result.Unchecked)
			}
		})
	}
}
