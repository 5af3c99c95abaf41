package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/client"
)

const key = "fake-key"

// An ID as an issuer may assign it: many of its characters have a meaning in a path.
const user = "auth0|a/b?c#d%2F é"

// For every operation, the request is as documented, and the documented example is decoded.
func TestOperations(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(control.Document())
	if err != nil {
		t.Fatal(err)
	}
	document.Servers = nil
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, parameters, err := router.FindRoute(r)
		if err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
			return
		}
		asked[route.Operation.OperationID]++
		if err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
			Request: r, Route: route, PathParams: parameters,
			Options: &openapi3filter.Options{AuthenticationFunc: func(_ context.Context, input *openapi3filter.AuthenticationInput) error {
				if input.RequestValidationInput.Request.Header.Get(input.SecurityScheme.Name) != key {
					return errors.New("another key")
				}
				return nil
			}},
		}); err != nil {
			t.Errorf("%s: %v", route.Operation.OperationID, err)
		}
		if strings.Contains(route.Path, "{user_id}") && !strings.HasPrefix(r.URL.Path, "/users/"+user+"/") {
			t.Errorf("the path is %s", r.URL.Path)
		}
		status, body := success(t, route.Operation)
		if body != nil {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	ctx, fingerprint, yes, some, text := t.Context(), "6F1ed002ab559585", true, 7, "a b&c"
	kind := client.RecordKindRefresh
	session := client.SessionObject{UserID: user, Token: "t", Expiry: 1767225600}
	for id, call := range map[string]func() (any, error){
		"registerSession": func() (any, error) {
			return c.RegisterSessionWithResponse(ctx, user, client.RegistrationRequest{Session: session, Refresh: &client.RefreshTokenObject{}})
		},
		"listRecords": func() (any, error) {
			return c.ListRecordsWithResponse(ctx, user, &client.ListRecordsParams{Kind: &kind, Limit: &some, Cursor: &text})
		},
		"revokeRecords": func() (any, error) {
			return c.RevokeRecordsWithResponse(ctx, user, &client.RevokeRecordsParams{Except: &fingerprint, DryRun: &yes})
		},
		"revokeRecord":   func() (any, error) { return c.RevokeRecordWithResponse(ctx, user, fingerprint) },
		"suspendSession": func() (any, error) { return c.SuspendSessionWithResponse(ctx, user, fingerprint) },
		"resumeSession":  func() (any, error) { return c.ResumeSessionWithResponse(ctx, user, fingerprint) },
		"suspendUser":    func() (any, error) { return c.SuspendUserWithResponse(ctx, user) },
		"resumeUser":     func() (any, error) { return c.ResumeUserWithResponse(ctx, user) },
		"rotateTokens": func() (any, error) {
			return c.RotateTokensWithResponse(ctx, client.RotationRequest{UserID: user, RefreshToken: "r", Session: session})
		},
		"introspectToken": func() (any, error) {
			return c.IntrospectTokenWithFormdataBodyWithResponse(ctx, client.IntrospectionRequest{Token: "a+b=", UserID: &text})
		},
		"revokeToken": func() (any, error) {
			return c.RevokeTokenWithFormdataBodyWithResponse(ctx, client.RevocationRequest{Token: "a+b="})
		},
		"listApiKeys": func() (any, error) { return c.ListAPIKeysWithResponse(ctx, user, &client.ListAPIKeysParams{}) },
		"createApiKey": func() (any, error) {
			once := "4f0c"
			return c.CreateAPIKeyWithResponse(ctx, user, &client.CreateAPIKeyParams{IdempotencyKey: &once}, client.APIKeyRequest{Account: "acc_1", ExpiresIn: 1})
		},
		"revokeApiKey": func() (any, error) { return c.RevokeAPIKeyWithResponse(ctx, user, "k7Qd2mXw") },
		"listEvents":   func() (any, error) { return c.ListEventsWithResponse(ctx, &client.ListEventsParams{Wait: &some}) },
	} {
		answer, err := call()
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		o := operation(document, id)
		status, body := success(t, o)
		decoded := reflect.ValueOf(answer).Elem().FieldByName(fmt.Sprintf("JSON%d", status))
		if body == nil {
			if decoded.IsValid() {
				t.Errorf("%s: no body is documented", id)
			}
			continue
		}
		written, err := json.Marshal(decoded.Interface())
		if err != nil {
			t.Fatal(err)
		}
		if !sameJSON(t, written, body) {
			t.Errorf("%s: got %s, want %s", id, written, body)
		}
	}
	for _, item := range document.Paths.Map() {
		for _, o := range item.Operations() {
			if asked[o.OperationID] != 1 {
				t.Errorf("%s was called %d times", o.OperationID, asked[o.OperationID])
			}
		}
	}
}

