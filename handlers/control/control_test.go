package control_test

import (
	"testing"

	"github.com/quiva-ai/session-tokens/store"
)

func TestSignInIsListedAndActive(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		for _, user := range []string{user, "auth0|a,b;c=d e/é%2F.", "%41"} {
			token, refresh := s.signIn(t, user)
			page := s.list(t, user, "")
			if len(page.Records) != 2 || page.Next != nil {
				t.Fatalf("%+v", page)
			}
			first := page.Records[0]
			if first.Fingerprint != store.Fingerprint(refresh) && first.Fingerprint != store.Fingerprint(token) || first.RegisteredAt == nil {
				t.Errorf("%+v", first)
			}
			if said := s.introspect(t, token, ""); !said.Active || *said.Sub != user || *said.Kind != "session" || *said.TokenType != "Bearer" || *said.Role != "admin" {
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
