package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// want compares what the caller sees, in order.
func (s *service) want(t *testing.T, credential [2]string, auth, refresh []string) {
	t.Helper()
	gotAuth, gotRefresh := s.get(t, credential[0], credential[1]).tokens(t)
	if !slices.Equal(gotAuth, auth) {
		t.Errorf("auth\n got %q\nwant %q", gotAuth, auth)
	}
	if !slices.Equal(gotRefresh, refresh) {
		t.Errorf("refresh\n got %q\nwant %q", gotRefresh, refresh)
	}
}

func asBearer(token string) [2]string { return [2]string{"Authorization", "Bearer " + token} }
func asKey(key string) [2]string      { return [2]string{"X-Api-Key", key} }

// Promise 2, and the layout as a public interface: everything is written by plain ZADD.
func TestLatestExpiryFirst(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		mine := s.bearer(t, nil)
		for token, life := range map[string]time.Duration{
			mine: 30 * time.Minute, "b": time.Hour, "a": time.Hour, "late": 2 * time.Hour, "soon": time.Second, "now": 0, "gone": -time.Second,
		} {
			s.zadd(t, "session", encode(t, session(token, in(life))), in(life))
			s.zadd(t, "refresh", encode(t, refresh(token, in(life))), in(life))
		}
		all := []string{"late", "a", "b", mine, "soon"}
		s.want(t, asBearer(mine), all, all)
		key, _ := s.apiKey(t, user, time.Hour)
		s.want(t, asKey(key), all, all)
		s.wait(time.Second)
		s.want(t, asKey(key), all[:4], all[:4])
		s.wait(30 * time.Minute)
		s.want(t, asKey(key), all[:3], all[:3])
		s.get(t, "Authorization", "Bearer "+mine).want(t, 401, `Bearer error="invalid_token"`)
	})
}

func TestNothingIsTwoEmptyLists(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		key, _ := s.apiKey(t, "nobody", time.Hour)
		if got, want := string(s.get(t, "X-Api-Key", key).body), `{"data":{"auth":[],"refresh":[]}}`+"\n"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// Every value comes back as it was written.
func TestRecordsComeBackWhole(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		one, two := session("s-1", in(90*time.Minute)), refresh("r-1", in(time.Hour))
		s.zadd(t, "session", encode(t, one), in(90*time.Minute))
		s.zadd(t, "refresh", encode(t, two), in(time.Hour))
		key, _ := s.apiKey(t, user, time.Hour)
		want := fmt.Sprintf(`{"data":{"auth":[%s],"refresh":[%s]}}`, encode(t, one), encode(t, two))
		if got := string(s.get(t, "X-Api-Key", key).body); strings.TrimSpace(got) != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
		if !strings.Contains(want, `"expiry":1900005400,`) {
			t.Errorf("the expiry is not exact: %s", want)
		}
	})
}

// Promise 1: a record is listed, and not marked suspended, if and only if its token is accepted.
func TestListedMeansAccepted(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		laptop, phone, kiosk := s.signIn(t), s.signIn(t), s.signIn(t)
		key, _ := s.apiKey(t, user, time.Hour)
		accepted := func(want ...string) {
			t.Helper()
			for _, token := range []string{laptop, phone, kiosk} {
				status := http.StatusUnauthorized
				if slices.Contains(want, token) {
					status = http.StatusOK
				}
				if got := s.get(t, "Authorization", "Bearer "+token).status; got != status {
					t.Errorf("status %d, want %d", got, status)
				}
			}
		}
		listed := func(want ...string) {
			t.Helper()
			slices.Sort(want)
			s.want(t, asKey(key), want, nil)
		}
		ctx := t.Context()
		check := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		accepted(laptop, phone, kiosk)
		check(s.store.Suspend(ctx, user, store.Fingerprint(kiosk)))
		accepted(laptop, phone)
		listed(laptop, phone, kiosk)
		check(s.store.Resume(ctx, user, store.Fingerprint(kiosk)))
		accepted(laptop, phone, kiosk)
		_, err := s.store.Revoke(ctx, user, store.Fingerprint(phone))
		check(err)
		accepted(laptop, kiosk)
		listed(laptop, kiosk)
		_, err = s.store.RevokeOthers(ctx, user, store.Fingerprint(laptop))
		check(err)
		accepted(laptop)
		listed(laptop)
		_, _, err = s.store.RevokeAll(ctx, user)
		check(err)
		accepted()
		listed()
	})
}

// An accepted bearer is refused once its session is gone, though everything else is unchanged.
func TestRevokedBetweenRequests(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		laptop, phone := s.signIn(t), s.signIn(t)
		s.zadd(t, "refresh", encode(t, refresh("r", in(time.Hour))), in(time.Hour))
		for range 3 {
			s.get(t, "Authorization", "Bearer "+laptop).want(t, 200, "")
			s.get(t, "Authorization", "Bearer "+phone).want(t, 200, "")
		}
		if _, err := s.store.Revoke(t.Context(), user, store.Fingerprint(phone)); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			s.get(t, "Authorization", "Bearer "+phone).want(t, 401, invalidToken)
			s.want(t, asBearer(laptop), []string{laptop}, []string{"r"})
		}
	})
}

// A token that was written twice and suspended once is suspended.
func TestSuspendedInOneRecordIsSuspended(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.signIn(t)
		twin := session(token, in(2*time.Hour))
		twin.IsSuspended = true
		s.zadd(t, "session", encode(t, twin), in(2*time.Hour))
		key, _ := s.apiKey(t, user, time.Hour)
		if body := string(s.get(t, "X-Api-Key", key).body); strings.Count(body, `"is_suspended":true`) != 2 {
			t.Errorf("not both records are marked: %s", body)
		}
		s.get(t, "Authorization", "Bearer "+token).want(t, 401, `Bearer error="invalid_token"`)
	})
}

// A refresh token is not a bearer, and one user's record is not another's.
func TestOnlyTheCallersOwnSessionAccepts(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.bearer(t, nil)
		s.zadd(t, "refresh", encode(t, refresh(token, in(time.Hour))), in(time.Hour))
		s.get(t, "Authorization", "Bearer "+token).want(t, 401, `Bearer error="invalid_token"`)
		foreign := s.bearer(t, map[string]any{"sub": "user-8"})
		s.zadd(t, "session", encode(t, session(foreign, in(time.Hour))), in(time.Hour))
		s.get(t, "Authorization", "Bearer "+foreign).want(t, 401, `Bearer error="invalid_token"`)
	})
}

// Promise 5: a member that breaks the contract is left out, counted and logged, and hides no other.
func TestLeftOut(t *testing.T) {
	hour := in(time.Hour)
	good := func(t *testing.T, token string) string { return encode(t, session(token, hour)) }
	replaced := func(old, new string) func(*testing.T) string {
		return func(t *testing.T) string {
			record := good(t, "hidden")
			if !strings.Contains(record, old) {
				t.Fatalf("no %s in %s", old, record)
			}
			return strings.Replace(record, old, new, 1)
		}
	}
	text := func(s string) func(*testing.T) string { return func(*testing.T) string { return s } }
	cases := map[string]struct {
		member func(*testing.T) string
		reason string // and, after a colon, the rule that the log names
	}{
		"junk":               {text("hidden \x00\xff"), "json"},
		"nothing":            {text(""), "json"},
		"null":               {text("null"), "json"},
		"an array":           {text(`["hidden"]`), "json"},
		"half an object":     {text(`{"token":"hidden"`), "json"},
		"trailing bytes":     {func(t *testing.T) string { return good(t, "hidden") + "x" }, "json"},
		"two objects":        {func(t *testing.T) string { return good(t, "hidden") + good(t, "hidden2") }, "json"},
		"a name twice":       {replaced(`"token":"hidden"`, `"token":"other","token":"hidden"`), "json"},
		"a spelling twice":   {replaced(`"token":"hidden"`, `"to\u006ben":"other","token":"hidden"`), "json"},
		"not UTF-8":          {replaced("Berlin", "\xe9"), "json"},
		"half a surrogate":   {replaced(`"hidden"`, `"hidden\ud800"`), "json: it is not one JSON object, in UTF-8, with each name once: /token: was cut within a surrogate pair"},
		"a wrong type":       {replaced(`"is_suspended":false`, `"is_suspended":"false"`), "contract"},
		"null for a text":    {replaced(`"ip":"192.0.2.1"`, `"ip":null`), "contract: it breaks the contract: /ip: Value is not nullable"},
		"null for an option": {replaced(`"email":"person@example.com"`, `"email":null`), "contract: it breaks the contract: /email: Value is not nullable"},
		"a text expiry":      {replaced(fmt.Sprint(hour), `"`+fmt.Sprint(hour)+`"`), "contract"},
		"a missing name":     {replaced(`"agent"`, `"agents"`), "contract"},
		"another case":       {replaced(`"token"`, `"TOKEN"`), "contract"},
		"another user's":     {replaced(user, "user-8"), "user"},
		"expired itself":     {replaced(fmt.Sprint(hour), fmt.Sprint(in(-time.Hour))), "expiry"},
		"expires now":        {replaced(fmt.Sprint(hour), fmt.Sprint(in(0))), "expiry"},
		"expiry of zero":     {replaced(fmt.Sprint(hour), "0"), "expiry"},
		"too deep":           {replaced(`{`, `{"x":`+strings.Repeat("[", 1100)+strings.Repeat("]", 1100)+`,`), "json"},
		"no token":           {replaced(`"token":"hidden"`, `"token":""`), "token"},
		"in milliseconds":    {replaced(fmt.Sprint(hour), fmt.Sprint(hour*1000)), "expiry"},
	}
	engines(t, func(t *testing.T, s *service) {
		s.hide("hidden")
		mine := s.signIn(t)
		count := map[string]int{}
		for name, c := range cases {
			before := len(s.logged())
			member := c.member(t)
			s.zadd(t, "session", member, hour)
			if auth, _ := s.get(t, "Authorization", "Bearer "+mine).tokens(t); !slices.Equal(auth, []string{mine}) {
				t.Errorf("%s: %q", name, auth)
			}
			reason, rule, _ := strings.Cut(c.reason, ": ")
			count[reason]++
			s.metric(t, fmt.Sprintf(`session_tokens_records_left_out_total{kind="session",reason="%s"} %d`, reason, count[reason]))
			if want := "session " + reason + " " + store.Fingerprint(member) + ": " + rule; !strings.Contains(s.logged()[before:], want) {
				t.Errorf("%s: the log does not have %s", name, want)
			}
			s.plain.ZRem(t.Context(), "session:{"+user+"}", member)
		}
		for member, reason := range map[string]string{
			"{}":                               "expiry",
			`{"token":"hidden"}`:               "expiry",
			fmt.Sprintf(`{"expiry":%d}`, hour): "token",
			fmt.Sprintf(`{"token":"hidden","expiry":%d.5}`, hour):                   "contract",
			fmt.Sprintf(`{"token":"hidden","expiry":%d,"user_id":"user-8"}`, hour):  "user",
			fmt.Sprintf(`{"token":"hidden","expiry":%d,"user_id":"user-7"}`, in(0)): "expiry",
		} {
			s.zadd(t, "refresh", member, hour)
			s.want(t, asBearer(mine), []string{mine}, nil)
			count["refresh "+reason]++
			s.metric(t, fmt.Sprintf(`session_tokens_records_left_out_total{kind="refresh",reason="%s"} %d`, reason, count["refresh "+reason]))
			s.plain.ZRem(t.Context(), "refresh:{"+user+"}", member)
		}
	})
}

