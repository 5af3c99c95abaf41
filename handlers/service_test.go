package handlers_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const (
	path   = "/accounts/session-tokens"
	user   = "user-7"
	origin = "https://app.example"
)

// turnsOfTest is how many requests a test's service lets ask Redis at a time.
const turnsOfTest = 64

var (
	start  = time.Unix(1_900_000_000, 0)
	secret = []byte(strings.Repeat("not a secret ", 3))
)

var (
	sentinels = redistest.Shared{Start: redistest.StartSentinels}
	cluster   = redistest.Shared{Start: redistest.StartCluster}
)

func TestMain(m *testing.M) {
	status := m.Run()
	sentinels.Close()
	cluster.Close()
	os.Exit(status)
}

// engines runs a test in memory, and on a real Redis of each kind.
func engines(t *testing.T, test func(t *testing.T, s *service)) {
	t.Run("in memory", func(t *testing.T) {
		t.Parallel()
		test(t, newService(t, "redis://"+miniredis.RunT(t).Addr(), nil))
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		test(t, newService(t, redistest.Start(t).URL(), nil))
	})
	for kind, shared := range map[string]*redistest.Shared{"sentinel": &sentinels, "cluster": &cluster} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			test(t, newService(t, shared.Use(t), nil))
		})
	}
}

// service is the whole service behind real HTTP, with a plain Redis client beside it that plays the other program,
// and a stopped clock.
type service struct {
	store   *store.Redis
	plain   redis.UniversalClient
	server  *handlers.Server
	public  *httptest.Server
	admin   *httptest.Server
	peppers *credential.Peppers

	contract, strict *contract.Contract
	router           routers.Router // kin-openapi's own

	mu      sync.Mutex
	now     time.Time
	log     bytes.Buffer
	secrets []string // what must not be in any log or error
}

func newService(t *testing.T, url string, change func(*handlers.Config)) *service {
	t.Helper()
	document := gen.Document()
	s := &service{now: start, contract: must[*contract.Contract](t)(contract.Load(document)), strict: strictCopy(t, document), router: routerOf(t, document)}
	s.peppers = must[*credential.Peppers](t)(credential.ParsePeppers("v1:" + strings.Repeat("pepper", 6)))
	schema := must[*live.Schema](t)(live.NewSchema(s.contract))
	s.store = must[*store.Redis](t)(store.Open(url, store.Config{Now: s.clock, Check: schema.Check, Connections: turnsOfTest}))
	t.Cleanup(func() { s.store.Close() })
	s.plain = redistest.Client(t, url)

	bearer := must[*credential.Bearer](t)(credential.NewBearer(credential.BearerConfig{HS256Secret: secret, Now: s.clock}))
	cfg := handlers.Config{
		Contract: s.contract, Records: live.New(schema, s.store, s.clock), Store: s.store, Pool: s.store.PoolStats, Turns: turnsOfTest,
		Origins: []string{origin}, Now: s.clock, Log: slog.New(slog.NewJSONHandler(s, nil)),
		Verifiers: map[string]credential.Verifier{
			"bearerAuth": bearer, "apiKeyAuth": credential.NewKeyVerifier(s.store, s.peppers, s.clock),
		},
	}
	if change != nil {
		change(&cfg)
	}
	s.server = must[*handlers.Server](t)(handlers.New(cfg))
	s.public = httptest.NewServer(s.server.Public())
	s.admin = httptest.NewServer(s.server.Admin(s.public.Listener.Addr().String()))
	t.Cleanup(s.public.Close)
	t.Cleanup(s.admin.Close)
	t.Cleanup(func() { s.wantNoSecret(t, "the log", s.logged()) })
	return s
}

// routerOf returns kin-openapi's own router, so that operations are found without ours.
func routerOf(t *testing.T, document []byte) routers.Router {
	t.Helper()
	doc := must[*openapi3.T](t)(openapi3.NewLoader().LoadFromData(document))
	doc.Servers = nil
	return must[routers.Router](t)(gorillamux.NewRouter(doc))
}

