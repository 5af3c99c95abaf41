package control_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	document "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// rotation returns a request for new tokens, with an expiry, in place of the presented one.
func (s *service) rotation(t *testing.T, user, presented, token, refresh string, expiry int64) request {
	t.Helper()
	return request{method: "POST", path: "/refresh", body: encode(t, document.RotationRequest{
		UserID: user, RefreshToken: presented, Session: sessionOf(user, token, refresh, expiry), Refresh: *refreshOf(user, refresh, expiry),
	})}
}

func TestRefresh(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		old, first := s.signIn(t, user)
		token, refresh := s.bearer(t, user), s.hide("second-refresh")
		var next document.Successor
		rotate := s.rotation(t, user, first, token, refresh, in(2*time.Hour))
		s.want(t, rotate, 200, "").into(t, &next)
		if next.Session != sessionOf(user, token, refresh, in(2*time.Hour)) || *next.Refresh.Token != refresh {
			t.Errorf("%+v", next)
		}
		if s.accepts(t, old) || !s.accepts(t, token) || s.introspect(t, first, user).Active {
			t.Error("the old tokens are live, or the new one is not")
		}
		// The same request again, and the loser of a race, get the same answer.
		for _, q := range []request{rotate, s.rotation(t, user, first, s.bearer(t, user), "loser", in(3*time.Hour))} {
			var again document.Successor
			s.want(t, q, 200, "").into(t, &again)
			if again.Session != next.Session || *again.Refresh.Token != refresh {
				t.Errorf("%+v", again)
			}
		}
		// Unknown, foreign and ended tokens get the same answer.
		s.signIn(t, "user-8")
		a := s.want(t, s.rotation(t, "user-8", refresh, "x", "y", in(time.Hour)), 404, "not_found")
		b := s.want(t, s.rotation(t, user, "unknown", "x", "y", in(time.Hour)), 404, "not_found")
		if a.body != b.body {
			t.Errorf("%s and %s", a.body, b.body)
		}
		for name, q := range map[string]request{
			"the same token":     s.rotation(t, user, refresh, "x", refresh, in(time.Hour)),
			"another user's":     {method: "POST", path: "/refresh", body: strings.Replace(rotate.body, `"user_id":"`+user, `"user_id":"user-8`, 1)},
			"expired":            s.rotation(t, user, refresh, "x", "y", start.Unix()),
			"no pair":            {method: "POST", path: "/refresh", body: strings.Replace(rotate.body, `"refresh_token":"`+refresh, `"refresh_token":"z`, 1)},
			"a user over bytes":  s.rotation(t, strings.Repeat("é", 200), refresh, "x", "y", in(time.Hour)),
			"no token presented": s.rotation(t, user, "", "x", "y", in(time.Hour)),
		} {
			if a := s.ask(t, q); a.status != 400 {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		for _, of := range []string{"/users/" + user + "/suspension", "/users/" + user + "/sessions/" + store.Fingerprint(token) + "/suspension"} {
			s.want(t, request{method: "PUT", path: of}, 200, "")
			s.want(t, s.rotation(t, user, refresh, "x", "y", in(time.Hour)), 409, "suspended")
			s.want(t, request{method: "DELETE", path: of}, 200, "")
		}
		s.want(t, s.rotation(t, user, refresh, s.bearer(t, user), s.hide("third-refresh"), in(time.Hour)), 200, "")
	})
}

