package conform_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestSameFindings checks that findings that differ only in generated values are one finding.
func TestSameFindings(t *testing.T) {
	t.Parallel()
	n := 0
	for name, c := range map[string]struct {
		m    misbehaviour
		want []string // what was got
	}{
		"indexes": {misbehaviour{alter: of("GET", "/items", 200, body(
			`{"items": [{"kind":"dog","id":1,"name":"Rex","breed":"","lives":1},{"kind":"dog","id":1,"name":"Rex","breed":"","lives":1,"age":3}]}`))},
			[]string{"the property /items/0/lives", "the property /items/1/age"}},
		"indexes of what is broken": {misbehaviour{alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) {
			n++
			body(`{"items": [` + strings.Repeat(`{"kind":"dog","id":1,"name":"Rex","breed":""},`, n%3) + `1]}`)(a)
		})}, []string{`/items/1: value doesn't match any schema from "oneOf"`}},
		"bodies": {misbehaviour{alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) {
			n++
			a.Code = http.StatusTeapot
			body(fmt.Sprint("request ", n))(a)
		})}, []string{"418 application/json: request 4"}},
		"many": {misbehaviour{alter: of("GET", "/items", 200, body(`{"items": [], "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}`))},
			[]string{"the property /a", "the property /b", "the property /c (and 2 more)"}},
	} {
		t.Run(name, func(t *testing.T) {
			n = 0
			if name == "bodies" {
				n = 3
			}
			result, err := ask(t, c.m.server(t), nil)
			ok(t, err)
			var got []string
			for _, f := range result.Findings {
				got = append(got, f.Got)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestOneFact checks that one fact about the server is one finding, on however many paths it is found.
func TestOneFact(t *testing.T) {
	t.Parallel()
	result, err := ask(t, misbehaviour{alter: func(_ *http.Request, a *httptest.ResponseRecorder) {
		a.Header().Del("WWW-Authenticate")
		a.Header().Del("Allow")
	}}.server(t), nil)
	ok(t, err)
	places := map[string]int{}
	for _, f := range result.Findings {
		places[f.Check+": "+f.Got] += len(f.Places)
		if f.Places[0] == "" || !slices.Contains(f.Places, f.Operation) {
			t.Errorf("%+v", f)
		}
	}
	if len(result.Findings) != 2 || places["www-authenticate: 401 without WWW-Authenticate"] != 6 || places["allow: 405 without Allow"] < 20 {
		t.Errorf("%d findings: %v", len(result.Findings), places)
	}
}
