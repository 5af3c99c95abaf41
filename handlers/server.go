package handlers

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/quiva-ai/session-tokens/gen/server"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/credential/jwks"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// Store is what operations ask besides the live records, which package live reads.
type Store interface {
	// About is what the store says of itself: store.ErrPermission where it may not be asked.
	About(ctx context.Context) (store.About, error)
	// Keys is how many keys there are, of all users: store.ErrPermission where that may not be asked.
	Keys(ctx context.Context) (int64, error)
	// Ready returns an error if requests can't be answered: store.ErrUnavailable, store.ErrPermission; or
	// store.ErrBusy if they can, and wait.
	Ready(ctx context.Context) error
}

// Config is what a [Server] needs. Every field is required but Pool, Watch, Reserved, Issuer, Report, OwnTokens,
// Origins, Certificate, H2C and Tracer.
type Config struct {
	Contract  *contract.Contract
	Records   *live.Records
	Store     Store
	Pool      func() store.PoolStats         // what the store's pool of connections did, for the metrics
	Turns     int                            // how many requests at a time may ask the store; others wait
	Reserved  int                            // descriptors that the store may take, which public connections leave to it
	Watch     time.Duration                  // how often Serve looks whether the store is usable; zero is never
	Verifiers map[string]credential.Verifier // by the contract's name of the security scheme
	Issuer    *jwks.Source                   // of the keys of bearers, if they come from one
	Report    bool                           // send a response that breaks the contract, instead of a 500
	OwnTokens bool                           // show the tokens of the caller's own session, and of all others fingerprints
	Origins   []string                       // whose scripts may call, "https://app.example"
	// Certificate is what Serve has on the public listener when a client comes, so that it is TLS; Leaf is set.
	Certificate func() *tls.Certificate
	H2C         bool         // Serve takes HTTP/2 without TLS on the public listener, too
	Tracer      trace.Tracer // of a span for each request; nil for none
	Now         func() time.Time
	Log         *slog.Logger
}

// Server answers the contract's operations, and the operator's questions about itself.
type Server struct {
	contract    *contract.Contract
	schemes     *credential.Schemes
	records     *live.Records
	store       Store
	watch       time.Duration
	issuer      *jwks.Source
	bearers     bearers
	report      bool
	ownTokens   bool
	origins     []string
	certificate func() *tls.Certificate // or nil
	h2c         bool
	tracer      trace.Tracer // or nil
	now         func() time.Time
	log         *slog.Logger
	metrics     *metrics
	public      *echo.Echo
	clients     *connections
	turns       *turns
	draining    atomic.Bool
}

// New connects the contract to what implements it. It returns all that does not fit at once: a
// security scheme without a verifier, an operation that needs no credential, an error status that
// nothing leads to.
func New(cfg Config) (*Server, error) {
	schemes, err := credential.Connect(cfg.Contract.SecuritySchemes(), cfg.Contract.Operations(), cfg.Verifiers)
	if cfg.OwnTokens {
		err = errors.Join(err, cfg.Records.Schema().ShowsFingerprints())
	}
	if err := errors.Join(err, checkMethods(cfg.Contract.Operations()), checkAnswers(cfg.Contract.Operations())); err != nil {
		return nil, fmt.Errorf("serve the contract: %w", err)
	}
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return nil, fmt.Errorf("ask how many files may be open: %w", err)
	}
	limit, tooLow := publicLimit(files.Cur, cfg.Reserved)
	if tooLow {
		cfg.Log.Warn("too few files may be open for the connections to Redis and to clients: raise the limit (ulimit -n)",
			"files", files.Cur, "redis", cfg.Reserved, "clients", limit)
	}
	clients := newConnections("public", limit, cfg.Now, cfg.Log)
	s := &Server{
		contract: cfg.Contract, schemes: schemes, records: cfg.Records, store: cfg.Store, watch: cfg.Watch, issuer: cfg.Issuer,
		turns: newTurns(cfg.Turns), report: cfg.Report, ownTokens: cfg.OwnTokens, origins: cfg.Origins, certificate: cfg.Certificate, h2c: cfg.H2C, tracer: cfg.Tracer, now: cfg.Now, log: cfg.Log,
		metrics: newMetrics(prometheus.NewRegistry(), cfg.Pool, clients), clients: clients,
	}
	if cfg.Watch > 0 {
		s.metrics.registry.MustRegister(s.metrics.redisUp, s.metrics.redisKeys, s.metrics.allRefused)
	}
	if cfg.Issuer != nil {
		registerIssuer(s.metrics.registry, cfg.Issuer, cfg.Now)
	}
	if cfg.Certificate != nil {
		s.metrics.registry.MustRegister(s.metrics.handshakes, certificateExpiry(cfg.Certificate))
	}
	if reason := cfg.Records.Schema().Envelope().FullCheck; reason != nil {
		cfg.Log.Warn("answers are checked in full, not record by record, which takes many times as long", "error", reason)
	}
	s.public = s.routes(&operations{s})
	return s, nil
}

// checkMethods returns the operations that no request can reach.
func checkMethods(operations []*contract.Operation) error {
	var problems []error
	for _, o := range operations {
		if o.Method == http.MethodHead {
			problems = append(problems, fmt.Errorf("operation %q is for HEAD, which is answered as GET is: take it out of the contract", o.ID))
		}
	}
	return errors.Join(problems...)
}

// routes is what a request goes through, from the outside in.
func (s *Server) routes(operations server.StrictServerInterface) *echo.Echo {
	e := echo.New()
	e.HTTPErrorHandler = s.answerError
	e.Use(
		s.observe,       // request ID, one log line, metrics
		answerHeaders,   // no-store, nosniff
		s.match,         // the operation
		s.cors(),        // browsers of configured origins
		s.checkResponse, // nothing leaves that breaks the contract
		s.recoverPanic,  // a panic is an error like any other
		s.checkRequest,  // parameters, credential, body
	)
	server.RegisterHandlers(e, server.NewStrictHandler(operations, []server.StrictMiddlewareFunc{noteCall}))
	return e
}

// noteCall notes that the generated code has read the request and calls the operation.
func noteCall(call server.StrictHandlerFunc, _ string) server.StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		exchangeOf(c).called = true
		return call(c, request)
	}
}

// answerHeaders: an answer holds tokens, so nobody keeps it and nobody guesses at its type.
func answerHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("X-Content-Type-Options", "nosniff")
		return next(c)
	}
}

// Metrics are those that the admin listener shows.
func (s *Server) Metrics() prometheus.Gatherer { return s.metrics.registry }

// Public serves the contract's operations and nothing else.
func (s *Server) Public() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.tracer != nil {
			var span trace.Span
			r, span = s.startSpan(r)
			defer func() { span.End(trace.WithTimestamp(s.now())) }()
		}
		defer s.recoverOutside(w, r)
		// While draining, each client is told to come back on another connection: Shutdown alone
		// drops about one request on each busy one. In HTTP/2 net/http makes a GOAWAY of it.
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		// HEAD is GET without the body (RFC 9110 9.3.2). The server leaves the body out, since it
		// keeps the request as it came.
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		s.public.ServeHTTP(w, contract.Escaped(r))
	})
}
