package control_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	document "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// BenchmarkOperations compares an introspection and a rotation with the public list of one record, without the
// network in front: "go test -run - -bench . -cpu 1 ./handlers/control". An introspection should cost at most 1.1
// times the list.
func BenchmarkOperations(b *testing.B) {
	redis := redistest.Start(b)
	check := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	public, err := contract.Load(gen.Document())
	check(err)
	second, err := contract.Load(document.Document())
	check(err)
	schema, err := live.NewSchema(public)
	check(err)
	kept, err := store.Open(redis.URL(), store.Config{Now: time.Now, Check: schema.Check, Connections: 16})
	check(err)
	defer kept.Close()
	peppers, err := credential.ParsePeppers("v1:" + strings.Repeat("pepper", 6))
	check(err)
	bearer, err := credential.NewBearer(credential.BearerConfig{HS256Secret: secret, Now: time.Now})
	check(err)
	records, log := live.New(schema, kept, time.Now), slog.New(slog.DiscardHandler)
	front, err := handlers.New(handlers.Config{
		Contract: public, Records: records, Store: kept, Pool: kept.PoolStats, Turns: 64, Now: time.Now, Log: log,
		Verifiers: map[string]credential.Verifier{"bearerAuth": bearer, "apiKeyAuth": credential.NewKeyVerifier(kept, peppers, time.Now)},
	})
	check(err)
	back, err := control.New(control.Config{
		Contract: second, Store: kept, Records: records, Bearer: bearer, Keys: testKeys, Peppers: func() *credential.Peppers { return peppers },
		Grace: 10 * time.Second, Now: time.Now, Random: rand.Reader, Log: log, Observe: front.Observe,
	})
	check(err)
	const user = "bench"
	expiry := time.Now().Add(time.Hour).Unix()
	token, err := credential.SignHS256(secret, map[string]any{"sub": user, "exp": expiry})
	check(err)
	put := func(kind store.Kind, record any) {
		text, err := json.Marshal(record)
		check(err)
		_, err = kept.Put(b.Context(), kind, user, text)
		check(err)
	}
	put(store.Session, sessionOf(user, token, "", expiry))
	run := func(b *testing.B, h http.Handler, status int, request func(n int) *http.Request) {
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, request(n)); w.Code != status {
				b.Fatal(w.Code, w.Body)
			}
		}
	}
	publicHandler, controlHandler := front.Public(), back.Handler()
	b.Run("list", func(b *testing.B) {
		run(b, publicHandler, 200, func(int) *http.Request {
			r := httptest.NewRequest(http.MethodGet, "/accounts/session-tokens", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			return r
		})
	})
	form := url.Values{"token": {token}}.Encode()
	b.Run("introspect", func(b *testing.B) {
		run(b, controlHandler, 200, func(int) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/introspect", strings.NewReader(form))
			r.Header.Set("X-Control-Key", bothKey)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		})
	})
	series := 0
	b.Run("rotate", func(b *testing.B) {
		series++
		name := func(n int) string { return fmt.Sprintf("refresh-%d-%d", series, n) }
		put(store.Refresh, refreshOf(user, name(0), expiry))
		run(b, controlHandler, 200, func(n int) *http.Request {
			body, err := json.Marshal(document.RotationRequest{
				UserID: user, RefreshToken: name(n), Session: sessionOf(user, "session of "+name(n+1), name(n+1), expiry), Refresh: *refreshOf(user, name(n+1), expiry),
			})
			check(err)
			r := httptest.NewRequest(http.MethodPost, "/refresh", strings.NewReader(string(body)))
			r.Header.Set("X-Control-Key", bothKey)
			r.Header.Set("Content-Type", "application/json")
			return r
		})
	})
}
