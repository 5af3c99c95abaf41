package control_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	document "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// good returns a correct request of each operation.
func good(t *testing.T) map[string]request {
	of := "/users/" + user
	pair := document.RegistrationRequest{Session: sessionOf(user, "a", "b", in(time.Hour)), Refresh: refreshOf(user, "b", in(time.Hour))}
	form := url.Values{"token": {"a"}, "user_id": {user}}
	return map[string]request{
		"registerSession": {method: "POST", path: of + "/sessions", body: encode(t, pair)},
		"listRecords":     {method: "GET", path: of + "/session-tokens"},
		"revokeRecords":   {method: "DELETE", path: of + "/session-tokens"},
		"revokeRecord":    {method: "DELETE", path: of + "/session-tokens/" + store.Fingerprint("a")},
		"suspendSession":  {method: "PUT", path: of + "/sessions/" + store.Fingerprint("a") + "/suspension"},
		"resumeSession":   {method: "DELETE", path: of + "/sessions/" + store.Fingerprint("a") + "/suspension"},
		"suspendUser":     {method: "PUT", path: of + "/suspension"},
		"resumeUser":      {method: "DELETE", path: of + "/suspension"},
		"rotateTokens": {method: "POST", path: "/refresh", body: encode(t, document.RotationRequest{
			UserID: user, RefreshToken: "old", Session: pair.Session, Refresh: *pair.Refresh,
		})},
		"introspectToken": {method: "POST", path: "/introspect", form: form},
		"revokeToken":     {method: "POST", path: "/revoke", form: form},
		"listApiKeys":     {method: "GET", path: of + "/api-keys"},
		"createApiKey":    {method: "POST", path: of + "/api-keys", body: `{"account":"acc-1","expires_in":60}`},
		"revokeApiKey":    {method: "DELETE", path: of + "/api-keys/abc"},
		"listEvents":      {method: "GET", path: "/events?wait=1"},
	}
}

// each runs a test for each operation of the contract.
func each(t *testing.T, s *service, test func(t *testing.T, o *contract.Operation, q request)) {
	t.Helper()
	all := good(t)
	for _, o := range s.contract.Operations() {
		q, ok := all[o.ID]
		if !ok {
			t.Fatalf("operation %s has no test", o.ID)
		}
		t.Run(o.ID, func(t *testing.T) { test(t, o, q) })
	}
}

// Who writes a login service reads what is wrong with a request, and where. No value that was sent is repeated, and no
// name that the contract does not declare.
func TestReasons(t *testing.T) {
	s := newService(t, "redis://"+miniredis.RunT(t).Addr(), nil)
	sign := func(change func(s *document.SessionObject)) string {
		session := sessionOf("u-1", "secret-token", "", in(time.Hour))
		change(&session)
		return encode(t, document.RegistrationRequest{Session: session})
	}
	fine := sign(func(*document.SessionObject) {})
	for body, want := range map[string]string{
		"{":              "the request is not as documented: the body: it can't be read",
		"":               "the request is not as documented: there is no body",
		`{"session":{}}`: `the request is not as documented: the body: /session/account_id: property "account_id" is missing`,
		strings.Replace(fine, `"secret-token"`, "7", 1):                                     "the request is not as documented: the body: /session/token: value must be a string",
		strings.Replace(fine, `"token":`, `"token":"other-secret","token":`, 1):             "the request is not as documented: the body: a name is there twice",
		strings.Replace(fine, `"location":"Berlin"`, `"location":{"other-secret":true}`, 1): "the request is not as documented: the body: /session/location: value must be a string",
		sign(func(s *document.SessionObject) { s.UserID = "u-2" }):                          "the record can't be kept: its user_id is another user's",
		sign(func(s *document.SessionObject) { s.Expiry = float64(in(-time.Hour)) }):        "the record can't be kept: its expiry has passed",
		sign(func(s *document.SessionObject) { s.Expiry *= 1000 }):                          "the record can't be kept: its expiry is past the year 9999: is it in milliseconds?",
	} {
		a := s.want(t, request{method: "POST", path: "/users/u-1/sessions", body: body}, 400, "bad_request")
		if got := a.message(t); got != want || strings.Contains(a.body, "secret") {
			t.Errorf("%.60s: %q, want %q", body, got, want)
		}
	}
	a := s.want(t, request{method: "POST", path: "/users/u-1/sessions", body: fine, header: http.Header{"Content-Type": {"text/plain"}}}, 415, "")
	if got := a.message(t); got != "the body is not of the documented type: send application/json" {
		t.Error(got)
	}
	a = s.want(t, request{method: "GET", path: "/users/u-1/session-tokens?limit=x"}, 400, "")
	if got := a.message(t); got != "the request is not as documented: the query parameter limit" {
		t.Error(got)
	}
}

