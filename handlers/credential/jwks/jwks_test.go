package jwks

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
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

// key is one whose ID is its name.
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

// bearer is signed by the key of that name. Without an ID it does not say by which.
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

// service is what uses a source, with a clock that stands still and waits that a test ends.
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

// next goes on to the next fetch, without being asked for it, and returns the pause that follows.
func (s *service) next(pause wanted) wanted {
	s.t.Helper()
	s.end(s.paused(pause))
	return s.fetched()
}

// want verifies bearers, and takes the reason why one is refused.
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

// A new key is fetched when its first bearer comes, and one that is taken back verifies nothing any more.
func TestRotation(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	s := newService(t, i.URL, nil).run()
	pause := s.fetched()
	s.want(bearer("a", "a"), "")
	i.answers(text(set("b", "a")))
	s.want(bearer("b", "b"), "no such key")
	s.want(bearer("b", "b"), "no such key")
	if i.count() != 1 {
		t.Errorf("%d fetches before the pause is over", i.count())
	}
	_ = s.paused(pause) // and it does not wait for that
	pause = s.fetched()
	s.want(bearer("b", "b"), "")
	s.want(bearer("a", "a"), "")
	i.answers(text(set("b")))
	s.want(bearer("a", "a"), "")
	s.next(pause)
	s.want(bearer("a", "a"), "no such key")
	s.want(bearer("b", "b"), "")
	s.wantFetches(map[Outcome]int{OK: 3})
}

