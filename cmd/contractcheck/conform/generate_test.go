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

// take responds to any POST with 204.
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
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := ask(t, http.HandlerFunc(take), func(c2 *conform.Config) {
				c2.Document, c2.Credentials, c2.Skip = withBody(c.schemas), nil, []string{"refuses"} // it takes anything
			})
			ok(t, err)
			wantFindings(t, result)
			said := slices.ContainsFunc(result.Unchecked, func(line string) bool { return c.unchecked != "" && strings.HasPrefix(line, c.unchecked) })
			if failed := c.unchecked != ""; said != failed || result.Incomplete != failed {
				t.Errorf("incomplete: %v, unchecked: %q", result.Incomplete, result.Unchecked)
			}
		})
	}
}

// TestLegalPattern uses a pattern that is valid in ECMA-262, and so in contracts, but not in Go.
func TestLegalPattern(t *testing.T) {
	const pattern = `"^(?!bad)[a-z]+$"`
	for name, c := range map[string]struct{ body, unchecked string }{
		"optional": {`    Body: { type: object, properties: { name: { type: string, pattern: ` + pattern + ` } } }`, ""},
		"required": {`    Body: { type: object, required: [name], properties: { name: { type: string, pattern: ` + pattern + ` } } }`,
			"POST /it: no request can be generated: body: no conforming value found in 100 tries: the pattern \"^(?!bad)[a-z]+$\" is not one that Go knows: give an example"},
		"with an example": {`    Body: { type: object, required: [name], properties: { name: { type: string, example: good, pattern: ` + pattern + ` } } }`, ""},
		"with an example of the body": {`    Body: { type: object, required: [name], example: { name: good }, properties: { name: { type: string, pattern: ` + pattern + ` } } }`,
			"POST /it: no request but the contract's example can be generated: body: no conforming value found in 100 tries: the pattern \"^(?!bad)[a-z]+$\" is not one that Go knows: give an example"},
		"values that break their schema": {`    Body: { type: object, example: { name: 1 }, properties: { name: { type: string, default: 2, example: 3, maxLength: 1 } } }`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			document := withBody(c.body)
			answered := strings.Replace(string(document), `"204": { description: taken }`,
				`"204": { description: taken }, "405": { description: no, headers: { Allow: { schema: { type: string, pattern: `+pattern+` } } }, content: { application/json: { schema: { type: string, pattern: `+pattern+` } } } }`, 1)
			result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Has("unknown") { // edge cases are judged, unlike undocumented methods
					w.Header().Set("Allow", "POST")
					send(w, http.StatusMethodNotAllowed, "application/json", "BAD")
					return
				}
				take(w, r)
			}), func(c *conform.Config) {
				c.Document, c.Credentials, c.Skip = []byte(answered), nil, []string{"refuses"}
			})
			ok(t, err)
			wantFindings(t, result)
			if c.unchecked == "" {
				wantTexts(t, "unchecked", result.Unchecked)
			} else if !slices.Contains(result.Unchecked, c.unchecked) || result.Incomplete != (name == "required") {
				t.Errorf("unchecked: %q", result.Unchecked)
			}
		})
	}
}
