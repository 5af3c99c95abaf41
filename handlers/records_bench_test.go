package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// fixed is a store that has the same lists for everybody.
type fixed struct {
	Store
	lists store.Lists
}

func (f *fixed) List(_ context.Context, _ string, lists *store.Lists) error {
	*lists = f.lists
	return nil
}

// listed returns lists of n sessions and n refresh tokens, latest expiry first.
func listed(t testing.TB, n int) store.Lists {
	t.Helper()
	encode := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var l store.Lists
	user, email, account, role := "u", "person@example.com", "Acme Incorporated", "admin"
	for i := range n {
		expiry := int64(1_900_000_000 - i)
		other := fmt.Sprintf("refresh-of-%040d", i)
		s := encode(gen.SessionObject{
			AccountID: "acc-000001", UserID: user, Account: account, Email: &email, Role: role, Expiry: float64(expiry),
			IP: "192.0.2.10", Platform: "Linux", Location: "Berlin, Germany", Token: fmt.Sprintf("%0200d", i), RefreshToken: other,
			Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
		})
		r := encode(gen.RefreshTokenObject{UserID: &user, Account: &account, Email: &email, Role: &role, Expiry: &expiry, Token: &other})
		l.Sessions, l.Refresh = append(l.Sessions, s), append(l.Refresh, r)
	}
	return asRedisSends(l.Sessions, l.Refresh)
}

func loaded(t testing.TB) *contract.Contract {
	t.Helper()
	c, err := contract.Load(gen.Document())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func recordsOf(t testing.TB, lists store.Lists, memory int) *Records {
	t.Helper()
	r, err := newRecords(loaded(t), &fixed{lists: lists}, func() time.Time { return time.Unix(1_800_000_000, 0) }, memory)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// One user's answer of 100 + 100 records, but for what Redis takes: from a list that is known, from
// members that are known, and from members that are all new.
func BenchmarkOf(b *testing.B) {
	lists := listed(b, 100)
	for name, memory := range map[string]int{"List": 1 << 20, "Members": 1 << 20, "New": 0} {
		b.Run(name, func(b *testing.B) {
			r := recordsOf(b, lists, memory)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				bearer := ""
				if name == "Members" { // a list is known for one bearer
					bearer = fmt.Sprint(i)
				}
				a, err := r.Of(b.Context(), "u", bearer)
				if err != nil || len(a.LeftOut) > 0 {
					b.Fatal(err)
				}
				a.Release()
			}
		})
	}
}

// discarded is a client that reads nothing.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(p []byte) (int, error) { return len(p), nil }
func (discarded) WriteHeader(int)               {}

// A whole request, from the router to the answer, but for HTTP and Redis: a bearer and a list that are
// known.
func BenchmarkRequest(b *testing.B) {
	secret, lists := []byte(strings.Repeat("not a secret ", 3)), listed(b, 10)
	bearer, err := credential.SignHS256(secret, map[string]any{"sub": "u", "exp": 1_900_000_000})
	if err != nil {
		b.Fatal(err)
	}
	mine := bytes.Replace(lists.Sessions[0], []byte(fmt.Sprintf("%0200d", 0)), []byte(bearer), 1)
	lists = asRedisSends(append([][]byte{mine}, lists.Sessions[1:]...), lists.Refresh)
	clock := func() time.Time { return time.Unix(1_800_000_000, 0) }
	verifier, err := credential.NewBearer(credential.BearerConfig{HS256Secret: secret, Now: clock})
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(Config{
		Document: gen.Document(), Store: &fixed{Store: nothing{}, lists: lists}, Now: clock, Memory: 1 << 20,
		Log:       slog.New(slog.NewJSONHandler(discarded{}, nil)),
		Verifiers: map[string]credential.Verifier{"bearerAuth": verifier, "apiKeyAuth": anybody{}},
	})
	if err != nil {
		b.Fatal(err)
	}
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
