package jwks

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// A new key is fetched when its first bearer arrives, and a withdrawn one verifies nothing any more.
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

// The issuer is asked only for bearers that need an unknown key.
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
	// The request was served; from here on the usual interval applies.
	if wait := s.paused(pause); wait.Duration < 3*time.Minute || len(s.waits) > 0 {
		t.Errorf("the next fetch is in %v", wait.Duration)
	}
}

// The same keys are no reason to verify again what was verified.
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

// Until the issuer has answered, nothing is known about its bearers, and the service is not ready.
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

// drip sends one byte after the other, and then nothing.
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

// An issuer goes away, and comes back with other keys.
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
		t.Error("docs/configuration.md and the hints say 2 seconds and 256 KiB")
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
