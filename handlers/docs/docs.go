// Package docs serves the page on which people read the contract and try it, and the start page that leads there and
// to what else an operator may open. It owns the pages, their script and what a browser may do there; Swagger UI, which
// renders the first, comes from a module that embeds it. It knows neither the contract, which the page fetches, nor any
// record. Its neighbour, package handlers, serves both on the operator's listener.
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

// Prefix is the path of the page. openapi.json must be served beside it.
const Prefix = "/docs/"

//go:embed index.html
var page string

//go:embed docs.js docs.css
var own embed.FS

var index = template.Must(template.New("index").Parse(page))

// Handler serves everything below [Prefix]. public is the address of the listener that "try it" calls, in the form of
// net.Addr, and scheme its URL scheme: http or https. Without an address that is the listener of the page itself, by
// whatever name the browser reached it.
func Handler(scheme, public string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Prefix+"{$}", func(w http.ResponseWriter, r *http.Request) {
		server := serverURL(scheme, public, r.Host)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy(server))
		_ = index.Execute(w, server) // fails only if the client is gone
	})
	for _, name := range []string{"docs.js", "docs.css"} {
		mux.Handle("GET "+Prefix+name, http.StripPrefix(Prefix, http.FileServerFS(own)))
	}
	for _, name := range []string{"swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"} {
		mux.Handle("GET "+Prefix+name, http.StripPrefix(Prefix, statigz.FileServer(static.FS)))
	}
	return withHeaders(mux)
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

// source returns the policy's name of a server: "" for an IPv6 address. The policy can't name one (Content Security
// Policy Level 3, section 2.3.1, host-part), and its port alone would let the page call every host.
func source(server string) string {
	if u, err := url.Parse(server); err != nil || strings.Contains(u.Hostname(), ":") {
		return ""
	}
	return server
}

// serverURL returns the URL at which a browser reaches the public listener. If that listens on every address, the
// host is the name that the browser already uses for this machine. It is "" for the listener of the page.
func serverURL(scheme, public, host string) string {
	if public == "" {
		return ""
	}
	name, port, err := net.SplitHostPort(public)
	if err != nil {
		return scheme + "://" + public
	}
	if ip := net.ParseIP(name); ip.IsUnspecified() {
		name = hostname(host)
	}
	if ip := net.ParseIP(name); ip.To4() == nil && ip.IsLoopback() {
		name = "localhost" // a policy can name it
	}
	return scheme + "://" + net.JoinHostPort(name, port)
}

// hostname returns the Host header without the port. It becomes part of a response header, so anything but a name or
// an address is replaced by 127.0.0.1.
func hostname(host string) string {
	u, err := url.Parse("http://" + host)
	if err != nil || u.Host != host || strings.Trim(u.Hostname(), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") != "" || u.Hostname() == "" {
		return "127.0.0.1"
	}
	return u.Hostname()
}
