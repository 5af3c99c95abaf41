package control_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/gen"
	document "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const user = "user-7"

var (
	start  = time.Unix(1_900_000_000, 0)
	secret = []byte(strings.Repeat("not a secret ", 3))
)

// The control keys of this package's tests.
const (
	bothKey, readKey, writeKey = "key-of-both", "key-of-read", "key-of-write"
)

type keys map[string]control.Caller

func (k keys) Verify(_ context.Context, key string) (control.Caller, error) {
	caller, ok := k[key]
	switch {
	case key == "key-of-a-store-that-is-down":
		return control.Caller{}, store.ErrUnavailable
	case key == "key-of-panic":
		panic("secret-of-panic")
	case !ok:
		return control.Caller{}, credential.ErrKeyRefused
	}
	return caller, nil
}

var testKeys = keys{
	bothKey:  {Name: "login", Scopes: []string{"read", "write"}},
	readKey:  {Name: "gateway", Scopes: []string{"read"}},
	writeKey: {Name: "support", Scopes: []string{"write"}},
}

// service is the control listener and the public one behind real HTTP, with a plain Redis client beside them that
// plays the other program, and a stopped clock.
type service struct {
	store           *store.Redis
	plain           redis.UniversalClient
	peppers         *credential.Peppers
	contract        *contract.Contract
	server          *control.Server
	control, public *httptest.Server

	mu      sync.Mutex
	now     time.Time
	log     bytes.Buffer
	secrets []string // what must not be in any answer, event or log, unless it is asked for
}

func engines(t *testing.T, test func(t *testing.T, s *service)) {
	t.Run("in memory", func(t *testing.T) {
		t.Parallel()
		test(t, newService(t, "redis://"+miniredis.RunT(t).Addr(), nil))
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		test(t, newService(t, redistest.Start(t).URL(), nil))
	})
}

func newService(t *testing.T, address string, change func(*control.Config)) *service {
	t.Helper()
	s := &service{now: start, contract: must[*contract.Contract](t)(contract.Load(document.Document()))}
	public := must[*contract.Contract](t)(contract.Load(gen.Document()))
	s.peppers = must[*credential.Peppers](t)(credential.ParsePeppers("v1:" + strings.Repeat("pepper", 6)))
	schema := must[*live.Schema](t)(live.NewSchema(public))
	s.store = must[*store.Redis](t)(store.Open(address, store.Config{Now: s.clock, Check: schema.Check, MaxRecords: 5}))
	t.Cleanup(func() { s.store.Close() })
	s.plain = redistest.Client(t, address)
	log := slog.New(slog.NewJSONHandler(s, &slog.HandlerOptions{Level: slog.LevelDebug}))
	bearer := must[*credential.Bearer](t)(credential.NewBearer(credential.BearerConfig{HS256Secret: secret, Now: s.clock}))
	records := live.New(schema, s.store, s.clock)
	cfg := control.Config{
		Contract: s.contract, Store: s.store, Records: records, Bearer: bearer, Keys: testKeys, Peppers: func() *credential.Peppers { return s.peppers },
		Grace: 10 * time.Second, Now: s.clock, Random: rand.Reader, Log: log,
	}
	if change != nil {
		change(&cfg)
	}
	s.server = must[*control.Server](t)(control.New(cfg))
	s.control = httptest.NewServer(s.server.Handler())
	t.Cleanup(s.control.Close)
	apiKeys := credential.NewKeyVerifier(s.store, s.peppers, s.clock)
	apiKeys.Accepted = s.server.NoteKey
	front := must[*handlers.Server](t)(handlers.New(handlers.Config{
		Contract: public, Records: records, Store: s.store, Pool: s.store.PoolStats, Turns: 64, Now: s.clock, Log: log,
		Verifiers: map[string]credential.Verifier{"bearerAuth": bearer, "apiKeyAuth": apiKeys},
	}))
	s.public = httptest.NewServer(front.Public())
	t.Cleanup(s.public.Close)
	t.Cleanup(func() { s.wantNoSecret(t, "the log", s.logged()) })
	return s
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (s *service) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *service) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Write receives the log.
func (s *service) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(line)
}

func (s *service) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

func (s *service) hide(secret string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets = append(s.secrets, secret)
	return secret
}

func (s *service) wantNoSecret(t *testing.T, where, text string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, secret := range append(s.secrets, bothKey, readKey, writeKey, "127.0.0.1") {
		if strings.Contains(text, secret) && (secret != "127.0.0.1" || where != "the log") {
			t.Errorf("%s shows %.20s:\n%.300s", where, secret, text)
		}
	}
}

// answer is a response that was checked against the contract.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) into(t *testing.T, value any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(a.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		t.Fatalf("%v: %.300s", err, a.body)
	}
}

func (a answer) code(t *testing.T) string {
	t.Helper()
	var e document.Error
	a.into(t, &e)
	return string(e.Code)
}

