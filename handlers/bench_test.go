package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// sessions returns n sessions of the user u, latest expiry first.
func sessions(t testing.TB, n int) (l store.Lists) {
	t.Helper()
	email := "person@example.com"
	for i := range n {
		text, err := json.Marshal(gen.SessionObject{
			AccountID: "acc-000001", UserID: "u", Account: "Acme Incorporated", Email: &email, Role: "admin", Expiry: float64(1_900_000_000 - i),
			IP: "192.0.2.10", Platform: "Linux", Location: "Berlin, Germany", Token: fmt.Sprintf("%0200d", i), RefreshToken: fmt.Sprintf("%040d", i),
			Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
		})
		if err != nil {
			t.Fatal(err)
		}
		l.Sessions = append(l.Sessions, text)
	}
	return l
}

// discarded is a client that reads nothing.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(p []byte) (int, error) { return len(p), nil }
func (discarded) WriteHeader(int)               {}

// BenchmarkRequest measures a whole request of a bearer that was verified before, from the router to the answer,
// without HTTP and Redis.
func BenchmarkRequest(b *testing.B) {
	secret, members := []byte(strings.Repeat("not a secret ", 3)), sessions(b, 10)
	bearer, err := credential.SignHS256(secret, map[string]any{"sub": "u", "exp": 1_900_000_000})
	if err != nil {
		b.Fatal(err)
	}
	members.Sessions[0] = bytes.Replace(members.Sessions[0], []byte(fmt.Sprintf("%0200d", 0)), []byte(bearer), 1)
	s := newServer(b, gen.Document(), members, discarded{}, func(cfg *Config) {
		verifier, err := credential.NewBearer(credential.BearerConfig{HS256Secret: secret, Now: cfg.Now})
		if err != nil {
			b.Fatal(err)
		}
		cfg.Verifiers["bearerAuth"] = verifier
	})
	handler, r := s.Public(), httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/accounts/session-tokens", nil)
	r.Header.Set("Authorization", "Bearer "+bearer)
	w := httptest.NewRecorder()
	if handler.ServeHTTP(w, r); w.Code != http.StatusOK {
		b.Fatal(w.Code, w.Body)
	}
	b.ReportAllocs()
	for b.Loop() {
		handler.ServeHTTP(discarded{http.Header{}}, r)
	}
}
