package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// DefaultMaxRecords is how many records a user has at the most in each of the two sets, unless
// configured otherwise. Reading 100,000 of them takes Redis 88 ms, in which nobody else is served.
const DefaultMaxRecords = 100

// DefaultConnections is how many connections for reading there are at the most, unless configured otherwise: for a
// program with one user.
const DefaultConnections = 4

// Config is what a [Redis] needs. Now and Check are required.
type Config struct {
	// Now is the only clock of this package.
	Now func() time.Time
	// Check says whether a record conforms to the contract. Each record is checked before it is put.
	Check func(kind Kind, record []byte) error
	// MaxRecords is how many records a user has at the most in each set; zero is DefaultMaxRecords.
	// To make room, the record with the earliest expiry goes first, never the new one.
	MaxRecords int
	// MaxListRecords is how many members [Redis.List] may read of each set, and MaxListBytes how many bytes of
	// both; zero is DefaultMaxListRecords and DefaultMaxListBytes.
	MaxListRecords, MaxListBytes int
	// Connections is how many there are for reading at the most; zero is DefaultConnections. A server
	// wants some hundred: with 20 of them, 1,000 clients wait for one another.
	Connections int
}

// Redis keeps records in a Redis server, or in an embedded engine. It is safe for concurrent use.
type Redis struct {
	// read gives up early: a request waits for the answer.
	read *redis.Client
	// write is for commands of people, those that read before they change anything included. It waits for no
	// request and may take longer.
	write      *redis.Client
	dialer     *dialer
	gate       *gate
	answers    atomic.Uint64 // how many reads Redis has answered
	now        func() time.Time
	check      func(Kind, []byte) error
	maxRecords int
	limits     limits
	embedded   *miniredis.Miniredis // nil with a Redis server
}

// dialsAtOnce bounds how many connections are opened at the same time. Where a crowd comes, each wants one,
// and a Redis accepts 128 at a time on many machines: the next are not answered for a second.
const dialsAtOnce = 64

// Open uses the Redis server at a redis:// or rediss:// URL. It connects when first used, so a
// server that is down is not an error here: see [Redis.Ready]. The error never shows the URL, which
// may hold a password.
func Open(url string, cfg Config) (*Redis, error) {
	base, err := redis.ParseURL(url)
	// A password with a # ends the URL there, and what is before it may be taken for a host and asked of the DNS.
	if err != nil || strings.Contains(url, "#") {
		return nil, errors.New("the Redis URL can't be read: want redis://[user:password@]host:port[/number], or rediss:// for TLS; " +
			"in a password, write @ as %40, # as %23, / as %2F, ? as %3F and % as %25")
	}
	s := &Redis{
		dialer: newDialer(base.TLSConfig, cfg.Now), gate: newGate(cfg.Now), now: cfg.Now, check: cfg.Check,
		maxRecords: cmp.Or(cfg.MaxRecords, DefaultMaxRecords),
		limits:     limits{cmp.Or(cfg.MaxListRecords, DefaultMaxListRecords), cmp.Or(cfg.MaxListBytes, DefaultMaxListBytes)},
	}
	// Errors reach the caller; go-redis would print them to stderr besides.
	logging.Disable()
	base.Dialer = s.dialer.dial
	base.OnConnect = func(ctx context.Context, cn *redis.Conn) error {
		_, err := s.hello(ctx, cn)
		return err
	}
	base.ContextTimeoutEnabled = true
	base.DisableIdentity = true // a new connection then costs two round trips, not four
	base.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	base.PipelinePoolSize = -1 // one warm pool, not a cold one beside it
	base.DialerRetries = 1
	base.ConnMaxIdleTime = idleLife
	// Nothing is repeated by go-redis. A repeated ZADD could bring back what was revoked in between; what
	// of reading is tried again, says reading.
	base.MaxRetries = -1

	read, write := *base, *base
	read.DialTimeout = 250 * time.Millisecond
	read.ReadTimeout = readTimeout
	read.WriteTimeout = readTimeout
	read.PoolTimeout = time.Minute // until the deadline of who asks
	read.PoolSize = cmp.Or(cfg.Connections, DefaultConnections)
	read.MaxConcurrentDials = min(read.PoolSize, dialsAtOnce)
	write.DialTimeout = 2 * time.Second
	write.PoolSize = 4 // a command-line program and the demo write, one request after the other

	s.read, s.write = redis.NewClient(&read), redis.NewClient(&write)
	return s, nil
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

// PoolStats is what the pool of connections that serves requests did so far, and has now.
type PoolStats struct {
	Hits, Misses uint32 // requests that found a free connection, and that did not
	Waits        uint32 // requests that waited for one, and got it
	Stale        uint32 // connections that were found dead
	Total, Idle  uint32 // connections now, and of them those that nobody uses
}

// PoolStats counts what the pool that serves requests did.
func (s *Redis) PoolStats() PoolStats {
	p := s.read.PoolStats()
	return PoolStats{Hits: p.Hits, Misses: p.Misses, Waits: p.WaitCount, Stale: p.StaleConns, Total: p.TotalConns, Idle: p.IdleConns}
}

func (s *Redis) unixNow() string { return unix(s.now()) }

// unix is a time as Redis scores are written: Unix seconds, to the millisecond.
func unix(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)
}
