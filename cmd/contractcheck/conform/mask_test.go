package conform_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// secrets returns the credentials in the encodings in which they are sent or may be sent back.
func secrets() []string {
	var all []string
	for _, value := range credentials {
		inJSON, _ := json.Marshal(value)
		all = append(all, value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value)), strings.Trim(string(inJSON), `"`))
	}
	_, password, _ := strings.Cut(credentials["basic"], ":")
	claims := strings.Split(credentials["bearer"], ".")[1]
	return append(all, password, claims)
}

func TestEchoedSecretsAreMasked(t *testing.T) {
	h := newHonest(t)
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		h.ServeHTTP(recorded, r)
		for name, values := range r.Header {
			w.Header()["Echo-"+name] = values
		}
		user, password, _ := r.BasicAuth()
		w.Header().Set("WWW-Authenticate", "("+r.Header.Get("Authorization")+")")
		w.Header().Set("Allow", "X, "+r.Header.Get("X-Key"))
		w.Header().Set("Content-Type", "text/"+r.Header.Get("X-Key"))
		w.WriteHeader(recorded.Code + 100) // 300 to 505
		// The padding puts a credential where the text is truncated.
		fmt.Fprintf(w, "%s %s %s %q", strings.Repeat("x", 120), user, password, r.Header)
		fmt.Fprintf(w, "%s %s", r.URL, r.URL.Query())
	})
	result, err := ask(t, echo, nil)
	ok(t, err)
	places := 0
	for _, f := range result.Findings {
		places += len(f.Places)
	}
	if places < 50 {
		t.Errorf("findings in %d places: too few to say anything", places)
	}
	wantNoSecret(t, result)
	text := fmt.Sprint(result)
	if !strings.Contains(text, "Bearer ***") || !strings.Contains(text, "Basic ***") || !strings.Contains(text, "key=***") {
		t.Error("the curl lines do not say where a credential belongs")
	}
	for _, f := range result.Findings {
		if len(f.Got) > 400 {
			t.Errorf("%d bytes of an answer are quoted", len(f.Got))
		}
	}
}

func TestErrorsShowNoSecret(t *testing.T) {
	result, err := ask(t, http.NotFoundHandler(), func(c *conform.Config) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ok(t, err)
		l.Close()
		c.BaseURL = "http://" + l.Addr().String()
	})
	if err == nil || err.Error() != "none of the first 5 requests was answered: connection refused: is the server running at this address?" {
		t.Fatalf("error %v, want that nothing was answered", err)
	}
	wantFindings(t, result)
	for _, secret := range secrets() {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q is in %v", secret, err)
		}
	}
}

func wantNoSecret(t *testing.T, r conform.Result) {
	t.Helper()
	text := fmt.Sprintf("%+v", r)
	for _, secret := range secrets() {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in\n%s", secret, text)
		}
	}
}
