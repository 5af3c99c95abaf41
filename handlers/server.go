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

// Store is what package handlers needs of the store besides the live records, which package live reads.
type Store interface {
	// About returns what the store says about itself; store.ErrPermission if the ACL denies that.
	About(ctx context.Context) (store.About, error)
	// Keys returns how many keys there are, of all users; store.ErrPermission if the ACL denies that.
	Keys(ctx context.Context) (int64, error)
	// Ready returns an error if requests can't be answered: store.ErrUnavailable, store.ErrPermission;
	// store.ErrPartly if those of some users can't; or store.ErrBusy if they can, but have to wait.
	Ready(ctx context.Context) error
}

// Config is what a [Server] needs. Every field is required but Pool, Watch, Reserved, Issuer, Report, OwnTokens,
// Origins, Certificate, H2C, Control and Tracer.
type Config struct {
	Contract  *contract.Contract
	Records   *live.Records
	Store     Store
	Pool      func() store.PoolStats         // statistics of the store's connection pool, for the metrics
	Turns     int                            // how many requests may ask the store at a time; others wait
	Reserved  int                            // file descriptors for the store, which public connections leave free
	Watch     time.Duration                  // how often Serve checks whether the store is usable; zero means never
	Verifiers map[string]credential.Verifier // by the contract's name of the security scheme
	Issuer    *jwks.Source                   // the source of the keys for bearers, if they come from an issuer
	Report    bool                           // send a response that breaks the contract, instead of a 500
	OwnTokens bool                           // show the tokens of the caller's own session, and fingerprints of all others
	Origins   []string                       // the origins whose scripts may call, such as "https://app.example"
	// Certificate, if not nil, returns the current certificate, with its Leaf, and makes the public listener speak
	// TLS.
	Certificate func() *tls.Certificate
	H2C         bool         // Serve also accepts HTTP/2 without TLS on the public listener
	Control     string       // the control listener's address, for the operator's start page; empty for none
	Tracer      trace.Tracer // makes a span for each request; nil for none
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
	control     string
	tracer      trace.Tracer // or nil
	now         func() time.Time
	log         *slog.Logger
	metrics     *metrics
	public      *echo.Echo
	clients     *connections
	turns       *turns
	draining    atomic.Bool
}

// New connects the contract to its implementation. It returns all mismatches at once: a security scheme without a
// verifier, an operation that needs no credential, an error status that no error leads to.
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
		turns: newTurns(cfg.Turns), report: cfg.Report, ownTokens: cfg.OwnTokens, origins: cfg.Origins, certificate: cfg.Certificate, h2c: cfg.H2C, control: cfg.Control, tracer: cfg.Tracer, now: cfg.Now, log: cfg.Log,
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

// routes returns what a request goes through, from the outside in.
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

// noteCall records that the generated code has read the request and calls the operation.
func noteCall(call server.StrictHandlerFunc, _ string) server.StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		exchangeOf(c).called = true
		return call(c, request)
	}
}

// answerHeaders sets headers for answers that hold tokens: nobody may cache them or guess their type.
func answerHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("X-Content-Type-Options", "nosniff")
		return next(c)
	}
}

// Metrics returns the metrics that the admin listener exposes.
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
		// While draining, each client is told to use another connection: Shutdown alone drops about one request on
		// each busy one. In HTTP/2, net/http turns this into a GOAWAY.
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		// HEAD is GET without the body (RFC 9110, section 9.3.2). net/http, which keeps the original request, omits
		// the body.
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		s.public.ServeHTTP(w, contract.Escaped(r))
	})
}
