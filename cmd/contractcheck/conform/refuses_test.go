package conform_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestForbiddenRequests: of a body with more optional properties than can be tried in all ways, each is tried in some, and the
// coverage says that this was not all. Where all can be tried, it says nothing.
func TestForbiddenRequests(t *testing.T) {
	const partly = "not all forbidden requests were sent: at most 30 with what the plain request has, and 20 with other optional properties of the body"
	for n, want := range map[int]string{2: "", 15: partly, 40: partly} {
		var properties []string
		for i := range n {
			properties = append(properties, fmt.Sprintf("p%02d: {type: integer, minimum: 0, maximum: 9}", i))
		}
		document := []byte(`openapi: 3.0.3
info: {title: Many, version: "1"}
paths:
  /many:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, ` + strings.Join(properties, ", ") + `}}}}}
      responses:
        "204": {description: taken}
        "400": {description: refused, content: {application/json: {schema: {type: object, properties: {error: {type: string}}}}}}
`)
		doc, err := openapi3.NewLoader().LoadFromData(document)
		ok(t, err)
		honest, sent, tried := &honest{t: t, doc: doc}, 0, map[string]bool{}
		result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var body map[string]any
			if json.Unmarshal([]byte(bodyOf(r)), &body) == nil && len(body) == 2 {
				sent++
				for name := range body {
					tried[name] = true
				}
			}
			honest.ServeHTTP(w, r)
		}), func(c *conform.Config) {
			c.Document, c.Credentials, c.Skip, c.UnsafeMethods = document, nil, []string{"server-error"}, false
		})
		ok(t, err)
		wantFindings(t, result)
		i := slices.IndexFunc(result.Coverage, func(c conform.Coverage) bool { return c.Operation == "POST /many" && c.Check == "refuses" })
		if row := result.Coverage[i]; !row.Checked || row.Reason != want {
			t.Errorf("%d properties: %+v, want the reason %q", n, row, want)
		}
		if delete(tried, "id"); len(tried) < min(n, 20) || sent > 20+10 { // some have two properties by chance, or as a plain request
			t.Errorf("%d properties: %d of them were tried, by %d requests", n, len(tried), sent)
		}
	}
}
