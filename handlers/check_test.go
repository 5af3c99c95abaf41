package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/gen/server"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// wrong is an implementation that breaks the contract: each answer is a way to do so.
type wrong struct {
	answer func(w http.ResponseWriter) error
}

func (o wrong) GetSessionTokens(context.Context, server.GetSessionTokensRequestObject) (server.GetSessionTokensResponseObject, error) {
	return o, nil
}

func (o wrong) VisitGetSessionTokensResponse(w http.ResponseWriter) error { return o.answer(w) }

type anybody struct{}

func (anybody) Verify(context.Context, string) (credential.Principal, error) {
	return credential.Principal{User: "u"}, nil
}

type nothing struct{ Store }

func (nothing) PoolStats() *store.PoolStats { return &store.PoolStats{} }

func write(status int, contentType, body string) func(http.ResponseWriter) error {
	return func(w http.ResponseWriter) error {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("X-Of-The-Handler", "1")
		w.WriteHeader(status)
		if body == "" {
			return nil
		}
		_, err := io.WriteString(w, body)
		return err
	}
}

func TestResponseThatBreaksTheContract(t *testing.T) {
	const json, good = "application/json", `{"data":{"auth":[],"refresh":[]}}`
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter) error
		broken bool
	}{
		"good":                   {write(200, json, good), false},
		"good error":             {write(401, json, `{"error":"secret"}`), false},
		"good other error":       {write(503, json, `{"error":"secret"}`), false},
		"null for a list":        {write(200, json, `{"data":{"auth":null,"refresh":[]}}`), true},
		"no data":                {write(200, json, `{}`), true},
		"a record without token": {write(200, json, `{"data":{"auth":[{"ip":"secret"}]}}`), true},
		"a wrong type":           {write(200, json, `{"data":{"refresh":[{"expiry":"secret"}]}}`), true},
		"not JSON":               {write(200, json, `secret`), true},
		"nothing":                {write(200, json, ``), true},
		"not said to be JSON":    {write(200, "text/plain", good), true},
		"no content type":        {write(200, "", good), true},
		"an undocumented status": {write(201, json, good), true},
		"no content":             {write(204, json, ``), true},
		"a text error":           {write(401, "text/plain", "secret"), true},
		"another error body":     {write(503, json, `"secret"`), true},
		"a text 503":             {write(503, json, `secret`), true},
		"a 503 in text":          {write(503, "text/plain", `{"error":"secret"}`), true},
	} {
		for _, report := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				var log bytes.Buffer
				s, err := New(Config{
					Document: gen.Document(), Store: nothing{}, Report: report, Now: time.Now, Log: slog.New(slog.NewJSONHandler(&log, nil)),
					Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
				})
				if err != nil {
					t.Fatal(err)
				}
				s.public = s.routes(wrong{c.answer})
				r := httptest.NewRequestWithContext(t.Context(), "GET", "/accounts/session-tokens", nil)
				r.Header.Set("Authorization", "Bearer x")
				w := httptest.NewRecorder()
				s.Public().ServeHTTP(w, r)

				direct := httptest.NewRecorder()
				if err := c.answer(direct); err != nil {
					t.Fatal(err)
				}
				if c.broken && !report {
					if w.Code != 500 || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` || w.Header().Get("X-Of-The-Handler") != "" {
						t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
					}
				} else if w.Code != direct.Code || w.Body.String() != direct.Body.String() || w.Header().Get("X-Of-The-Handler") != "1" {
					t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
				}
				if strings.Contains(log.String(), "breaks the contract") != c.broken || strings.Contains(log.String(), "secret") {
					t.Errorf("log: %s", log.String())
				}
				metrics := httptest.NewRecorder()
				s.Admin("").ServeHTTP(metrics, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
				counted := strings.Contains(metrics.Body.String(), `session_tokens_contract_violations_total{operation="getSessionTokens"} 1`)
				if counted != c.broken {
					t.Errorf("counted: %t", counted)
				}
			})
		}
	}
}

// What a handler wrote before it failed is not sent.
func TestErrorAfterWriting(t *testing.T) {
	s, err := New(Config{
		Document: gen.Document(), Store: nothing{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.public = s.routes(wrong{func(w http.ResponseWriter) error {
		_ = write(200, "text/plain", "half of an answer")(w)
		return errors.New("then this")
	}})
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/accounts/session-tokens", nil)
	r.Header.Set("X-Api-Key", "x")
	w := httptest.NewRecorder()
	s.Public().ServeHTTP(w, r)
	if w.Code != 500 || w.Header().Get(echo.HeaderContentType) != "application/json" || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
}

// A panic outside of the handler is answered too, and its value is not shown.
func TestPanicOutsideOfTheHandler(t *testing.T) {
	var log bytes.Buffer
	s, err := New(Config{
		Document: gen.Document(), Store: nothing{}, Now: time.Now, Log: slog.New(slog.NewJSONHandler(&log, nil)),
		Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.now = func() time.Time { panic("secret") }
	w := httptest.NewRecorder()
	s.Public().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/accounts/session-tokens", nil))
	if w.Code != 500 || w.Header().Get("Cache-Control") != "no-store" || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if !strings.Contains(log.String(), `"msg":"panic"`) || strings.Contains(log.String(), "secret") {
		t.Errorf("log: %s", log.String())
	}
}
