package conform_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

func TestSameSeedSameRequests(t *testing.T) {
	t.Parallel()
	record := func(seed uint64) []string {
		h, asked := newHonest(t), []string{}
		_, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, fmt.Sprintf("%s %s %q %q", r.Method, r.RequestURI, r.Header, bodyOf(r)))
			h.ServeHTTP(w, r)
		}), func(c *conform.Config) { c.Seed = seed })
		ok(t, err)
		return asked
	}
	one, again, other := record(7), record(7), record(8)
	if len(one) < 200 || !slices.Equal(one, again) {
		t.Errorf("two runs with one seed differ: %d and %d requests", len(one), len(again))
	}
	if slices.Equal(one, other) {
		t.Error("two seeds make the same requests")
	}
}

func TestBoundOnRequests(t *testing.T) {
	for _, bound := range []int{1, 7, 100} {
		h, got := newHonest(t), 0
		result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got++
			h.ServeHTTP(w, r)
		}), func(c *conform.Config) { c.Requests = bound })
		ok(t, err)
		if got != bound || result.Requests != bound {
			t.Errorf("%d requests were sent, and %d are said to be, want %d", got, result.Requests, bound)
		}
		if last := result.Unchecked[len(result.Unchecked)-1]; !strings.HasPrefix(last, fmt.Sprintf("the bound on requests was reached after %d requests, at ", bound)) {
			t.Errorf("unchecked: %q", last)
		}
		if !result.Incomplete {
			t.Error("a run that was cut short says that it is complete")
		}
		wantFindings(t, result)
	}
}

// roundTrip responds without a network, so that a test can use a fake clock.
type roundTrip struct{ http.Handler }

func (h roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	recorded := httptest.NewRecorder()
	h.ServeHTTP(recorded, r)
	return recorded.Result(), nil
}

func TestBoundOnRate(t *testing.T) {
	for rate, want := range map[float64]time.Duration{0: 0, 2: 49 * time.Second / 2, 0.5: 49 * 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			result, err := conform.Run(t.Context(), conform.Config{Document: itemsDocument(t), BaseURL: "http://server.example", Credentials: credentials,
				Requests: 50, Rate: rate, Client: &http.Client{Transport: roundTrip{newHonest(t)}}})
			ok(t, err)
			wantFindings(t, result)
			if took := time.Since(start).Round(time.Millisecond); took != want {
				t.Errorf("50 requests at %g a second took %v, want %v", rate, took, want)
			}
		})
	}
}