// Which bearers have the issuer asked.
func TestUnknownKeys(t *testing.T) {
	i := newIssuer(t, text(set("a", "b")))
	s := newService(t, i.URL, nil).run()
	s.fetched()
	broken := strings.Replace(bearer("c", "c"), "Bearer ", "Bearer x", 1)
	hs256, err := credential.SignHS256([]byte(strings.Repeat("not a secret ", 3)), map[string]any{"sub": "alice"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, bearer, reason string
		asks                 bool
	}{
		{"its own", bearer("a", "a"), "", false},
		{"no ID", bearer("a", ""), "", false},
		{"unknown", bearer("c", "c"), "no such key", true},
		{"no ID, and none of the keys", bearer("c", ""), "signature not accepted", true},
		{"another's ID", bearer("c", "a"), "signature not accepted", false},
		{"malformed", broken, "malformed token", false},
		{"an algorithm that no public key is for", "Bearer " + hs256, "algorithm not accepted", false},
	} {
		s.want(c.bearer, c.reason)
		if asked := len(s.asked) == 1; asked != c.asks {
			t.Errorf("%s: the issuer is asked: %t", c.name, asked)
		}
		for len(s.asked) > 0 {
			<-s.asked
		}
	}
}

// However many bearers name however many keys, no request fetches, and there is one fetch in ten seconds.
func TestFloodOfUnknownKeys(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	s := newService(t, i.URL, nil).run()
	pause := s.fetched()
	for fetches := 2; fetches < 5; fetches++ {
		var flood sync.WaitGroup
		for n := range 8 {
			flood.Go(func() {
				for m := range 50 {
					s.want(bearer("x", fmt.Sprint(n, "-", m)), "no such key")
				}
			})
		}
		flood.Wait()
		if i.count() != fetches-1 {
			t.Fatalf("%d fetches, want %d", i.count(), fetches-1)
		}
		_ = s.paused(pause)
		pause = s.fetched()
		if i.count() != fetches {
			t.Fatalf("%d fetches, want %d", i.count(), fetches)
		}
	}
	// What was asked for is done; from here on it is the usual time.
	if wait := s.paused(pause); wait.Duration < 3*time.Minute || len(s.waits) > 0 {
		t.Errorf("the next fetch is in %v", wait.Duration)
	}
}

// The very same keys are no reason to verify anew what was verified.
func TestSameKeys(t *testing.T) {
	i := newIssuer(t, text(set("a", "b")))
	s := newService(t, i.URL, nil).run()
	pause := s.fetched()
	for _, same := range []string{set("a", "b"), set("b", "a"), "\n" + strings.ReplaceAll(set("a", "b"), ",", " ,\n ") + "\n", `{"x":1,"keys":[` + jwk("b") + "," + jwk("a") + `]}`} {
		i.answers(text(same))
		pause = s.next(pause)
	}
	s.wantFetches(map[Outcome]int{OK: 1, Unchanged: 4})
	if age := s.clock().Sub(s.Stats().Good); s.used != 1 || age != 0 {
		t.Errorf("%d sets were used; the last is %v old", s.used, age)
	}
	i.answers(text(set("a", "b", "b")))
	s.next(pause)
	s.wantFetches(map[Outcome]int{OK: 2, Unchanged: 4})
}

// Until the issuer has answered, nothing is known of its bearers, and the service is not ready.
func TestDownAtStart(t *testing.T) {
	i := newIssuer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	s := newService(t, i.URL, nil)
	if got := s.Missing(); !strings.Contains(got, "for the first time") {
		t.Errorf("before the first fetch: %s", got)
	}
	pause := s.run().fetched()
	if got := s.Missing(); !strings.Contains(got, "the answer is not a 200") {
		t.Errorf("after a failure: %s", got)
	}
	for _, id := range []string{"a", ""} {
		if _, err := s.verifier.Verify(t.Context(), bearer("a", id)); !errors.Is(err, credential.ErrNoIssuerKeys) || errors.Is(err, credential.ErrBearerRefused) {
			t.Errorf("%v", err)
		}
	}
	for len(s.asked) > 0 {
		<-s.asked
	}
	if wait := s.paused(pause); wait.Duration > 5*time.Second {
		t.Errorf("it tries again after another %v", wait.Duration)
	} else {
		i.answers(text(set("a")))
		s.end(wait)
	}
	s.fetched()
	s.want(bearer("a", "a"), "")
	if got := s.Missing(); got != "" {
		t.Error(got)
	}
	if log := s.logged(); strings.Count(log, "there are none yet") != 1 || strings.Count(log, "can be fetched again") != 1 {
		t.Error(log)
	}
}

// Whatever else the issuer answers, the last good set stays in use.
func TestBadAnswers(t *testing.T) {
	other := newIssuer(t, text(set("evil")))
	private := `{"kty":"OKP","crv":"Ed25519","x":"AA","d":"hidden-content"}`
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   Outcome
	}{
		"nothing":         {text(""), Unreadable},
		"a page":          {text("<html>hidden-content</html>"), Unreadable},
		"half a set":      {text(set("a", "evil")[:100]), Unreadable},
		"two sets":        {text(set("evil") + set("evil")), Unreadable},
		"a list":          {text("[" + jwk("evil") + "]"), Unreadable},
		"PEM":             {text("-----BEGIN PUBLIC KEY-----\n"), Unreadable},
		"a private key":   {text(`{"keys":[` + private + "," + jwk("evil") + `]}`), Unreadable},
		"a secret":        {text(`{"keys":[{"kty":"oct","k":"hidden-content"},` + jwk("evil") + `]}`), Unreadable},
		"101 keys":        {text(set(strings.Fields(strings.Repeat("evil ", 101))...)), Unreadable},
		"an empty set":    {text(`{"keys":[]}`), Empty},
		"no set":          {text(`{}`), Empty},
		"null":            {text(`null`), Empty},
		"keys of no use":  {text(`{"keys":[{"kty":"RSA"},{"kty":"PQC","kid":"hidden-content"},7]}`), Empty},
		"many of no use":  {text(`{"keys":[` + strings.Repeat("{},", 99) + `{}]}`), Empty},
		"256 KiB and one": {text(set("evil") + strings.Repeat(" ", 256<<10+1-len(set("evil")))), TooLarge},
		"endless":         {endless, TooLarge},
		"500":             {status(500), Status},
		"204":             {status(204), Status},
		"206":             {status(206), Status},
		"304":             {status(304), Status},
		"a redirect":      {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }, Status},
		"hangs up":        {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Unreachable},
		"breaks off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(set("evil")))
			panic(http.ErrAbortHandler)
		}, Unreachable},
		"a huge header": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 100<<10))
			_, _ = w.Write([]byte(set("evil")))
		}, Unreachable},
		"slow":         {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, Timeout},
		"a slow end":   {drip(set("evil")[:10], 0), Timeout},
		"by the drop":  {drip(set("evil"), 20*time.Millisecond), Timeout},
		"a good one":   {text(set("a")), Unchanged},
		"256 KiB":      {text(set("a") + strings.Repeat(" ", 256<<10-len(set("a")))), Unchanged},
		"and 100 keys": {text(set(append(strings.Fields(strings.Repeat("more ", 99)), "a")...)), OK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newIssuer(t, text(set("a")))
			s := newService(t, i.URL+"?hidden-query", nil)
			s.limit = 300 * time.Millisecond
			if !s.refresh(t.Context()) {
				t.Fatal(s.logged())
			}
			good := s.Stats().Good
			i.answers(c.answer)
			s.end(wanted{time.Minute, make(chan time.Time, 1)})
			began := time.Now()
			for range 2 {
				if s.refresh(t.Context()) != c.want.good() {
					t.Error("it is taken for another kind of answer")
				}
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if stats := s.Stats(); stats.Fetches[c.want] < 1 || stats.Last.good() != c.want.good() || !c.want.good() && stats.Good != good {
				t.Errorf("%+v, want %s:\n%s", stats, c.want, s.logged())
			}
			s.want(bearer("a", "a"), "")
			s.want(bearer("evil", "evil"), "no such key")
			log := s.logged()
			if n := strings.Count(log, "outcome="+string(c.want)+" hint=\""); !c.want.good() && n != 1 {
				t.Errorf("%d warnings:\n%s", n, log)
			}
			if strings.Contains(log, "hidden") || len(log) > 2000 {
				t.Errorf("the log shows too much: %.2000s", log)
			}
		})
	}
	t.Cleanup(func() {
		if other.count() > 0 {
			t.Error("a redirect was followed")
		}
	})
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(set("evil")))
	}
}

