package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

const gatewayKey = "gateway-key-4711-abcdef"

func TestHeader(t *testing.T) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("user:a-long-password"))
	secrets := []string{gatewayKey, basic, basic[6:], "a-long-password", "cookie-secret"}
	var without atomic.Int64
	gateway := func(next http.HandlerFunc) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Gateway-Key") != gatewayKey || !strings.Contains(r.Header.Get("Cookie"), "session=cookie-secret") || r.Header.Get("Authorization") != basic || r.Header.Get("X-T") != "7" {
				without.Add(1)
				http.Error(w, "not through here", http.StatusForbidden)
				return
			}
			next(w, r)
		})
	}
	before, now := shops(t, "lists items", "gives items")
	// Each quotes what it was sent.
	document := httptest.NewTLSServer(gateway(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/broken" {
			http.Error(w, "broken "+r.Header.Get("X-Gateway-Key"), http.StatusBadGateway)
			return
		}
		user, password, _ := r.BasicAuth()
		_, _ = w.Write([]byte(strings.Replace(read(t, "", before), "lists items", fmt.Sprintf("for %s %s %s %s", r.Header.Get("X-Gateway-Key"), user, password, r.Header.Get("Cookie")), 1)))
	}))
	defer document.Close()
	server := httptest.NewServer(gateway(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, fmt.Sprint(r.Header, r.Header.Get("X-Gateway-Key")), http.StatusInternalServerError)
	}))
	defer server.Close()

	lines := []string{"X-Gateway-Key=" + gatewayKey, "cookie=session=cookie-secret", "Authorization=" + basic, "X-T=7"}
	var flags []string
	for _, line := range lines {
		flags = append(flags, "--header", line)
	}
	for _, tt := range []struct {
		command []string
		status  int
		said    string
	}{
		{[]string{"served", document.URL + "/any"}, drift, "/paths/~1items/get/description"},
		{[]string{"upstream", document.URL}, drift, "/paths/~1items/get/description"},
		{[]string{"upstream", document.URL + "/broken"}, dontKnow, "502"},
		{[]string{"breaking", document.URL}, same, "no drift"},
		{[]string{"conforms", server.URL, "--requests", "60"}, drift, "-H 'X-Gateway-Key: ***' -H 'X-T: ***'"},
	} {
		for _, from := range []string{"flags", "environment"} {
			for _, format := range []string{"text", "json", "github", "junit", "sarif", "html"} {
				args := slices.Concat([]string{"--contract", now, "--format", format}, tt.command)
				if from == "flags" {
					args = append(args, flags...)
				} else {
					t.Setenv("CONTRACTCHECK_HEADERS", strings.Join(lines, "\n"))
				}
				status, out := checkWith(t, document.Client(), args...)
				if status != tt.status || format == "text" && !strings.Contains(out, tt.said) {
					t.Errorf("%q, by %s: status %d, want %d and %q in\n%s", tt.command, from, status, tt.status, tt.said, out)
				}
				for _, secret := range secrets {
					if strings.Contains(out, secret) {
						t.Errorf("%q, %s: %q is in\n%s", tt.command, format, secret, out)
					}
				}
				t.Setenv("CONTRACTCHECK_HEADERS", "")
			}
		}
	}
	if n := without.Load(); n > 0 {
		t.Errorf("%d requests came without the headers", n)
	}
	accepted := t.TempDir() + "/accepted"
	if status, out := check(t, slices.Concat([]string{"--contract", now, "--accept", accepted, "--write-accepted", "conforms", server.URL}, flags)...); status == drift || strings.Contains(read(t, "", accepted), gatewayKey) {
		t.Errorf("status %d\n%s\n%s", status, out, read(t, "", accepted))
	}
}

// Another server is not told.
func TestHeaderAfterARedirect(t *testing.T) {
	var got http.Header
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		_, _ = w.Write([]byte(shop))
	}))
	defer other.Close()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }))
	defer server.Close()
	_, now := shops(t)
	status, out := checkWith(t, other.Client(), "--contract", now, "upstream", server.URL, "--header", "X-Gateway-Key="+gatewayKey)
	if status != same || got == nil || got.Get("X-Gateway-Key") != "" {
		t.Errorf("status %d, header %v\n%s", status, got, out)
	}
}

