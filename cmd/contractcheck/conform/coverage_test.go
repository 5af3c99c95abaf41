package conform_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

// TestCoverage: each operation of the contract is there with each check, and says why where a check was not made.
func TestCoverage(t *testing.T) {
	const passed, failed = "passed", "failed"
	limited := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	broken := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == "TRACE" && r.URL.Path == "/status" || r.URL.Path == "/sums" && r.Header.Get("Authorization") == "" && r.Header.Get("X-Key") == "" {
				w.WriteHeader(http.StatusTeapot)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
	for name, c := range map[string]struct {
		change func(*conform.Config)
		server func(honest http.Handler) http.Handler
		want   map[[2]string]string // by operation and check: passed, failed, or the reason
	}{
		"an honest server": {want: map[[2]string]string{
			{"GET /items", "body"}: passed, {"GET /items", "refuses"}: passed, {"GET /items", "partial-credential"}: "no credentials are needed together",
			{"POST /items", "partial-credential"}: passed, {"GET /status", "body"}: "the body of 200 is text/plain, not JSON",
			{"GET /status", "no-credential"}: "the contract wants no credential", {"GET /status", "www-authenticate"}: "no answer was a 401",
			{"* /items", "method"}: passed, {"* /items", "allow"}: passed,
		}},
		"without unsafe methods": {change: func(c *conform.Config) { c.UnsafeMethods = false }, want: map[[2]string]string{
			{"* /status", "method"}: "passed, but for unsafe methods are sent with --unsafe-methods only",
		}},
		"without credentials": {change: func(c *conform.Config) { c.Credentials = nil }, want: map[[2]string]string{
			{"GET /items/{itemId}", "alone-suffices"}: "no credential: give --credential cookieKey=VALUE", {"GET /items/{itemId}", "no-credential"}: passed,
			{"GET /items/{itemId}", "refuses"}: "no request was accepted", {"GET /items/{itemId}", "body"}: "passed, but for no request was accepted",
		}},
		"skipped": {change: func(c *conform.Config) { c.Skip = []string{"body"} }, want: map[[2]string]string{{"GET /items", "body"}: "skipped", {"GET /items", "status"}: passed}},
		"few requests": {change: func(c *conform.Config) { c.Requests = 3 }, want: map[[2]string]string{
			{"GET /items", "no-answer"}: passed, {"GET /items", "server-error"}: "the bound on requests was reached", {"GET /status", "status"}: "the bound on requests was reached",
			{"GET /status", "no-credential"}: "the contract wants no credential",
		}},
		"a limit": {server: func(http.Handler) http.Handler { return limited }, want: map[[2]string]string{{"GET /items", "status"}: "the server limits requests (429)"}},
		"findings": {server: broken, want: map[[2]string]string{
			{"* /status", "method"}: failed, {"* /items", "method"}: passed, {"POST /sums", "no-credential"}: failed, {"POST /sums", "status"}: passed,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := http.Handler(newHonest(t))
			if c.server != nil {
				h = c.server(h)
			}
			result, err := ask(t, h, c.change)
			ok(t, err)
			got := map[[2]string]string{}
			for _, row := range result.Coverage {
				key := [2]string{row.Operation, row.Check}
				if got[key] != "" {
					t.Errorf("%q is there twice", key)
				}
				switch got[key] = row.Reason; {
				case row.Failed:
					got[key] = failed
				case row.Checked && row.Reason == "":
					got[key] = passed
				case row.Checked:
					got[key] = "passed, but for " + row.Reason
				case row.Reason == "":
					t.Errorf("%q was not checked, without a reason", key)
				}
			}
			for key, want := range c.want {
				if got[key] != want {
					t.Errorf("%q: %q, want %q", key, got[key], want)
				}
			}
			// The checks of undocumented methods are made for each path, the others for each operation.
			checks := map[string]int{}
			for key := range got {
				checks[key[0]]++
			}
			for operation, n := range checks {
				if want := map[bool]int{true: 2, false: len(conform.Checks) - 2}[strings.HasPrefix(operation, "* ")]; n != want {
					t.Errorf("%s has %d checks, want %d", operation, n, want)
				}
			}
			if checks["* /items"] == 0 || checks["PUT /styles/{label}/{matrix}/{list}"] == 0 {
				t.Errorf("operations are missing: %v", checks)
			}
		})
	}
}