// After the grace period a spent token ends its grant, and no other.
func TestReuse(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		// Without a grace period, which is measured by the clock of Redis.
		strict := newService(t, "redis://"+s.plain.(*redis.Client).Options().Addr, func(cfg *control.Config) { cfg.Grace = -time.Second })
		_, first := strict.signIn(t, user)
		other, _ := strict.signIn(t, user)
		token := strict.bearer(t, user)
		rotate := strict.rotation(t, user, first, token, strict.hide("second-refresh"), in(time.Hour))
		strict.want(t, rotate, 200, "")
		strict.want(t, rotate, 200, "") // a retry after a lost answer is no reuse
		strict.want(t, strict.rotation(t, user, first, "x", "y", in(time.Hour)), 409, "reused")
		if strict.accepts(t, token) || strict.introspect(t, "second-refresh", user).Active || !strict.accepts(t, other) {
			t.Error("the grant is live, or another is not")
		}
		strict.want(t, strict.rotation(t, user, first, "x", "y", in(time.Hour)), 404, "not_found")
		strict.want(t, strict.rotation(t, user, "second-refresh", "x", "y", in(time.Hour)), 404, "not_found")
	})
}

// Of concurrent requests with one token one wins, and all get the same records.
func TestOneRotationWins(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		_, presented := s.signIn(t, user)
		for round := range 5 {
			var all sync.WaitGroup
			var mu sync.Mutex
			tokens := map[string]bool{}
			ready := make(chan struct{})
			for i := range 16 {
				q := s.rotation(t, user, presented, s.bearer(t, user), fmt.Sprintf("refresh %d of %d", i, round), in(time.Hour))
				all.Go(func() {
					<-ready
					a := s.ask(t, q)
					var next document.Successor
					if a.status == 200 {
						a.into(t, &next)
					} else {
						t.Errorf("%d %s", a.status, a.body)
						return
					}
					mu.Lock()
					defer mu.Unlock()
					tokens[*next.Refresh.Token+" "+next.Session.Token] = true
				})
			}
			close(ready)
			all.Wait()
			if len(tokens) != 1 || len(s.list(t, user, "").Records) != 2 {
				t.Fatalf("round %d: %d successors", round, len(tokens))
			}
			for both := range tokens {
				presented = both[:strings.LastIndex(both, " ")]
			}
		}
	})
}

// The end of a grant is kept: records that would outlive it are lowered to it.
func TestGrantEnds(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		end := in(90 * time.Minute)
		register := func(end int64, refresh *document.RefreshTokenObject) request {
			return request{method: "POST", path: "/users/" + user + "/sessions", body: encode(t, document.RegistrationRequest{
				Session: sessionOf(user, "s0", "r0", in(time.Hour)), Refresh: refresh, GrantEnd: &end})}
		}
		s.want(t, register(in(time.Hour)-1, refreshOf(user, "r0", in(time.Hour))), 400, "bad_request")
		s.want(t, register(end, nil), 400, "bad_request")
		s.want(t, register(end, refreshOf(user, "r0", in(time.Hour))), 201, "")
		for i := range 3 {
			q := s.rotation(t, user, fmt.Sprint("r", i), fmt.Sprint("s", i+1), fmt.Sprint("r", i+1), in(time.Hour+time.Duration(i)*time.Hour))
			want := min(in(time.Hour+time.Duration(i)*time.Hour), end)
			for range 2 { // a retry after a lost answer gets the same answer
				var next document.Successor
				s.want(t, q, 200, "").into(t, &next)
				if int64(next.Session.Expiry) != want || *next.Refresh.Expiry != want {
					t.Errorf("%+v, want the end %d", next, want)
				}
			}
		}
		s.wait(2 * time.Hour)
		s.want(t, s.rotation(t, user, "r3", "s4", "r4", in(3*time.Hour)), 404, "not_found")
	})
}

