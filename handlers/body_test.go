package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// withBody returns the contract with a body for its one operation.
func withBody() []byte {
	return bytes.Replace(gen.Document(), []byte(`"operationId": "getSessionTokens",`), []byte(`"operationId": "getSessionTokens",
		"requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}}}},`), 1)
}

// connection is a response writer that records its deadlines.
type connection struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (c *connection) SetReadDeadline(t time.Time) error  { c.read = t; return nil }
func (c *connection) SetWriteDeadline(t time.Time) error { c.write = t; return nil }

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

func TestBody(t *testing.T) {
	s := newServer(t, withBody(), store.Lists{}, io.Discard, nil)
	for name, c := range map[string]struct {
		body      io.Reader
		mediaType string
		status    int
	}{
		"good":                 {strings.NewReader(`{"n":1}`), "application/json", 200},
		"with a character set": {strings.NewReader(`{"n":1}`), "application/json; charset=utf-8", 200},
		"none":                 {nil, "", 400},
		"against the schema":   {strings.NewReader(`{"n":"1"}`), "application/json", 400},
		"no JSON":              {strings.NewReader(`{"n"`), "application/json", 400},
		"another type":         {strings.NewReader(`n=1`), "application/x-www-form-urlencoded", 415},
		"no type":              {strings.NewReader(`{"n":1}`), "", 415},
		"too large":            {strings.NewReader(`{"n":1,"x":"` + strings.Repeat("x", maxBody) + `"}`), "application/json", 413},
		"too slow":             {failingReader{fmt.Errorf("read: %w", os.ErrDeadlineExceeded)}, "application/json", 408},
		"broken off":           {failingReader{io.ErrUnexpectedEOF}, "application/json", 400},
		"an unknown failure":   {failingReader{errors.New("secret")}, "application/json", 400},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/accounts/session-tokens", c.body)
		r.Header.Set("X-Api-Key", "x")
		r.Header.Set("Content-Type", c.mediaType)
		w := &connection{ResponseRecorder: httptest.NewRecorder()}
		s.Public().ServeHTTP(w, r)
		if w.Code != c.status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: got %d, want %d: %s", name, w.Code, c.status, w.Body)
		}
		if !w.read.Equal(s.now().Add(bodyTimeout)) || !w.write.After(w.read) {
			t.Errorf("%s: read until %v, written until %v", name, w.read, w.write)
		}
		if closes := w.Header().Get("Connection") == "close"; closes != (c.status == 408 || c.status == 413) && r.ContentLength >= 0 {
			t.Errorf("%s: headers %v", name, w.Header())
		}
	}
}

// slow is a store that is slow, unless the request ends first.
type slow struct{}

func (slow) List(ctx context.Context, _ string, lists *store.Lists) error {
	*lists = store.Lists{}
	select {
	case <-time.After(headerTimeout + headerTimeout/4):
		return nil
	case <-ctx.Done():
		return store.ErrUnavailable
	}
}

// A body may take longer than a header may, and so may the operation after it, even if it had to wait for its turn.
func TestBodyMayTakeItsTime(t *testing.T) {
	const long = headerTimeout + headerTimeout/4
	l := listen(t, 20, slow{}, nil, withH2C(t), func(cfg *Config) {
		withBody, err := contract.Load(withBody())
		if err != nil {
			t.Fatal(err)
		}
		schema, err := live.NewSchema(withBody)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Contract, cfg.Records, cfg.Turns = withBody, live.New(schema, slow{}, cfg.Now), 1
	})
	for name, set := range map[string]func(*http.Protocols, bool){"HTTP/1": (*http.Protocols).SetHTTP1, "HTTP/2": (*http.Protocols).SetUnencryptedHTTP2} {
		t.Run(name, func(t *testing.T) {
			if err := l.turns.take(t.Context()); err != nil {
				t.Fatal(err)
			}
			answering, turn := time.NewTicker(turnLook/2), time.After(long)
			go func() {
				defer answering.Stop()
				for {
					select {
					case <-answering.C:
						l.turns.answered.Add(1)
					case <-turn:
						l.turns.leave(true)
						return
					}
				}
			}()
			body, writer := io.Pipe()
			time.AfterFunc(2*long, func() {
				_, err := io.WriteString(writer, `{"n":1}`)
				_ = writer.CloseWithError(err)
			})
			a, err := asks(t, newClient(t, set), "GET", "http://"+l.public+listPath, body, "Content-Type", "application/json")
			if err != nil || a.StatusCode != http.StatusOK {
				t.Errorf("%v, %+v", err, a)
			}
		})
	}
}