// operation returns the operation of a request in one of the contracts, or nil.
func (s *service) operation(r *http.Request, c *contract.Contract) *contract.Operation {
	route, _, err := s.router.FindRoute(r)
	if err != nil {
		return nil
	}
	for _, o := range c.Operations() {
		if o.Method == route.Method && o.Path == route.Path {
			return o
		}
	}
	return nil
}

// emailPattern is ajv-formats 3's pattern for format email, which kin-openapi does not check.
const emailPattern = "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@" +
	"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$"

// strictCopy returns the contract with formats checked, every property required, and no additional ones allowed: it
// notices what the contract itself would let pass.
func strictCopy(t *testing.T, document []byte) *contract.Contract {
	t.Helper()
	doc := must[*openapi3.T](t)(openapi3.NewLoader().LoadFromData(document))
	no := false
	err := doc.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
		if s.Value.Type.Is("object") {
			for name, property := range s.Value.Properties {
				if property.Value.Format == "email" {
					property.Value.Pattern = emailPattern
				} else if !slices.Contains(s.Value.Required, name) {
					s.Value.Required = append(s.Value.Required, name)
				}
			}
			s.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: &no}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return must[*contract.Contract](t)(contract.Load(must[[]byte](t)(doc.MarshalJSON())))
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
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
	for _, secret := range s.secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows a secret:\n%s", where, text)
		}
	}
}

// bearer signs a token of the user, valid for an hour; claims are added or, if nil, removed.
func (s *service) bearer(t *testing.T, claims map[string]any) string {
	t.Helper()
	all := map[string]any{"sub": user, "exp": s.clock().Add(time.Hour).Unix(), "jti": rand.Text()}
	for name, value := range claims {
		if all[name] = value; value == nil {
			delete(all, name)
		}
	}
	return s.hide(must[string](t)(credential.SignHS256(secret, all)))
}

func session(token string, expiry int64) gen.SessionObject {
	email := "person@example.com"
	return gen.SessionObject{
		AccountID: "acc-1", UserID: user, Account: "Acme", Email: &email, Role: "admin", Expiry: float64(expiry),
		IP: "192.0.2.1", Agent: `Mozilla "5.0" <é>`, Platform: "Linux", Token: token, RefreshToken: "refresh of " + token, Location: "Berlin",
	}
}

func refresh(token string, expiry int64) gen.RefreshTokenObject {
	id, name, email, role, owner := "acc-1", "Acme", "person@example.com", "admin", user
	return gen.RefreshTokenObject{
		AccountID: &id, Account: &name, Email: &email, Role: &role, UserID: &owner, Expiry: &expiry, Token: &token,
	}
}

func in(d time.Duration) int64 { return start.Add(d).Unix() }

func encode(t *testing.T, v any) string {
	t.Helper()
	return string(must[[]byte](t)(json.Marshal(v)))
}

// zadd writes as another program does.
func (s *service) zadd(t *testing.T, kind, member string, score int64) {
	t.Helper()
	if err := s.plain.ZAdd(t.Context(), kind+":{"+user+"}", redis.Z{Score: float64(score), Member: member}).Err(); err != nil {
		t.Fatal(err)
	}
}

// signIn stores a session for an hour and returns its bearer.
func (s *service) signIn(t *testing.T) string {
	t.Helper()
	token := s.bearer(t, nil)
	s.zadd(t, "session", encode(t, session(token, in(time.Hour))), in(time.Hour))
	return token
}

func (s *service) apiKey(t *testing.T, user string, life time.Duration) (string, string) {
	t.Helper()
	key, record, err := credential.NewKey(s.peppers, rand.Reader, s.clock(), life, user, "Acme", "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.PutAPIKey(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	return s.hide(key), record.ID
}