// Nothing is revealed about a token that is not live, for whatever reason.
func TestInactive(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token, refresh := s.signIn(t, user)
		foreign, _ := s.signIn(t, "user-8")
		put := func(token string) string {
			s.want(t, request{method: "POST", path: "/users/" + user + "/sessions", body: encode(t, document.RegistrationRequest{Session: sessionOf(user, token, "", in(time.Hour))})}, 201, "")
			return token
		}
		sign := func(secret string, claims map[string]any) string {
			return must[string](t)(credential.SignHS256([]byte(secret), claims))
		}
		for name, c := range map[string][2]string{
			"unknown":                        {s.bearer(t, user), ""},
			"of another user than is said":   {token, "user-8"},
			"opaque, of nobody":              {refresh, ""},
			"opaque, of another user":        {refresh, "user-8"},
			"opaque, of a user there is not": {refresh, "nobody"},
			"foreign":                        {foreign, user},
			"no token":                       {"..", user},
			"wrong signature":                {put(sign(strings.Repeat("another", 9), map[string]any{"sub": user, "exp": in(time.Hour)})), user},
			"expired by its claims":          {put(sign(string(secret), map[string]any{"sub": user, "exp": in(-time.Hour)})), user},
			"with a space":                   {" " + token, user},
		} {
			if s.introspect(t, c[0], c[1]).Active {
				t.Errorf("a token that is %s is active", name)
			}
		}
		if put("opaque"); !s.introspect(t, "opaque", user).Active || s.introspect(t, "opaque", "").Active {
			t.Error("an opaque session token")
		}
		if s.wait(2 * time.Hour); s.introspect(t, token, "").Active || s.introspect(t, refresh, user).Active {
			t.Error("a token that has expired is active")
		}
	})
}

func TestRevokeToken(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		revoke := func(token, user string) {
			t.Helper()
			form := url.Values{"token": {token}, "token_type_hint": {"refresh_token"}, "unknown": {"x"}}
			if user != "" {
				form.Set("user_id", user)
			}
			if a := s.want(t, request{method: "POST", path: "/revoke", form: form, key: writeKey}, 200, ""); a.body != "" {
				t.Errorf("%q", a.body)
			}
		}
		token, refresh := s.signIn(t, user)
		foreign, _ := s.signIn(t, "user-8")
		revoke("unknown", user)
		revoke("unknown", "")
		revoke(refresh, "")
		revoke(refresh, "user-8")
		revoke(token, "user-8")
		revoke(foreign, user)
		if !s.accepts(t, token) || !s.accepts(t, foreign) || !s.introspect(t, refresh, user).Active {
			t.Error("ended by who does not have it")
		}
		for range 2 {
			revoke(token, "")
		}
		if s.accepts(t, token) || s.introspect(t, refresh, user).Active {
			t.Error("the grant is live")
		}
		token, refresh = s.signIn(t, user)
		revoke(refresh, user)
		if s.accepts(t, token) || !s.accepts(t, foreign) {
			t.Error("the grant is live, or another is not")
		}
	})
}

// A record is listed, and not marked suspended, if and only if its token is accepted by the public operation and
// active by introspection, whatever other programs have left in Redis.
func TestListedIsAcceptedIsActive(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		all := map[string]bool{} // whether each is live
		zadd := func(live bool, change func(*document.SessionObject)) {
			token := s.bearer(t, user)
			session := sessionOf(user, token, "", in(30*time.Minute))
			change(&session)
			s.plain.ZAdd(t.Context(), "session:{"+user+"}", redis.Z{Member: encode(t, session), Score: float64(in(time.Hour))})
			all[token] = live
		}
		zadd(true, func(*document.SessionObject) {})
		zadd(true, func(s *document.SessionObject) { s.RefreshToken = "of a suspended one" })
		zadd(false, func(s *document.SessionObject) { s.RefreshToken, s.IsSuspended = "of a suspended one", true })
		zadd(false, func(s *document.SessionObject) { s.UserID = "user-8" })
		zadd(false, func(s *document.SessionObject) { s.Expiry = float64(start.Unix()) })
		zadd(false, func(s *document.SessionObject) { s.Expiry *= 1000 })
		// Two records of one token, one of which is suspended.
		twin := s.bearer(t, user)
		for _, suspended := range []bool{true, false} {
			session := sessionOf(user, twin, "", in(time.Hour))
			session.IsSuspended = suspended
			s.plain.ZAdd(t.Context(), "session:{"+user+"}", redis.Z{Member: encode(t, session), Score: float64(in(time.Hour))})
		}
		all[twin] = false
		check := func() {
			t.Helper()
			listed := map[string]bool{}
			for _, r := range s.list(t, user, "?kind=session").Records {
				if _, twice := listed[r.Fingerprint]; r.IsSuspended || !twice {
					listed[r.Fingerprint] = !r.IsSuspended
				}
			}
			for token, live := range all {
				if l, a, i := listed[store.Fingerprint(token)], s.accepts(t, token), s.introspect(t, token, "").Active; l != live || a != live || i != live {
					t.Errorf("listed %t, accepted %t, active %t, want %t", l, a, i, live)
				}
			}
		}
		check()
		s.want(t, request{method: "PUT", path: "/users/" + user + "/suspension"}, 200, "")
		live := all
		all = map[string]bool{}
		for token := range live {
			all[token] = false
		}
		check()
		s.want(t, request{method: "DELETE", path: "/users/" + user + "/suspension"}, 200, "")
		all = live
		check()
		s.wait(31 * time.Minute) // all have expired
		all = map[string]bool{}
		for token := range live {
			all[token] = false
		}
		check()
	})
}