func endless(w http.ResponseWriter, _ *http.Request) {
	for {
		if _, err := w.Write(bytes.Repeat([]byte(" "), 64<<10)); err != nil {
			return
		}
	}
}

// drip sends byte after byte, and then nothing.
func drip(text string, every time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for n := range len(text) {
			_, _ = w.Write([]byte{text[n]})
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(every):
			case <-r.Context().Done():
				return
			}
		}
		<-r.Context().Done()
	}
}

// An issuer that goes away, and comes back with other keys.
func TestDownLater(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	s := newService(t, i.URL, nil).run()
	pause := s.fetched()
	i.answers(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for range 3 {
		pause = s.next(pause)
		s.want(bearer("a", "a"), "")
	}
	if age := s.clock().Sub(s.Stats().Good); age < 4*time.Minute || s.Missing() != "" {
		t.Errorf("the keys are %v old; missing: %s", age, s.Missing())
	}
	i.answers(text(set("b")))
	s.next(pause)
	s.want(bearer("a", "a"), "no such key")
	s.want(bearer("b", "b"), "")
	s.wantFetches(map[Outcome]int{OK: 2, Unreachable: 3})
}

func TestTimes(t *testing.T) {
	least, most := time.Hour, time.Duration(0)
	for range 1000 {
		d := pause + untilNext(true)
		least, most = min(least, d), max(most, d)
		if again := pause + untilNext(false); again < 10*time.Second || again > 15*time.Second {
			t.Fatalf("after a failure it waits %v", again)
		}
	}
	if least < 4*time.Minute || most > 6*time.Minute || most-least < time.Minute {
		t.Errorf("it waits between %v and %v", least, most)
	}
	if fetchLimit != 2*time.Second || maxSet != 256<<10 {
		t.Error("README.md and the hints say 2 seconds and 256 KiB")
	}
}

func TestAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"https://issuer.example/jwks.json": true, "https://issuer.example": true, "https://192.0.2.1:8443/x?y=z": true, "HTTPS://issuer.example/": true,
		"http://127.0.0.1:8080/jwks": true, "http://127.9.9.9/": true, "http://[::1]:8080/": true, "http://localhost/": true,
		"http://issuer.example/": false, "http://192.0.2.1/": false, "http://127.0.0.1.example/": false, "http://localhost.example/": false, "http://0.0.0.0/": false,
		"": false, "issuer.example/jwks.json": false, "/jwks.json": false, "file:///jwks.json": false, "ftp://127.0.0.1/": false, "https:///x": false, "https://": false,
		"https://:443/": false, "https://user:hidden@issuer.example/": false, "https://issuer.example/#x": false, "https://issuer.example/%zz-hidden": false,
	} {
		_, err := New(Config{URL: address})
		if (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "hidden") {
			t.Errorf("the error shows it: %v", err)
		}
	}
}
