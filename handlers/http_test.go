package handlers_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/store"
)

func embedded(t *testing.T, change func(*handlers.Config)) *service {
	t.Helper()
	return newService(t, "redis://"+miniredis.RunT(t).Addr(), change)
}

func TestNothingElseIsServed(t *testing.T) {
	s := embedded(t, nil)
	auth := "Bearer " + s.signIn(t)
	for _, p := range []string{"/", "/accounts", path + "/", path + "/x/y", "//accounts/session-tokens", "/accounts%2Fsession-tokens",
		"/ACCOUNTS/session-tokens", "/healthz", "/metrics", "/openapi.json", "/accounts/../accounts/session-tokens", "/" + strings.Repeat("x", 4000)} {
		for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS"} {
			a := s.do(t, s.request(t, method, p, "Authorization", auth)).want(t, 404, "")
			if allow := a.header.Get("Allow"); allow != "" {
				t.Errorf("%s %s: Allow %q", method, p, allow)
			}
		}
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "get"} {
		a := s.do(t, s.request(t, method, path, "Authorization", auth)).want(t, 405, "")
		if allow := a.header.Get("Allow"); allow != "GET, HEAD" {
			t.Errorf("%s: Allow %q", method, allow)
		}
	}
}

// No operation of the contract can be called without a live session: each is called with a session that was revoked,
// is suspended, or was never listed.
func TestEveryOperationAsksWhoIsLive(t *testing.T) {
	s := embedded(t, nil)
	revoked, suspended, unlisted := s.signIn(t), s.signIn(t), s.bearer(t, nil)
	if _, err := s.store.Revoke(t.Context(), user, store.Fingerprint(revoked)); err != nil {
		t.Fatal(err)
	}
	if err := s.store.Suspend(t.Context(), user, store.Fingerprint(suspended)); err != nil {
		t.Fatal(err)
	}
	operations := s.contract.Operations()
	for _, o := range operations {
		path := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(o.Path, "x")
		for _, bearer := range []string{revoked, suspended, unlisted} {
			s.do(t, s.request(t, o.Method, path, "Authorization", "Bearer "+bearer)).want(t, 401, invalidToken)
		}
		s.do(t, s.request(t, o.Method, path)).want(t, 401, "Bearer")
		if a := s.do(t, s.request(t, o.Method, path, "Authorization", "Bearer "+s.signIn(t))); a.status == http.StatusUnauthorized {
			t.Errorf("%s refuses whoever is live", o.ID)
		}
	}
	if len(operations) == 0 {
		t.Error("the contract has no operations")
	}
}

// HEAD is answered like GET, without the body (RFC 9110, section 9.3.2).
func TestHead(t *testing.T) {
	s := embedded(t, nil)
	for _, auth := range []string{"Bearer " + s.signIn(t), "Bearer x", ""} {
		get := s.get(t, "Authorization", auth)
		head := s.do(t, s.request(t, "HEAD", path, "Authorization", auth))
		if head.status != get.status || len(head.body) != 0 {
			t.Errorf("HEAD %d with %d bytes, GET %d", head.status, len(head.body), get.status)
		}
		for _, h := range []http.Header{get.header, head.header} {
			h.Del("X-Request-Id")
			h.Del("Date")
		}
		if fmt.Sprint(head.header) != fmt.Sprint(get.header) {
			t.Errorf("\nHEAD %v\n GET %v", head.header, get.header)
		}
	}
}

func TestBodyIsRefused(t *testing.T) {
	s := embedded(t, nil)
	auth := "Bearer " + s.signIn(t)
	for _, body := range map[string]func() io.Reader{
		"with a length": func() io.Reader { return strings.NewReader("{}") },
		"chunked":       func() io.Reader { return io.MultiReader(strings.NewReader("{}")) }, // of a length that the client does not know
	} {
		for method, status := range map[string]int{"GET": 400, "POST": 405} {
			r := must[*http.Request](t)(http.NewRequestWithContext(t.Context(), method, s.public.URL+path, body()))
			r.Header.Set("Authorization", auth)
			s.do(t, r).want(t, status, "")
		}
	}
}