// TestHanging checks that a run ends early if the server stops responding after a few requests.
func TestHanging(t *testing.T) {
	for answered, want := range map[int]string{
		0:  "none of the first 5 requests was answered: timeout: is the server running at this address?",
		20: "the server does not answer any more after 25 requests, at ",
	} {
		synctest.Test(t, func(t *testing.T) {
			start, h, n := time.Now(), newHonest(t), 0
			result, err := conform.Run(t.Context(), conform.Config{Document: itemsDocument(t), BaseURL: "http://server.example", Credentials: credentials,
				Requests: 500, Client: &http.Client{Timeout: 10 * time.Second, Transport: transport(func(r *http.Request) (*http.Response, error) {
					if n++; n > answered {
						<-r.Context().Done()
						return nil, r.Context().Err()
					}
					return roundTrip{h}.RoundTrip(r)
				})}})
			said := fmt.Sprint(err)
			if answered > 0 {
				ok(t, err)
				said = result.Unchecked[len(result.Unchecked)-1]
			}
			if !strings.HasPrefix(said, want) || result.Incomplete != (answered > 0) || (len(result.Findings) > 0) != (answered > 0) {
				t.Errorf("%q, want %q, and findings only if there were answers: %+v", said, want, result)
			}
			if took := time.Since(start); took != 50*time.Second {
				t.Errorf("it took %v, want five times the patience of the client", took)
			}
		})
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWithoutCredentials(t *testing.T) {
	t.Parallel()
	result, err := ask(t, newHonest(t), func(c *conform.Config) {
		c.Credentials = map[string]string{"key": credentials["key"], "basic": credentials["basic"]}
	})
	ok(t, err)
	wantFindings(t, result)
	wantTexts(t, "unchecked", result.Unchecked,
		"GET /items: that bearer is enough was not checked: give --credential bearer=VALUE",
		"POST /items: that basic and queryKey is enough was not checked: give --credential queryKey=VALUE",
		"POST /items: that bearer is enough was not checked: give --credential bearer=VALUE",
		"GET /items/mine: that bearer is enough was not checked: give --credential bearer=VALUE",
		"GET /items/{itemId}: that cookieKey is enough was not checked: give --credential cookieKey=VALUE",
		itemsUnchecked[0],
		"PUT /styles/{label}/{matrix}/{list}: that single is enough was not checked: give --credential single=VALUE",
		"POST /sums: that bearer is enough was not checked: give --credential bearer=VALUE",
		"DELETE /items/{itemId}: that bearer is enough was not checked: give --credential bearer=VALUE",
		"POST /items: that queryKey alone is not enough was not checked: give --credential queryKey=VALUE",
		"POST /items: no request was accepted: what the contract says of a success was not checked",
		"GET /items/{itemId}: no request was accepted: what the contract says of a success was not checked",
		"PUT /styles/{label}/{matrix}/{list}: no request was accepted: what the contract says of a success was not checked",
	)
	if !result.Incomplete {
		t.Error("without credentials the run says that it is complete")
	}

	// Skipping the checks that need the missing credentials leaves no gap to report.
	result, err = ask(t, newHonest(t), func(c *conform.Config) {
		c.Credentials = map[string]string{"bearer": credentials["bearer"], "cookieKey": credentials["cookieKey"], "single": credentials["single"]}
		c.Skip = []string{"alone-suffices", "partial-credential"}
	})
	ok(t, err)
	wantFindings(t, result)
	wantTexts(t, "unchecked", result.Unchecked, itemsUnchecked...)
	if result.Incomplete {
		t.Error("the run says that it is not complete")
	}

	// Without any credentials a run still finds that no credential is needed.
	open := newHonest(t)
	open.security = func(*http.Request, string) bool { return true }
	result, err = ask(t, open, func(c *conform.Config) { c.Credentials = nil })
	ok(t, err)
	for _, want := range []string{"no-credential", "malformed-credential", "wrong-credential"} {
		if !slices.ContainsFunc(result.Findings, func(f conform.Finding) bool {
			return slices.Contains(f.Places, "GET /items/{itemId}") && f.Check == want
		}) {
			t.Errorf("%s was not found", want)
		}
	}
}

func TestUndocumented401(t *testing.T) {
	t.Parallel()
	const documented = `
        2XX: { description: it, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
        "401": { $ref: "#/components/responses/Failed" }`
	document := itemsDocument(t)
	if bytes.Count(document, []byte(documented)) != 1 {
		t.Fatal("the document is not what this test knows")
	}
	without, _, _ := strings.Cut(documented, "\n        \"401\"")
	result, err := ask(t, newHonest(t), func(c *conform.Config) {
		c.Document = bytes.Replace(document, []byte(documented), []byte(without), 1)
	})
	ok(t, err)
	wantFindings(t, result, "GET status")
}

// TestOneRequest has fewer requests than the number of failures that the checker tolerates.
func TestOneRequest(t *testing.T) {
	document := []byte(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/it":{"get":{"responses":{"200":{"description":"it"}}}}}}`)
	for want, h := range map[string]http.HandlerFunc{
		"none of the first 1 requests was answered: the connection was closed: is the server running at this address?": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"<nil>": func(http.ResponseWriter, *http.Request) {},
	} {
		result, err := ask(t, h, func(c *conform.Config) {
			c.Document, c.Credentials, c.Skip = document, nil, []string{"server-error", "method", "allow"}
		})
		if fmt.Sprint(err) != want || result.Requests != 1 {
			t.Errorf("%d requests, error %v, want %s", result.Requests, err, want)
		}
		wantFindings(t, result)
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	const hint = "every request was answered with 404: do the contract's paths begin at this URL?"
	result, err := ask(t, http.NotFoundHandler(), nil)
	ok(t, err)
	if len(result.Findings) == 0 || !result.Incomplete || result.Unchecked[0] != hint {
		t.Errorf("%d findings, incomplete: %v, unchecked: %q", len(result.Findings), result.Incomplete, result.Unchecked)
	}
	h := newHonest(t)
	result, err = ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/status" {
			h.ServeHTTP(w, r)
			return
		}
		http.NotFound(w, r)
	}), nil)
	ok(t, err)
	if slices.Contains(result.Unchecked, hint) {
		t.Errorf("unchecked: %q", result.Unchecked)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	h := newHonest(t)
	for _, client := range []*http.Client{nil, {Timeout: 5 * time.Second}} {
		result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodDelete {
				http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
				return
			}
			h.ServeHTTP(w, r)
		}), func(c *conform.Config) {
			c.Client, c.Skip = client, []string{"no-credential", "malformed-credential", "wrong-credential", "method"}
		})
		ok(t, err)
		wantFindings(t, result, "DELETE status")
	}
}

func TestLongBody(t *testing.T) {
	t.Parallel()
	h, once := newHonest(t), sync.Once{}
	result, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first := false
		once.Do(func() { first = true })
		if !first {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("X-Total", "0")
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, io.LimitReader(spaces{}, 17<<20))
	}), nil)
	ok(t, err)
	wantFindings(t, result)
	wantTexts(t, "unchecked", result.Unchecked,
		"GET /items: an answer is longer than 16777216 bytes: its body was not checked", itemsUnchecked[0])
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }
