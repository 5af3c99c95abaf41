package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// DefaultMaxRecords is how many records a user has at the most in each of the two sets, unless
// configured otherwise. Reading 100,000 of them takes Redis 88 ms, in which nobody else is served.
const DefaultMaxRecords = 100

// Config is what a [Redis] needs. Every field is required but MaxRecords.
type Config struct {
	// Now is the only clock of this package.
	Now func() time.Time
	// Check says whether a record conforms to the contract. Each record is checked before it is put.
	Check func(kind Kind, record []byte) error
	// MaxRecords is how many records a user has at the most in each set; zero is DefaultMaxRecords.
	// To make room, the record with the earliest expiry goes first, never the new one.
	MaxRecords int
}

// Redis keeps records in a Redis server, or in an embedded engine. It is safe for concurrent use.
type Redis struct {
	// read repeats a lost command once and gives up early: somebody waits for the answer.
	read *redis.Client
	// write never repeats: a repeated ZADD could bring back what was revoked in between.
	write      *redis.Client
	now        func() time.Time
	check      func(Kind, []byte) error
	maxRecords int
	embedded   *miniredis.Miniredis // nil with a Redis server
}

// Open uses the Redis server at a redis:// or rediss:// URL. It connects when first used, so a
// server that is down is not an error here: see [Redis.Ping]. The error never shows the URL, which
// may hold a password.
func Open(url string, cfg Config) (*Redis, error) {
	base, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("the Redis URL can't be read: want redis://[user:password@]host:port[/number], or rediss:// for TLS")
	}
	// Errors reach the caller; go-redis would print them to stderr besides.
	logging.Disable()
	base.ContextTimeoutEnabled = true
	base.DisableIdentity = true // a new connection then costs one round trip, not three
	base.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	base.PipelinePoolSize = -1 // one warm pool, not a cold one beside it
	base.DialerRetries = 1

	read, write := *base, *base
	read.DialTimeout = 250 * time.Millisecond
	read.ReadTimeout = 200 * time.Millisecond
	read.WriteTimeout = 200 * time.Millisecond
	read.PoolTimeout = 50 * time.Millisecond
	read.MaxRetries = 1
	read.MinRetryBackoff = 5 * time.Millisecond
	read.MaxRetryBackoff = 20 * time.Millisecond
	write.MaxRetries = -1
	write.DialTimeout = 2 * time.Second
	write.PoolSize = 4 // a command-line program and the demo write, one request after the other

	if base.TLSConfig != nil {
		read.Dialer = tlsDialer(base.TLSConfig, read.DialTimeout)
		write.Dialer = tlsDialer(base.TLSConfig, write.DialTimeout)
	}

	maxRecords := cfg.MaxRecords
	if maxRecords == 0 {
		maxRecords = DefaultMaxRecords
	}
	return &Redis{
		read: redis.NewClient(&read), write: redis.NewClient(&write),
		now: cfg.Now, check: cfg.Check, maxRecords: maxRecords,
	}, nil
}

// OpenEmbedded starts an engine inside this process. What is put into it is gone when it is closed.
func OpenEmbedded(cfg Config) (*Redis, error) {
	engine := miniredis.NewMiniRedis()
	// The engine listens on a loopback port, which other users of the machine can reach.
	password := rand.Text()
	engine.RequireAuth(password)
	if err := engine.Start(); err != nil {
		return nil, fmt.Errorf("start the embedded engine: %w", err)
	}
	s, err := Open("redis://:"+password+"@"+engine.Addr(), cfg)
	if err != nil {
		engine.Close()
		return nil, err
	}
	s.embedded = engine
	return s, nil
}

// Close ends all connections, and the embedded engine with what it holds.
func (s *Redis) Close() error {
	err := errors.Join(s.read.Close(), s.write.Close())
	if s.embedded != nil {
		s.embedded.Close()
	}
	return err
}

// nobody stands for a user and an API key. Whether there is one makes no difference: what is read of it
// is not looked at.
const nobody = "nobody"

// Ready asks what a request asks, of one user and one API key. Errors: [ErrUnavailable],
// [ErrPermission].
func (s *Redis) Ready(ctx context.Context) error {
	if err := s.List(ctx, nobody, new(Lists)); err != nil {
		return err
	}
	if _, err := s.APIKey(ctx, nobody); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}

// PoolStats is what the pool of connections that serves requests did so far, and has now.
type PoolStats struct {
	Hits, Misses uint32 // requests that found a free connection, and that did not
	Timeouts     uint32 // waits for a connection that were given up
	Stale        uint32 // connections that were found dead
	Total, Idle  uint32 // connections now, and of them those that nobody uses
}

// PoolStats counts what the pool that serves requests did.
func (s *Redis) PoolStats() PoolStats {
	p := s.read.PoolStats()
	return PoolStats{Hits: p.Hits, Misses: p.Misses, Timeouts: p.Timeouts, Stale: p.StaleConns, Total: p.TotalConns, Idle: p.IdleConns}
}

func (s *Redis) unixNow() string { return unix(s.now()) }

// unix is a time as Redis scores are written: Unix seconds, to the millisecond.
func unix(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)
}

// failed turns an error of go-redis into one of this package. Of what Redis said only the first
// word is kept ("OOM", "NOPERM"): the rest may repeat arguments or records, which hold tokens.
func failed(operation string, err error) error {
	var reply redis.Error
	var network net.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, context.Canceled),
		errors.Is(err, redis.ErrPoolTimeout), errors.Is(err, redis.ErrClosed):
		return fmt.Errorf("%s: %w: %w", operation, ErrUnavailable, err)
	case !errors.As(err, &reply): // of the protocol: its text quotes what could not be read
		return fmt.Errorf("%s: %w: the answer can't be read", operation, ErrUnavailable)
	case strings.Contains(reply.Error(), "WRONGTYPE"): // not a prefix where a script said it
		return fmt.Errorf("%s: %w", operation, ErrLayout)
	case notAllowed(reply.Error()):
		return fmt.Errorf("%s: %w", operation, ErrPermission)
	}
	code, _, _ := strings.Cut(reply.Error(), " ")
	return fmt.Errorf("%s: %w: Redis said %s", operation, ErrUnavailable, code)
}

// notAllowed reports whether Redis refused a command by its ACL. Of what a script runs it says so in words
// that differ by version.
func notAllowed(reply string) bool {
	return strings.Contains(reply, "NOPERM") ||
		strings.Contains(reply, "The user executing the script can't") || // 7.0
		strings.Contains(reply, "ACL failure in script") // 7.2 and later
}
