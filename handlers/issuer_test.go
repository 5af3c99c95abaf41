package handlers_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/credential/jwks"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// Until the issuer's keys have come, the service is not ready, and its bearers are neither good nor bad.
func TestIssuer(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	up := make(chan struct{})
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-up:
		case <-r.Context().Done():
		}
		_, _ = w.Write([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"` + base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey)) + `"}]}`))
	}))
	t.Cleanup(issuer.Close)
	redis := redistest.Start(t)
	var verifier atomic.Pointer[credential.Bearer]
	var source *jwks.Source
	s := newService(t, redis.URL(), func(cfg *handlers.Config) {
		use := func(set []byte) error {
			b, err := credential.NewBearer(credential.BearerConfig{HS256Secret: secret, IssuerKeys: set, UnknownKey: func() { source.Ask() }, Now: cfg.Now})
			if err == nil {
				verifier.Store(b)
			}
			return err
		}
		source = must[*jwks.Source](t)(jwks.New(jwks.Config{URL: issuer.URL, Use: use, Now: cfg.Now, Log: cfg.Log}))
		if err := use(nil); err != nil {
			t.Fatal(err)
		}
		cfg.Issuer = source
		cfg.Verifiers["bearerAuth"] = verifierFunc(func(ctx context.Context, value string) (credential.Principal, error) {
			return verifier.Load().Verify(ctx, value)
		})
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); source.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })

	issued := "Bearer " + must[string](t)(jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{"sub": user, "exp": start.Add(time.Hour).Unix()}).SignedString(key))
	if text := s.ask(t, "/readyz", 503); text != "the issuer's keys are being fetched for the first time\n" {
		t.Errorf("/readyz says %s", text)
	}
	s.get(t, "Authorization", issued).wantUnavailable(t)
	s.get(t, "Authorization", "Bearer "+s.signIn(t)).want(t, 200, "")
	s.measures(t, "session_tokens_jwks_age_seconds -1")
	s.measures(t, `session_tokens_jwks_fetches_total{outcome="ok"} 0`)
	close(up)
	s.measures(t, `session_tokens_jwks_fetches_total{outcome="ok"} 1`)
	s.measures(t, `session_tokens_jwks_fetches_total{outcome="timeout"} 0`)
	s.measures(t, "session_tokens_jwks_age_seconds 0")
	s.wait(time.Hour / 2)
	s.measures(t, "session_tokens_jwks_age_seconds 1800")
	if text := s.ask(t, "/readyz", 200); text != "ready\n" {
		t.Errorf("/readyz says %s", text)
	}
	s.get(t, "Authorization", issued).want(t, 401, invalidToken) // not listed
	if log := s.logged(); !strings.Contains(log, `"reason":"not listed"`) {
		t.Error(log)
	}
	redis.Kill()
	if text := s.ask(t, "/readyz", 503); !strings.Contains(text, "nothing listens") {
		t.Errorf("/readyz says %s", text)
	}
}

type verifierFunc func(context.Context, string) (credential.Principal, error)

func (f verifierFunc) Verify(ctx context.Context, value string) (credential.Principal, error) {
	return f(ctx, value)
}
