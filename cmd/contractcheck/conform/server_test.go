package conform_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// credentials are those of the honest server, for the schemes in testdata/items.yaml.
var credentials = map[string]string{
	"bearer":    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJmYWtlLXVzZXIifQ.ZmFrZS1zaWduYXR1cmUtb2Ytbm9ib2R5",
	"basic":     "fake-user:fake pass/word",
	"key":       "fake_key_0123456789",
	"queryKey":  "fake+query/key==",
	"cookieKey": "fakecookiekey77",
	"single":    "fake-opaque-bearer-42",
}

// honest implements testdata/items.yaml. It validates requests with kin-openapi.
type honest struct {
	t   *testing.T
	doc *openapi3.T

	security func(r *http.Request, scheme string) bool // nil: the correct judgment
}

func itemsDocument(t *testing.T) []byte {
	t.Helper()
	document, err := os.ReadFile("testdata/items.yaml")
	ok(t, err)
	return document
}

func newHonest(t *testing.T) *honest {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(itemsDocument(t))
	ok(t, err)
	return &honest{t: t, doc: doc}
}

// route prefers a path without variables to one with variables.
func (h *honest) route(r *http.Request) (path string, variables map[string]string) {
	asked := strings.Split(r.URL.EscapedPath(), "/")
	for _, path := range h.doc.Paths.InMatchingOrder() {
		variables := map[string]string{}
		parts := strings.Split(path, "/")
		fits := len(parts) == len(asked)
		for i := 0; fits && i < len(parts); i++ {
			if name, variable := strings.CutPrefix(parts[i], "{"); variable {
				value, err := url.PathUnescape(asked[i])
				ok(h.t, err)
				variables[strings.TrimSuffix(name, "}")] = value
			} else {
				fits = parts[i] == asked[i]
			}
		}
		if fits {
			return path, variables
		}
	}
	return "", nil
}

func (h *honest) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, variables := h.route(r)
	if path == "" {
		h.fail(w, http.StatusNotFound)
		return
	}
	item := h.doc.Paths.Value(path)
	operation := item.GetOperation(r.Method)
	if operation == nil {
		for method := range item.Operations() {
			w.Header().Add("Allow", method)
		}
		h.fail(w, http.StatusMethodNotAllowed)
		return
	}
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: variables, Route: routeOf(h.doc, path, r.Method),
		Options: &openapi3filter.Options{SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.FailFast()}, AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error {
			judge := h.security
			if judge == nil {
				judge = carries
			}
			if !judge(r, in.SecuritySchemeName) {
				return errors.New("refused")
			}
			return nil
		}},
	}
	err := openapi3filter.ValidateRequest(r.Context(), input)
	var refused *openapi3filter.SecurityRequirementsError
	switch {
	case errors.As(err, &refused):
		w.Header().Set("WWW-Authenticate", `Bearer realm="items"`)
		h.fail(w, http.StatusUnauthorized)
	case err != nil:
		h.fail(w, http.StatusBadRequest)
	default:
		h.answer(w, r, operation.OperationID)
	}
}

func (h *honest) answer(w http.ResponseWriter, r *http.Request, operation string) {
	cat := map[string]any{"kind": "cat", "id": 1, "name": "Tom", "lives": 9, "mother": map[string]any{"kind": "cat", "id": 2, "name": "Ma", "mother": nil}}
	dog := map[string]any{"kind": "dog", "id": 3, "name": "Rex", "breed": nil}
	switch operation {
	case "list":
		w.Header().Set("X-Total", "2")
		send(w, http.StatusOK, "application/json", map[string]any{"items": []any{cat, dog}})
	case "create":
		send(w, http.StatusCreated, "application/vnd.item+json", cat)
	case "read":
		send(w, http.StatusAccepted, "application/json; charset=utf-8", dog)
	case "sum":
		send(w, http.StatusOK, "application/json", 1.5)
	case "mine":
		send(w, http.StatusOK, "application/json", map[string]any{"whatever": []any{1, nil}})
	case "status":
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "up")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (h *honest) fail(w http.ResponseWriter, status int) {
	send(w, status, "application/json", map[string]string{"error": http.StatusText(status)})
}

func send(w http.ResponseWriter, status int, contentType string, body any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// carries reports whether the request carries the scheme's credential, once.
func carries(r *http.Request, scheme string) bool {
	once := func(values []string) bool { return len(values) == 1 && values[0] == credentials[scheme] }
	switch scheme {
	case "key":
		return once(r.Header.Values("X-Key"))
	case "queryKey":
		return once(r.URL.Query()["key"])
	case "cookieKey":
		var values []string
		for _, c := range r.CookiesNamed("session") {
			values = append(values, c.Value)
		}
		return once(values)
	case "basic":
		user, password, is := r.BasicAuth()
		return is && once([]string{user + ":" + password}) && len(r.Header.Values("Authorization")) == 1
	}
	bearer, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return is && once([]string{bearer}) && len(r.Header.Values("Authorization")) == 1
}

// ask runs the checker against a handler.
func ask(t *testing.T, h http.Handler, change func(*conform.Config)) (conform.Result, error) {
	t.Helper()
	var one sync.Mutex // requests are sequential, but the race detector can't know that
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		h.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := conform.Config{Document: itemsDocument(t), BaseURL: server.URL, Credentials: credentials, Seed: 1, Requests: 2000, UnsafeMethods: true}
	if change != nil {
		change(&c)
	}
	return conform.Run(t.Context(), c)
}

var itemsUnchecked = []string{"GET /status: the body of 200 is text/plain, not JSON: it was not checked"}

func TestHonestServer(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			h, refused := newHonest(t), []string{}
			// Most generated requests, in the rounds of all operations, must be ones that the contract accepts.
			watch := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				recorded := httptest.NewRecorder()
				asked := r.URL.RequestURI()
				h.ServeHTTP(recorded, r)
				if recorded.Code == http.StatusBadRequest {
					refused = append(refused, r.Method+" "+asked)
				}
				replay(w, recorded)
			})
			result, err := ask(t, watch, func(c *conform.Config) { c.Seed, c.Skip = seed, []string{"server-error", "refuses"} })
			ok(t, err)
			wantFindings(t, result)
			wantTexts(t, "unchecked", result.Unchecked, itemsUnchecked...)
			if result.Incomplete {
				t.Error("a complete run says that it is not")
			}
			wantTexts(t, "refused", refused)

			result, err = ask(t, h, func(c *conform.Config) { c.Seed = seed })
			ok(t, err)
			wantFindings(t, result)
		})
	}
}

func replay(w http.ResponseWriter, recorded *httptest.ResponseRecorder) {
	for name, values := range recorded.Header() {
		w.Header()[name] = slices.Clone(values)
	}
	w.WriteHeader(recorded.Code)
	_, _ = w.Write(recorded.Body.Bytes())
}
