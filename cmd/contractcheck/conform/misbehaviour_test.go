package conform_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// misbehaviour is one way to break the contract. In all other respects the server conforms.
type misbehaviour struct {
	name string
	want string // the method, and the check that reports it

	unchecked []string // what can't be checked because of it

	// At least one of these is set.
	document func(string) string                                      // the server has another contract
	accept   func(r *http.Request, scheme string) bool                // the server judges credentials differently
	alter    func(r *http.Request, answer *httptest.ResponseRecorder) // responses are changed
	answer   func(w http.ResponseWriter, r *http.Request) bool        // handles a request if it returns true
}

func (m misbehaviour) server(t *testing.T) http.Handler {
	h := newHonest(t)
	h.security = m.accept
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case m.answer != nil && m.answer(w, r):
		case m.alter != nil:
			recorded := httptest.NewRecorder()
			h.ServeHTTP(recorded, r)
			m.alter(r, recorded)
			replay(w, recorded)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// of limits a change to the responses of one operation with one status.
func of(method, path string, status int, change func(*httptest.ResponseRecorder)) func(*http.Request, *httptest.ResponseRecorder) {
	return func(r *http.Request, answer *httptest.ResponseRecorder) {
		if r.Method == method && strings.HasPrefix(r.URL.Path, path) && r.URL.Path != "/items/mine" && answer.Code == status {
			change(answer)
		}
	}
}

func body(text string) func(*httptest.ResponseRecorder) {
	return func(a *httptest.ResponseRecorder) { a.Body.Reset(); a.Body.WriteString(text) }
}

// fails responds with 500 if the condition holds.
func fails(method, path string, when func(*http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		hit := r.Method == method && r.URL.Path == path && when(r)
		if hit {
			http.Error(w, "it broke", http.StatusInternalServerError)
		}
		return hit
	}
}

// accepted responds to /items with success if the condition holds and there is a credential.
func accepted(method string, when func(*http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		hit := r.Method == method && r.URL.Path == "/items" && (carries(r, "bearer") || carries(r, "key") || carries(r, "basic") && carries(r, "queryKey")) &&
			r.Header["X-Odd"] == nil && when(r)
		if hit && method == "GET" {
			w.Header().Set("X-Total", "0")
			send(w, http.StatusOK, "application/json", map[string]any{"items": []any{}})
		} else if hit {
			send(w, http.StatusCreated, "application/vnd.item+json", map[string]any{"kind": "cat", "id": 1, "name": "Tom", "lives": 9})
		}
		return hit
	}
}

func has(object map[string]any, name string) bool { _, ok := object[name]; return ok }

// accepts also accepts other credentials for the given method.
func accepts(method string, more func(r *http.Request, scheme string) bool) func(*http.Request, string) bool {
	return func(r *http.Request, scheme string) bool {
		return carries(r, scheme) || r.Method == method && more(r, scheme)
	}
}

func bearerOf(r *http.Request) string {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return bearer
}

func bodyOf(r *http.Request) string {
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(text)))
	return string(text)
}

var neverAccepted = []string{"GET /items: no request was accepted, as was found: what the contract says of a success was not checked"}