// The use of a token is recorded in the background, once a minute.
func TestLastUsed(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token, refresh := s.signIn(t, user)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.server.Run(ctx)
		}()
		used := func() map[string]int64 {
			all := map[string]int64{}
			for _, r := range s.list(t, user, "").Records {
				if r.LastUsed != nil {
					all[r.Fingerprint] = *r.LastUsed
				}
			}
			return all
		}
		want := func(of string, at int64) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			for used()[store.Fingerprint(of)] != at {
				if ctx.Err() != nil {
					t.Fatalf("%v, want %d", used(), at)
				}
			}
		}
		s.introspect(t, token, "")
		want(token, start.Unix())
		s.wait(59 * time.Second)
		s.introspect(t, token, "")
		s.introspect(t, refresh, user)
		want(refresh, start.Unix()+59) // it follows the other mark, had there been one
		want(token, start.Unix())
		s.wait(time.Second)
		s.introspect(t, token, "")
		want(token, start.Unix()+60)
		stop()
		<-done
	})
}

// The use of an API key is recorded like a token's, and leaves the key as it is.
func TestAPIKeyLastUsed(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.server.Run(ctx)
		}()
		var first, second document.APIKeyCreated
		for _, made := range []*document.APIKeyCreated{&first, &second} {
			s.want(t, request{method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":3600}`}, 201, "").into(t, made)
			s.hide(made.Key)
		}
		used := func(id string) *int64 {
			t.Helper()
			var page document.APIKeyPage
			s.want(t, request{method: "GET", path: "/users/" + user + "/api-keys"}, 200, "").into(t, &page)
			for _, k := range page.Keys {
				if k.ID == id {
					return k.LastUsed
				}
			}
			t.Fatalf("%s is not listed", id)
			return nil
		}
		accept := func(made document.APIKeyCreated) {
			t.Helper()
			if !s.acceptsIn(t, "X-API-Key", made.Key) {
				t.Fatal("refused")
			}
		}
		want := func(id string, at int64) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			for last := used(id); last == nil || *last != at; last = used(id) {
				if ctx.Err() != nil {
					t.Fatalf("%v, want %d", last, at)
				}
			}
		}
		if used(first.ID) != nil {
			t.Error("used before it was")
		}
		accept(first)
		want(first.ID, start.Unix())
		s.wait(59 * time.Second)
		accept(first)
		if s.acceptsIn(t, "X-API-Key", second.Key[:len(second.Key)-1]+"2") && second.Key[len(second.Key)-1] != '2' {
			t.Error("a wrong key is accepted")
		}
		accept(second)
		want(second.ID, start.Unix()+59) // it follows the other mark, had there been one
		want(first.ID, start.Unix())
		s.wait(time.Second)
		accept(first)
		want(first.ID, start.Unix()+60)
		stop()
		<-done
	})
}

