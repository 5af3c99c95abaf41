package server_test

import (
	"context"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/server"
)

// Each operation, and nothing else, has a method named after its operationId and a route.
func TestOperations(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(control.Document())
	if err != nil {
		t.Fatal(err)
	}
	var methods, routes, wantMethods, wantRoutes []string
	for path, item := range document.Paths.Map() {
		for method, o := range item.Operations() {
			wantMethods = append(wantMethods, strings.ToLower(o.OperationID))
			wantRoutes = append(wantRoutes, method+" "+strings.NewReplacer("{", ":", "}", "").Replace(path))
		}
	}
	for method := range reflect.TypeFor[server.StrictServerInterface]().Methods() {
		methods = append(methods, strings.ToLower(method.Name))
	}
	e := echo.New()
	server.RegisterHandlers(e, server.NewStrictHandler(nil, nil))
	for _, route := range e.Routes() {
		routes = append(routes, route.Method+" "+route.Path)
	}
	for _, lists := range [][2][]string{{methods, wantMethods}, {routes, wantRoutes}} {
		slices.Sort(lists[0])
		slices.Sort(lists[1])
		if !slices.Equal(lists[0], lists[1]) {
			t.Errorf("got\n%s\nwant\n%s", lists[0], lists[1])
		}
	}
}

// tokens records the forms that it receives.
type tokens struct {
	server.StrictServerInterface

	introspected *control.IntrospectionRequest
	revoked      *control.RevocationRequest
}

func (s *tokens) IntrospectToken(_ context.Context, r server.IntrospectTokenRequestObject) (server.IntrospectTokenResponseObject, error) {
	s.introspected = r.Body
	return server.IntrospectToken200JSONResponse{}, nil
}

func (s *tokens) RevokeToken(_ context.Context, r server.RevokeTokenRequestObject) (server.RevokeTokenResponseObject, error) {
	s.revoked = r.Body
	return server.RevokeToken200Response{}, nil
}

// Forms are decoded, unknown fields are ignored, and the responses are those of the two RFCs.
func TestForms(t *testing.T) {
	var got tokens
	e := echo.New()
	server.RegisterHandlers(e, server.NewStrictHandler(&got, nil))
	post := func(path, form string) string {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), "POST", path, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Errorf("%s: status %d", path, w.Code)
		}
		return strings.TrimSpace(w.Body.String())
	}
	user, access, refresh := "user 1&2", "access_token", "refresh_token"
	if body := post("/introspect", "token=a%2Bb%3D&user_id=user+1%262&token_type_hint=access_token&client_id=x&client_id=y"); body != `{"active":false}` {
		t.Errorf("inactive is answered by %s", body)
	}
	if want := (control.IntrospectionRequest{Token: "a+b=", UserID: &user, TokenTypeHint: &access}); !reflect.DeepEqual(got.introspected, &want) {
		t.Errorf("introspected %+v, want %+v", got.introspected, want)
	}
	if body := post("/revoke", "token=c&token_type_hint=refresh_token"); body != "" {
		t.Errorf("a revocation is answered by %s", body)
	}
	if want := (control.RevocationRequest{Token: "c", TokenTypeHint: &refresh}); !reflect.DeepEqual(got.revoked, &want) {
		t.Errorf("revoked %+v, want %+v", got.revoked, want)
	}
}