// The faults of a request are reported in a fixed order, and the key comes first.
func TestRefusals(t *testing.T) {
	s := newService(t, "redis://"+miniredis.RunT(t).Addr(), nil)
	long := url.PathEscape(strings.Repeat("é", 200)) // 200 characters, 400 bytes
	each(t, s, func(t *testing.T, o *contract.Operation, q request) {
		try := func(status int, code string, change func(q *request)) answer {
			t.Helper()
			changed := q
			change(&changed)
			return s.want(t, changed, status, code)
		}
		for _, key := range []string{"none", "unknown"} {
			a := try(401, "unauthorized", func(q *request) { q.key, q.body, q.form = key, "junk", nil })
			if a.header.Get("WWW-Authenticate") == "" {
				t.Error("401 has no challenge")
			}
		}
		try(401, "unauthorized", func(q *request) { q.header = http.Header{"X-Control-Key": {bothKey, bothKey}} })
		if a := try(503, "unavailable", func(q *request) { q.key = "key-of-a-store-that-is-down" }); a.header.Get("Retry-After") != "1" {
			t.Error("503 has no Retry-After")
		}
		try(500, "internal", func(q *request) { q.key = "key-of-panic" })
		wrong := readKey
		if o.Extension("x-scope") == "read" {
			wrong = writeKey
		}
		try(403, "forbidden", func(q *request) { q.key = wrong })
		if strings.HasPrefix(o.Path, "/users/") {
			for _, bad := range []string{"%7B", "a%7Db", "a%00b", "a%C2%85", long, strings.Repeat("x", 257)} {
				try(400, "bad_request", func(q *request) { q.path = strings.Replace(q.path, user, bad, 1) })
			}
		}
		if strings.Contains(o.Path, "{fingerprint}") {
			try(400, "bad_request", func(q *request) { q.path = strings.Replace(q.path, store.Fingerprint("a"), "0123", 1) })
		}
		if !o.HasBody() {
			if q.method != http.MethodGet {
				try(400, "bad_request", func(q *request) { q.body = "x" })
			}
			return
		}
		try(413, "too_large", func(q *request) { q.body, q.form = strings.Repeat("x", 1<<16+1), nil })
		try(415, "unsupported_media_type", func(q *request) { q.header = http.Header{"Content-Type": {"text/plain"}} })
		try(400, "bad_request", func(q *request) { q.body, q.form = "", nil })
		if q.form != nil {
			try(400, "bad_request", func(q *request) { q.path += "?token=b" })
			try(400, "bad_request", func(q *request) { q.form = url.Values{"token": {"a", "b"}, "user_id": {user}} })
			try(400, "bad_request", func(q *request) { q.form = url.Values{"token": {"a"}, "user_id": {strings.Repeat("é", 200)}} })
			try(400, "bad_request", func(q *request) { q.form = url.Values{"token": {""}} })
			try(400, "bad_request", func(q *request) { q.form = url.Values{"user_id": {user}} })
			return
		}
		for _, body := range []string{"junk", "{}", "[]", q.body + "x", strings.Replace(q.body, "{", `{"session":1,"account":1,`, 1)} {
			try(400, "bad_request", func(q *request) { q.body = body })
		}
	})
	for _, path := range []string{"/", "/users", "/users/", "/users//sessions", "/accounts/session-tokens", "/events/", "//events", "/users/a/../events"} {
		if path != "/users//sessions" {
			s.want(t, request{method: "GET", path: path}, 404, "not_found")
		}
		s.want(t, request{key: "none", method: "GET", path: path}, 401, "unauthorized")
	}
	a := s.want(t, request{method: "PATCH", path: "/users/" + user + "/session-tokens"}, 405, "method_not_allowed")
	if a.header.Get("Allow") != "DELETE, GET, HEAD" {
		t.Errorf("Allow: %q", a.header.Get("Allow"))
	}
	for _, query := range []string{"limit=0", "limit=1001", "limit=x", "cursor=", "cursor=x", "kind=other", "limit=1&limit=2"} {
		s.want(t, request{method: "GET", path: "/users/" + user + "/session-tokens?" + query}, 400, "bad_request")
	}
	for _, query := range []string{"after=x", "after=", "wait=31", "wait=-1", "after=99999999999999999999999-1"} {
		s.want(t, request{method: "GET", path: "/events?" + query}, 400, "bad_request")
	}
	if a := s.ask(t, request{key: "none", method: "GET", path: "/openapi.json"}); a.body != string(document.Document()) || a.header.Get("Content-Type") != "application/json" {
		t.Error("another document is served")
	}
}