func TestAPIKeys(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		post := func(user, name, idempotency string, lifetime int) request {
			q := request{method: "POST", path: "/users/" + user + "/api-keys", body: fmt.Sprintf(`{"account":"acc-1","name":%q,"expires_in":%d}`, name, lifetime)}
			if idempotency != "" {
				q.header = http.Header{"Idempotency-Key": {idempotency}}
			}
			return q
		}
		create := func(q request) (made document.APIKeyCreated) {
			t.Helper()
			s.want(t, q, 201, "").into(t, &made)
			s.hide(made.Key)
			return made
		}
		good := func(key string) bool { return s.acceptsIn(t, "X-API-Key", key) }
		keys := func(user, query string) (page document.APIKeyPage) {
			t.Helper()
			s.want(t, request{method: "GET", path: "/users/" + user + "/api-keys" + query}, 200, "").into(t, &page)
			return page
		}
		if page := keys(user, ""); page.Keys == nil || len(page.Keys) != 0 {
			t.Errorf("%+v", page)
		}
		s.wait(500 * time.Millisecond) // not a whole second
		first := create(post(user, "nightly", "", 3600))
		if first.Created != start.Unix() || first.Expires != in(time.Hour) || !strings.HasSuffix(first.Key, first.LastFour) || len(first.LastFour) != 4 || !good(first.Key) {
			t.Errorf("%+v", first)
		}
		if again := create(post(user, "nightly", "", 3600)); again.ID == first.ID {
			t.Error("the same key")
		}
		// The same request gets the same answer, and not another service's or user's.
		s.wait(time.Second)
		second := create(post(user, "named", "request-1", 3600))
		s.wait(time.Hour / 2)
		if again := create(post(user, "named", "request-1", 3600)); again != second || !good(second.Key) {
			t.Errorf("%+v, then %+v", second, again)
		}
		foreign := create(post("user-8", "named", "request-1", 3600))
		q := post(user, "named", "request-1", 3600)
		q.key = writeKey
		if others := create(q); others.ID == second.ID || foreign.ID == second.ID {
			t.Error("a key of another request")
		}
		for _, q := range []request{post(user, "renamed", "request-1", 3600), post(user, "named", "request-1", 3601)} {
			s.want(t, q, 409, "idempotency_mismatch")
		}
		s.want(t, post(user, "named", "a b", 3600), 400, "bad_request")
		// A key that has ended is not made again by its request, then or later.
		ended := create(post(user, "ended", "request-3", 90000))
		s.want(t, request{method: "DELETE", path: "/users/" + user + "/api-keys/" + ended.ID}, 204, "")
		if a := s.want(t, post(user, "ended", "request-3", 90000), 409, "conflict"); !strings.Contains(a.body, "has ended") {
			t.Error(a.body)
		}
		if good(ended.Key) {
			t.Error("a key that has ended is good")
		}
		s.want(t, post(user, "named", strings.Repeat("x", 256), 3600), 400, "bad_request")
		s.want(t, post(user, "named", "", 0), 400, "bad_request")
		s.want(t, post(user, "named", "", 3153600001), 400, "bad_request")
		long := create(post(user, "long", "request-2", 3153600000))
		if long.Expires-long.Created != 3153600000 {
			t.Errorf("%+v", long)
		}

		var seen []string
		for query := "?limit=2"; ; {
			page := keys(user, query)
			for _, k := range page.Keys {
				seen = append(seen, k.ID)
				if k.Account != "acc-1" || k.LastFour == nil || k.ID == foreign.ID {
					t.Errorf("%+v", k)
				}
			}
			if page.Next == nil {
				break
			}
			query = "?limit=2&cursor=" + url.QueryEscape(*page.Next)
		}
		if len(seen) != 5 || seen[2] != second.ID || seen[4] == "" {
			t.Errorf("%v", seen)
		}

		end := func(id string) request { return request{method: "DELETE", path: "/users/" + user + "/api-keys/" + id} }
		a, b := s.want(t, end(foreign.ID), 404, "not_found"), s.want(t, end("unknown"), 404, "not_found")
		if a.body != b.body || !good(foreign.Key) {
			t.Errorf("%s and %s", a.body, b.body)
		}
		s.want(t, end(first.ID), 204, "")
		s.want(t, end(first.ID), 404, "not_found")
		if good(first.Key) || len(keys(user, "").Keys) != 4 {
			t.Error("the key is good still")
		}
		// After a day the key is not shown again.
		s.wait(25 * time.Hour)
		if a := s.want(t, post(user, "long", "request-2", 3153600000), 409, "conflict"); !strings.Contains(a.body, "shown") {
			t.Error(a.body)
		}
		// Nor is a key made again that had ended, though another day has come.
		s.want(t, post(user, "ended", "request-3", 90000), 409, "conflict")
		// One key that can't be read hides no other.
		s.plain.Set(t.Context(), "apikey:{odd}", "x", 0)
		s.plain.ZAdd(t.Context(), "apikey:users", redis.Z{Member: "{" + user + "}odd"})
		if page := keys(user, ""); len(page.Keys) != 1 {
			t.Errorf("%+v", page)
		}
	})
}

