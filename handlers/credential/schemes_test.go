package credential_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
)

type verifierFunc func(value string) (credential.Principal, error)

func (f verifierFunc) Verify(_ context.Context, value string) (credential.Principal, error) {
	return f(value)
}

func as(user string) credential.Verifier {
	return verifierFunc(func(string) (credential.Principal, error) { return credential.Principal{User: user}, nil })
}

var (
	bearerScheme = contract.SecurityScheme{Name: "bearerAuth", Type: "http", Scheme: "bearer"}
	keyScheme    = contract.SecurityScheme{Name: "apiKeyAuth", Type: "apiKey", In: "header", Header: "X-API-Key"}
	operation    = &contract.Operation{ID: "getSessionTokens", Security: [][]string{{"bearerAuth"}, {"apiKeyAuth"}}}
	verifiers    = map[string]credential.Verifier{"bearerAuth": as("by bearer"), "apiKeyAuth": as("by key")}
)

func connect(t testing.TB) *credential.Schemes {
	t.Helper()
	s, err := credential.Connect([]contract.SecurityScheme{bearerScheme, keyScheme}, []*contract.Operation{operation}, verifiers)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConnectProblems(t *testing.T) {
	op := func(security ...[]string) *contract.Operation {
		return &contract.Operation{ID: "op", Security: security}
	}
	for name, c := range map[string]struct {
		schemes   []contract.SecurityScheme
		operation *contract.Operation
		want      string
	}{
		"not declared":      {[]contract.SecurityScheme{bearerScheme}, operation, `"apiKeyAuth", which is not declared`},
		"no verifier":       {[]contract.SecurityScheme{bearerScheme, {Name: "new", Type: "apiKey", In: "header", Header: "X"}}, op([]string{"bearerAuth"}), `"new" has no verifier`},
		"key in query":      {[]contract.SecurityScheme{bearerScheme, {Name: "apiKeyAuth", Type: "apiKey", In: "query", Header: "k"}}, operation, `"apiKeyAuth" is of a type`},
		"key in cookie":     {[]contract.SecurityScheme{bearerScheme, {Name: "apiKeyAuth", Type: "apiKey", In: "cookie", Header: "k"}}, operation, "is of a type"},
		"key without name":  {[]contract.SecurityScheme{bearerScheme, {Name: "apiKeyAuth", Type: "apiKey", In: "header"}}, operation, "is of a type"},
		"basic":             {[]contract.SecurityScheme{keyScheme, {Name: "bearerAuth", Type: "http", Scheme: "basic"}}, operation, "is of a type"},
		"oauth2":            {[]contract.SecurityScheme{keyScheme, {Name: "bearerAuth", Type: "oauth2"}}, operation, "is of a type"},
		"no security":       {[]contract.SecurityScheme{bearerScheme}, op(), "needs no credential"},
		"empty alternative": {[]contract.SecurityScheme{bearerScheme}, op([]string{"bearerAuth"}, []string{}), "without a credential"},
		"two at once":       {[]contract.SecurityScheme{bearerScheme, keyScheme}, op([]string{"bearerAuth", "apiKeyAuth"}), "only one at a time"},
		"same header":       {[]contract.SecurityScheme{bearerScheme, {Name: "apiKeyAuth", Type: "apiKey", In: "header", Header: "authorization"}}, operation, "same header"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := credential.Connect(c.schemes, []*contract.Operation{c.operation}, verifiers)
			if s != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q: %v", c.want, err)
			}
		})
	}
	_, err := credential.Connect([]contract.SecurityScheme{keyScheme, {Name: "x", Type: "oauth2"}}, []*contract.Operation{op(), operation}, nil)
	if got := strings.Count(fmt.Sprint(err), "\n") + 1; got != 4 {
		t.Errorf("%d problems, want 4: %v", got, err)
	}
}