var misbehaviours = []misbehaviour{
	{name: "undocumented status", want: "GET status", alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) { a.Code = 206 })},
	{name: "undocumented 4xx for what conforms", want: "GET status", unchecked: neverAccepted, alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) { a.Code = 418 })},
	{name: "a redirect", want: "GET status", unchecked: neverAccepted, alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) {
		a.Code = 307
		a.Header().Set("Location", "/elsewhere")
	})},
	{name: "another content type", want: "GET content-type", alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) {
		a.Header().Set("Content-Type", "text/html")
	})},
	{name: "a body for an error for which none is documented", want: "PUT undocumented-body", document: func(document string) string {
		return strings.Replace(document, `"401": { $ref: "#/components/responses/Failed" }`+"\ncomponents:", `"401": { description: no }`+"\ncomponents:", 1)
	}},
	{name: "a body for a success for which none is documented", want: "PUT undocumented-body", document: func(document string) string {
		return strings.Replace(document, `"204": { description: taken }`, "2XX: { description: taken }", 1)
	}, alter: of("PUT", "/styles", 204, func(a *httptest.ResponseRecorder) { a.Code = 202; body("{}")(a) })},
	{name: "a body that HTTP forbids", want: "DELETE content-type", document: func(document string) string {
		return strings.Replace(document, `"204": { description: gone }`, `"205": { description: gone }`, 1)
	}, alter: of("DELETE", "/items", 204, func(a *httptest.ResponseRecorder) { a.Code = 205; body("{}")(a) })},
	{name: "no documented header", want: "GET header", alter: of("GET", "/items", 200, func(a *httptest.ResponseRecorder) { a.Header().Del("X-Total") })},
	{name: "a body of another type", want: "GET body", alter: of("GET", "/items", 200, body(`{"items": "none"}`))},
	{name: "an empty body", want: "GET body", alter: of("GET", "/items", 200, body(""))},
	{name: "a body that is not JSON", want: "GET body", alter: of("GET", "/items", 200, body(`{"items": [`))},
	{name: "a body with something after it", want: "GET body", alter: of("GET", "/items", 200, body(`{"items": []} {}`))},
	{name: "a body that is not UTF-8", want: "GET body", alter: of("GET", "/items", 200, body("{\"items\": [{\"kind\":\"cat\",\"id\":1,\"name\":\"\xff\",\"lives\":1}]}"))},
	{name: "a property missing in one branch of oneOf", want: "GET body", alter: of("GET", "/items", 200, body(`{"items": [{"kind":"cat","id":1,"name":"Tom"}]}`))},
	{name: "a property that is only for requests", want: "GET body", alter: of("GET", "/items", 200, body(`{"items": [{"kind":"dog","id":1,"name":"Rex","breed":"","secret":"s"}]}`))},
	{name: "an undeclared property", want: "GET undeclared-property", alter: of("GET", "/items", 200, body(`{"items": [], "page": 1}`))},
	{name: "an undeclared property in an allOf in a oneOf", want: "GET undeclared-property",
		alter: of("GET", "/items", 200, body(`{"items": [{"kind":"dog","id":1,"name":"Rex","breed":"","lives":1}]}`))},
	{name: "an undeclared property in an error", want: "GET undeclared-property", alter: of("GET", "/items", 401, body(`{"error": "no", "stack": []}`))},
	{name: "another body for a 401", want: "DELETE body", alter: of("DELETE", "/items", 401, body(`{"message": "no"}`))},
	{name: "a 401 in plain text", want: "DELETE content-type", alter: of("DELETE", "/items", 401, func(a *httptest.ResponseRecorder) {
		a.Header().Set("Content-Type", "text/plain")
	})},
	{name: "a 401 without WWW-Authenticate", want: "DELETE www-authenticate", alter: of("DELETE", "/items", 401, func(a *httptest.ResponseRecorder) {
		a.Header().Del("WWW-Authenticate")
	})},
	{name: "a 401 with half a WWW-Authenticate", want: "DELETE www-authenticate", alter: of("DELETE", "/items", 401, func(a *httptest.ResponseRecorder) {
		a.Header().Set("WWW-Authenticate", `realm="items"`)
	})},

	{name: "no credential accepted", want: "DELETE no-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return r.Header["X-Key"] == nil && r.Header["Authorization"] == nil
	})},
	{name: "an empty key accepted", want: "DELETE malformed-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return scheme == "key" && r.Header["X-Key"] != nil && r.Header.Get("X-Key") == ""
	})},
	{name: "a malformed bearer accepted", want: "DELETE malformed-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return scheme == "bearer" && strings.Contains(bearerOf(r), " ")
	})},
	{name: "malformed Basic accepted", want: "POST malformed-credential", accept: accepts("POST", func(r *http.Request, scheme string) bool {
		_, _, is := r.BasicAuth()
		return scheme == "basic" && strings.HasPrefix(r.Header.Get("Authorization"), "Basic ") && !is
	})},
	{name: "an unknown key accepted", want: "DELETE wrong-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return scheme == "key" && len(r.Header.Get("X-Key")) == len(credentials["key"])
	})},
	{name: "a key of which the beginning is compared", want: "DELETE wrong-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return scheme == "key" && strings.HasPrefix(r.Header.Get("X-Key"), credentials["key"][:8])
	})},
	{name: "an unknown user accepted", want: "POST wrong-credential", accept: accepts("POST", func(r *http.Request, scheme string) bool {
		_, _, is := r.BasicAuth()
		return scheme == "basic" && is
	})},
	{name: "a JWT's signature not verified", want: "DELETE wrong-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		parts := strings.Split(bearerOf(r), ".")
		return scheme == "bearer" && len(parts) == 3 && parts[1] == strings.Split(credentials["bearer"], ".")[1] && parts[2] != ""
	})},
	{name: "an unsigned JWT accepted", want: "DELETE wrong-credential", accept: accepts("DELETE", func(r *http.Request, scheme string) bool {
		return scheme == "bearer" && strings.HasSuffix(bearerOf(r), ".")
	})},
	{name: "any opaque bearer accepted", want: "PUT wrong-credential", accept: accepts("PUT", func(r *http.Request, scheme string) bool {
		return strings.Count(bearerOf(r), "-") == 3
	})},
	{name: "half of the credentials accepted", want: "POST partial-credential", accept: accepts("POST", func(r *http.Request, scheme string) bool {
		return scheme == "queryKey" && !r.URL.Query().Has("key")
	})},
	{name: "one alternative refused", want: "DELETE alone-suffices", accept: func(r *http.Request, scheme string) bool {
		return carries(r, scheme) && (r.Method != "DELETE" || scheme != "key")
	}},
	{name: "one alternative forbidden", want: "DELETE alone-suffices", answer: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "DELETE" || !strings.HasPrefix(r.URL.Path, "/items/") || !carries(r, "bearer") {
			return false
		}
		send(w, http.StatusForbidden, "application/json", nil)
		return true
	}},

	{name: "another method answered", want: "PATCH method", answer: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "PATCH" && r.URL.Path == "/items" {
			send(w, http.StatusOK, "application/json", nil)
			return true
		}
		return false
	}},
	{name: "another method not found", want: "PATCH method", alter: of("PATCH", "/items", 405, func(a *httptest.ResponseRecorder) { a.Code = 404 })},
	{name: "HEAD not as GET", want: "HEAD method", alter: of("HEAD", "/items", 405, func(a *httptest.ResponseRecorder) { a.Code = 500 })},
	{name: "a 405 without Allow", want: "PATCH allow", alter: of("PATCH", "/items", 405, func(a *httptest.ResponseRecorder) { a.Header().Del("Allow") })},
	{name: "Allow with too little", want: "PATCH allow", alter: of("PATCH", "/items", 405, func(a *httptest.ResponseRecorder) { a.Header().Set("Allow", "OPTIONS") })},
	{name: "Allow with too much", want: "PATCH allow", alter: of("PATCH", "/items", 405, func(a *httptest.ResponseRecorder) { a.Header().Add("Allow", "PUT") })},

	{name: "500 for a header that is not UTF-8", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return strings.HasPrefix(r.Header.Get("X-Odd"), "\xff") })},
	{name: "500 for an unusual header name", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return r.Header["!#$%&'*+-.^_`|~"] != nil })},
	{name: "500 for a doubled header", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header["X-Trace"]) > 1 })},
	{name: "500 for a doubled query parameter without an example", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.URL.Query()["limit"]) > 1 })},
	{name: "500 for two Authorization", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header["Authorization"]) > 1 })},
	{name: "500 for both credentials", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return carries(r, "bearer") && carries(r, "key") })},
	{name: "500 for a long header", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header.Get("X-Odd")) > 1000 })},
	{name: "500 for a long credential", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header.Get("X-Key")) > 1000 })},
	{name: "500 for a long query", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.URL.RawQuery) > 4000 })},
	{name: "500 for a long declared query parameter", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.URL.Query().Get("kind")) > 1000 })},
	{name: "500 for a long optional query parameter", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.URL.Query().Get("tags")) > 1000 })},
	{name: "500 for a long declared header", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header.Get("X-Trace")) > 1000 })},
	{name: "500 for a long declared cookie", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return len(r.Header.Get("Cookie")) > 1000 })},
	{name: "500 for a long path parameter", want: "DELETE server-error", answer: func(w http.ResponseWriter, r *http.Request) bool {
		return fails("DELETE", r.URL.Path, func(*http.Request) bool { return len(r.URL.Path) > 1000 })(w, r)
	}},
	{name: "500 for a path parameter of another form", want: "DELETE server-error", answer: func(w http.ResponseWriter, r *http.Request) bool {
		return fails("DELETE", "/items/text", func(*http.Request) bool { return true })(w, r)
	}},
	{name: "500 for a number that is none", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return r.URL.Query().Get("limit") == "text" })},
	{name: "500 for a long text in a body", want: "POST server-error", answer: fails("POST", "/items", func(r *http.Request) bool {
		var sent struct{ Name string }
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && len(sent.Name) > 1000
	})},
	{name: "500 for a long optional text in a body", want: "POST server-error", answer: fails("POST", "/items", func(r *http.Request) bool {
		var sent struct{ Secret string }
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && len(sent.Secret) > 1000
	})},
	{name: "500 for an unknown query parameter", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return r.URL.Query().Get("unknown") == "1" })},
	{name: "500 for broken escapes", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return strings.Contains(r.URL.RawQuery, "%zz") })},
	{name: "500 for a malformed Accept", want: "GET server-error", answer: fails("GET", "/items", func(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), ";;") })},
	{name: "500 for a malformed Content-Type", want: "POST server-error", answer: fails("POST", "/items", func(r *http.Request) bool { return r.Header.Get("Content-Type") == "/;=;charset" })},
	{name: "500 for a broken body", want: "POST server-error", answer: fails("POST", "/items", func(r *http.Request) bool { return !json.Valid([]byte(bodyOf(r))) })},
	{name: "500 for a body that breaks the schema", want: "POST server-error", answer: fails("POST", "/items", func(r *http.Request) bool { return strings.Contains(bodyOf(r), `"unknown"`) })},
	{name: "an undocumented 2xx for a query", want: "GET status", answer: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" && r.URL.Path == "/items" && r.URL.Query().Has("unknown") {
			w.WriteHeader(http.StatusNoContent)
			return true
		}
		return false
	}},

	{name: "a missing parameter accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return !r.URL.Query().Has("kind") })},
	{name: "a missing header accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return r.Header.Get("X-Trace") == "" })},
	{name: "a number that is none accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return r.URL.Query().Get("limit") == "text" })},
	{name: "a number below the minimum accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return r.URL.Query().Get("limit") == "0" })},
	{name: "a number above the maximum accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return r.URL.Query().Get("limit") == "51" })},
	{name: "a value out of the enum accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool { return r.URL.Query().Get("kind") == "none-of-these" })},
	{name: "a cookie out of the pattern accepted", want: "GET refuses", answer: accepted("GET", func(r *http.Request) bool {
		return strings.Contains(r.Header.Get("Cookie"), "theme=~") || strings.Contains(r.Header.Get("Cookie"), "theme=%7E")
	})},
	{name: "no body accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool { return bodyOf(r) == "" })},
	{name: "an undeclared Content-Type accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool { return r.Header.Get("Content-Type") == "application/x-undeclared" })},
	{name: "a missing property accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool {
		var sent map[string]any
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && len(sent) > 1 && !has(sent, "name")
	})},
	{name: "another type of a property accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool {
		var sent struct{ Name any }
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && sent.Name == 7.0
	})},
	{name: "another type of an optional property accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool {
		var sent struct{ Secret any }
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && sent.Secret == 7.0
	})},
	{name: "a property missing in an optional one accepted", want: "POST refuses", answer: accepted("POST", func(r *http.Request) bool {
		var sent struct{ Mother map[string]any }
		return json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && sent.Mother != nil && !has(sent.Mother, "name")
	})},
	{name: "an optional property above the maximum accepted", want: "PUT refuses", answer: func(w http.ResponseWriter, r *http.Request) bool {
		var sent struct{ Share any }
		hit := r.Method == "PUT" && json.Unmarshal([]byte(bodyOf(r)), &sent) == nil && sent.Share == 2.0
		if hit {
			w.WriteHeader(http.StatusNoContent)
		}
		return hit
	}},
	{name: "an undeclared property accepted, which the contract forbids", want: "PUT refuses", answer: func(w http.ResponseWriter, r *http.Request) bool {
		hit := r.Method == "PUT" && strings.Contains(bodyOf(r), "undeclaredByContract")
		if hit {
			w.WriteHeader(http.StatusNoContent)
		}
		return hit
	}},

	{name: "the connection closed", want: "GET no-answer", unchecked: neverAccepted, answer: func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" && r.URL.Path == "/items" {
			panic(http.ErrAbortHandler)
		}
		return false
	}},
	{name: "the connection closed for an edge case", want: "GET no-answer", answer: func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" && r.URL.Path == "/items" && r.Header["X-Odd"] != nil {
			panic(http.ErrAbortHandler)
		}
		return false
	}},
	{name: "a body that breaks off", want: "GET no-answer", answer: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" && r.URL.Path == "/items" && r.Header["X-Odd"] != nil {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "{")
			return true
		}
		return false
	}},
	{name: "no answer in time", want: "GET no-answer", answer: func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" && r.URL.Path == "/items" && len(r.Header.Get("X-Odd")) > 1000 {
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		return false
	}},
}