// Those who make the same key at once get the same, or are told that it is being made.
func TestOneAPIKeyIsMade(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		q := request{method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":60}`, header: http.Header{"Idempotency-Key": {"1"}}}
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if a := s.ask(t, q); a.status != 201 && a.code(t) != "conflict" {
					t.Errorf("%d %s", a.status, a.body)
				}
			})
		}
		all.Wait()
		var page document.APIKeyPage
		s.want(t, request{method: "GET", path: "/users/" + user + "/api-keys"}, 200, "").into(t, &page)
		if len(page.Keys) != 1 {
			t.Errorf("%d keys", len(page.Keys))
		}
	})
}

// unseen does not see an API key before it makes it, as another instance makes it in between.
type unseen struct {
	control.Store
	looks *int
}

func (u unseen) APIKeyMade(ctx context.Context, id string) (bool, error) {
	if *u.looks++; *u.looks <= 2 { // today's and yesterday's
		return false, nil
	}
	return u.Store.APIKeyMade(ctx, id)
}

func (u unseen) APIKey(ctx context.Context, id string) (store.APIKey, error) {
	if *u.looks <= 2 {
		return store.APIKey{}, store.ErrNotFound
	}
	return u.Store.APIKey(ctx, id)
}

// Who finds only when he makes a key that another instance has made it answers as that one did.
func TestAPIKeyMadeElsewhere(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		looks := 0
		other := newService(t, "redis://"+s.plain.(*redis.Client).Options().Addr, func(cfg *control.Config) { cfg.Store = unseen{cfg.Store, &looks} })
		q := request{method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":60}`, header: http.Header{"Idempotency-Key": {"1"}}}
		var made, again document.APIKeyCreated
		s.want(t, q, 201, "").into(t, &made)
		other.want(t, q, 201, "").into(t, &again)
		if again != made || looks != 3 {
			t.Errorf("%+v, then %+v, after %d looks", made, again, looks)
		}
		s.want(t, request{method: "DELETE", path: q.path + "/" + made.ID}, 204, "")
		looks = 0
		other.want(t, q, 409, "conflict")
	})
}

// events waits until there are as many.
func (s *service) events(t *testing.T, n int) []document.Event {
	t.Helper()
	var all []document.Event
	for query := "wait=5&limit=3"; len(all) < n; {
		var page document.EventPage
		s.want(t, request{method: "GET", path: "/events?" + query, key: readKey}, 200, "").into(t, &page)
		if len(page.Events) == 0 {
			t.Fatalf("%d events, want %d", len(all), n)
		}
		all = append(all, page.Events...)
		query = "wait=5&limit=3&after=" + page.Next
	}
	return all
}

