package conform_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestLiveSecretsAreRedacted responds with tokens that the checker was not given.
func TestLiveSecretsAreRedacted(t *testing.T) {
	const live = "live-0123456789-live-0123456789"
	tokens := `{"data":{"auth":[{"token":"` + live + `","expiresIn":3600}],"` + strings.Repeat(live, 3) + `":null}}`
	for name, change := range map[string]func(*httptest.ResponseRecorder){
		"another content type": func(a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Type", "text/plain")
			body(tokens)(a)
		},
		"another status":     func(a *httptest.ResponseRecorder) { a.Code = 302; body(tokens)(a) },
		"no JSON":            func(a *httptest.ResponseRecorder) { body(live + tokens)(a) },
		"no JSON in the end": func(a *httptest.ResponseRecorder) { body(tokens + live)(a) },
		"no object":          body(`{"items": "` + live + `"}`),
		"no enum":            body(`{"items": [{"kind":"` + live + `","id":1,"name":"Tom","lives":9}]}`),
		"no integer":         body(`{"items": [{"kind":"cat","id":"` + live + `","name":"Tom","lives":9}]}`),
		"too long":           body(`{"items": [{"kind":"cat","id":1,"name":"` + live + `","lives":9}]}`),
		"undeclared":         body(`{"items": [], "` + strings.Repeat(live, 2) + `": 1}`),
		"a header":           func(a *httptest.ResponseRecorder) { a.Header().Set("X-Total", live) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := ask(t, misbehaviour{alter: of("GET", "/items", 200, change)}.server(t), nil)
			ok(t, err)
			if len(result.Findings) == 0 {
				t.Error("nothing was found")
			}
			if text := fmt.Sprintf("%+v", result); strings.Contains(text, live) {
				t.Errorf("a live secret is in\n%s", text)
			}
			if name == "another content type" && !hasGot(result, `200 text/plain: {"data":{"auth":[{"expiresIn":number,"token":string}],"...":null}}`) {
				t.Errorf("the structure is not in %+v", result.Findings)
			}
		})
	}
}

func hasGot(r conform.Result, got string) bool {
	return slices.ContainsFunc(r.Findings, func(f conform.Finding) bool { return f.Got == got })
}

// TestOddAnswersAreShown checks that declared names are quoted, however long they are, and that a server can't
// control the terminal.
func TestOddAnswersAreShown(t *testing.T) {
	t.Parallel()
	declared := strings.Repeat("declared", 8)
	document := strings.Replace(string(itemsDocument(t)), "properties: { error:", "properties: { "+declared+": { type: integer }, error:", 1)
	for name, c := range map[string]struct {
		change func(*httptest.ResponseRecorder)
		want   string
	}{
		"a declared name":    {body(`{"error": "no", "` + declared + `": "text"}`), "/" + declared + ": value must be an integer"},
		"an undeclared name": {body(`{"error": "no", "` + strings.Repeat("secret", 8) + `": "text"}`), "the property /..."},
		"control characters": {body("a\x1b]0;title\a\x1b[2Jb\rc\u202e\xff"), `401 application/json: a\x1b]0;title\a\x1b[2Jb\rc\u202e\xff`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := ask(t, misbehaviour{alter: of("GET", "/items", 401, c.change)}.server(t), func(c *conform.Config) { c.Document = []byte(document) })
			ok(t, err)
			if !hasGot(result, c.want) {
				t.Errorf("%q is not in %+v", c.want, result.Findings)
			}
		})
	}
}
