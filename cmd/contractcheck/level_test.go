package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// shop is a contract with three operations, two tags and a component that only one operation has.
const shop = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /items:
    get:
      operationId: listItems
      tags: [public]
      description: lists items
      parameters:
      - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}}
    post:
      operationId: addItem
      tags: [internal]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewItem'}}}}
      responses:
        "201": {description: made}
  /health:
    get:
      operationId: health
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object, properties: {up: {type: boolean}}}}}}
components:
  schemas:
    Item: {type: object, properties: {id: {type: integer}, name: {type: string}}}
    NewItem: {type: object, properties: {name: {type: string}}}
`

// shops writes the contract, and a later one in which texts are replaced, and returns the names of both files.
func shops(t *testing.T, oldNew ...string) (before, now string) {
	t.Helper()
	dir := t.TempDir()
	later := strings.NewReplacer(oldNew...).Replace(shop)
	if later == shop && len(oldNew) > 0 {
		t.Fatalf("the contract has none of %q", oldNew)
	}
	write(t, dir, "before.yaml", shop)
	write(t, dir, "now.yaml", later)
	return dir + "/before.yaml", dir + "/now.yaml"
}

func TestLevels(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path == "/items" && r.Method == http.MethodGet:
			_, _ = w.Write([]byte(`[{"id": 1, "undeclared": true}]`))
		case r.URL.Path == "/items" && r.Method == http.MethodPost:
			w.Header().Del("Content-Type")
			w.WriteHeader(http.StatusCreated)
		default:
			_, _ = w.Write([]byte(`{}`))
		}
	}))
	defer server.Close()
	for name, tt := range map[string]struct {
		change  []string
		command []string // breaking and upstream are given the earlier contract
		level   string
		said    string
	}{
		"a description":         {[]string{"lists items", "gives items"}, []string{"upstream"}, "note", `note: GET /items: /paths/~1items/get/description: "gives items" in the contract`},
		"of the whole document": {[]string{"title: Shop", "title: Store"}, []string{"upstream", "--all"}, "note", "note: /info/title: "},
		"deprecated":            {[]string{"operationId: health", "operationId: health\n      deprecated: true"}, []string{"upstream"}, "warning", "warning: GET /health"},
		"a property named like a description": {[]string{"up: {type: boolean}", "up: {type: boolean}, description: {type: string}"}, []string{"upstream"}, "error",
			"GET /health: /paths/~1health/get/responses/200/content/application~1json/schema/properties/description: only in the contract"},
		"breaking":                       {[]string{"id: {type: integer}, ", ""}, []string{"breaking"}, "error", "GET /items: response-optional-property-removed: "},
		"what oasdiff only warns of":     {[]string{"NewItem: {type: object, properties: {name: {type: string}}}", "NewItem: {type: object}"}, []string{"breaking"}, "warning", "warning: POST /items: request-property-removed: "},
		"what the contract does not say": {nil, []string{"conforms", server.URL, "--skip", "method,allow,refuses,server-error"}, "warning", "warning: GET /items: undeclared-property: "},
		"a body that is not documented": {[]string{"ok, content: {application/json: {schema: {type: object, properties: {up: {type: boolean}}}}}", "ok"},
			[]string{"conforms", server.URL, "--skip", "method,allow,refuses,server-error"}, "warning", "warning: GET /health: undocumented-body: "},
		"what the contract says of itself": {[]string{"id: {type: integer}", "id: {type: string}"}, []string{"conforms", server.URL, "--skip", "method,allow,refuses,server-error"}, "error", "GET /items: body: "},
	} {
		before, now := shops(t, tt.change...)
		args := append([]string{"--contract", now}, tt.command...)
		if tt.command[0] != "conforms" {
			args = append(args, before)
		}
		failOn := []string{"none", "error", "warning", "note"}
		for i, lowest := range failOn {
			want := same
			if i >= slices.Index(failOn, tt.level) {
				want = drift
			}
			status, out := check(t, append([]string{"--fail-on", lowest}, args...)...)
			if status != want || !strings.Contains("\n"+out, "\n"+tt.said) {
				t.Errorf("%s, --fail-on %s: status %d, want %d, and %q in\n%s", name, lowest, status, want, tt.said, out)
			}
		}
		if status, out := check(t, args...); status != drift {
			t.Errorf("%s: status %d without --fail-on\n%s", name, status, out)
		}
		if _, out := check(t, append([]string{"--format", "json"}, args...)...); !strings.Contains(out, `"level": "`+tt.level+`"`) {
			t.Errorf("%s: the level is not %s in\n%s", name, tt.level, out)
		}
		annotation := map[string]string{"error": "::error ", "warning": "::warning ", "note": "::notice "}[tt.level]
		if _, out := check(t, append([]string{"--format", "github"}, args...)...); !strings.HasPrefix(out, annotation) {
			t.Errorf("%s: no %s in\n%s", name, annotation, out)
		}
	}
	before, now := shops(t, "lists items", "gives items")
	if _, out := check(t, "--fail-on", "warning", "--contract", now, "upstream", before); !strings.HasSuffix(out, "upstream: no drift (1 below --fail-on warning)\n") {
		t.Errorf("the verdict does not say what was found:\n%s", out)
	}
	if status, out := check(t, "--fail-on", "none", "--contract", now, "upstream", before+".none"); status != dontKnow {
		t.Errorf("--fail-on none hides that nothing could be told: status %d\n%s", status, out)
	}
}