// HEAD is GET without its body.
func TestHead(t *testing.T) {
	s := newService(t, "redis://"+miniredis.RunT(t).Addr(), nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.control.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Control-Key", readKey)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 || response.ContentLength <= 0 {
		t.Errorf("%d, %d bytes", response.StatusCode, response.ContentLength)
	}
}

// If the store does not answer, every operation is a 503, never an empty list, an inactive token or a 404.
func TestStoreIsDown(t *testing.T) {
	redis := redistest.Start(t)
	s := newService(t, redis.URL(), nil)
	redis.Kill()
	each(t, s, func(t *testing.T, _ *contract.Operation, q request) {
		if a := s.want(t, q, 503, "unavailable"); a.header.Get("Retry-After") != "1" {
			t.Error("no Retry-After")
		}
	})
	s.want(t, request{method: "POST", path: "/users/" + user + "/api-keys", body: `{"account":"acc-1","expires_in":60}`,
		header: http.Header{"Idempotency-Key": {"1"}, "Content-Type": {"application/json"}}}, 503, "unavailable")
	if !strings.Contains(s.logged(), `"cause":"refused"`) {
		t.Error("the log does not say why")
	}
}

// A key of another type is a fault for which a retry does not help.
func TestLayoutIsInternal(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		for _, key := range []string{"session", "refresh", "about", "suspended"} {
			s.plain.Set(t.Context(), key+":{"+user+"}", "x", 0)
		}
		s.plain.Set(t.Context(), "apikey:index", "x", 0)
		s.plain.Set(t.Context(), "apikey:users", "x", 0)
		s.plain.Set(t.Context(), "apikey:{abc}", "x", 0)
		s.plain.Set(t.Context(), "events:{all}", "x", 0)
		each(t, s, func(t *testing.T, o *contract.Operation, q request) {
			switch o.ID {
			case "revokeRecords", "resumeUser": // they remove whatever is there
				return
			}
			s.want(t, q, 500, "internal")
		})
	})
}

// failing is a store in which some changes fail.
type failing struct {
	control.Store
	err error
}

