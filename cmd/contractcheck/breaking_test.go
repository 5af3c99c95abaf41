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
	for _, tt := range []struct {
		base   string
		status int
		said   string
	}{
		{name, same, "breaking: no drift"},
		{filepath.Join(dir, "earlier.yaml"), drift, "response-property-type-changed"},
		{"main", drift, "GET /things/{id}: response-property-type-changed"},
		{"HEAD", drift, "response-property-type-changed"},
		{"no-such-revision", dontKnow, `BASE "no-such-revision" is no file, and no git revision with contract.yaml`},
		{"--output=" + filepath.Join(dir, "made-by-git"), dontKnow, "unknown flag"},
		{dir, dontKnow, "directory"},
	} {
		if status, out := check(t, "--contract", name, "breaking", tt.base); status != tt.status || !strings.Contains(out, tt.said) {
			t.Errorf("%s: status %d, want %d; want %q in\n%s", tt.base, status, tt.status, tt.said, out)
		}
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