// Envoy and linkerd sometimes send a GET chunked and empty. A proxy that honours a Content-Length beside it might
// read what follows as another request, so the connection is closed.
func TestChunkedBody(t *testing.T) {
	s := embedded(t, nil)
	auth := "Bearer " + s.signIn(t)
	const next = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, c := range map[string]struct {
		method, header, body string
		status               int
	}{
		"empty":              {"GET", "", "0\r\n\r\n", 200},
		"empty, HEAD":        {"HEAD", "", "0\r\n\r\n", 200},
		"empty, POST":        {"POST", "", "0\r\n\r\n", 405},
		"with a trailer":     {"GET", "Trailer: X-A\r\n", "0\r\nX-A: 1\r\n\r\n", 200},
		"with both lengths":  {"GET", "Content-Length: 6\r\n", "0\r\n\r\n", 200},
		"not empty":          {"GET", "", "1\r\nx\r\n0\r\n\r\n", 400},
		"not empty, both":    {"GET", "Content-Length: 6\r\n", "1\r\nx\r\n0\r\n\r\n", 400},
		"no chunk":           {"GET", "", "x\r\n\r\n", 400},
		"asks for leave":     {"GET", "Expect: 100-continue\r\n", "0\r\n\r\n", 200},
		"POST, both lengths": {"POST", "Content-Length: 6\r\n", "0\r\n\r\n", 405},
	} {
		t.Run(name, func(t *testing.T) {
			response := raw(t, s.public.Listener.Addr().String(), c.method+" "+path+" HTTP/1.1\r\nHost: x\r\nAuthorization: "+auth+
				"\r\nTransfer-Encoding: chunked\r\n"+c.header+"\r\n"+c.body+next)
			response = strings.TrimPrefix(response, "HTTP/1.1 100 Continue\r\n\r\n")
			if !strings.HasPrefix(response, fmt.Sprintf("HTTP/1.1 %d ", c.status)) || !strings.Contains(response, "\r\nConnection: close\r\n") ||
				strings.Count(response, "HTTP/1.1 ") != 1 {
				t.Errorf("%.300s", response)
			}
		})
	}
}

// A request whose body never arrives ends at its time-out.
func TestChunkedBodyThatNeverComes(t *testing.T) {
	s := embedded(t, func(cfg *handlers.Config) { cfg.Now = time.Now }) // deadlines of connections use the real clock
	response := raw(t, s.public.Listener.Addr().String(), "GET "+path+" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
	if !strings.HasPrefix(response, "HTTP/1.1 408 ") || !strings.Contains(response, "\r\nConnection: close\r\n") {
		t.Errorf("%.300s", response)
	}
}

// raw sends bytes unchanged and returns everything received until the server closes the connection.
func raw(t *testing.T, address, text string) string {
	t.Helper()
	c := must[net.Conn](t)(net.Dial("tcp", address))
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return string(must[[]byte](t)(io.ReadAll(c)))
}

func TestLargeHeader(t *testing.T) {
	s := embedded(t, nil)
	auth := "Bearer " + s.signIn(t)
	s.get(t, "Authorization", auth, "X-Large", strings.Repeat("x", 8<<10)).want(t, 200, "")
	s.get(t, "Authorization", "Bearer "+strings.Repeat("x", 8<<10)).want(t, 401, invalidToken)
	s.get(t, "X-Api-Key", strings.Repeat("x", 8<<10)).want(t, 401, "Bearer")
}

func TestCORS(t *testing.T) {
	s := embedded(t, nil)
	auth := "Bearer " + s.signIn(t)
	allowed := func(a answer) string { return a.header.Get("Access-Control-Allow-Origin") }

	a := s.get(t, "Authorization", auth, "Origin", origin).want(t, 200, "")
	if allowed(a) != origin || a.header.Get("Vary") != "Origin" {
		t.Errorf("headers %v", a.header)
	}
	// Scripts must be able to read why they were refused.
	a = s.get(t, "Origin", origin).want(t, 401, "Bearer")
	if allowed(a) != origin || !strings.Contains(a.header.Get("Access-Control-Expose-Headers"), "WWW-Authenticate") {
		t.Errorf("headers %v", a.header)
	}
	if a = s.get(t, "Authorization", auth, "Origin", "https://evil.example"); allowed(a) != "" {
		t.Errorf("headers %v", a.header)
	}

	// What fetch, Sentry and OpenTelemetry send, as a browser writes it.
	const asked = "authorization,baggage,content-type,sentry-trace,traceparent,tracestate,x-api-key,x-request-id"
	preflight := func(p, from, method string) answer {
		return s.do(t, s.request(t, "OPTIONS", p, "Origin", from, "Access-Control-Request-Method", method,
			"Access-Control-Request-Headers", asked))
	}
	for _, method := range []string{"GET", "HEAD"} {
		a = preflight(path, origin, method).want(t, 204, "")
		if allowed(a) != origin || a.header.Get("Access-Control-Allow-Headers") != asked ||
			fmt.Sprint(a.header["Vary"]) != "[Origin Access-Control-Request-Method Access-Control-Request-Headers]" ||
			!strings.Contains(a.header.Get("Access-Control-Allow-Methods"), method) || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("headers %v", a.header)
		}
	}
	for _, a := range []answer{
		preflight(path, "https://evil.example", "GET").want(t, 405, ""),
		preflight(path, origin+".evil.example", "GET").want(t, 405, ""),
		preflight(path, "null", "GET").want(t, 405, ""),
		preflight(path, origin, "DELETE").want(t, 405, ""),
		preflight("/other", origin, "GET").want(t, 404, ""),
	} {
		if a.header.Get("Access-Control-Allow-Methods")+a.header.Get("Access-Control-Allow-Headers") != "" {
			t.Errorf("headers %v", a.header)
		}
	}
}