func (f failing) Register(context.Context, time.Time, ...store.Record) (store.PutResult, error) {
	return store.PutResult{}, f.err
}
func (f failing) Rotate(context.Context, store.Rotation) (store.Successor, error) {
	return store.Successor{}, f.err
}
func (f failing) Revoke(context.Context, string, string) ([]store.Ended, error) { return nil, f.err }
func (f failing) RevokeToken(context.Context, string, string) ([]store.Ended, error) {
	return nil, f.err
}
func (f failing) RevokeAll(context.Context, string) ([]store.Ended, []string, error) {
	return nil, nil, f.err
}
func (f failing) Suspend(context.Context, string, string) error { return f.err }
func (f failing) Resume(context.Context, string, string) error  { return f.err }
func (f failing) SuspendUser(context.Context, string) error     { return f.err }
func (f failing) ResumeUser(context.Context, string) error      { return f.err }
func (f failing) PutAPIKey(context.Context, store.APIKey) error { return f.err }
func (f failing) APIKey(context.Context, string) (store.APIKey, error) {
	return store.APIKey{UserID: user}, nil
}
func (f failing) RevokeAPIKey(context.Context, store.Class, string) error { return f.err }

// A change that was made, but is not on enough replicas, is distinguished from one that may not have been made.
func TestErrorsOfChanges(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   string
	}{
		{fmt.Errorf("put: %w", store.ErrReplicas), 503, "replicas"},
		{fmt.Errorf("put: %w", store.ErrUnavailable), 503, "unavailable"},
		{fmt.Errorf("put: %w", store.ErrBusy), 503, "unavailable"},
		{fmt.Errorf("put: %w", store.ErrConflict), 503, "unavailable"},
		{fmt.Errorf("put: %w", store.ErrPermission), 500, "internal"},
		{fmt.Errorf("put: %w", store.ErrLayout), 500, "internal"},
	} {
		t.Run(c.err.Error(), func(t *testing.T) {
			s := newService(t, "redis://"+miniredis.RunT(t).Addr(), func(cfg *control.Config) { cfg.Store = failing{cfg.Store, c.err} })
			each(t, s, func(t *testing.T, o *contract.Operation, q request) {
				if o.Extension("x-scope") == "write" {
					s.want(t, q, c.status, c.code)
				}
			})
		})
	}
}

// A response that breaks the contract is not sent.
func TestResponseIsChecked(t *testing.T) {
	s := newService(t, "redis://"+miniredis.RunT(t).Addr(), nil)
	s.plain.XAdd(t.Context(), &redis.XAddArgs{Stream: "events:{all}", Values: map[string]any{
		"event": `{"key":"1","time":"1","user_id":"u","kind":"session","fingerprint":"no such","transition":"revoked","cause":"owner","actor":"x"}`,
	}})
	s.want(t, request{method: "GET", path: "/events"}, 500, "internal")
	if !strings.Contains(s.logged(), "the response breaks the contract") {
		t.Error("the log does not say so")
	}
}

func TestSignInIsListedAndActive(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		for _, user := range []string{user, "auth0|a,b;c=d e/é%2F.", "%41", ".", ".."} {
			token, refresh := s.signIn(t, user)
			page := s.list(t, user, "")
			if len(page.Records) != 2 || page.Next != nil {
				t.Fatalf("%+v", page)
			}
			for _, r := range page.Records {
				isSession := r.Kind == "session" && r.Fingerprint == store.Fingerprint(token) && *r.Platform == "Linux" && *r.RefreshFingerprint == store.Fingerprint(refresh)
				isRefresh := r.Kind == "refresh" && r.Fingerprint == store.Fingerprint(refresh) && r.Platform == nil && r.RefreshFingerprint == nil
				if !isSession && !isRefresh || r.Expiry != in(time.Hour) || r.RegisteredAt == nil || r.LastUsed != nil || r.IsSuspended {
					t.Errorf("%+v", r)
				}
			}
			if said := s.introspect(t, token, ""); !said.Active || *said.Sub != user || *said.Kind != "session" || *said.TokenType != "Bearer" || *said.Role != "admin" || *said.Exp != in(time.Hour) {
				t.Errorf("%+v", said)
			}
			if said := s.introspect(t, refresh, user); !said.Active || *said.Sub != user || *said.Kind != "refresh" || said.TokenType != nil || *said.AccountID != "acc-1" {
				t.Errorf("%+v", said)
			}
			if !s.accepts(t, token) {
				t.Error("the public operation does not accept it")
			}
		}
	})
}

