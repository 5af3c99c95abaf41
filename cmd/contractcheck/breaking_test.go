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
		"no-such-revision": {dontKnow, "is no file, and no revision in the git repository of "},
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
		{"no-such-revision", dontKnow, `BASE "no-such-revision" is no file, and no revision in the git repository of ` + name + `: fetch it`},
		{"--output=" + filepath.Join(dir, "made-by-git"), dontKnow, "unknown flag"},
		{dir, dontKnow, `BASE "` + dir + `" is a folder, and no revision`},
		{"HEAD:api/contract.yaml", drift, "response-property-type-changed"},
		{"HEAD:./contract.yaml", drift, "response-property-type-changed"},
		{"HEAD:api/other.yaml", dontKnow, "the git revision HEAD has no file api/other.yaml"},
		{"HEAD:api", dontKnow, "the git revision HEAD has no file api\n"},
		{"HEAD:", dontKnow, `BASE "HEAD:" must have a revision before its colon and a file behind it, as in HEAD:api.yaml` + "\n"},
		{":api/contract.yaml", dontKnow, `BASE ":api/contract.yaml" must have a revision before its colon`},
		{":", dontKnow, `BASE ":" must have a revision before its colon`},
		{"", dontKnow, "BASE is empty: name a file, an https URL, or a git revision"},
		{"HEAD~7:api/contract.yaml", dontKnow, "is no file, and no revision"},
	} {
		if status, out := check(t, "--contract", name, "breaking", tt.base); status != tt.status || !strings.Contains(out, tt.said) {
			t.Errorf("%s: status %d, want %d; want %q in\n%s", tt.base, status, tt.status, tt.said, out)
		}
	}
}

// A revision is meant even where a folder has its name, and the contract even where it had another name then.
func TestBreakingMoved(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) {
		succeed(t, dir, "git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com"}, args...)...)
	}
	git("init", "-q", "-b", "main")
	write(t, dir, "api/earlier.yaml", strings.Replace(small, "'#/components/schemas/Kind'", "kind.yaml", 1))
	write(t, dir, "api/kind.yaml", "{type: string, enum: [x, y]}\n")
	write(t, dir, "main/file", "")
	git("add", "-A")
	git("commit", "-q", "-m", "one")
	git("config", "diff.relative", "true") // a setting of the user must not hide what was moved from another folder
	git("mv", "api", "contracts")
	git("mv", "contracts/earlier.yaml", "contracts/later.yaml")
	t.Chdir(dir)
	later := filepath.Join("contracts", "later.yaml")
	args := []string{"--contract", later, "breaking", "main"}
	if status, out := check(t, args...); status != same || !strings.Contains(out, "note: "+later+" was api/earlier.yaml in main") {
		t.Errorf("moved: status %d\n%s", status, out)
	}
	write(t, dir, later, strings.Replace(read(t, dir, later), "id: {type: string}, of", "id: {type: integer}, of", 1))
	if status, out := check(t, args...); status != drift || !strings.Contains(out, "response-property-type-changed") {
		t.Errorf("moved and changed: status %d\n%s", status, out)
	}
	// So is what git has not been told of: a file that was moved, and not added.
	git("reset", "-q")
	objects := succeed(t, dir, "git", "count-objects")
	if status, out := check(t, args...); status != drift || !strings.Contains(out, "response-property-type-changed") {
		t.Errorf("moved and changed, without git: status %d\n%s", status, out)
	}
	if untracked, now := succeed(t, dir, "git", "status", "--porcelain", "--", "contracts"), succeed(t, dir, "git", "count-objects"); untracked != "?? contracts/\n" || now != objects {
		t.Errorf("the repository has changed: %s%s", untracked, now)
	}
	write(t, dir, "api/earlier.yaml", small)
	if status, out := check(t, args...); status != same || !strings.Contains(out, later+" is new") {
		t.Errorf("a second contract, like the first: status %d\n%s", status, out)
	}
	if status, out := check(t, "--contract", later, "breaking", "--", "-p"); status != dontKnow || !strings.Contains(out, `BASE "-p" is no file, and no revision`) {
		t.Errorf("an option for a revision: status %d\n%s", status, out)
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

// A server's variables are part of its address: each value that is listed is a server.
func TestServerVariables(t *testing.T) {
	for _, tt := range []struct {
		before, now string
		gone        string // the server, if one is
	}{
		{"{url: 'https://{a}.example', variables: {a: {default: x, enum: [x, y]}}}", "{url: 'https://{a}.example', variables: {a: {default: x, enum: [x]}}}", "https://y.example"},
		{"{url: 'https://{a}.example', variables: {a: {default: x, enum: [x]}}}", "{url: 'https://{a}.example', variables: {a: {default: x, enum: [x, y]}}}", ""},
		{"{url: 'https://{a}.example', variables: {a: {default: x, enum: [x, y]}}}", "{url: 'https://{b}.example', variables: {b: {default: x}}}", ""},
		{"{url: 'https://{a}.example', variables: {a: {default: x}}}", "{url: 'https://{b}.example', variables: {b: {default: y}}}", ""},
		{"{url: 'https://{a}.example', variables: {a: {default: x}}}", "{url: 'https://{a}.example', variables: {a: {default: x, enum: [x]}}}", "https://{a}.example"},
		{"{url: 'https://{a}.example', variables: {a: {default: x, enum: [x, y]}}}", "{url: 'https://x.example'}, {url: 'https://y.example/'}", ""},
		{"{url: 'https://a.example/{v}', variables: {v: {default: v1, enum: [v1]}}}", "{url: 'https://a.example/v1'}", ""},
		{"{url: 'https://a.example/v1/more'}", "{url: 'https://a.example/{v}', variables: {v: {default: v1}}}", "https://a.example/v1/more"},
	} {
		_, status, out := compared(t, small+"servers: ["+tt.before+"]\n", small+"servers: ["+tt.now+"]\n")
		want := map[bool]int{true: same, false: drift}[tt.gone == ""]
		if status != want || tt.gone != "" && !strings.Contains(out, "the server "+tt.gone+" is gone") {
			t.Errorf("%s, then %s: status %d, want %q gone\n%s", tt.before, tt.now, status, tt.gone, out)
		}
	}
}