// Changes are tried once, reads three times. A documented refusal is a response, not an error.
func TestTries(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(503)
		_, _ = w.Write([]byte(`{"error":"not now","code":"unavailable"}`))
	}))
	defer server.Close()
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	once, err := client.New(server.URL, key, client.WithRequestEditorFn(client.Once))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		call  func() (*client.Error, error)
		tries int32
	}{
		"GET": {func() (*client.Error, error) {
			answer, err := c.ListRecordsWithResponse(t.Context(), user, nil)
			return answer.JSON503, err
		}, 3},
		"GET once": {func() (*client.Error, error) {
			answer, err := once.ListRecordsWithResponse(t.Context(), user, nil)
			return answer.JSON503, err
		}, 1},
		"PUT": {func() (*client.Error, error) {
			answer, err := c.SuspendUserWithResponse(t.Context(), user)
			return answer.JSON503, err
		}, 1},
		"DELETE": {func() (*client.Error, error) {
			answer, err := c.RevokeRecordsWithResponse(t.Context(), user, nil)
			return answer.JSON503, err
		}, 1},
		"POST": {func() (*client.Error, error) {
			answer, err := c.IntrospectTokenWithFormdataBodyWithResponse(t.Context(), client.IntrospectionRequest{Token: "t"})
			return answer.JSON503, err
		}, 1},
	} {
		asked.Store(0)
		if said, err := tt.call(); err != nil || said == nil || said.Code != client.ErrorCodeUnavailable || asked.Load() != tt.tries {
			t.Errorf("%s: %+v, %v, after %d tries, want %d", name, said, err, asked.Load(), tt.tries)
		}
	}
}

func TestUndocumentedAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(405)
		_, _ = w.Write([]byte(`{"error":"fake-secret","code":"method_not_allowed"}`))
	}))
	defer server.Close()
	c, err := client.New(server.URL, key)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.ResumeUserWithResponse(t.Context(), user)
	e, ok := errors.AsType[*client.UndocumentedError](err)
	if !ok || e.StatusCode != 405 || e.Contract == nil || e.Contract.Code != client.ErrorCodeMethodNotAllowed || strings.Contains(err.Error(), "fake") {
		t.Errorf("got %v, %+v", err, e)
	}
}

func TestRefusesWhatCannotWork(t *testing.T) {
	const fake, url = "fake-secret", "http://127.0.0.1:9091"
	for said, given := range map[string][2]string{
		"the control key is empty: is it set?":                                          {url, ""},
		"the control key has white space or a line end around it: trim it":              {url, fake + "\n"},
		"the base URL is empty":                                                         {"", fake},
		"the base URL must be like https://host/path, without user, query and fragment": {fake, url},
	} {
		if c, err := client.New(given[0], given[1]); err == nil || c != nil || err.Error() != said {
			t.Errorf("%q, %q: %v", given[0], given[1], err)
		}
	}
}

func TestImportsTheStandardLibraryOnly(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const own = "github.com/quiva-ai/session-tokens/gen/"
	if got := strings.Fields(string(list)); !slices.Equal(got, []string{own + "internal/request", own + "internal/sdk", own + "control/client"}) {
		t.Errorf("it is built of %s", got)
	}
}

// success returns the operation's first documented success, and an example of its body, or nil if it has no body.
func success(t *testing.T, o *openapi3.Operation) (status int, body []byte) {
	t.Helper()
	for _, status := range []int{200, 201, 204} {
		response := o.Responses.Status(status)
		if response == nil {
			continue
		}
		media := response.Value.Content["application/json"]
		if media == nil {
			return status, nil
		}
		example := media.Example
		if media.Examples != nil {
			for _, named := range media.Examples {
				if example == nil || fmt.Sprint(named.Value.Value) > fmt.Sprint(example) { // independent of the map's order
					example = named.Value.Value
				}
			}
		}
		body, err := json.Marshal(example)
		if err != nil {
			t.Fatal(err)
		}
		return status, body
	}
	t.Errorf("%s documents no success", o.OperationID)
	return 500, nil
}

func operation(document *openapi3.T, id string) *openapi3.Operation {
	for _, item := range document.Paths.Map() {
		for _, o := range item.Operations() {
			if o.OperationID == id {
				return o
			}
		}
	}
	return nil
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var left, right any
	if err := errors.Join(json.Unmarshal(a, &left), json.Unmarshal(b, &right)); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(left, right)
}