// Each change has its event, which says by whose key, and on whose behalf.
func TestEvents(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		var none document.EventPage
		s.want(t, request{method: "GET", path: "/events"}, 200, "").into(t, &none)
		if none.Events == nil || none.Next != "" {
			t.Errorf("%+v", none)
		}
		token, refresh := s.signIn(t, user)
		s.want(t, request{key: writeKey, method: "PUT", path: "/users/" + user + "/sessions/" + store.Fingerprint(token) + "/suspension"}, 200, "")
		s.want(t, request{key: writeKey, method: "DELETE", path: "/users/" + user + "/sessions/" + store.Fingerprint(token) + "/suspension"}, 200, "")
		s.want(t, request{key: writeKey, method: "PUT", path: "/users/" + user + "/suspension"}, 200, "")
		s.want(t, request{key: writeKey, method: "DELETE", path: "/users/" + user + "/suspension"}, 200, "")
		s.want(t, s.rotation(t, user, refresh, s.bearer(t, user), s.hide("second-refresh"), in(time.Hour)), 200, "")
		s.want(t, request{method: "POST", path: "/revoke", form: url.Values{"token": {"second-refresh"}, "user_id": {user}}}, 200, "")
		other, _ := s.signIn(t, user)
		s.want(t, request{key: writeKey, method: "DELETE", path: "/users/" + user + "/session-tokens/" + store.Fingerprint(other)}, 200, "")
		got := map[string]int{}
		for _, e := range s.events(t, 13) {
			got[fmt.Sprintf("%s %s %s %s", e.Transition, e.Kind, e.Cause, e.Actor)]++
			if e.UserID != user || e.KeyID != nil || (e.Fingerprint == nil) != (e.Kind == "user") {
				t.Errorf("%+v", e)
			}
		}
		// Of a key in an outbox of its own, so in any order.
		var made document.APIKeyCreated
		s.want(t, request{key: writeKey, method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":60}`}, 201, "").into(t, &made)
		s.want(t, request{key: writeKey, method: "DELETE", path: "/users/" + user + "/api-keys/" + made.ID}, 204, "")
		for _, e := range s.events(t, 15)[13:] {
			got[fmt.Sprintf("%s %s %s %s", e.Transition, e.Kind, e.Cause, e.Actor)]++
			if e.KeyID == nil || *e.KeyID != made.ID || e.Fingerprint != nil {
				t.Errorf("%+v", e)
			}
		}
		want := map[string]int{
			"registered session owner login": 2, "registered refresh owner login": 2,
			"suspended session operator support": 1, "resumed session operator support": 1,
			"suspended user operator support": 1, "resumed user operator support": 1, "rotated refresh owner login": 1,
			"revoked session owner login": 1, "revoked refresh owner login": 1,
			"revoked session operator support": 1, "revoked refresh operator support": 1,
			"key_made api_key operator support": 1, "key_ended api_key operator support": 1,
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("events\n got %v\nwant %v", got, want)
		}
	})
}

// Who waits is answered when something happens, at the end of the wait, or when the server stops.
func TestEventsWait(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		began := make(chan struct{})
		answered := make(chan answer)
		go func() {
			close(began)
			answered <- s.ask(t, request{method: "GET", path: "/events?wait=30"})
		}()
		<-began
		s.want(t, request{method: "PUT", path: "/users/" + user + "/suspension"}, 200, "")
		var page document.EventPage
		(<-answered).into(t, &page)
		if len(page.Events) != 1 || page.Events[0].Transition != "suspended" || page.Next != page.Events[0].ID {
			t.Errorf("%+v", page)
		}
		var empty document.EventPage
		s.want(t, request{method: "GET", path: "/events?wait=1&after=" + page.Next}, 200, "").into(t, &empty)
		if len(empty.Events) != 0 || empty.Next != page.Next {
			t.Errorf("%+v", empty)
		}
		go func() { answered <- s.ask(t, request{method: "GET", path: "/events?wait=30&after=" + page.Next}) }()
		ctx, stop := context.WithCancel(t.Context())
		stop()
		s.server.Run(ctx) // which does not end the wait
		select {
		case a := <-answered:
			t.Errorf("the wait ends before it should: %d %s", a.status, a.body)
		default:
		}
		s.server.EndWaits()
		s.server.EndWaits()
		if a := <-answered; a.status != 200 {
			t.Errorf("%d %s", a.status, a.body)
		}
	})
}

