// Package docs serves the page on which people read the contract and try it. It owns the page, its
// script and what a browser may do there; Swagger UI, which draws it, comes from a module that
// embeds it. It knows neither the contract, which the page asks for, nor any record: package
// handlers, its neighbour, puts it on the operator's listener.
package docs

import (
	"embed"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/swaggest/swgui/v5/static"
	"github.com/vearutop/statigz"
)

// Prefix is where the page is. Beside it must be openapi.json.
const Prefix = "/docs/"

//go:embed index.html
var page string

//go:embed docs.js docs.css
var own embed.FS

var index = template.Must(template.New("index").Parse(page))

// Handler serves what is below [Prefix]. public is the address of the listener that "try it" calls,
// as net.Addr writes it, and scheme its own: http or https.
func Handler(scheme, public string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Prefix+"{$}", func(w http.ResponseWriter, r *http.Request) {
		server := serverURL(scheme, public, r.Host)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy(server))
		_ = index.Execute(w, server) // fails only if nobody reads on
	})
	for _, name := range []string{"docs.js", "docs.css"} {
		mux.Handle("GET "+Prefix+name, http.StripPrefix(Prefix, http.FileServerFS(own)))
	}
	for _, name := range []string{"swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"} {
		mux.Handle("GET "+Prefix+name, http.StripPrefix(Prefix, statigz.FileServer(static.FS)))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache") // the files change with the program
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		mux.ServeHTTP(w, r)
	})
}

// policy lets the page load its own files, and call the public listener and no other host (Content
// Security Policy Level 3).
func policy(server string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:", // Swagger UI's icons
		strings.TrimSpace("connect-src 'self' " + source(server)),
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

// source is what the policy calls a server: nothing, if it is an IPv6 address. One can't be named
// there (Content Security Policy Level 3, 2.3.1: host-part), and its port alone would let the page
// call every host.
func source(server string) string {
	if u, err := url.Parse(server); err != nil || strings.Contains(u.Hostname(), ":") {
		return ""
	}
	return server
}

// serverURL is where a browser reaches the public listener. One that listens on every address is
// reached by the name that the browser has for this machine already.
func serverURL(scheme, public, host string) string {
	name, port, err := net.SplitHostPort(public)
	if err != nil {
		return scheme + "://" + public
	}
	if ip := net.ParseIP(name); ip.IsUnspecified() {
		name = hostname(host)
	}
	if ip := net.ParseIP(name); ip.To4() == nil && ip.IsLoopback() {
		name = "localhost" // which a policy can name
	}
	return scheme + "://" + net.JoinHostPort(name, port)
}

// hostname is the Host header without the port. It is put into a header of the answer, so what is no
// name or address counts as this machine.
func hostname(host string) string {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host || strings.Trim(u.Hostname(), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") != "" || u.Hostname() == "" {
		return "127.0.0.1"
	}
	return u.Hostname()
}
