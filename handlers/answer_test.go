package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
)

type answer struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

func (s *service) request(t *testing.T, method, path string, header ...string) *http.Request {
	t.Helper()
	r := must[*http.Request](t)(http.NewRequestWithContext(t.Context(), method, s.public.URL+path, nil))
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

func (s *service) get(t *testing.T, header ...string) answer {
	t.Helper()
	return s.do(t, s.request(t, http.MethodGet, path, header...))
}

// do sends a request and checks the response: against the contract, against its strict copy, and, if it is an error,
// for what it must not show.
func (s *service) do(t *testing.T, r *http.Request) answer {
	t.Helper()
	began := time.Now()
	response := must[*http.Response](t)(http.DefaultClient.Do(r))
	defer response.Body.Close()
	a := answer{response.StatusCode, response.Header, must[[]byte](t)(io.ReadAll(response.Body)), time.Since(began)}
	if r.Method == http.MethodOptions && a.status == http.StatusNoContent { // a preflight, which is in no contract
		return a
	}
	if got := a.header.Get("Cache-Control") + ", " + a.header.Get("X-Content-Type-Options"); got != "no-store, nosniff" {
		t.Errorf("status %d has headers %q", a.status, got)
	}
	if a.header.Get("X-Request-Id") == "" {
		t.Errorf("status %d has no request ID", a.status)
	}
	if r.Method == http.MethodHead {
		return a
	}
	for name, c := range map[string]*contract.Contract{"contract": s.contract, "strict copy": s.strict} {
		if err := c.CheckResponse(r, s.operation(r, c), a.status, a.header, a.body); err != nil {
			t.Errorf("%s: %v: %s", name, err, a.body)
		}
	}
	if a.status >= http.StatusBadRequest {
		s.wantNoSecret(t, "an error", fmt.Sprint(a.header, string(a.body)))
		for _, word := range []string{"127.0.0.1", "redis", "Redis", "dial", "goroutine", ".go", "ZRANGE", "WRONGTYPE", user} {
			if strings.Contains(fmt.Sprint(a.header, string(a.body)), word) {
				t.Errorf("an error shows %q: %v %s", word, a.header, a.body)
			}
		}
	}
	return a
}

func (a answer) want(t *testing.T, status int, authenticate string) answer {
	t.Helper()
	if a.status != status || a.header.Get("WWW-Authenticate") != authenticate {
		t.Errorf("got %d, WWW-Authenticate %q, want %d, %q: %s", a.status, a.header.Get("WWW-Authenticate"), status, authenticate, a.body)
	}
	return a
}

// tokens returns the tokens of both lists in the order of the answer.
func (a answer) tokens(t *testing.T) (auth, refresh []string) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	var body gen.SessionTokens
	if err := json.Unmarshal(a.body, &body); err != nil {
		t.Fatal(err)
	}
	for _, s := range body.Data.Auth {
		auth = append(auth, s.Token)
	}
	for _, r := range body.Data.Refresh {
		refresh = append(refresh, value(r.Token))
	}
	return auth, refresh
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func (s *service) metric(t *testing.T, line string) {
	t.Helper()
	if text := s.ask(t, "/metrics", http.StatusOK); !strings.Contains(text, line+"\n") {
		t.Errorf("no %q in the metrics:\n%s", line, text)
	}
}

// ask sends a request to the admin listener.
func (s *service) ask(t *testing.T, path string, status int) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	r := must[*http.Request](t)(http.NewRequestWithContext(ctx, http.MethodGet, s.admin.URL+path, nil))
	response := must[*http.Response](t)(http.DefaultClient.Do(r))
	defer response.Body.Close()
	body := must[[]byte](t)(io.ReadAll(response.Body))
	if response.StatusCode != status {
		t.Errorf("%s: status %d, want %d: %s", path, response.StatusCode, status, body)
	}
	return string(body)
}
