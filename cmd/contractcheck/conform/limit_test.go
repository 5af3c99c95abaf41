package conform_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestRateLimit checks that the run waits for a server with rate limiting, and that its 429 responses are not
// findings.
func TestRateLimit(t *testing.T) {
	for name, c := range map[string]struct {
		retryAfter string
		limited    func(n int) bool // whether the nth request is refused
		took       time.Duration
		unchecked  string
	}{
		"seconds":     {"2", func(n int) bool { return n%50 == 3 && n < 200 }, 8 * time.Second, ""},
		"a date":      {"Sat, 01 Jan 2000 00:00:03 GMT", func(n int) bool { return n == 3 || n == 4 }, 6 * time.Second, ""},
		"none":        {"", func(n int) bool { return n == 3 }, time.Second, ""},
		"not a time":  {"soon", func(n int) bool { return n == 3 }, time.Second, ""},
		"for ever":    {"3", func(n int) bool { return n > 3 }, 9 * time.Second, "the server limits requests (429)"},
		"from now on": {"3600", func(n int) bool { return n > 3 }, 0, "the server limits requests (429)"},
		"once":        {"3600", func(n int) bool { return n == 3 }, 0, "the server limits requests (429)"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, h, n := time.Now(), newHonest(t), 0
				result, err := conform.Run(t.Context(), conform.Config{Document: itemsDocument(t), BaseURL: "http://server.example", Credentials: credentials,
					Requests: 2000, Client: &http.Client{Timeout: 10 * time.Second, Transport: transport(func(r *http.Request) (*http.Response, error) {
						if n++; c.limited(n) {
							w := httptest.NewRecorder()
							w.Header().Set("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
							w.Header().Set("Retry-After", c.retryAfter)
							w.WriteHeader(http.StatusTooManyRequests)
							return w.Result(), nil
						}
						return roundTrip{h}.RoundTrip(r)
					})}})
				ok(t, err)
				wantFindings(t, result)
				var notes []string
				for _, note := range result.Unchecked {
					if note != itemsUnchecked[0] {
						notes = append(notes, note)
					}
				}
				if result.Incomplete != (c.unchecked != "") || len(notes) > 1 || !strings.HasPrefix(strings.Join(notes, ""), c.unchecked) {
					t.Errorf("incomplete: %t, unchecked: %q, want %q", result.Incomplete, notes, c.unchecked)
				}
				if took := time.Since(start); took != c.took {
					t.Errorf("it took %v, want %v", took, c.took)
				}
			})
		})
	}
}
