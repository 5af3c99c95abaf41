package jwks

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// start is when all tests begin.
var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// issuer is a real HTTP server whose answer a test chooses.
type issuer struct {
	*httptest.Server
	mu      sync.Mutex
	answer  http.HandlerFunc
	fetches int
}

func newIssuer(t *testing.T, answer http.HandlerFunc) *issuer {
	i := &issuer{answer: answer}
	i.Server = httptest.NewServer(i)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.fetches++
	answer := i.answer
	i.mu.Unlock()
	answer(w, r)
}

func (i *issuer) answers(answer http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.answer = answer
}

func (i *issuer) count() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.fetches
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}

// key returns the key whose ID is its name.
func key(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte(name), ed25519.SeedSize)[:ed25519.SeedSize])
}

func jwk(name string) string {
	return fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","kid":%q,"x":%q}`, name, base64.RawURLEncoding.EncodeToString(key(name).Public().(ed25519.PublicKey)))
}

func set(names ...string) string {
	var keys []string
	for _, name := range names {
		keys = append(keys, jwk(name))
	}
	return `{"keys":[` + strings.Join(keys, ",") + `]}`
}

// bearer returns a token signed by the key of that name. Without an ID it does not say by which.
func bearer(name, id string) string {
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{"sub": "alice", "exp": start.Add(24 * time.Hour).Unix()})
	if id != "" {
		token.Header["kid"] = id
	}
	text, err := token.SignedString(key(name))
	if err != nil {
		panic(err)
	}
	return "Bearer " + text
}

// service uses a source, with a stopped clock and with waits that the test ends.
type service struct {
	*Source
	t     *testing.T
	waits chan wanted

	mu       sync.Mutex
	now      time.Time
	log      bytes.Buffer
	verifier *credential.Bearer
	used     int // sets
}

type wanted struct {
	time.Duration
	over chan time.Time
}

func newService(t *testing.T, url string, change func(*Config)) *service {
	t.Helper()
	s := &service{t: t, now: start, waits: make(chan wanted)}
	cfg := Config{URL: url, Use: s.use, Now: s.clock, Log: slog.New(slog.NewTextHandler(s, nil))}
	if change != nil {
		change(&cfg)
	}
	source, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.Source = source
	s.verifier = s.bearers(nil)
	s.after = func(d time.Duration) <-chan time.Time {
		w := wanted{d, make(chan time.Time, 1)}
		select {
		case s.waits <- w:
		case <-t.Context().Done():
		}
		return w.over
	}
	return s
}

// run fetches, until the test ends.
func (s *service) run() *service {
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); s.Run(ctx) }()
	s.t.Cleanup(func() { cancel(); <-ended })
	return s
}

func (s *service) bearers(set []byte) *credential.Bearer {
	b, err := credential.NewBearer(credential.BearerConfig{IssuerKeys: set, UnknownKey: func() { s.Ask() }, Now: s.clock})
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *service) use(set []byte) error {
	b, err := credential.NewBearer(credential.BearerConfig{IssuerKeys: set, UnknownKey: func() { s.Ask() }, Now: s.clock})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.verifier = b
	s.used++
	return nil
}

func (s *service) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

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

// fetched waits until a fetch is over, and returns the pause that follows it.
func (s *service) fetched() wanted { s.t.Helper(); return s.waiting() }

func (s *service) waiting() wanted {
	s.t.Helper()
	select {
	case w := <-s.waits:
		return w
	case <-time.After(20 * time.Second):
		s.t.Fatal("it waits for nothing")
	}
	return wanted{}
}

func (s *service) end(w wanted) {
	s.mu.Lock()
	s.now = s.now.Add(w.Duration)
	s.mu.Unlock()
	w.over <- s.clock()
}

// paused ends the pause, and returns how long it is then until the next fetch.
func (s *service) paused(pause wanted) wanted {
	s.t.Helper()
	if pause.Duration != 10*time.Second {
		s.t.Errorf("the pause is %v", pause.Duration)
	}
	s.end(pause)
	return s.waiting()
}

// next continues to the next scheduled fetch, and returns the pause that follows.
func (s *service) next(pause wanted) wanted {
	s.t.Helper()
	s.end(s.paused(pause))
	return s.fetched()
}

// want verifies a bearer, and compares the reason if it is refused.
func (s *service) want(bearer, reason string) {
	s.t.Helper()
	s.mu.Lock()
	verifier := s.verifier
	s.mu.Unlock()
	_, err := verifier.Verify(s.t.Context(), bearer)
	if got := credential.Reason(err); got != reason || (reason == "") != (err == nil) {
		s.t.Errorf("%v, want the reason %q", err, reason)
	}
}

func (s *service) wantFetches(want map[Outcome]int) {
	s.t.Helper()
	got := s.Stats().Fetches
	maps.DeleteFunc(got, func(_ Outcome, n int) bool { return n == 0 })
	if !maps.Equal(got, want) {
		s.t.Errorf("fetches %v, want %v", got, want)
	}
}
