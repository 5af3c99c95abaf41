package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/quiva-ai/session-tokens/handlers"
)

type serveCmd struct {
	RedisConnections string   `env:"SESSION_TOKENS_REDIS_CONNECTIONS" placeholder:"NUMBER" help:"Most connections to Redis. By default 128, or a quarter of the files that this process may open, where that is less."`
	Listen           string   `env:"SESSION_TOKENS_LISTEN" default:"127.0.0.1:8080" help:"Where the contract's operations are served."`
	AdminListen      string   `env:"SESSION_TOKENS_ADMIN_LISTEN" default:"127.0.0.1:9090" help:"Where the operator's start page, /healthz, /readyz, /metrics, /openapi.json and /docs are served."`
	JWTPublicKeyFile string   `name:"jwt-public-key-file" env:"SESSION_TOKENS_JWT_PUBLIC_KEY_FILE" placeholder:"FILE" help:"File with public keys that bearers are verified with: PEM, or a JWKS."`
	JWTAlgorithms    []string `name:"jwt-algorithms" env:"SESSION_TOKENS_JWT_ALGORITHMS" placeholder:"NAME" help:"Algorithms allowed, out of HS256, RS256, ES256, EdDSA (or Ed25519). By default those that the keys are for."`
	Responses        string   `env:"SESSION_TOKENS_RESPONSES" default:"enforce" help:"An answer that breaks the contract becomes a 500 (enforce), or is sent, logged and counted (report)."`
	ShowTokens       string   `env:"SESSION_TOKENS_SHOW_TOKENS" default:"all" help:"Whose tokens a list has: those of all sessions and refresh tokens (all), or of the caller's own session, with fingerprints for all others (own)."`
	CORSOrigins      []string `name:"cors-origins" env:"SESSION_TOKENS_CORS_ORIGINS" placeholder:"ORIGIN" help:"Origins whose scripts may call, as in https://app.example. The page /docs may without, if it is reached by the address of --admin-listen or as localhost."`
	DrainDelay       string   `env:"SESSION_TOKENS_DRAIN_DELAY" default:"2s" help:"How long answers go on after SIGTERM, each closing its connection."`
	Demo             bool     `help:"Add a demo user and print how to ask for their records."`

	redisSettings
	limitSettings
	changeSettings
	secretSettings
	pepperSettings
	issuerSettings
	tlsSettings
	controlSettings
}

// garbagePercent is the value for GOGC. The service keeps little memory (65,536 bearer tokens, and as many members
// that were left out, take at most 52 MB) and allocates little, about 3 kB per request. With Go's default of 100,
// garbage collection takes 4 % of the CPU time.
const garbagePercent = 400

// Run serves until a signal arrives. It reports all errors in the settings at once.
func (s *serveCmd) Run(ctx context.Context, p *program) (err error) {
	log, end := newLog(ctx, p.stderr, p.now)
	defer end()
	hangup, renewed := p.hangup(), p.hangup()
	var d *demo
	if s.Demo {
		d = &demo{}
	}
	var connectionsErr error
	s.connections, connectionsErr = s.redisConnections()
	s.writers = max(minRedisConnections, s.connections/4) // there are fewer changes than reads
	backend, problem := s.open(p, true, &s.limitSettings, &s.changeSettings)
	problems := []error{problem, connectionsErr}
	defer closeBackend(backend, &err)
	certificate := &certificate{settings: &s.tlsSettings, now: p.now, log: log}
	controlled := &controlServer{settings: &s.controlSettings, changes: &s.changeSettings, p: p, log: log}
	keys := &keyring{settings: s, p: p, demo: d, store: backend, accepted: controlled.noteKey, log: log}
	exported := &telemetry{env: p.env, log: log}
	defer exported.end(ctx)
	problems = append(problems, exported.start(ctx))
	if problem == nil {
		keys.store, keys.controls = exported.trace(backend, p.now), backend
	}
	problems = append(problems, keys.start(), certificate.start())
	drain, problem := parseDuration(s.DrainDelay)
	if problem != nil || drain < 0 {
		problems = append(problems, fmt.Errorf("--drain-delay must be a duration like 2s, not %q", s.DrainDelay))
	}
	public, admin, problem := s.listeners(ctx)
	problems = append(problems, problem, controlled.open(ctx, s.Demo))
	for _, l := range []net.Listener{public, admin, controlled.listener} {
		if l != nil {
			defer l.Close()
		}
	}
	if err := errors.Join(append(problems, s.checkResponses(), s.checkShowTokens(), s.checkOrigins())...); err != nil {
		return err
	}
	server, err := handlers.New(handlers.Config{
		Contract: backend.contract, Records: backend.records, Store: backend, Pool: backend.PoolStats, Watch: s.watchRedis(), Turns: s.connections, Reserved: s.redisDescriptors(), Verifiers: keys.verifiers(), Issuer: keys.issuer,
		Report: s.Responses == "report", OwnTokens: s.ShowTokens == "own", Origins: append(s.CORSOrigins, docsOrigins(admin.Addr())...),
		Certificate: certificate.source(), H2C: s.H2C, Control: controlled.address(), Tracer: exported.tracer(), Now: p.now, Log: log,
	})
	if err != nil {
		return err
	}
	if err := exported.exportMetrics(ctx, server.Metrics()); err != nil {
		return err
	}
	if p.env("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if err := controlled.start(ctx, backend, keys, server, drain); err != nil {
		return err
	}
	defer controlled.stop()
	s.warn(p, log, d)
	keys.describe()
	certificate.describe()
	log.Info("listening", "public", public.Addr().String(), "admin", admin.Addr().String(), "control", controlled.address(), "tls", certificate.on(), "redis_connections", s.connections)
	if d != nil {
		if err := d.add(ctx, p, log, backend, s, public.Addr().String(), admin.Addr().String(), controlled.address()); err != nil {
			return err
		}
	}
	go reread(ctx, hangup, keys.again)
	if keys.issuer != nil {
		go keys.issuer.Run(ctx)
	}
	if certificate.on() {
		go reread(ctx, renewed, certificate.again)
	}
	if err := server.Serve(ctx, public, admin, drain); err != nil {
		// Log the error, since writing to stderr here might block.
		log.Error("serving ended", "error", err)
		return errShown
	}
	return nil
}

