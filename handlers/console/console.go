// Package console serves the page for people who look after sessions. It decides what a browser may do there; the
// page itself is package gen/console. It knows no record and verifies no key: the page calls the control contract,
// which is served beside it, like any other program.
package console

import (
	"net/http"
	"strings"

	"github.com/quiva-ai/session-tokens/gen/console"
)

// Prefix is the path of the page. The operations of the control contract must be served beside it.
const Prefix = "/console/"

// policy lets the page load its own files and call its own listener, and nothing else (Content Security Policy
// Level 3).
var policy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'", // its icon
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
}, "; ")

// Handler serves everything below [Prefix].
func Handler() http.Handler {
	mux := http.NewServeMux()
	files := http.StripPrefix(Prefix, http.FileServerFS(console.Files()))
	mux.Handle("GET "+Prefix+"{$}", files)
	for _, name := range []string{"console.gen.js", "console.gen.css", "icon.svg"} {
		mux.Handle("GET "+Prefix+name, files)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	})
}