// What the contract allows is served, in the writer's own encoding.
func TestServedThoughOdd(t *testing.T) {
	hour := in(time.Hour)
	engines(t, func(t *testing.T, s *service) {
		key, _ := s.apiKey(t, user, time.Hour)
		record := encode(t, session("odd", hour))
		for name, member := range map[string]string{
			"spaces":        "\n" + strings.ReplaceAll(record, ",", " ,\t") + " ",
			"an exponent":   strings.Replace(record, fmt.Sprint(hour), "1.9000036e9", 1),
			"a fraction":    strings.Replace(record, fmt.Sprint(hour), fmt.Sprint(hour)+".25", 1),
			"an odd email":  strings.Replace(record, "person@example.com", "nobody", 1),
			"undeclared":    strings.Replace(record, `{`, `{"internal":"leak","TOKEN":"leak","deep":{"token":["leak"]},`, 1),
			"escaped names": strings.Replace(record, `"token"`, `"\u0074oken"`, 1),
			"suspended":     strings.Replace(record, `"is_suspended":false`, `"is_suspended":true`, 1),
			"cut in a text": strings.Replace(record, "Berlin", `Berlin\ud83d`, 1),
			"cut in a name": strings.Replace(record, `{`, `{"leak\ud83d":"leak",`, 1),
			"a cut grant":   strings.Replace(record, "refresh of odd", `refresh of odd\ude00`, 1),
			"a later score": strings.Replace(record, fmt.Sprint(hour), fmt.Sprint(hour-60), 1),
		} {
			s.zadd(t, "session", member, hour)
			a := s.get(t, "X-Api-Key", key)
			if auth, _ := a.tokens(t); !slices.Equal(auth, []string{"odd"}) {
				t.Errorf("%s: %q", name, auth)
			}
			if strings.Contains(string(a.body), "leak") {
				t.Errorf("%s: an undeclared property is served: %s", name, a.body)
			}
			s.plain.ZRem(t.Context(), "session:{"+user+"}", member)
		}
		member := fmt.Sprintf(`{"token":"r","expiry":%.2e,"user_id":"%s","email":"","account_id":"","account":"","role":""}`, 1.91e9, user)
		s.zadd(t, "refresh", member, hour)
		s.want(t, asKey(key), nil, []string{"r"})
		if body := string(s.get(t, "X-Api-Key", key).body); !strings.Contains(body, `"expiry":1910000000`) || strings.Contains(body, "email") {
			t.Errorf("an integer is not written as one, or an email that is none is: %s", body)
		}
	})
}