func TestRegister(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		post := func(session document.SessionObject, refresh *document.RefreshTokenObject) request {
			return request{method: "POST", path: "/users/" + user + "/sessions", body: encode(t, document.RegistrationRequest{Session: session, Refresh: refresh})}
		}
		var said document.Registration
		one := post(sessionOf(user, s.hide("session-token"), s.hide("refresh-token"), in(time.Hour)), refreshOf(user, "refresh-token", in(time.Hour)))
		s.want(t, one, 201, "").into(t, &said)
		if said.Fingerprints.Session != store.Fingerprint("session-token") || *said.Fingerprints.Refresh != store.Fingerprint("refresh-token") || len(said.Evicted) != 0 {
			t.Errorf("%+v", said)
		}
		s.want(t, one, 200, "").into(t, &said) // the same request again
		if len(s.list(t, user, "").Records) != 2 {
			t.Error("the same again is another")
		}
		for i := range 5 { // one more than the limit
			said = document.Registration{}
			s.want(t, post(sessionOf(user, fmt.Sprint("t", i), "", in(2*time.Hour)), nil), 201, "").into(t, &said)
		}
		if said.Fingerprints.Refresh != nil || len(said.Evicted) != 1 || said.Evicted[0].Fingerprint != store.Fingerprint("session-token") || said.Evicted[0].Kind != "session" {
			t.Errorf("%+v", said)
		}
		before := s.list(t, user, "")
		for name, q := range map[string]request{
			"another user's":         post(sessionOf("user-8", "x", "", in(time.Hour)), nil),
			"another user's refresh": post(sessionOf(user, "x", "y", in(time.Hour)), refreshOf("user-8", "y", in(time.Hour))),
			"no user":                post(sessionOf(user, "x", "y", in(time.Hour)), &document.RefreshTokenObject{Token: new("y"), Expiry: new(in(time.Hour))}),
			"no pair":                post(sessionOf(user, "x", "y", in(time.Hour)), refreshOf(user, "z", in(time.Hour))),
			"expired":                post(sessionOf(user, "x", "", start.Unix()), nil),
			"milliseconds":           post(sessionOf(user, "x", "", in(time.Hour)*1000), nil),
			"no token":               post(sessionOf(user, "", "", in(time.Hour)), nil),
			"half an emoji":          {method: "POST", path: one.path, body: strings.Replace(one.body, "session-token", `x\ud83d`, 1)},
			"twice":                  {method: "POST", path: one.path, body: strings.Replace(one.body, `"token":`, `"token":"other","token":`, 1)},
			"session twice":          {method: "POST", path: one.path, body: strings.Replace(one.body, `"session":`, `"session":{},"session":`, 1)},
		} {
			if a := s.ask(t, q); a.status != 400 {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		if after := s.list(t, user, ""); len(after.Records) != len(before.Records) {
			t.Error("what was refused is kept")
		}
	})
}

