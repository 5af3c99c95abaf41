package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// limit is how long a client waits at most if the store does not answer.
const limit = 500 * time.Millisecond

func (a answer) wantUnavailable(t *testing.T) {
	t.Helper()
	a.want(t, 503, "")
	if a.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	if a.took > limit {
		t.Errorf("the answer took %v", a.took)
	}
}

// Promise 3: a store that is down is a 503, never an empty list and never a 401.
func TestStoreDown(t *testing.T) {
	redis := redistest.Start(t)
	s := newService(t, redis.URL(), nil)
	token := s.signIn(t)
	key, _ := s.apiKey(t, user, time.Hour)
	every := func(check func(answer)) {
		t.Helper()
		for _, c := range [][]string{{"Authorization", "Bearer " + token}, {"X-Api-Key", key}, {"Authorization", "Bearer " + token, "X-Api-Key", key}} {
			check(s.get(t, c...))
		}
	}
	every(func(a answer) { a.want(t, 200, "") })

	redis.Freeze()
	every(func(a answer) { a.wantUnavailable(t) })
	s.ask(t, "/readyz", 503)
	s.ask(t, "/healthz", 200)
	// What can be decided without the store still is.
	s.get(t).want(t, 401, "Bearer")
	s.get(t, "Authorization", "Bearer x").want(t, 401, invalidToken)
	redis.Thaw()
	every(func(a answer) { a.want(t, 200, "") })

	// Redis goes away: connections that were good a moment ago.
	redis.Kill()
	every(func(a answer) { a.wantUnavailable(t) })
	every(func(a answer) { a.wantUnavailable(t) })
	s.ask(t, "/readyz", 503)

	redis.Restart()
	s.ask(t, "/readyz", 200)
	every(func(a answer) { a.want(t, 401, a.header.Get("WWW-Authenticate")) }) // Redis is back, and empty
	s.zadd(t, "session", encode(t, session(token, in(time.Hour))), in(time.Hour))
	s.want(t, asBearer(token), []string{token}, nil)
}

// A request that waits for its turn when its client leaves is no failure of the service. One that Redis does not answer
// is, whether or not its client waits: an alert tells of it.
func TestClientLeft(t *testing.T) {
	redis := redistest.Start(t)
	s := newService(t, redis.URL(), func(cfg *handlers.Config) { cfg.Turns = 1 })
	token := s.signIn(t)
	s.get(t, "Authorization", "Bearer "+token).want(t, 200, "")
	redis.Freeze()
	defer redis.Thaw()
	counted := func(status string) bool {
		return strings.Contains(s.ask(t, "/metrics", 200), `session_tokens_requests_total{operation="getSessionTokens",status="`+status+`"}`)
	}
	// Of two clients one waits for the turn of the other, unless they are late.
	for end := time.Now().Add(20 * time.Second); !counted("499") && time.Now().Before(end); {
		ctx, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
		var clients sync.WaitGroup
		for range 2 {
			r := s.request(t, http.MethodGet, path, "Authorization", "Bearer "+token).WithContext(ctx)
			clients.Go(func() {
				if response, err := http.DefaultClient.Do(r); err == nil {
					_ = response.Body.Close()
				}
			})
		}
		clients.Wait()
		leave()
	}
	s.public.Close() // when all requests are done
	if !counted("499") || !counted("503") {
		t.Errorf("499 is counted: %t, 503: %t", counted("499"), counted("503"))
	}
}

// A Redis at its memory limit still says who is signed in.
func TestStoreFull(t *testing.T) {
	redis := redistest.Start(t)
	s := newService(t, redis.URL(), nil)
	token := s.signIn(t)
	if err := s.plain.ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	s.want(t, asBearer(token), []string{token}, nil)
	if _, err := s.store.Revoke(t.Context(), user, store.Fingerprint(token)); err != nil {
		t.Error(err)
	}
	s.get(t, "Authorization", "Bearer "+token).want(t, 401, invalidToken)
}

func TestKeyOfAnotherType(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.signIn(t)
		key, id := s.apiKey(t, user, time.Hour)
		s.plain.HSet(t.Context(), "refresh:{"+user+"}", "a", "b")
		s.get(t, "Authorization", "Bearer "+token).want(t, 500, "")
		s.get(t, "X-Api-Key", key).want(t, 500, "")
		// The log has the key's kind and its user: printf %s user-7 | sha256sum | cut -c-16
		if log := s.logged(); !strings.Contains(log, `"user":"092081140b677b45","cause":"layout","error":"list: the key refresh:{...} in Redis is of another type than the layout says"`) {
			t.Errorf("the log does not say which key: %s", log)
		}
		s.plain.Del(t.Context(), "refresh:{"+user+"}")
		s.plain.Del(t.Context(), "apikey:{"+id+"}")
		s.plain.Set(t.Context(), "apikey:{"+id+"}", "x", 0)
		s.get(t, "X-Api-Key", key).want(t, 500, "")
		if log := s.logged(); !strings.Contains(log, "the key apikey:{...} in Redis") || strings.Contains(log, id) {
			t.Errorf("the log does not say which key: %s", log)
		}
	})
}

