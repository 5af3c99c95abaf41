package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// wrong is an implementation that breaks the contract, in a different way with each answer.
type wrong struct {
	server.StrictServerInterface // operations that a test does not call

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

// fixed is a store that has the same members for everybody.
type fixed struct {
	Store // the methods that a test does not call

	members store.Lists
}

func (f fixed) List(_ context.Context, _ string, lists *store.Lists) error {
	lists.Sessions = append(lists.Sessions[:0], f.members.Sessions...)
	lists.Refresh = append(lists.Refresh[:0], f.members.Refresh...)
	return nil
}

func (fixed) Ready(context.Context) error { return nil }

// newServer serves a contract from fixed members to anybody, after change has changed its configuration.
func newServer(t testing.TB, document []byte, members store.Lists, log io.Writer, change func(*Config)) *Server {
	t.Helper()
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := live.NewSchema(c)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Unix(1_800_000_000, 0) }
	cfg := Config{
		Contract: c, Records: live.New(schema, fixed{members: members}, now), Store: fixed{}, Turns: 64, Now: now, Log: slog.New(slog.NewJSONHandler(log, nil)),
		Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
	}
	if change != nil {
		change(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request with an API key straight to the handler.
func ask(t *testing.T, s *Server) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/accounts/session-tokens", nil)
	r.Header.Set("X-Api-Key", "x")
	w := httptest.NewRecorder()
	s.Public().ServeHTTP(w, r)
	return w
}

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
				s := newServer(t, gen.Document(), store.Lists{}, &log, func(cfg *Config) { cfg.Report = report })
				s.public = s.routes(wrong{answer: c.answer})
				w := ask(t, s)

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
	s := newServer(t, gen.Document(), store.Lists{}, io.Discard, nil)
	s.public = s.routes(wrong{answer: func(w http.ResponseWriter) error {
		_ = write(200, "text/plain", "half of an answer")(w)
		return errors.New("then this")
	}})
	w := ask(t, s)
	if w.Code != 500 || w.Header().Get(echo.HeaderContentType) != "application/json" || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
}

// A response of records that was discarded because of an error is not sent with the error.
func TestRecordsThenError(t *testing.T) {
	s := newServer(t, gen.Document(), sessions(t, 1), io.Discard, nil)
	s.public = s.routes(failing{s: s})
	w := ask(t, s)
	if w.Code != 500 || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// failing answers like the service, and then fails.
type failing struct {
	server.StrictServerInterface

	s *Server
}

func (f failing) GetSessionTokens(ctx context.Context, request server.GetSessionTokensRequestObject) (server.GetSessionTokensResponseObject, error) {
	response, err := (&operations{f.s}).GetSessionTokens(ctx, request)
	return thenError{response}, err
}

type thenError struct {
	response server.GetSessionTokensResponseObject
}

func (t thenError) VisitGetSessionTokensResponse(w http.ResponseWriter) error {
	return errors.Join(t.response.VisitGetSessionTokensResponse(w), errors.New("then this"))
}

// If the contract has a rule about a whole array, the log says at the start that responses are checked in full, and
// they are.
func TestContractThatNeedsAFullCheck(t *testing.T) {
	document := string(gen.Document())
	spanning := strings.Replace(document, `"auth": {`, `"auth": { "maxItems": 2,`, 1)
	for name, c := range map[string]struct {
		document string
		sessions int
		status   int
		logged   bool
	}{
		"no such rule":   {document, 3, 200, false},
		"the rule holds": {spanning, 2, 200, true},
		"it is broken":   {spanning, 3, 500, true},
	} {
		var log bytes.Buffer
		s := newServer(t, []byte(c.document), sessions(t, c.sessions), &log, nil)
		if logged := strings.Contains(log.String(), "checked in full"); logged != c.logged || logged && !strings.Contains(log.String(), "/data/auth has a rule") {
			t.Errorf("%s: log: %s", name, log.String())
		}
		for range 2 {
			if w := ask(t, s); w.Code != c.status || w.Code == 200 && strings.Count(w.Body.String(), `"refresh_token"`) != c.sessions {
				t.Errorf("%s: status %d: %.200s", name, w.Code, w.Body)
			}
		}
	}
}

// documenting returns the contract with more statuses of its operation, whichever comes first in it.
func documenting(statuses ...string) []byte {
	before, operation, _ := strings.Cut(string(gen.Document()), `"operationId": "getSessionTokens"`)
	for _, status := range statuses {
		operation = strings.Replace(operation, `"responses": {`, `"responses": {"`+status+`": {"description": "x"}, `, 1)
	}
	return []byte(before + `"operationId": "getSessionTokens"` + operation)
}

// An error status that the contract documents but nothing leads to is found at the start.
func TestDocumentedErrorThatNothingLeadsTo(t *testing.T) {
	for status, want := range map[string]string{"404": "", "409": "", "4XX": "", "default": "", "422": "422", "502": "502"} {
		c, err := contract.Load(documenting(status))
		if err != nil {
			t.Fatal(err)
		}
		_, err = New(Config{Contract: c, Records: newServer(t, gen.Document(), store.Lists{}, io.Discard, nil).records, Log: slog.New(slog.DiscardHandler),
			Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}}})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), `"getSessionTokens" documents the status `+want) {
			t.Errorf("%s: %v", status, err)
		}
	}
}

// An operation that no request can reach is found at the start.
func TestOperationForHEAD(t *testing.T) {
	document := strings.Replace(string(gen.Document()), `"/accounts/session-tokens": {`,
		`"/accounts/session-tokens": {"head": {"operationId": "headSessionTokens", "responses": {"200": {"description": "x"}}},`, 1)
	c, err := contract.Load([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	_, err = New(Config{Contract: c, Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}}})
	if err == nil || !strings.Contains(err.Error(), `"headSessionTokens" is for HEAD`) {
		t.Error(err)
	}
}

// An operation's own error is answered with its status if the contract documents that; otherwise it is an internal
// error.
func TestOwnErrors(t *testing.T) {
	document, documented := string(gen.Document()), string(documenting("400", "404", "409"))
	for err, status := range map[error]int{store.ErrNotFound: 404, store.ErrConflict: 409, store.ErrRecord: 400, store.ErrUserID: 400} {
		for document, want := range map[string]int{document: 500, documented: status} {
			s := newServer(t, []byte(document), store.Lists{}, io.Discard, nil)
			s.public = s.routes(wrong{answer: func(http.ResponseWriter) error { return fmt.Errorf("do: %w", err) }})
			if w := ask(t, s); w.Code != want {
				t.Errorf("%v: got %d, want %d: %s", err, w.Code, want, w.Body)
			}
		}
	}
}

// A panic outside of the handler is answered too, and its value is not shown.
func TestPanicOutsideOfTheHandler(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, gen.Document(), store.Lists{}, &log, nil)
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