// Pages show each record that exists throughout once, whatever changes meanwhile; junk is in none.
func TestListPages(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		zadd := func(kind string, record any, expiry int64) {
			s.plain.ZAdd(t.Context(), kind+":{"+user+"}", redis.Z{Member: encode(t, record), Score: float64(expiry)})
		}
		for i := range int64(9) {
			expiry := in(time.Hour) + i/3 // some expire at the same time
			zadd("session", sessionOf(user, fmt.Sprint("s", i), "", expiry), expiry)
			zadd("refresh", refreshOf(user, fmt.Sprint("r", i), expiry), expiry)
		}
		twin := sessionOf(user, "s4", "", in(time.Hour)+1)
		twin.Location = "Paris"
		zadd("session", twin, in(time.Hour)+1)
		zadd("session", sessionOf("user-8", "foreign", "", in(time.Hour)), in(time.Hour))
		s.plain.ZAdd(t.Context(), "session:{"+user+"}", redis.Z{Member: "junk", Score: float64(in(time.Hour))})

		seen := map[string]int{}
		var order []int64
		query, pages := "?limit=2", 0
		for {
			page := s.list(t, user, query)
			for _, r := range page.Records {
				if r.RegisteredAt != nil || len(page.Records) > 2 {
					t.Errorf("%+v", page)
				}
				seen[string(r.Kind)+r.Fingerprint]++
				order = append(order, r.Expiry)
			}
			if page.Next == nil {
				break
			}
			// Between any two pages somebody signs in, and somebody's record ends.
			zadd("session", sessionOf(user, fmt.Sprint("new", pages), "", in(2*time.Hour)), in(2*time.Hour))
			if pages == 3 {
				s.plain.ZRemRangeByScore(t.Context(), "refresh:{"+user+"}", fmt.Sprint(in(time.Hour)+2), fmt.Sprint(in(time.Hour)+2))
			}
			pages++
			query = "?limit=2&cursor=" + url.QueryEscape(*page.Next)
		}
		for i := range 9 {
			for kind, n := range map[string]int{"s": seen["session"+store.Fingerprint(fmt.Sprint("s", i))], "r": seen["refresh"+store.Fingerprint(fmt.Sprint("r", i))]} {
				want := 1
				if kind == "s" && i == 4 {
					want = 2
				}
				if n != want {
					t.Errorf("%s%d is there %d times, want %d", kind, i, n, want)
				}
			}
		}
		if len(order) != 19 || !slices.IsSortedFunc(order, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("%d records, expiries %v", len(order), order)
		}
		for _, r := range s.list(t, user, "?kind=refresh&limit=1000").Records {
			if r.Kind != "refresh" {
				t.Errorf("%+v", r)
			}
		}
		if page := s.list(t, "nobody", ""); page.Records == nil || len(page.Records) != 0 || page.Next != nil {
			t.Errorf("%+v", page)
		}
	})
}

func TestRevokeRecords(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		end := func(query string) document.Ended {
			t.Helper()
			var said document.Ended
			s.want(t, request{method: "DELETE", path: "/users/" + user + "/session-tokens" + query}, 200, "").into(t, &said)
			return said
		}
		mine, refresh := s.signIn(t, user)
		other, _ := s.signIn(t, user)
		foreign, _ := s.signIn(t, "user-8")

		if said := end("?dry_run=true"); len(said.Ended) != 4 || !said.DryRun || !s.accepts(t, mine) {
			t.Errorf("%+v", said)
		}
		// By any record of the grant, in upper or lower case.
		for _, fingerprint := range []string{store.Fingerprint(mine), strings.ToUpper(store.Fingerprint(refresh))} {
			if said := end("?dry_run=true&except=" + fingerprint); len(said.Ended) != 2 || said.Ended[0].Fingerprint == store.Fingerprint(mine) {
				t.Errorf("%+v", said)
			}
		}
		for _, query := range []string{"except=" + store.Fingerprint("unknown"), "except=" + store.Fingerprint(foreign), "dry_run=true&except=" + store.Fingerprint(foreign)} {
			s.want(t, request{method: "DELETE", path: "/users/" + user + "/session-tokens?" + query}, 404, "not_found")
		}
		if said := end("?except=" + store.Fingerprint(mine)); len(said.Ended) != 2 || said.DryRun || !s.accepts(t, mine) || s.accepts(t, other) {
			t.Errorf("%+v", said)
		}
		// Another user's record is answered like one that does not exist.
		one := func(fingerprint string) request {
			return request{method: "DELETE", path: "/users/" + user + "/session-tokens/" + fingerprint}
		}
		a, b := s.want(t, one(store.Fingerprint(foreign)), 404, "not_found"), s.want(t, one(store.Fingerprint("unknown")), 404, "not_found")
		if a.body != b.body {
			t.Errorf("%s and %s", a.body, b.body)
		}
		var said document.Ended
		s.want(t, one(store.Fingerprint(refresh)), 200, "").into(t, &said)
		if len(said.Ended) != 2 || said.DryRun || s.accepts(t, mine) || !s.accepts(t, foreign) {
			t.Errorf("%+v", said)
		}
		s.want(t, one(store.Fingerprint(refresh)), 404, "not_found")
		if said := end(""); said.Ended == nil || len(said.Ended) != 0 {
			t.Errorf("%+v", said)
		}
	})
}

