package contract_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
)

func load(t testing.TB, change func(string) string) *contract.Contract {
	t.Helper()
	document, err := os.ReadFile("../../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := contract.Load([]byte(change(string(document))))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func same(s string) string { return s }

const empty = `{"data":{"auth":[],"refresh":[]}}`

func envelope(t testing.TB, c *contract.Contract) *contract.Envelope {
	t.Helper()
	e, err := c.Envelope("getSessionTokens", 200, []byte(empty), "/data/auth", "/data/refresh")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sessions(t testing.TB) *contract.RecordSchema {
	t.Helper()
	return envelope(t, load(t, same)).RecordSchema("/data/auth")
}

const path = "/accounts/session-tokens"

func TestLoadRefuses(t *testing.T) {
	for name, document := range map[string]string{
		"nothing":            "",
		"not OpenAPI":        "{}",
		"OpenAPI 3.1":        `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{},"components":{"schemas":{"Error":{"type":"object"}}}}`,
		"a remote reference": `{"openapi":"3.0.3","info":{"title":"x","version":"1"},"paths":{},"components":{"schemas":{"Error":{"$ref":"http://127.0.0.1:1/x.json"}}}}`,
	} {
		if _, err := contract.Load([]byte(document)); err == nil {
			t.Errorf("%s is loaded", name)
		}
	}
}

func TestFind(t *testing.T) {
	c := load(t, same)
	operation, err := c.Find(path, "GET")
	if err != nil || operation.ID != "getSessionTokens" {
		t.Errorf("%v, %v", operation, err)
	}
	if _, err = c.Find("/x", "GET"); !errors.Is(err, contract.ErrNoPath) {
		t.Error(err)
	}
	_, err = c.Find(path, "HEAD")
	var method *contract.MethodError
	if !errors.As(err, &method) || !errors.Is(err, contract.ErrNoMethod) || !slices.Equal(method.Allow, []string{"GET", "HEAD"}) {
		t.Error(err)
	}
}

// A path belongs to the contract only if each parameter stands for one segment of it; a path without parameters takes
// precedence.
func TestRoute(t *testing.T) {
	c := load(t, func(document string) string {
		operation := `{"get": {"responses": {"200": {"description": "x"}}}}`
		with := func(path, name string) string {
			parameter := `"parameters": [{"name": "` + name + `", "in": "path", "required": true, "schema": {"type": "string"}}], `
			return `"` + path + `": ` + strings.Replace(operation, "{", "{"+parameter, 1) + `, `
		}
		return strings.Replace(document, `"paths": {`, `"paths": {`+with("/a/{x}", "x")+with("/a/{x}/c", "x")+with("/b-{x}", "x")+with("/a/b/{y}", "y")+
			`"/a/b": `+operation+`, "/a/b/c": `+operation+`, `, 1)
	})
	for path, want := range map[string]string{
		"/a/1": "/a/:x", "/a/b": "/a/b", "/a/%2F": "/a/:x", "/a/1/c": "/a/:x/c", "/a/b/c": "/a/b/c", "/a/b/d": "/a/b/:y", "/b-1": "/b-:x", path: path,
		"/a": "", "/a/": "", "/a//": "", "/a//c": "", "/a/1/": "", "/a/1/d": "", "/a/1/2/3": "", "/b-": "", "/b": "", "": "", "/": "", "/a/:x": "/a/:x", path + "/": "",
	} {
		if got := c.Route(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}

// Parameters are checked against the contract too, though it has none yet.
func TestCheckRequestParameters(t *testing.T) {
	c := load(t, func(document string) string {
		return strings.Replace(document, `"operationId": "getSessionTokens",`,
			`"operationId": "getSessionTokens", "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],`, 1)
	})
	for query, good := range map[string]bool{"": true, "?limit=5": true, "?other=1": true, "?limit=secret": false} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", path+query, nil)
		operation, err := c.Find(path, r.Method)
		if err != nil {
			t.Fatal(err)
		}
		err = c.CheckRequest(t.Context(), r, operation, nil, func(context.Context, string) error { return nil })
		if (err == nil) != good || err != nil && (!errors.Is(err, contract.ErrRequest) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestRecordErrorsNameTheRuleNotTheValue(t *testing.T) {
	record := sessions(t)
	whole, err := json.Marshal(gen.SessionObject{Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	for change, want := range map[string]string{
		`"role"|"roles"`:                  `property "role" is missing`,
		`"token":"secret"|"token":5`:      "/token: value must be a string",
		`"expiry":0|"expiry":"secret"`:    "/expiry: value must be a number",
		`"is_suspended":false|"a":"b"`:    `property "is_suspended" is missing`,
		`"token":"secret"|"token":null`:   "/token: Value is not nullable",
		`"token":"secret"|"token":secret`: "it is not one JSON object",
	} {
		old, new, _ := strings.Cut(change, "|")
		err := record.Check([]byte(strings.Replace(string(whole), old, new, 1)))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want %s", change, err, want)
		}
	}
	if err := record.Check(whole); err != nil {
		t.Error(err)
	}
}

// An undeclared name is the writer's own, and may be a secret.
func TestRecordErrorsDoNotNameWhatIsUndeclared(t *testing.T) {
	document := load(t, func(document string) string {
		return strings.Replace(document, `"SessionObject": {`, `"SessionObject": {"additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},`, 1)
	})
	record := envelope(t, document).RecordSchema("/data/auth")
	text := strings.Replace(string(usual(t)), "{", `{"secret":{"secret too":5},`, 1)
	if err := record.Check([]byte(text)); err == nil || err.Error() != contract.ErrSchema.Error()+": /*/*: value must be a string" {
		t.Errorf("got %v", err)
	}
}

// Whatever passes Decode is sent. So it must be what the text says, by exact names, and conform again when it is
// encoded.
func FuzzDecode(f *testing.F) {
	session := envelope(f, load(f, same)).RecordSchema("/data/auth", "token", "user_id")
	refresh := envelope(f, load(f, same)).RecordSchema("/data/refresh", "token", "user_id")
	whole, err := json.Marshal(gen.SessionObject{Token: "t", Expiry: 1732300123})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(whole), string(whole) + "{}", "{}", "null", "[]", "", `{"token":`,
		strings.Replace(string(whole), `"token"`, `"TOKEN":"x","token"`, 1),
		strings.Replace(string(whole), `"token"`, `"token":"x","token"`, 1),
		strings.Replace(string(whole), `"token":"t"`, `"token":"\ud800"`, 1),
		strings.Replace(string(whole), `"agent":""`, `"agent":"x\ud83d"`, 1),
		strings.Replace(string(whole), `"agent":""`, `"agent":"\ude00\ud83d","\ud83d":1`, 1),
		strings.Replace(string(whole), `"agent":""`, "\"agent\":\"\\ud83d\xff\"", 1),
		`{"email":""}`, `{"email":"person@example.com"}`, `{"email":"\ud83d@example.com"}`, `{"token":"\ud83d"}`, `{"email":null}`,
		strings.Replace(string(whole), `"expiry":1732300123`, `"expiry":1.7323e9,"x":{"a":[1,{}]}`, 1),
		strings.Replace(string(whole), `"expiry":1732300123`, `"expiry":1e999`, 1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var exact map[string]any // with U+FFFD for unpaired surrogates
		exactErr := json.Unmarshal(text, &exact)
		var s gen.SessionObject
		if session.Decode(text, &s) == nil {
			if exactErr != nil {
				t.Fatalf("encoding/json can't read what was accepted: %v", exactErr)
			}
			if exact["token"] != s.Token || exact["expiry"] != s.Expiry || exact["user_id"] != s.UserID || exact["is_suspended"] != s.IsSuspended ||
				exact["agent"] != s.Agent || exact["refresh_token"] != s.RefreshToken || exact["location"] != s.Location {
				t.Errorf("read %+v from %q", s, text)
			}
			wantSent(t, session, text, s)
		}
		var r gen.RefreshTokenObject
		if refresh.Decode(text, &r) == nil {
			if exactErr != nil {
				t.Fatalf("encoding/json can't read what was accepted: %v", exactErr)
			}
			email, given := exact["email"].(string)
			if given = given && contract.IsEmail(email); given != (r.Email != nil) || given && email != *r.Email {
				t.Errorf("email %v from %q", r.Email, text)
			}
			wantSent(t, refresh, text, r)
		}
	})
}

// wantSent checks that what was decoded from a text can be sent, encoded again.
func wantSent(t *testing.T, record *contract.RecordSchema, text []byte, model any) {
	t.Helper()
	if !utf8.Valid(text) || record.Check(text) != nil {
		t.Errorf("it does not conform: %q", text)
	}
	again, err := json.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	if err := record.CheckSent(again); err != nil {
		t.Errorf("%s does not conform: %v", again, err)
	}
}