func TestMisbehaviour(t *testing.T) {
	skipped := map[string]bool{}
	for _, m := range misbehaviours {
		_, check, _ := strings.Cut(m.want, " ")
		again := skipped[check] // one server per check suffices to test that the check can be skipped
		skipped[check] = true
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			configure := func(c *conform.Config) {
				if m.document != nil {
					c.Document = []byte(m.document(string(c.Document)))
				}
			}
			result, err := ask(t, m.server(t), configure)
			ok(t, err)
			wantFindings(t, result, m.want)
			wantTexts(t, "unchecked", result.Unchecked, slices.Concat(itemsUnchecked, m.unchecked)...)
			if result.Incomplete { // what is unchecked follows from the finding
				t.Error("the run says that it is not complete")
			}
			for _, f := range result.Findings {
				if !slices.ContainsFunc(conform.Checks, func(c conform.Check) bool { return c.Name == f.Check }) ||
					f.Expected == "" || f.Got == "" || !strings.HasPrefix(f.Curl, "curl ") {
					t.Errorf("half a finding: %+v", f)
				}
			}
			wantNoSecret(t, result)

			if again {
				return
			}
			result, err = ask(t, m.server(t), func(c *conform.Config) { configure(c); c.Skip = []string{check} })
			ok(t, err)
			wantFindings(t, result)
			if result.Incomplete != (m.unchecked != nil) { // nothing was found that explains it
				t.Errorf("skipped, incomplete: %v", result.Incomplete)
			}
		})
	}
	for _, c := range conform.Checks {
		if !slices.ContainsFunc(misbehaviours, func(m misbehaviour) bool { return strings.HasSuffix(m.want, " "+c.Name) }) {
			t.Errorf("no server fails the check %s", c.Name)
		}
	}
}
