package live_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

type given struct {
	sessions, refresh []string
	suspended         bool
}

func (g given) List(_ context.Context, _ string, lists *store.Lists) error {
	lists.Sessions, lists.Refresh, lists.UserSuspended = lists.Sessions[:0], lists.Refresh[:0], g.suspended
	for _, text := range g.sessions {
		lists.Sessions = append(lists.Sessions, []byte(text))
	}
	for _, text := range g.refresh {
		lists.Refresh = append(lists.Refresh, []byte(text))
	}
	return nil
}

// A record is found by its token, however its writer encoded it; a refresh token is suspended with its session.
func TestFind(t *testing.T) {
	c, err := contract.Load(gen.Document())
	if err != nil {
		t.Fatal(err)
	}
	schema, err := live.NewSchema(c)
	if err != nil {
		t.Fatal(err)
	}
	session := func(token, refresh string, suspended bool, more string) string {
		return fmt.Sprintf(`{"account_id":"a\u00e9","user_id":"u","account":"A","role":"admin","expiry":1900003600,"ip":"","agent":"","platform":"",`+
			`"token":"%s","refresh_token":"%s","is_suspended":%t,"location":""%s}`, token, refresh, suspended, more)
	}
	refresh := func(token string) string {
		return fmt.Sprintf(`{"user_id":"u","expiry":1900003600,"token":"%s"}`, token)
	}
	all := given{
		sessions: []string{
			session("plain", "of plain", false, ""), session(`esc\u0061ped`, "of escaped", false, ""),
			session("undeclared", "of undeclared", false, `,"more":{"x":[1]}`), session("suspended", `of susp\u0065nded`, true, ""),
		},
		refresh: []string{refresh("of plain"), refresh("of suspended")},
	}
	now := func() time.Time { return time.Unix(1_900_000_000, 0) }
	for _, userSuspended := range []bool{false, true} {
		all.suspended = userSuspended
		list, err := live.New(schema, all, now).List(t.Context(), "u", "")
		if err != nil {
			t.Fatal(err)
		}
		if list.UserSuspended() != userSuspended {
			t.Error("whether the user is suspended")
		}
		for _, c := range []struct {
			kind             store.Kind
			token            string
			found, suspended bool
		}{
			{store.Session, "plain", true, false},
			{store.Session, "escaped", true, false},
			{store.Session, "undeclared", true, false},
			{store.Session, "suspended", true, true},
			{store.Session, "of plain", false, false},
			{store.Session, "", false, false},
			{store.Refresh, "of plain", true, false},
			{store.Refresh, "of suspended", true, true},
			{store.Refresh, "plain", false, false},
		} {
			f, ok := list.Find(c.kind, c.token)
			if ok != c.found || ok && (f.Suspended != (c.suspended || userSuspended) || f.Expiry != 1900003600) || ok && c.kind == store.Session && (f.AccountID != "aé" || f.Role != "admin") {
				t.Errorf("%s %q: %+v, %t", c.kind, c.token, f, ok)
			}
		}
		list.Release()
	}
}
