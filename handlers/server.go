package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/quiva-ai/session-tokens/gen/server"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// Store is what answers are made from.
type Store interface {
	// List reads the members of the user's sets whose score is later than now into lists, whose memory
	// it uses again; a user whom nobody knows has none. An error means that what is live is not known:
	// store.ErrUnavailable, store.ErrLayout.
	List(ctx context.Context, user string, lists *store.Lists) error
	// Ping returns an error if the store does not answer.
	Ping(ctx context.Context) error
	// PoolStats counts what the store's pool of connections did.
	PoolStats() *store.PoolStats
}

// Config is what a [Server] needs. Every field is required but Report, Origins and Memory.
type Config struct {
	Document  []byte // the contract, OpenAPI 3.0 in JSON
	Store     Store
	Verifiers map[string]credential.Verifier // by the contract's name of the security scheme
	Report    bool                           // send a response that breaks the contract, instead of a 500
	Origins   []string                       // whose scripts may call, "https://app.example"
	Memory    int                            // bytes, for records that were found to conform; zero: next to none are remembered
	Now       func() time.Time
	Log       *slog.Logger
}

// Server answers the contract's operations, and the operator's questions about itself.
type Server struct {
	contract *contract.Contract
	schemes  *credential.Schemes
	document []byte
	store    Store
	report   bool
	origins  []string
	now      func() time.Time
	log      *slog.Logger
	metrics  *metrics
	public   *echo.Echo
	draining atomic.Bool
}

// New connects the contract to what implements it. It returns all that does not fit at once: a
// security scheme without a verifier, an operation that needs no credential, a schema that is gone.
func New(cfg Config) (*Server, error) {
	c, err := contract.Load(cfg.Document)
	if err != nil {
		return nil, err
	}
	schemes, err1 := connect(c, cfg.Verifiers)
	records, err2 := newRecords(c, cfg.Store, cfg.Now, cfg.Memory)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	s := &Server{
		contract: c, schemes: schemes, document: cfg.Document, store: cfg.Store,
		report: cfg.Report, origins: cfg.Origins, now: cfg.Now, log: cfg.Log,
		metrics: newMetrics(prometheus.NewRegistry(), cfg.Store),
	}
	if reason := records.frame.Whole; reason != nil {
		cfg.Log.Warn("answers are checked as a whole, not record by record, which takes many times as long",
			"operation", listOperation, "error", reason)
	}
	s.public = s.routes(&api{records: records, leftOut: s.leftOut})
	return s, nil
}

func connect(c *contract.Contract, verifiers map[string]credential.Verifier) (*credential.Schemes, error) {
	var schemes []credential.Scheme
	for _, s := range c.SecuritySchemes() {
		schemes = append(schemes, credential.Scheme{Name: s.Name, Type: s.Type, HTTPScheme: s.Scheme, In: s.In, Header: s.Header})
	}
	var operations []credential.Operation
	requirements := c.Requirements()
	for _, id := range slices.Sorted(maps.Keys(requirements)) {
		operations = append(operations, credential.Operation{ID: id, Security: requirements[id]})
	}
	connected, err := credential.Connect(schemes, operations, verifiers)
	if err != nil {
		return nil, fmt.Errorf("connect the contract's security: %w", err)
	}
	return connected, nil
}

// routes is what a request goes through, from the outside in.
func (s *Server) routes(operations server.StrictServerInterface) *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = s.answerError
	e.Use(
		s.observe,       // request ID, one log line, metrics
		answerHeaders,   // no-store, nosniff
		s.cors(),        // browsers of configured origins
		s.checkResponse, // nothing leaves that breaks the contract
		s.recoverPanic,  // a panic is an error like any other
		s.checkRequest,  // operation, body, credential
	)
	server.RegisterHandlers(e, server.NewStrictHandler(operations, nil))
	return e
}

// Public serves the contract's operations and nothing else.
func (s *Server) Public() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recoverOutside(w, r)
		// While draining, each client is told to come back on another connection: Shutdown alone
		// drops about one request on each busy one.
		if s.draining.Load() || hasBody(r) {
			w.Header().Set("Connection", "close")
		}
		// HEAD is GET without the body (RFC 9110 9.3.2). The server leaves the body out, since it
		// keeps the request as it came.
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		s.public.ServeHTTP(w, r)
	})
}
