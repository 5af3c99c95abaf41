package console_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/handlers/console"
)

func TestFiles(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("GET "+console.Prefix, console.Handler())
	for path, want := range map[string]struct {
		status            int
		contentType, body string
	}{
		"/console":                   {307, "text/html; charset=utf-8", "/console/"},
		"/console/":                  {200, "text/html; charset=utf-8", `src="console.gen.js"`},
		"/console/console.gen.js":    {200, "text/javascript; charset=utf-8", "MIT"}, // includes the licences of what it contains
		"/console/console.gen.css":   {200, "text/css; charset=utf-8", "prefers-color-scheme"},
		"/console/icon.svg":          {200, "image/svg+xml", "<svg"},
		"/console/index.html":        {404, "text/plain; charset=utf-8", "not found"},
		"/console/console.go":        {404, "text/plain; charset=utf-8", "not found"},
		"/console/..%2f..%2fmain.go": {404, "text/plain; charset=utf-8", "not found"},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if h := w.Header(); w.Code != want.status || h.Get("Content-Type") != want.contentType || !strings.Contains(w.Body.String(), want.body) {
			t.Errorf("%s: status %d, %q, %.100q", path, w.Code, h.Get("Content-Type"), w.Body)
		}
		if path == "/console" {
			continue // the mux's own answer
		}
		for name, value := range map[string]string{
			"Cache-Control":           "no-store",
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"Referrer-Policy":         "no-referrer",
			"X-Content-Type-Options":  "nosniff",
		} {
			if got := w.Header().Get(name); got != value {
				t.Errorf("%s: %s is %q, want %q", path, name, got, value)
			}
		}
	}
	w := httptest.NewRecorder()
	if mux.ServeHTTP(w, httptest.NewRequest("POST", "/console/", nil)); w.Code != 405 {
		t.Errorf("POST: status %d", w.Code)
	}
}