func TestSuspension(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token, refresh := s.signIn(t, user)
		foreign, _ := s.signIn(t, "user-8")
		ofSession, ofUser := "/users/"+user+"/sessions/"+store.Fingerprint(token)+"/suspension", "/users/"+user+"/suspension"
		say := func(method, path string, says, is bool) {
			t.Helper()
			var said document.Suspension
			s.want(t, request{method: method, path: path}, 200, "").into(t, &said)
			if said.IsSuspended != says {
				t.Errorf("%s %s says %t", method, path, said.IsSuspended)
			}
			for _, token := range []string{token, refresh} {
				if active := s.introspect(t, token, user).Active; active == is {
					t.Errorf("after %s %s: active %t", method, path, active)
				}
			}
			for _, r := range s.list(t, user, "").Records {
				if r.IsSuspended != is {
					t.Errorf("after %s %s: %+v", method, path, r)
				}
			}
			if s.accepts(t, token) == is || !s.accepts(t, foreign) {
				t.Errorf("after %s %s: accepted otherwise", method, path)
			}
		}
		for range 2 {
			say("PUT", ofSession, true, true)
		}
		for range 2 {
			say("DELETE", ofSession, false, false)
		}
		for range 2 {
			say("PUT", ofUser, true, true)
		}
		later, _ := s.signIn(t, user)
		if s.accepts(t, later) || s.introspect(t, later, "").Active {
			t.Error("a later session of a suspended user is accepted")
		}
		say("DELETE", ofSession, true, true) // its user is still suspended
		say("PUT", ofSession, true, true)
		s.want(t, request{method: "DELETE", path: ofUser}, 200, "")
		if s.accepts(t, token) || !s.accepts(t, later) {
			t.Error("a session that was suspended by itself is accepted, or the other is not")
		}
		for _, fingerprint := range []string{store.Fingerprint(foreign), store.Fingerprint("unknown"), store.Fingerprint(refresh)} {
			for _, method := range []string{"PUT", "DELETE"} {
				s.want(t, request{method: method, path: "/users/" + user + "/sessions/" + fingerprint + "/suspension"}, 404, "not_found")
			}
		}
	})
}

// Observe is called for each request with its operation, or with "none".
func TestObserve(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	observed := make(chan struct{}, 1)
	s := newService(t, "redis://"+miniredis.RunT(t).Addr(), func(cfg *control.Config) {
		cfg.Observe = func(operation string, status int, left bool, _ time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			if left {
				operation += ", which was left,"
			}
			seen = append(seen, fmt.Sprint(operation, " ", status))
			if len(seen) > 4 {
				observed <- struct{}{}
			}
		}
	})
	s.list(t, user, "")
	s.want(t, request{method: "GET", path: "/secret"}, 404, "")
	s.want(t, request{method: "GET", path: "/events", key: writeKey}, 403, "")
	s.want(t, request{method: "GET", path: "/events", key: "none"}, 401, "")
	// A client that leaves while it waits for events is no failure.
	for waiting := true; waiting; {
		ctx, leave := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer leave()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.control.URL+"/events?wait=30", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Control-Key", readKey)
		if response, err := http.DefaultClient.Do(r); err == nil {
			_ = response.Body.Close()
			t.Fatal("it got an answer")
		}
		select {
		case <-observed:
			waiting = false
		case <-time.After(5 * time.Second): // it left before the service had its request
		}
	}
	s.control.Close() // after all requests were answered
	if want := []string{"listRecords 200", "none 404", "listEvents 403", "none 401", "listEvents, which was left, 500"}; !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
}
