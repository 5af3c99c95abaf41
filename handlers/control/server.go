package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen/control/server"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// Store is what the operations need of the store. [store.Redis] documents each method and its errors.
type Store interface {
	Records
	Users
	APIKeys
	Events
}

// Records are the operations on a user's sessions and refresh tokens.
type Records interface {
	Register(ctx context.Context, grantEnd time.Time, records ...store.Record) (store.PutResult, error)
	Rotate(ctx context.Context, r store.Rotation) (store.Successor, error)
	Revoke(ctx context.Context, user, fingerprint string) ([]store.Ended, error)
	RevokeToken(ctx context.Context, user, token string) ([]store.Ended, error)
	RevokeOthers(ctx context.Context, user, fingerprint string) ([]store.Ended, error)
	RevokeAll(ctx context.Context, user string) (ended []store.Ended, odd []string, err error)
	Preview(ctx context.Context, user, fingerprint, which string) ([]store.Ended, error)
	Suspend(ctx context.Context, user, fingerprint string) error
	Resume(ctx context.Context, user, fingerprint string) error
}

// Users are the operations on a user besides those on the records.
type Users interface {
	Facts(ctx context.Context, user string) (store.Facts, error)
	MarkUsed(ctx context.Context, user, fingerprint string, at time.Time) error
	SuspendUser(ctx context.Context, user string) error
	ResumeUser(ctx context.Context, user string) error
}

// APIKeys are the operations on API keys of users.
type APIKeys interface {
	APIKey(ctx context.Context, id string) (store.APIKey, error)
	APIKeys(ctx context.Context, user string) ([]store.APIKey, error)
	APIKeyMade(ctx context.Context, id string) (bool, error)
	PutAPIKey(ctx context.Context, k store.APIKey) error
	RevokeAPIKey(ctx context.Context, class store.Class, id string) error
	MarkKeyUsed(ctx context.Context, id string, at time.Time) error
}

// Events are the operations on events.
type Events interface {
	Events(ctx context.Context, after string, limit int) (events []store.Event, missed bool, err error)
	Sweep(ctx context.Context, pause func(context.Context) error) error
}

// Caller is the program for which a control key was made.
type Caller struct {
	Name   string
	Scopes []string // "read", "write"
}

// Keys verifies control keys.
type Keys interface {
	// Verify returns the caller to whom a key belongs. It returns credential.ErrKeyRefused for a key that is not
	// good; any other error is the store's, and means that this is not known.
	Verify(ctx context.Context, key string) (Caller, error)
}

// Config is what a [Server] needs. Every field is required but Wait and Observe.
type Config struct {
	Contract *contract.Contract // of gen/control
	Store    Store
	Records  *live.Records       // what is live, as for the public operation
	Bearer   credential.Verifier // for JWTs that are introspected or revoked
	Keys     Keys
	Peppers  func() *credential.Peppers // the current peppers for API keys; nil if none can be made
	Grace    time.Duration              // how long a spent refresh token may be presented again
	Wait     time.Duration              // how long the store waits for replicas after each change; 0 if it does not
	Now      func() time.Time
	Random   io.Reader // for API keys
	Log      *slog.Logger
	// Observe is called when a request has been answered. The operation is "none" for a request that has none. left: the
	// request failed because its client had left.
	Observe func(operation string, status int, left bool, took time.Duration)
}

// Server answers the operations of the control contract.
type Server struct {
	cfg      Config
	echo     *echo.Echo // finds the operation's code, not the operation
	used     *used
	known    *lru.Cache[string, struct{}] // conforming answers of introspections
	making   sync.Map                     // API keys that are being made for an Idempotency-Key, by ID
	stopping chan struct{}                // closed by EndWaits
	stop     sync.Once
}

// New connects the contract to its implementation. It returns all mismatches at once: an operation that names no
// scope or needs no control key, an error status that no error leads to.
func New(cfg Config) (*Server, error) {
	var problems []error
	for _, o := range cfg.Contract.Operations() {
		if scope := o.Extension("x-scope"); scope != "read" && scope != "write" {
			problems = append(problems, fmt.Errorf("operation %q has the x-scope %q: make it read or write", o.ID, scope))
		}
		if len(o.Security) != 1 || len(o.Security[0]) != 1 || o.Security[0][0] != "controlKey" {
			problems = append(problems, fmt.Errorf("operation %q needs another credential than a control key", o.ID))
		}
		problems = append(problems, checkAnswers(o)...)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("serve the control contract: %w", err)
	}
	known, _ := lru.New[string, struct{}](maxKnown) // fails only for a size that is not positive
	s := &Server{cfg: cfg, echo: echo.New(), used: newUsed(), known: known, stopping: make(chan struct{})}
	s.echo.HTTPErrorHandler = func(err error, c echo.Context) { exchangeFrom(c.Request().Context()).err = err }
	server.RegisterHandlers(s.echo, server.NewStrictHandler(&operations{s}, []server.StrictMiddlewareFunc{noteCall}))
	return s, nil
}

// noteCall records that the generated code has read the request and calls the operation.
func noteCall(call server.StrictHandlerFunc, _ string) server.StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		exchangeFrom(c.Request().Context()).called = true
		return call(c, request)
	}
}

// Handler serves the contract's operations, and the contract itself at /openapi.json.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.URL.Path == "/openapi.json" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(s.cfg.Contract.Document())
			return
		}
		// HEAD is GET without the body (RFC 9110, section 9.3.2), which net/http omits.
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		s.serve(w, contract.Escaped(r))
	})
}

// EndWaits has the clients that wait for events answered at once. It is called when no more requests are accepted: a
// client that asks in a loop would otherwise ask without a pause.
func (s *Server) EndWaits() { s.stop.Do(func() { close(s.stopping) }) }