func TestHeaderThatCantBe(t *testing.T) {
	for _, tt := range []struct {
		contract, header, want string
	}{
		{contract, "no-equals-sign-" + gatewayKey, "a header must be NAME=VALUE"},
		{contract, "a b=" + gatewayKey, "a header must be NAME=VALUE"},
		{contract, "X-Key=", "the header X-Key is empty: is its variable set?"},
		{contract, "X-Key=a\x00" + gatewayKey, "the header X-Key has a control character"},
		{contract, "content-length=12", "the header content-length is set by HTTP itself"},
		{contract, "accept=text/html", "the header Accept can't be given"},
		{contract, "authorization=Bearer " + gatewayKey, "give --credential bearerAuth=VALUE"},
	} {
		status, out := check(t, "--contract", tt.contract, "conforms", "http://127.0.0.1:1", "--header", tt.header)
		if status != dontKnow || !strings.Contains(out, tt.want) || strings.Contains(out, gatewayKey) {
			t.Errorf("%q: status %d, want %q in\n%s", tt.header, status, tt.want, out)
		}
	}
	_, now := shops(t, "{name: limit, in: query,", "{name: X-Limit, in: header,")
	if status, out := check(t, "--contract", now, "conforms", "http://127.0.0.1:1", "--header", "x-limit=3"); status != dontKnow || !strings.Contains(out, "give --value X-Limit=VALUE") {
		t.Errorf("status %d\n%s", status, out)
	}
}

// Whatever a header's value is, operations keep their names and findings their fingerprints, and what the server echoes is masked.
func TestHeaderChangesNoFingerprint(t *testing.T) {
	before, now := shops(t, "lists items", "gives items", "id: {type: integer}, ", "")
	echo := func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(strings.Replace(read(t, "", before), "lists items", "lists items for "+r.Header.Get("X-Env"), 1)))
	}
	document := httptest.NewTLSServer(http.HandlerFunc(echo))
	defer document.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no "+r.Header.Get("X-Env"), http.StatusInternalServerError)
	}))
	defer server.Close()
	plain := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, before) }))
	defer plain.Close()
	for _, tt := range []struct {
		command []string
		values  []string // of which each is to make no difference
	}{
		{[]string{"upstream", document.URL}, []string{gatewayKey, "another-key-0815-fedcba", "k3y-of-now"}},
		{[]string{"served", document.URL + "/any"}, []string{gatewayKey, "another-key-0815-fedcba", "k3y-of-now"}},
		{[]string{"breaking", document.URL}, []string{gatewayKey, "another-key-0815-fedcba", "k3y-of-now"}},
		{[]string{"upstream", plain.URL}, []string{"", gatewayKey, "items", "Item", "health", "limit"}},
		{[]string{"breaking", plain.URL}, []string{"", gatewayKey, "items", "Item", "health"}},
		{[]string{"conforms", "--seed", "1", server.URL}, []string{gatewayKey, "another-key-0815-fedcba", "items", "health"}},
	} {
		want := ""
		for _, value := range tt.values {
			accepted := t.TempDir() + "/accepted"
			args := slices.Concat([]string{"--contract", now, "--accept", accepted}, tt.command)
			if value != "" {
				args = append(args, "--header", "X-Env="+value)
			}
			for _, format := range strings.Split(report.Formats, ",") {
				status, out := checkWith(t, document.Client(), slices.Concat([]string{"--format", format, "--report", "text=" + accepted + ".txt", "--write-accepted"}, args)...)
				if status == drift || value == gatewayKey && strings.Contains(out, gatewayKey) {
					t.Errorf("%q with %q, %s: status %d\n%s", tt.command, value, format, status, out)
				}
			}
			got := read(t, "", accepted)
			if want == "" {
				want = got
			}
			if got != want || !acceptedLine.MatchString(got) || strings.Contains(got, gatewayKey) {
				t.Errorf("%q with %q writes\n%s\nwant\n%s", tt.command, value, got, want)
			}
		}
	}
}

// A plain word that a message of the program itself has is masked there, but is not part of what was found.
func TestHeaderThatIsAWord(t *testing.T) {
	before, now := shops(t, "id: {type: integer}, ", "")
	plain := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, before) }))
	defer plain.Close()
	accepted := t.TempDir() + "/accepted"
	args := []string{"--contract", now, "--accept", accepted, "breaking", plain.URL}
	if status, out := checkWith(t, plain.Client(), append(args, "--write-accepted")...); status != same {
		t.Fatalf("status %d\n%s", status, out)
	}
	if status, out := checkWith(t, plain.Client(), append(args, "--header", "X-Env=removed")...); status != same || strings.Contains(out, "matches nothing") {
		t.Errorf("status %d\n%s", status, out)
	}
}
