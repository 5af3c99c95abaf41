package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen/client"
)

// Each server misbehaves for a number of requests, and then responds correctly.
func TestRetries(t *testing.T) {
	unavailable := func(header string, value func() string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if header != "" {
				w.Header().Set(header, value())
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"error":"not now"}`)
		}
	}
	seconds := func(n int) func() string { return func() string { return strconv.Itoa(n) } }
	date := func(in time.Duration) func() string {
		return func() string { return time.Now().Add(in).UTC().Format(http.TimeFormat) }
	}
	aborts := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"data":`)
	}
	status := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	for name, c := range map[string]struct {
		bad     http.HandlerFunc
		times   int32
		options []client.ClientOption
		asked   int32
		good    bool
		atLeast time.Duration
	}{
		"connection lost once":        {aborts, 1, nil, 2, true, 0},
		"connection lost twice":       {aborts, 2, nil, 3, true, 0},
		"connection lost for good":    {aborts, 100, nil, 3, false, 0},
		"body cut":                    {cut, 2, nil, 3, true, 0},
		"503":                         {unavailable("", nil), 2, nil, 3, true, 0},
		"503 for good":                {unavailable("", nil), 100, nil, 3, false, 0},
		"503 with seconds":            {unavailable("Retry-After", seconds(1)), 1, nil, 2, true, time.Second},
		"503 with a date":             {unavailable("Retry-After", date(2*time.Second)), 1, nil, 2, true, time.Second}, // dates have whole seconds
		"503 with a date gone by":     {unavailable("Retry-After", date(-time.Hour)), 1, nil, 2, true, 0},
		"503 with a long time":        {unavailable("Retry-After", seconds(60)), 1, nil, 1, false, 0},
		"503 with a far date":         {unavailable("Retry-After", date(time.Hour)), 1, nil, 1, false, 0},
		"503 with nonsense":           {unavailable("Retry-After", func() string { return "soon" }), 1, nil, 2, true, 0},
		"500":                         {status(500), 1, nil, 1, false, 0},
		"502":                         {status(502), 1, nil, 1, false, 0},
		"401":                         {status(401), 1, nil, 1, false, 0},
		"503, only once":              {unavailable("", nil), 1, []client.ClientOption{client.WithRequestEditorFn(client.Once)}, 1, false, 0},
		"connection lost, only once":  {aborts, 1, []client.ClientOption{client.WithRequestEditorFn(client.Once)}, 1, false, 0},
		"503, with another client":    {unavailable("", nil), 1, []client.ClientOption{client.WithHTTPClient(&http.Client{})}, 2, true, 0},
		"503, and no time is left":    {unavailable("Retry-After", seconds(2)), 1, []client.ClientOption{client.WithHTTPClient(&http.Client{Timeout: 500 * time.Millisecond})}, 1, false, 0},
		"503 with a body of no bound": {func(w http.ResponseWriter, r *http.Request) { unavailable("", nil)(w, r); endless(w) }, 1, nil, 1, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) <= c.times {
					c.bad(w, r)
					return
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"data":{"auth":[],"refresh":[]}}`)
			}))
			defer server.Close()
			began := time.Now()
			answer, err := call(t, server.URL, client.APIKey("fake"), c.options...)
			if good := err == nil && answer.JSON200 != nil; good != c.good || asked.Load() != c.asked {
				t.Errorf("asked %d times, want %d; %+v, %v", asked.Load(), c.asked, answer, err)
			}
			if took := time.Since(began); took < c.atLeast {
				t.Errorf("it took %v, want %v at least", took, c.atLeast)
			}
			if undocumented, ok := errors.AsType[*client.UndocumentedError](err); name == "503, and no time is left" && (!ok || undocumented.StatusCode != 503) {
				t.Errorf("the last answer is lost: %v", err)
			}
		})
	}
}

func endless(w io.Writer) {
	for block := make([]byte, 1<<20); ; {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// Failing to connect is retried too, but other methods are not.
func TestRetriesOfTheDoer(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		tries  int32
	}{"GET": {http.MethodGet, 3}, "HEAD": {http.MethodHead, 3}, "POST": {http.MethodPost, 1}, "DELETE": {http.MethodDelete, 1}} {
		var tries atomic.Int32
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			tries.Add(1)
			return http.DefaultTransport.RoundTrip(r)
		})
		sdk, err := client.New(client.APIKey("fake"), client.WithBaseURL("http://127.0.0.1:1"), client.WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), c.method, "http://127.0.0.1:1/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if response, err := sdk.ClientInterface.(*client.Client).Client.Do(r); err == nil || tries.Load() != c.tries {
			t.Errorf("%s: tried %d times, want %d; %v, %v", name, tries.Load(), c.tries, response, err)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestCanceledBetweenTries(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusServiceUnavailable)
		time.AfterFunc(100*time.Millisecond, cancel)
	}))
	defer server.Close()
	c, err := client.New(client.APIKey("fake"), client.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = c.GetSessionTokensWithResponse(ctx)
	if took := time.Since(began); !errors.Is(err, context.Canceled) || took > 2*time.Second || asked.Load() != 1 {
		t.Errorf("%v after %v and %d questions", err, took, asked.Load())
	}
}
