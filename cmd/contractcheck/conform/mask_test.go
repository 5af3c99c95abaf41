package conform_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestChangedSecretsAreMasked echoes a part of what was made from a valid JWT: with one character changed back it is valid.
func TestChangedSecretsAreMasked(t *testing.T) {
	valid := strings.Split(credentials["bearer"], ".")[2]
	result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		if parts := strings.Split(bearerOf(r), "."); len(parts) == 3 {
			fmt.Fprintf(w, "the signature %s is wrong", parts[2])
		}
	}), nil)
	ok(t, err)
	if text := fmt.Sprintf("%+v", result); strings.Contains(text, valid[2:]) || !strings.Contains(text, "the signature *** is wrong") {
		t.Errorf("a changed signature is not masked in %s", text)
	}
}

// TestEscapedSecretsAreMasked answers with pages of HTML.
func TestEscapedSecretsAreMasked(t *testing.T) {
	const key = `fake+key'<0123>"&456789`
	page := template.Must(template.New("").Parse(`<p title="{{.}}">{{.}}`))
	result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		given := r.Header.Get("X-Key")
		var b bytes.Buffer
		ok(t, page.Execute(&b, given))
		fmt.Fprintf(w, "%s %s %s %q", b.String(), html.EscapeString(given), template.HTMLEscapeString(given), given)
	}), func(c *conform.Config) { c.Credentials = map[string]string{"key": key} })
	ok(t, err)
	if text := fmt.Sprintf("%+v", result); strings.Contains(text, "0123") || !strings.Contains(text, `<p title="***">*** *** ***`) {
		t.Errorf("an escaped secret is shown in %s", text)
	}
}

// TestShortPasswords: what is too short to be searched for must not mask the report away.
func TestShortPasswords(t *testing.T) {
	const pair = "fake-user:0"
	result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusGone)
		user, password, _ := r.BasicAuth()
		fmt.Fprintf(w, "%s:%s %s", user, password, r.Header.Get("Authorization"))
	}), func(c *conform.Config) {
		c.Credentials = map[string]string{"basic": pair, "queryKey": "fake_key_0123456789"}
	})
	ok(t, err)
	text := fmt.Sprintf("%+v", result)
	if strings.Contains(text, pair) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(pair))) || !strings.Contains(text, ": *** Basic ***") {
		t.Errorf("the pair is not masked in %s", text)
	}
}