// Who asks for what came after an event that is not kept any more is told so.
func TestEventsMissed(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		address := "redis://" + s.plain.(*redis.Client).Options().Addr
		few := must[*store.Redis](t)(store.Open(address, store.Config{Now: s.clock, MaxEvents: 3}))
		t.Cleanup(func() { few.Close() })
		s = newService(t, address, func(cfg *control.Config) { cfg.Store = few })
		change := func(method string) {
			s.want(t, request{method: method, path: "/users/" + user + "/suspension"}, 200, "")
		}
		page := func(query string) (page document.EventPage) {
			t.Helper()
			s.want(t, request{method: "GET", path: "/events?wait=5" + query}, 200, "").into(t, &page)
			return page
		}
		told := func(p document.EventPage) bool { return p.Missed != nil && *p.Missed }
		change("PUT")
		first := page("").Next
		for after := first; len(s.plain.XRange(t.Context(), "events:{all}", first, first).Val()) > 0; {
			change("DELETE")
			p := page("&after=" + after)
			if told(p) || len(p.Events) != 1 || p.Events[0].Transition != "resumed" {
				t.Fatalf("%+v", p)
			}
			change("PUT")
			if p = page("&after=" + p.Next); told(p) || len(p.Events) != 1 || p.Events[0].Transition != "suspended" {
				t.Fatalf("%+v", p)
			}
			after = p.Next
		}
		p := page("&after=" + first)
		if !told(p) || len(p.Events) != 3 {
			t.Errorf("%+v", p)
		}
		for _, query := range []string{"&after=" + p.Events[0].ID, ""} {
			if p := page(query); told(p) || len(p.Events) == 0 {
				t.Errorf("with %q: %+v", query, p)
			}
		}
	})
}

// What is done, and not on the replicas in time, is reported as that however long the wait for them: also where a
// request makes two changes.
func TestLongWaitForReplicas(t *testing.T) {
	const wait = 5200 * time.Millisecond // longer than a change may take itself
	url := redistest.Start(t).URL()
	s := newService(t, url, func(cfg *control.Config) {
		waiting, err := store.Open(url, store.Config{Now: cfg.Now, Check: func(store.Kind, []byte) error { return nil }, WaitReplicas: 1, WaitTimeout: wait})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { waiting.Close() })
		cfg.Store, cfg.Wait = waiting, wait
	})
	for name, q := range map[string]request{
		"suspend": {method: "PUT", path: "/users/" + user + "/suspension"},
		"API key": {method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":60}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.want(t, q, 503, "replicas")
		})
	}
}

// What the contract does not have an event for is passed over, however much of it there is.
func TestEventsOfControlKeys(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		for i := range 5 {
			s.plain.XAdd(t.Context(), &redis.XAddArgs{Stream: "events:{all}", Values: map[string]any{"event": fmt.Sprintf(
				`{"key":"%d","time":"1","user_id":"","kind":"control_key","fingerprint":"k","transition":"key_made","cause":"operator","actor":"x"}`, i)}})
		}
		s.want(t, request{method: "PUT", path: "/users/" + user + "/suspension"}, 200, "")
		if events := s.events(t, 1); len(events) != 1 || events[0].Transition != "suspended" {
			t.Errorf("%+v", events)
		}
	})
}