func (a answer) message(t *testing.T) string {
	t.Helper()
	var e document.Error
	a.into(t, &e)
	return e.Error
}

// request is a request; its zero fields have the usual values.
type request struct {
	key, method, path, body string
	form                    url.Values
	header                  http.Header
}

// ask sends a request and checks the answer against the contract.
func (s *service) ask(t *testing.T, q request) answer {
	t.Helper()
	body := q.body
	if q.form != nil {
		body = q.form.Encode()
	}
	r, err := http.NewRequestWithContext(t.Context(), q.method, s.control.URL+q.path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	switch q.key {
	case "":
		r.Header.Set("X-Control-Key", bothKey)
	case "none":
	default:
		r.Header.Set("X-Control-Key", q.key)
	}
	if q.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range q.header {
		r.Header[name] = values
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	operation, _ := s.contract.Find(s.contract.Route(r.URL.EscapedPath()), r.Method)
	if err := s.contract.CheckResponse(r, operation, response.StatusCode, response.Header, text); err != nil && q.path != "/openapi.json" {
		t.Errorf("%s %.80s: %v: %.300s", q.method, q.path, err, text)
	}
	if operation != nil && !operation.Documents(response.StatusCode) {
		t.Errorf("%s %.80s: the status %d is not documented: %.300s", q.method, q.path, response.StatusCode, text)
	}
	a := answer{response.StatusCode, response.Header, string(text)}
	if a.status >= 400 || q.method == http.MethodGet && q.path != "/openapi.json" {
		s.wantNoSecret(t, q.method+" "+q.path, a.body)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	return a
}

// want sends a request, and expects a status and, of an error, a code.
func (s *service) want(t *testing.T, q request, status int, code string) answer {
	t.Helper()
	a := s.ask(t, q)
	if a.status != status || code != "" && a.code(t) != code {
		t.Fatalf("%s %.80s: %d %.300s, want %d %s", q.method, q.path, a.status, a.body, status, code)
	}
	return a
}

func in(d time.Duration) int64 { return start.Add(d).Unix() }

func sessionOf(user, token, refresh string, expiry int64) document.SessionObject {
	return document.SessionObject{
		AccountID: "acc-1", UserID: user, Account: "Acme", Role: "admin", Expiry: float64(expiry), IP: "192.0.2.1",
		Agent: `Mozilla "5.0" <é>`, Platform: "Linux", Token: token, RefreshToken: refresh, Location: "Berlin",
	}
}

func refreshOf(user, token string, expiry int64) *document.RefreshTokenObject {
	account := "acc-1"
	return &document.RefreshTokenObject{AccountID: &account, UserID: &user, Token: &token, Expiry: &expiry}
}

func encodeJSON(value any) ([]byte, error) { return json.Marshal(value) }

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := encodeJSON(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// bearer signs a token of the user, valid for an hour.
func (s *service) bearer(t *testing.T, user string) string {
	t.Helper()
	return s.hide(must[string](t)(credential.SignHS256(secret, map[string]any{"sub": user, "exp": s.clock().Add(time.Hour).Unix(), "jti": rand.Text()})))
}

// signIn registers a session and its refresh token for an hour, and returns their tokens.
func (s *service) signIn(t *testing.T, user string) (token, refresh string) {
	t.Helper()
	token, refresh = s.bearer(t, user), s.hide("refresh-"+rand.Text())
	s.want(t, request{method: "POST", path: "/users/" + url.PathEscape(user) + "/sessions", body: encode(t, document.RegistrationRequest{
		Session: sessionOf(user, token, refresh, in(time.Hour)), Refresh: refreshOf(user, refresh, in(time.Hour)),
	})}, 201, "")
	return token, refresh
}

func (s *service) list(t *testing.T, user, query string) document.RecordPage {
	t.Helper()
	var page document.RecordPage
	s.want(t, request{method: "GET", path: "/users/" + url.PathEscape(user) + "/session-tokens" + query}, 200, "").into(t, &page)
	return page
}

func (s *service) introspect(t *testing.T, token, user string) document.Introspection {
	t.Helper()
	form := url.Values{"token": {token}}
	if user != "" {
		form.Set("user_id", user)
	}
	var said document.Introspection
	a := s.want(t, request{method: "POST", path: "/introspect", form: form}, 200, "")
	a.into(t, &said)
	s.wantNoSecret(t, "introspection", a.body)
	if !said.Active && strings.TrimSpace(a.body) != `{"active":false}` {
		t.Errorf("inactive says %s", a.body)
	}
	return said
}

// accepts reports whether the public operation accepts a token.
func (s *service) accepts(t *testing.T, token string) bool {
	t.Helper()
	return s.acceptsIn(t, "Authorization", "Bearer "+token)
}

func (s *service) acceptsIn(t *testing.T, header, value string) bool {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.public.URL+"/accounts/session-tokens", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(header, value)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 && response.StatusCode != 401 {
		t.Fatalf("the public operation says %d", response.StatusCode)
	}
	return response.StatusCode == 200
}
