package docs

import (
	_ "embed"
	"html/template"
	"net/http"
	"strings"
)

//go:embed start.html
var startPage string

//go:embed start.css
var startStyle []byte

var start = template.Must(template.New("start").Parse(startPage))

// startPolicy lets the page load its own style and icon, and nothing else. It has no script.
var startPolicy = strings.Join([]string{
	"default-src 'none'",
	"style-src 'self'",
	"img-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
}, "; ")

// Start serves the page that leads to all others, at "/", and its style, at "/start.css". scheme and public are those
// of [Handler]; control is the address of the control listener, or "" where there is none.
func Start(scheme, public, control string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		links := struct{ Public, Control string }{Public: serverURL(scheme, public, r.Host)}
		if control != "" {
			links.Control = serverURL("http", control, r.Host)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", startPolicy)
		_ = start.Execute(w, links) // fails only if nobody reads on
	})
	mux.HandleFunc("GET /start.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(startStyle)
	})
	return withHeaders(mux)
}

// withHeaders adds what every answer of the pages has.
func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache") // the files change with the program
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}