func TestPresent(t *testing.T) {
	const auth, key = "Authorization", "X-Api-Key"
	const jwt = "aGVhZA.cGF5bG9hZA.c2ln"
	s := connect(t)
	bearer := func(value string) []credential.Presented {
		return []credential.Presented{{Scheme: "bearerAuth", Value: value}}
	}
	k := credential.Presented{Scheme: "apiKeyAuth", Value: "k"}
	for _, c := range []struct {
		name, query string
		header      http.Header
		want        []credential.Presented
		err         error
	}{
		{"nothing", "", nil, nil, credential.ErrMissing},
		{"bearer", "", http.Header{auth: {"Bearer a"}}, bearer("Bearer a"), nil},
		{"bearer, lower case", "", http.Header{auth: {"bearer a"}}, bearer("bearer a"), nil},
		{"bearer, two spaces", "", http.Header{auth: {"Bearer  a"}}, bearer("Bearer  a"), nil},
		{"bearer without token", "", http.Header{auth: {"Bearer"}}, bearer("Bearer"), nil},
		{"bearer with comma", "", http.Header{auth: {"Bearer,Basic a"}}, bearer("Bearer,Basic a"), nil},
		{"bearer with tab", "", http.Header{auth: {"Bearer\ta"}}, bearer("Bearer\ta"), nil},
		{"empty", "", http.Header{auth: {""}}, bearer(""), nil},
		{"key", "", http.Header{key: {"k"}}, []credential.Presented{k}, nil},
		{"empty key", "", http.Header{key: {""}}, []credential.Presented{{Scheme: "apiKeyAuth"}}, nil},
		{"basic", "", http.Header{auth: {"Basic a"}}, nil, credential.ErrMissing},
		{"DPoP", "", http.Header{auth: {"DPoP " + jwt}}, nil, credential.ErrMissing},
		{"other word", "", http.Header{auth: {"Bearers a"}}, nil, credential.ErrMissing},
		{"JWT", "", http.Header{auth: {jwt}}, nil, credential.ErrNoScheme},
		{"JWT, unsigned", "", http.Header{auth: {"aGVhZA.cGF5bG9hZA."}}, nil, credential.ErrNoScheme},
		{"JWT behind JWT", "", http.Header{auth: {"JWT " + jwt}}, nil, credential.ErrNoScheme},
		{"JWT behind Token", "", http.Header{auth: {"token  " + jwt}}, nil, credential.ErrNoScheme},
		{"other text behind Token", "", http.Header{auth: {"Token abc"}}, nil, credential.ErrMissing},
		{"a word", "", http.Header{auth: {"abc"}}, nil, credential.ErrMissing},
		{"JWT and key", "", http.Header{auth: {jwt}, key: {"k"}}, []credential.Presented{k}, nil},
		{"both", "", http.Header{auth: {"Bearer a"}, key: {"k"}}, append(bearer("Bearer a"), k), nil},
		{"both, one empty", "", http.Header{auth: {""}, key: {"k"}}, append(bearer(""), k), nil},
		{"basic and key", "", http.Header{auth: {"Basic a"}, key: {"k"}}, []credential.Presented{k}, nil},
		{"bearer twice", "", http.Header{auth: {"Bearer a", "Bearer a"}}, nil, credential.ErrAmbiguous},
		{"basic and bearer", "", http.Header{auth: {"Basic a", "Bearer a"}}, nil, credential.ErrAmbiguous},
		{"basic twice and key", "", http.Header{auth: {"Basic a", "Basic a"}, key: {"k"}}, nil, credential.ErrAmbiguous},
		{"key twice", "", http.Header{key: {"k", ""}}, nil, credential.ErrAmbiguous},
		{"query only", "access_token=a", nil, nil, credential.ErrAmbiguous},
		{"query without value", "a=b&access_token", nil, nil, credential.ErrAmbiguous},
		{"query and bearer", "access_token=a", http.Header{auth: {"Bearer a"}}, nil, credential.ErrAmbiguous},
		{"query and key", "access_token=", http.Header{key: {"k"}}, nil, credential.ErrAmbiguous},
		{"query, malformed", "%zz;access_token=%zz", http.Header{key: {"k"}}, nil, credential.ErrAmbiguous},
		{"query, encoded", "access%5Ftoken=a", http.Header{key: {"k"}}, nil, credential.ErrAmbiguous},
		{"query, other case", "Access_Token=a", http.Header{key: {"k"}}, []credential.Presented{k}, nil},
		{"query, as a value", "a=access_token", http.Header{key: {"k"}}, []credential.Presented{k}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL.RawQuery = c.query
			r.Header = c.header
			got, err := s.Present(r)
			if !slices.Equal(got, c.want) || !errors.Is(err, c.err) || err != nil && credential.Reason(err) == "" {
				t.Errorf("%d presented, %v", len(got), err)
			}
		})
	}
}

