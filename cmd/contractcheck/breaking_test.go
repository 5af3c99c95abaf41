package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestBreakingBase(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "api/contract.yaml", small)
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"},
		{"-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "one"}} {
		succeed(t, dir, "git", args...)
	}
	name := filepath.Join(dir, "api", "contract.yaml")
	write(t, dir, "api/contract.yaml", strings.Replace(small, "of: {$ref: '#/components/schemas/Kind'}", "of: {type: integer}", 1))
	write(t, dir, "earlier.yaml", small)
	write(t, dir, "api/new.yaml", small)
	added := filepath.Join(dir, "api", "new.yaml")
	for base, tt := range map[string]struct {
		status int
		said   string
	}{
		"main":             {same, "api/new.yaml is new: BASE does not have it"},
		"no-such-revision": {dontKnow, "is no file, and no git revision with new.yaml"},
		"--all":            {dontKnow, "unknown flag"},
	} {
		if status, out := check(t, "--contract", added, "breaking", base); status != tt.status || !strings.Contains(out, tt.said) {
			t.Errorf("a new contract, %s: status %d, want %d; want %q in\n%s", base, status, tt.status, tt.said, out)
		}
	}
	for _, tt := range []struct {
		base   string
		status int
		said   string
	}{
		{name, same, "breaking: no drift"},
		{filepath.Join(dir, "earlier.yaml"), drift, "response-property-type-changed"},
		{"main", drift, "GET /things/{id}: response-property-type-changed"},
		{"HEAD", drift, "response-property-type-changed"},
		{"no-such-revision", dontKnow, `BASE "no-such-revision" is no file, and no git revision with contract.yaml: fatal: invalid object name 'no-such-revision'.: fetch it`},
		{"--output=" + filepath.Join(dir, "made-by-git"), dontKnow, "unknown flag"},
		{dir, dontKnow, "directory"},
	} {
		if status, out := check(t, "--contract", name, "breaking", tt.base); status != tt.status || !strings.Contains(out, tt.said) {
			t.Errorf("%s: status %d, want %d; want %q in\n%s", tt.base, status, tt.status, tt.said, out)
		}
	}
}

// The control contract is one that all of this can be asked of.
func TestBreakingControlContract(t *testing.T) {
	control := filepath.Join(root, "gen/control/openapi.json")
	if status, out := check(t, "--contract", control, "breaking", control); status != same || strings.Count(out, "\n") != 1 {
		t.Errorf("compared with itself: status %d\n%s", status, out)
	}
	dir := t.TempDir()
	write(t, dir, "earlier.json", read(t, root, "gen/control/openapi.json"))
	write(t, dir, "control.json", strings.Replace(read(t, root, "gen/control/openapi.json"), `"operationId": "listEvents"`, `"operationId": "events"`, 1))
	status, out := check(t, "--contract", filepath.Join(dir, "control.json"), "breaking", filepath.Join(dir, "earlier.json"))
	if status != drift || !strings.Contains(out, "GET /events: api-operation-id-removed") {
		t.Errorf("an operation is renamed: status %d\n%s", status, out)
	}
}

// What is only more than before breaks nobody.
func TestNotBreaking(t *testing.T) {
	for name, change := range map[string]func(c object){
		"a description": func(c object) { c.in(t, get).set(t, "description", "Other words") },
		"an optional property": func(c object) {
			c.in(t, session, "properties").add(t, "country", object{"type": "string"})
		},
		"an optional parameter": func(c object) {
			c.in(t, get).add(t, "parameters", []any{object{"name": "kind", "in": "query", "schema": object{"type": "string"}}})
		},
		"an operation": func(c object) {
			c.in(t, "paths").add(t, "/more", object{"get": object{"operationId": "more", "responses": object{"204": object{"description": "nothing"}}}})
		},
		"a server": func(c object) {
			c.set(t, "servers", append(c["servers"].([]any), object{"url": "https://api.example"}))
		},
	} {
		if status, out := check(t, "--contract", mutated(t, change), "breaking", contract); status != same {
			t.Errorf("%s: status %d\n%s", name, status, out)
		}
	}
}

// Stricter than oasdiff: see the comment on the table.
func TestStricter(t *testing.T) {
	for want, change := range map[string]func(c object){
		"api-schema-removed": func(c object) {
			schemas := c.in(t, "components/schemas")
			responses := c.in(t, get, "responses", "401", "content|application/json")
			responses.set(t, "schema", schemas["Error"])
			schemas.drop(t, "Error")
		},
		"api-security-component-removed": func(c object) { c.in(t, "components/securitySchemes").drop(t, "apiKeyAuth"); c.drop(t, "security") },
		"server-removed":                 func(c object) { c.in(t, get).add(t, "servers", []any{object{"url": "https://other.example"}}) },
	} {
		if status, out := check(t, "--contract", mutated(t, change), "breaking", contract); status != drift || !strings.Contains(out, want) {
			t.Errorf("status %d, want %q in\n%s", status, want, out)
		}
	}
}

// What oasdiff does not look at, on a document that has it.
func TestBeyondOasdiff(t *testing.T) {
	const base = `{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "servers": [{"url": "https://a.example"}], "security": [{"key": []}],
		"paths": {"/things/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
			"responses": {"200": {"description": "fine", "headers": {"X-Count": {"schema": {"type": "integer"}}}}, "4XX": {"description": "no"}, "default": {"description": "broken"}}}}},
		"components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Key"}}}}`
	for name, tt := range map[string]struct{ from, to, want string }{
		"a range":                             {`"4XX": {"description": "no"}, `, ``, `response-removed: the response "4XX" is gone`},
		"the default":                         {`, "default": {"description": "broken"}`, ``, `response-removed: the response "default" is gone`},
		"a header":                            {`, "headers": {"X-Count": {"schema": {"type": "integer"}}}`, ``, "optional-response-header-removed"},
		"security, under another parameter":   {`"security": [{"key": []}],`, ``, "GET /things/{id}: security-removed"},
		"the server, under another parameter": {"https://a.example", "https://b.example", "GET /things/{id}: server-removed"},
	} {
		dir := t.TempDir()
		changed := strings.Replace(base, tt.from, tt.to, 1)
		if strings.Contains(name, "parameter") {
			changed = strings.Replace(strings.Replace(changed, "{id}", "{thing}", 1), `"name": "id"`, `"name": "thing"`, 1)
		}
		write(t, dir, "base.json", base)
		write(t, dir, "now.json", changed)
		status, out := check(t, "--contract", filepath.Join(dir, "now.json"), "breaking", filepath.Join(dir, "base.json"))
		if status != drift || !strings.Contains(out, tt.want) {
			t.Errorf("%s: status %d, want %q in\n%s", name, status, tt.want, out)
		}
	}
}
