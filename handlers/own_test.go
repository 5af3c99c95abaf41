package handlers_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/store"
)

// If others' tokens are hidden, a bearer sees its own, and an API key sees none. The list and its order stay the
// same.
func TestOwnTokens(t *testing.T) {
	s := embedded(t, func(cfg *handlers.Config) { cfg.OwnTokens = true })
	mine, other := s.signIn(t), s.signIn(t)
	later := session(mine, in(2*time.Hour)) // another record of the same token
	s.zadd(t, "session", encode(t, later), in(2*time.Hour))
	s.zadd(t, "refresh", encode(t, refresh(s.hide("refresh of "+other), in(time.Hour))), in(time.Hour))
	grant := store.Fingerprint("refresh of " + other)
	key, _ := s.apiKey(t, user, time.Hour)
	for header, c := range map[string]struct{ auth, grants []string }{
		"Authorization: Bearer " + mine:  {[]string{mine, mine, store.Fingerprint(other)}, []string{"refresh of " + mine, "refresh of " + mine, grant}},
		"Authorization: Bearer " + other: {[]string{store.Fingerprint(mine), store.Fingerprint(mine), other}, []string{store.Fingerprint("refresh of " + mine), store.Fingerprint("refresh of " + mine), "refresh of " + other}},
		"X-Api-Key: " + key:              {[]string{store.Fingerprint(mine), store.Fingerprint(mine), store.Fingerprint(other)}, []string{store.Fingerprint("refresh of " + mine), store.Fingerprint("refresh of " + mine), grant}},
	} {
		name, value, _ := strings.Cut(header, ": ")
		a := s.get(t, name, value)
		auth, refresh := a.tokens(t)
		for _, list := range [][]string{auth, c.auth, c.grants} {
			slices.Sort(list[1:]) // ties are sorted by token, which is not compared here
		}
		var body gen.SessionTokens
		if err := json.Unmarshal(a.body, &body); err != nil {
			t.Fatal(err)
		}
		var grants []string
		for _, session := range body.Data.Auth {
			grants = append(grants, session.RefreshToken)
		}
		slices.Sort(grants[1:])
		if !slices.Equal(auth, c.auth) || !slices.Equal(refresh, []string{grant}) || !slices.Equal(grants, c.grants) {
			t.Errorf("%s: got %q, %q, %q", name, auth, grants, refresh)
		}
	}
	s.wantNoSecret(t, "an API key's answer", string(s.get(t, "X-Api-Key", key).body))
}
