package conform_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestDocumentsALittleWrong checks that documents with minor faults are used, with a note.
func TestDocumentsALittleWrong(t *testing.T) {
	t.Parallel()
	const get = "get: { responses: { '200': { description: it } } }"
	for name, c := range map[string]struct {
		document, asked string
		notes           []string
	}{
		"no version":       {"info: { title: t, version: '' }\npaths: { /it: { " + get + " } }", "/it", []string{"the document has no info.version"}},
		"no info":          {"paths: { /it: { " + get + " } }", "/it", []string{"the document has no info.version"}},
		"no items":         {"info: { title: t, version: '1' }\npaths: { /it: { get: { parameters: [{ name: q, in: query, schema: { type: array } }], responses: { '200': { description: it } } } } }", "/it", []string{"the document has arrays without items (1): any item conforms"}},
		"no such variable": {"info: { title: t, version: '1' }\npaths: { '/it/{id}': { " + get + " } }", "/it/", []string{"GET /it/{id}: the document does not declare the variable id"}},
		"a variable too many": {"info: { title: t, version: '1' }\npaths: { /it: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '200': { description: it } } } } }", "/it",
			[]string{"GET /it: the document declares a parameter of the path that is not in it"}},
		"an unused scheme": {"info: { title: t, version: '1' }\ncomponents: { securitySchemes: { odd: { type: apiKey, name: k } } }\npaths: { /it: { " + get + " } }", "/it", []string{"the document has a fault: "}},
		"an unknown scheme of one operation": {"info: { title: t, version: '1' }\npaths: { /it: { " + get + " }, /other: { get: { security: [{ none: [] }], responses: { '200': { description: it } } } } }", "/it",
			[]string{"the document has a fault: ", `GET /other was not checked: no security scheme "none" in the document`}},
		"a path that is none":     {"info: { title: t, version: '1' }\npaths: { /it: { " + get + " }, .example.com: { " + get + " } }", "/it", []string{"the document has a fault: ", `the path ".example.com" does not begin with /: it was not checked`}},
		"a tag that is not named": {"info: { title: t, version: '1' }\ntags: [{ description: d }]\npaths: { /it: { " + get + " } }", "/it", nil},
		"no responses":            {"info: { title: t, version: '1' }\npaths: { /it: { " + get + " }, /other: { get: { description: nothing } } }", "/it", []string{"the document has a fault: ", "GET /other was not checked: the document has no responses for it"}},
		"one ID twice": {"info: { title: t, version: '1' }\npaths: { /it: { get: { operationId: a, responses: { '200': { description: it } } } }, /that: { get: { operationId: a, responses: { '200': { description: it } } } } }", "/it",
			[]string{"the document has a fault: "}},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = append(asked, r.URL.Path)
				if r.Method != http.MethodGet {
					w.Header().Set("Allow", "GET")
					w.WriteHeader(http.StatusMethodNotAllowed)
				}
			}), func(config *conform.Config) {
				config.Credentials, config.Document = nil, []byte("openapi: 3.0.3\n"+c.document)
			})
			ok(t, err)
			wantFindings(t, result)
			if !slices.ContainsFunc(asked, func(path string) bool { return strings.HasPrefix(path, c.asked) }) || result.Incomplete {
				t.Errorf("asked %q, incomplete: %t", asked, result.Incomplete)
			}
			if !slices.EqualFunc(result.Unchecked, c.notes, strings.HasPrefix) {
				t.Errorf("notes %q, want %q", result.Unchecked, c.notes)
			}
		})
	}
}

const laterDocument = `
openapi: 3.1.0
info: { title: t, version: "1", summary: s, license: { name: MIT, identifier: MIT } }
paths:
  /it:
    post:
      parameters:
        - { name: size, in: query, required: true, schema: { type: [integer, "null"], exclusiveMinimum: 0, exclusiveMaximum: 3 } }
        - { name: name, in: query, required: true, schema: { type: string, examples: [one, two] } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [kind, note, size], properties: {
          kind: { const: it }, note: { anyOf: [{ type: string }, { type: "null" }] }, size: { type: [integer, string] }, any: true } } } }
      responses:
        "200": { description: it, content: { application/json: { schema: { $ref: "#/components/schemas/It" } } } }
        "400": { description: no }
  /tags:
    get:
      responses:
        "200": { description: all, content: { application/json: { schema: { type: object, patternProperties: { "^x-": { type: integer } }, additionalProperties: false } } } }
webhooks: { new: { post: { responses: { "200": { description: it } } } } }
components:
  schemas:
    It: { type: object, required: [kind, size], properties: { kind: { const: it }, size: { type: [number, "null"], exclusiveMinimum: 0 }, next: { anyOf: [{ $ref: "#/components/schemas/It" }, { type: "null" }] } } }
`

// TestOpenAPI31 tests a conforming server and others that do not conform.
func TestOpenAPI31(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		it, tags string
		want     []string
	}{
		"honest":                  {`{"kind":"it","size":1,"next":{"kind":"it","size":null,"next":null}}`, `{"x-a":1}`, nil},
		"null is no type of it":   {`{"kind":null,"size":1}`, `{}`, []string{"POST body"}},
		"not the const":           {`{"kind":"that","size":1}`, `{}`, []string{"POST body"}},
		"not above the bound":     {`{"kind":"it","size":0}`, `{}`, []string{"POST body"}},
		"undeclared":              {`{"kind":"it","size":1,"b":2}`, `{}`, []string{"POST undeclared-property"}},
		"not as its name says":    {`{"kind":"it","size":1}`, `{"x-a":"text"}`, []string{"GET body"}},
		"no name that is allowed": {`{"kind":"it","size":1}`, `{"a":1}`, []string{"GET body"}},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				text := c.tags
				if r.URL.Path == "/it" {
					text = c.it
				}
				switch allow := map[string]string{"/it": "POST", "/tags": "GET"}[r.URL.Path]; {
				case r.Method != allow:
					w.Header().Set("Allow", allow)
					w.WriteHeader(http.StatusMethodNotAllowed)
				case r.Method == "POST" && (r.FormValue("size") != "1" && r.FormValue("size") != "2" || !strings.Contains(bodyOf(r), `"kind":"it"`)):
					w.WriteHeader(http.StatusBadRequest)
				default:
					w.Header().Set("Content-Type", "application/json")
					_, _ = w.Write([]byte(text))
				}
			}), func(config *conform.Config) {
				config.Credentials, config.Document, config.Skip = nil, []byte(laterDocument), []string{"refuses"}
			})
			ok(t, err)
			wantFindings(t, result, c.want...)
			if result.Incomplete {
				t.Errorf("unchecked: %q", result.Unchecked)
			}
		})
	}
}