// A Redis user without the necessary rights is an operator's mistake, which the log says. A retry does not help, so
// it is no 503.
func TestStoreThatMayNotBeRead(t *testing.T) {
	redis := redistest.Start(t)
	owner := newService(t, redis.URL(), nil)
	if err := owner.plain.Do(t.Context(), "ACL", "SETUSER", "api", "on", ">password", "~*", "+@all", "-zrange").Err(); err != nil {
		t.Fatal(err)
	}
	s := newService(t, strings.Replace(redis.URL(), "redis://", "redis://api:password@", 1), nil)
	a := s.get(t, "Authorization", "Bearer "+s.bearer(t, nil)).want(t, 500, "")
	if a.header.Get("Retry-After") != "" || !strings.Contains(s.logged(), "Redis does not allow its user this command or key") {
		t.Errorf("headers %v, log %s", a.header, s.logged())
	}
	if text := s.ask(t, "/readyz", 503); !strings.Contains(text, "Redis does not allow its user") {
		t.Errorf("/readyz says %s", text)
	}
}

// broken is a store whose List does what a test wants.
type broken struct {
	list func(ctx context.Context, lists *store.Lists) error
}

func (b broken) List(ctx context.Context, _ string, lists *store.Lists) error {
	return b.list(ctx, lists)
}

// A bearer's list is read once for a request, whether it is listed or refused.
func TestListIsReadOnce(t *testing.T) {
	reads := 0
	s := embedded(t, func(cfg *handlers.Config) {
		kept := cfg.Store.(*store.Redis)
		cfg.Records = live.New(cfg.Records.Schema(), broken{func(ctx context.Context, lists *store.Lists) error {
			reads++
			return kept.List(ctx, user, lists)
		}}, cfg.Now)
	})
	key, _ := s.apiKey(t, user, time.Hour)
	for _, c := range []struct {
		credential [2]string
		status     int
	}{{asBearer(s.signIn(t)), 200}, {asBearer(s.bearer(t, nil)), 401}, {asKey(key), 200}} {
		reads = 0
		if a := s.get(t, c.credential[0], c.credential[1]); a.status != c.status || reads != 1 {
			t.Errorf("status %d after %d reads, want %d after 1", a.status, reads, c.status)
		}
	}
}

func TestBrokenStore(t *testing.T) {
	for name, c := range map[string]struct {
		list   func(context.Context, *store.Lists) error
		status int
		log    string
	}{
		"panic with a token":  {func(context.Context, *store.Lists) error { panic("token-in-panic") }, 500, `"msg":"panic"`},
		"panic with an error": {func(context.Context, *store.Lists) error { panic(errors.New("token-in-panic")) }, 500, "*errors.errorString"},
		"out of range":        {func(context.Context, *store.Lists) error { _ = []string{}[:0:0][1:]; return nil }, 500, "slice bounds out of range"},
		"an unknown error":    {func(context.Context, *store.Lists) error { return errors.New("127.0.0.1: odd") }, 500, "odd"},
		"refused and unavailable": {func(context.Context, *store.Lists) error {
			return errors.Join(credential.ErrBearerRefused, store.ErrUnavailable)
		}, 503, "unavailable"},
		"others have all connections": {func(context.Context, *store.Lists) error {
			return errors.Join(credential.ErrBearerRefused, store.ErrBusy)
		}, 503, "busy"},
		"too many records": {func(context.Context, *store.Lists) error {
			return errors.Join(credential.ErrBearerRefused, store.ErrListTooLarge)
		}, 500, "too large"},
		"a hang": {func(ctx context.Context, _ *store.Lists) error {
			<-ctx.Done()
			return errors.Join(store.ErrUnavailable, ctx.Err())
		}, 503, "deadline"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := embedded(t, func(cfg *handlers.Config) { cfg.Records = live.New(cfg.Records.Schema(), broken{c.list}, cfg.Now) })
			s.hide("token-in-panic")
			a := s.get(t, "Authorization", "Bearer "+s.bearer(t, nil)).want(t, c.status, "")
			if a.took > limit {
				t.Errorf("the answer took %v", a.took)
			}
			if busy := c.log == "busy"; busy != strings.Contains(string(a.body), "the service is busy") {
				t.Errorf("the client is told %s", a.body)
			}
			if !strings.Contains(s.logged(), c.log) {
				t.Errorf("no %s in the log: %s", c.log, s.logged())
			}
			// The next request is answered as ever.
			s.get(t).want(t, 401, "Bearer")
		})
	}
}