// All presented credentials must hold, for the same user. A bearer is verified first, since that needs no store.
func TestSchemesVerify(t *testing.T) {
	down := errors.New("down")
	var asked []string
	answers := func(scheme string) credential.Verifier {
		return verifierFunc(func(value string) (credential.Principal, error) {
			asked = append(asked, scheme)
			switch {
			case value == "down":
				return credential.Principal{}, down
			case value == "bad" && scheme == "bearerAuth":
				return credential.Principal{}, credential.ErrBearerRefused
			case value == "bad":
				return credential.Principal{}, credential.ErrKeyRefused
			case scheme == "bearerAuth":
				return credential.Principal{User: value, Bearer: "token"}, nil
			}
			return credential.Principal{User: value}, nil
		})
	}
	s, err := credential.Connect([]contract.SecurityScheme{keyScheme, bearerScheme}, []*contract.Operation{operation},
		map[string]credential.Verifier{"bearerAuth": answers("bearerAuth"), "apiKeyAuth": answers("apiKeyAuth")})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		bearer, key string
		want        credential.Principal
		err         error
		asked       int
	}{
		{"u", "", credential.Principal{User: "u", Bearer: "token"}, nil, 1},
		{"", "u", credential.Principal{User: "u"}, nil, 1},
		{"u", "u", credential.Principal{User: "u", Bearer: "token"}, nil, 2},
		{"u", "v", credential.Principal{}, credential.ErrTwoUsers, 2},
		{"bad", "u", credential.Principal{}, credential.ErrBearerRefused, 1},
		{"bad", "down", credential.Principal{}, credential.ErrBearerRefused, 1},
		{"u", "bad", credential.Principal{}, credential.ErrKeyRefused, 2},
		{"u", "down", credential.Principal{}, down, 2},
	} {
		var presented []credential.Presented
		for _, p := range []credential.Presented{{Scheme: "bearerAuth", Value: c.bearer}, {Scheme: "apiKeyAuth", Value: c.key}} {
			if p.Value != "" {
				presented = append(presented, p)
			}
		}
		asked = nil
		got, err := s.Verify(t.Context(), presented)
		if got != c.want || !errors.Is(err, c.err) || len(asked) != c.asked {
			t.Errorf("bearer %q, key %q: %v, %v, asked %v", c.bearer, c.key, got, err, asked)
		}
	}
	_, err = s.Verify(t.Context(), []credential.Presented{{Scheme: "other", Value: "x"}})
	if err == nil || credential.Reason(err) != "" {
		t.Errorf("a scheme that is not known: %v", err)
	}
	// The order of declaration in the contract does not matter.
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header = http.Header{"Authorization": {"Bearer a"}, "X-Api-Key": {"k"}}
	if presented, err := s.Present(r); err != nil || len(presented) != 2 || presented[0].Scheme != "bearerAuth" {
		t.Errorf("presented %v, %v", presented, err)
	}
}

// Printed forms show no secret.
func TestPrintedFormsHideSecrets(t *testing.T) {
	hidden := must(credential.SignHS256(secret(), claims(nil)))
	cfg := credential.BearerConfig{HS256Secret: []byte(hidden), Now: clock}
	peppers := must(credential.ParsePeppers("v1:" + hidden))
	bearer := newBearer(t, cfg)
	principal := credential.Principal{User: "user-1", Bearer: hidden}
	for _, v := range []any{cfg, &cfg, peppers, *peppers, bearer, *bearer, principal, &principal, []any{principal},
		credential.Presented{Scheme: "bearerAuth", Value: hidden},
		credential.NewKeyVerifier(nil, peppers, clock)} {
		text := fmt.Sprintf("%v %+v %#v %s %q %x", v, v, v, v, v, v)
		if data, err := json.Marshal(v); err == nil {
			text += string(data)
		}
		for _, form := range []string{hidden, fmt.Sprint([]byte(hidden)), fmt.Sprintf("%x", hidden), b64([]byte(hidden))} {
			if strings.Contains(text, form) || strings.Contains(text, strings.Trim(form, "[]")[:40]) {
				t.Errorf("%T shows a secret", v)
			}
		}
	}
}