// redisDescriptors returns the number of file descriptors that connections to Redis may take. The Redis in memory
// has both ends of each connection. A Cluster has a pool per node: while one node does not respond, requests may
// hold a full pool waiting for it, while the pools of the other nodes are in use too.
func (s *serveCmd) redisDescriptors() int {
	if s.RedisURL == "" || strings.Contains(s.RedisURL, "-cluster://") {
		return 2 * (s.connections + s.writers)
	}
	return s.connections + s.writers
}

const (
	// redisConnections is the default limit of the connection pool, and of the requests that query Redis
	// concurrently. With 20, a fifth of 1,500 clients got no response; with 400, so many requests wait at once for
	// a busy processor that some exceed their time-out. With a round trip of 10 ms, 128 connections allow 12,800
	// reads a second.
	redisConnections = 128
	// minRedisConnections is the least useful limit: with fewer, one slow reply delays the others.
	minRedisConnections = 4
)

// redisConnections returns the limit, by default at most a quarter of the open files: the rest is for clients and
// the operator.
func (s *serveCmd) redisConnections() (int, error) {
	if s.RedisConnections != "" {
		return positive("redis-connections", s.RedisConnections)
	}
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return 0, fmt.Errorf("--redis-connections: ask how many files may be open: %w", err)
	}
	quarter := files.Cur / 4
	if quarter > redisConnections {
		quarter = redisConnections
	}
	return max(minRedisConnections, int(quarter)), nil
}

// watchRedis returns how often to check whether Redis is usable. The Redis in memory always is.
func (s *serveCmd) watchRedis() time.Duration {
	if s.RedisURL == "" {
		return 0
	}
	return time.Second
}

func (s *serveCmd) checkShowTokens() error {
	if s.ShowTokens != "all" && s.ShowTokens != "own" {
		return fmt.Errorf("--show-tokens must be all or own, not %q", s.ShowTokens)
	}
	return nil
}

func (s *serveCmd) checkResponses() error {
	if s.Responses != "enforce" && s.Responses != "report" {
		return fmt.Errorf("--responses must be enforce or report, not %q", s.Responses)
	}
	return nil
}

// docsOrigins returns the origins of the page /docs, as far as the address tells: the page's scripts call the other
// listener. If the page is opened under another name of this machine, only the operator knows that origin.
func docsOrigins(admin net.Addr) []string {
	host, port, err := net.SplitHostPort(admin.String())
	if err != nil {
		return nil
	}
	hosts := []string{host}
	if ip := net.ParseIP(host); ip.IsLoopback() || ip.IsUnspecified() {
		hosts = []string{"localhost", "127.0.0.1", "::1"}
		if !ip.IsUnspecified() && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	var origins []string
	for _, host := range hosts {
		origins = append(origins, "http://"+net.JoinHostPort(host, port))
	}
	return origins
}

// listeners opens both ports at once, so that a port in use is reported at start-up.
func (s *serveCmd) listeners(ctx context.Context) (public, admin net.Listener, err error) {
	var config net.ListenConfig
	public, publicErr := config.Listen(ctx, "tcp", s.Listen)
	admin, adminErr := config.Listen(ctx, "tcp", s.AdminListen)
	if public != nil && errors.Is(adminErr, syscall.EADDRINUSE) && samePort(public.Addr().String(), s.AdminListen) {
		return public, nil, fmt.Errorf("--listen and --admin-listen have the same port, %s and %s: give each its own", s.Listen, s.AdminListen)
	}
	return public, admin, errors.Join(notOpen("listen", s.Listen, publicErr), notOpen("admin-listen", s.AdminListen, adminErr))
}

func samePort(a, b string) bool {
	_, portA, errA := net.SplitHostPort(a)
	_, portB, errB := net.SplitHostPort(b)
	return errA == nil && errB == nil && portA == portB
}

func notOpen(flag, address string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		variable := settingPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
		return fmt.Errorf("--%s: another program listens on %s: stop it, or choose another port by --%[1]s or %[3]s", flag, address, variable)
	}
	return fmt.Errorf("--%s: %w", flag, err)
}

// warn logs what an operator should learn at start-up rather than later.
func (s *serveCmd) warn(p *program, log *slog.Logger, d *demo) {
	if len(p.unknown) > 0 {
		log.Warn("variables of the environment are named like settings, and are none: they are ignored", "names", p.unknown)
	}
	if s.RedisURL == "" {
		log.Warn("NO REDIS: records are kept in memory and are gone when this process ends; set REDIS_URL")
	}
	if d != nil {
		if s.RedisURL != "" {
			log.Warn("the demo user's records and API key go into Redis and stay there until they expire")
		}
		return
	}
	if s.JWTHS256SecretFile == "" && p.env(hs256Secret) == "" && s.JWTPublicKeyFile == "" && s.JWTJWKSURL == "" {
		log.Warn("no key for bearer tokens is set: every one is refused")
	} else if s.JWTIssuer == "" || s.JWTAudience == "" {
		log.Warn("a bearer that the same key signed for another service is accepted: set --jwt-issuer and --jwt-audience")
	}
	if s.APIKeyPepperFile == "" && p.env(apiKeyPepper) == "" {
		log.Warn("no pepper for API keys is set: every one is refused")
	}
}