func TestAdmin(t *testing.T) {
	s := embedded(t, nil)
	s.get(t, "Authorization", "Bearer "+s.signIn(t)).want(t, 200, "")
	s.get(t).want(t, 401, "Bearer")
	s.do(t, s.request(t, "GET", "/unknown-path-1")).want(t, 404, "")

	s.ask(t, "/healthz", 200)
	s.ask(t, "/readyz", 200)
	s.ask(t, "/start.css", 200)
	if page := s.ask(t, "/", 200); !strings.Contains(page, `href="docs/"`) {
		t.Errorf("not the start page: %s", page)
	}
	s.ask(t, path, 404)
	same := s.ask(t, "/openapi.json", 200)
	if !strings.Contains(same, `"operationId": "getSessionTokens"`) {
		t.Errorf("not the contract: %s", same)
	}
	s.metric(t, `session_tokens_requests_total{operation="getSessionTokens",status="200"} 1`)
	s.metric(t, `session_tokens_requests_total{operation="getSessionTokens",status="401"} 1`)
	s.metric(t, `session_tokens_requests_total{operation="none",status="404"} 1`)
	s.metric(t, `session_tokens_request_duration_seconds_count{operation="getSessionTokens"} 2`)
	s.metric(t, "# TYPE session_tokens_redis_pool_connections gauge")
	s.wantNoSecret(t, "the metrics", s.ask(t, "/metrics", 200))
}

// Each request has one log line, without the user's ID, the path or any token.
func TestLog(t *testing.T) {
	s := embedded(t, nil)
	a := s.get(t, "Authorization", "Bearer "+s.signIn(t), "X-Request-Id", s.hide("id-of-the-client"))
	s.do(t, s.request(t, "GET", "/"+s.hide("path-of-the-client")))
	var lines []string
	deadline := time.After(5 * time.Second)
	for tick := time.Tick(5 * time.Millisecond); len(lines) < 2; {
		select {
		case <-tick: // the line is written after the answer was sent
			lines = strings.Split(strings.TrimSpace(s.logged()), "\n")
		case <-deadline:
			t.Fatalf("the log has %d lines: %s", len(lines), s.logged())
		}
	}
	want := `"msg":"request","request_id":"` + a.header.Get("X-Request-Id") + `","operation":"getSessionTokens","user":"092081140b677b45","status":200,"duration_us":`
	if !strings.Contains(lines[0], want) {
		t.Errorf("\n got %s\nwant %s", lines[0], want)
	}
	if strings.Contains(s.logged(), user) {
		t.Errorf("the log shows the user: %s", s.logged())
	}
}

// The listener itself gives no other answers: the whole http.Server is tested here.
func TestListener(t *testing.T) {
	s := embedded(t, func(cfg *handlers.Config) { cfg.Now = time.Now }) // deadlines of connections are real ones
	public, admin := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0")), must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.server.Serve(ctx, public, admin, 0) }()
	head := " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
	for text, want := range map[string]string{
		"OPTIONS *" + head + "\r\n":   "HTTP/1.1 404 ",
		"GET " + path + head + "\r\n": "HTTP/1.1 401 ",
		"GET " + path + head + "X-Large: " + strings.Repeat("x", 24<<10) + "\r\n\r\n": "HTTP/1.1 431 ",
		"GET " + path + head: "", // nothing follows: a slowloris is cut off
	} {
		if got := raw(t, public.Addr().String(), text); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%.40q: got %.200q, want %q", text, got, want)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
