package docs_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/handlers/docs"
)

func ask(t *testing.T, public, method, path, host string) (*http.Response, string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET "+docs.Prefix, docs.Handler("http", public))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	r, err := http.NewRequest(method, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestFiles(t *testing.T) {
	for path, want := range map[string]struct {
		status            int
		contentType, body string
	}{
		"/docs":                                 {200, "text/html; charset=utf-8", "data-server="}, // redirected
		"/docs/":                                {200, "text/html; charset=utf-8", "data-server="},
		"/docs/docs.js":                         {200, "text/javascript; charset=utf-8", "SwaggerUIBundle("},
		"/docs/docs.css":                        {200, "text/css; charset=utf-8", "body"},
		"/docs/swagger-ui-bundle.js":            {200, "application/javascript", "SwaggerUIBundle"},
		"/docs/swagger-ui.css":                  {200, "text/css; charset=utf-8", ".swagger-ui"},
		"/docs/favicon-32x32.png":               {200, "image/png", "PNG"},
		"/docs/index.html":                      {404, "text/plain; charset=utf-8", "not found"},
		"/docs/swagger-ui-standalone-preset.js": {404, "text/plain; charset=utf-8", "not found"},
		"/docs/docs.go":                         {404, "text/plain; charset=utf-8", "not found"},
		"/docs/../docs/..%2f..%2f..%2fetc%2fpasswd": {404, "text/plain; charset=utf-8", "not found"},
	} {
		response, body := ask(t, "127.0.0.1:8080", "GET", path, "")
		if response.StatusCode != want.status || response.Header.Get("Content-Type") != want.contentType || !strings.Contains(body, want.body) {
			t.Errorf("%s: status %d, %q, %.100q", path, response.StatusCode, response.Header.Get("Content-Type"), body)
		}
		if h := response.Header; h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
	if response, _ := ask(t, "127.0.0.1:8080", "POST", "/docs/", ""); response.StatusCode != 405 {
		t.Errorf("POST: status %d", response.StatusCode)
	}
}

func TestServerAndPolicy(t *testing.T) {
	for _, tt := range []struct{ public, host, want, source string }{
		{"127.0.0.1:8080", "", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"192.0.2.1:8080", "admin.example:9090", "http://192.0.2.1:8080", "http://192.0.2.1:8080"},
		{"[2001:db8::1]:8080", "", "http://[2001:db8::1]:8080", ""}, // a policy can't name it
		{"[::1]:8080", "", "http://localhost:8080", "http://localhost:8080"},
		{"[::]:8080", "[::1]:9090", "http://localhost:8080", "http://localhost:8080"},
		{"0.0.0.0:8080", "admin.example:9090", "http://admin.example:8080", "http://admin.example:8080"},
		{"[::]:8080", "admin.example", "http://admin.example:8080", "http://admin.example:8080"},
		{"[::]:8080", "[2001:db8::1]:9090", "http://[2001:db8::1]:8080", ""},
		{"[::]:8080", "evil.example; script-src *", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"[::]:8080", "u@evil.example", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"", "control.example", "", ""}, // the listener of the page
		{"[::]:8080", "evil.example/path", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
	} {
		response, body := ask(t, tt.public, "GET", "/docs/", tt.host)
		if !strings.Contains(body, `data-server="`+tt.want+`"`) {
			t.Errorf("%s, %s: not %s in\n%s", tt.public, tt.host, tt.want, body)
		}
		want := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " + strings.TrimSpace("connect-src 'self' "+tt.source) +
			"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
		if got := response.Header.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s, %s: policy\n%s, want\n%s", tt.public, tt.host, got, want)
		}
	}
}

func TestSecureServer(t *testing.T) {
	w := httptest.NewRecorder()
	docs.Handler("https", "0.0.0.0:8443").ServeHTTP(w, httptest.NewRequest("GET", "http://admin.example:9090/docs/", nil))
	const want = "https://admin.example:8443"
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' "+want+";") || !strings.Contains(w.Body.String(), `"`+want+`"`) {
		t.Errorf("%s\n%s", policy, w.Body)
	}
}

func TestStart(t *testing.T) {
	for _, tt := range []struct {
		control string
		has     []string
		lacks   string
	}{
		{"127.0.0.1:9091", []string{`href="docs/"`, `href="readyz"`, "<code>https://admin.example:8443</code>", `href="http://127.0.0.1:9091/console/"`, `href="http://127.0.0.1:9091/docs/"`}, "--control-listen"},
		{"[::]:9091", []string{`href="http://admin.example:9091/console/"`}, "--control-listen"},
		{"", []string{"--control-listen"}, "console/"},
	} {
		pages := docs.Start("https", "0.0.0.0:8443", tt.control)
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, httptest.NewRequest("GET", "http://admin.example:9090/", nil))
		body := w.Body.String()
		for _, want := range tt.has {
			if !strings.Contains(body, want) {
				t.Errorf("%q: no %s in\n%s", tt.control, want, body)
			}
		}
		names := map[string]bool{} // a list of links must tell them apart
		for _, link := range regexp.MustCompile(`<a [^>]*>([^<]*)</a>`).FindAllStringSubmatch(body, -1) {
			if names[link[1]] {
				t.Errorf("%q: two links are named %q", tt.control, link[1])
			}
			names[link[1]] = true
		}
		if w.Code != 200 || strings.Contains(body, tt.lacks) || strings.Contains(body, "<script") {
			t.Errorf("%q: status %d\n%s", tt.control, w.Code, body)
		}
		for name, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		for path, status := range map[string]int{"/start.css": 200, "/start.html": 404, "/else": 404} {
			w := httptest.NewRecorder()
			if pages.ServeHTTP(w, httptest.NewRequest("GET", path, nil)); w.Code != status {
				t.Errorf("%s: status %d", path, w.Code)
			}
		}
	}
}
