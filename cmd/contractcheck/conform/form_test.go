package conform_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// A form is generated from its schema, as JSON is: kin-openapi accepts all that are sent as valid.
func TestForms(t *testing.T) {
	const document = `openapi: 3.0.3
info: { title: Forms, version: "1" }
paths:
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [text, flags]
              properties:
                text: { type: string, minLength: 1, maxLength: 20, example: "a b&c=d é" }
                count: { type: integer, minimum: 1 }
                flags: { type: array, minItems: 1, items: { type: boolean } }
                kind: { type: string, enum: [cat, dog] }
      responses:
        "204": { description: taken }
        "400": { description: no, content: { application/json: { schema: { type: object, properties: { error: { type: string } } } } } }
`
	doc, err := openapi3.NewLoader().LoadFromData([]byte(document))
	ok(t, err)
	honest, taken, refused := &honest{t: t, doc: doc}, 0, []string{}
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		honest.ServeHTTP(recorded, r)
		switch recorded.Code {
		case http.StatusBadRequest:
			refused = append(refused, r.URL.String())
		case http.StatusNoContent:
			taken++
			if r.PostFormValue("text") == "" {
				t.Errorf("the form has no text: %v", r.PostForm)
			}
		}
		replay(w, recorded)
	})
	result, err := ask(t, server, func(c *conform.Config) {
		c.Document, c.Credentials, c.Skip = []byte(document), nil, []string{"server-error", "refuses"} // odd requests may be refused, and these must be
	})
	ok(t, err)
	wantFindings(t, result)
	wantTexts(t, "unchecked", result.Unchecked)
	wantTexts(t, "refused", refused)
	if taken < 5 {
		t.Errorf("only %d different forms were sent", taken)
	}
}
