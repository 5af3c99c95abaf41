package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
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
	// MaxEvents is how many events are kept; zero is DefaultMaxEvents.
	MaxEvents int
	// Connections is how many there are for reading at the most, in a Cluster to each node; zero is
	// DefaultConnections. A server wants some hundred: with 20 of them, 1,000 clients wait for one another.
	Connections int
	// Writers is how many connections there are for changes at the most; zero is DefaultConnections.
	Writers  int
	Security Security
	// WaitReplicas is how many replicas must have a change before it is reported as done, within WaitTimeout. Zero
	// waits for none. See [ErrReplicas].
	WaitReplicas int
	WaitTimeout  time.Duration
}

// Redis keeps records in a Redis server, in the one that Sentinels name, in a Cluster, or in an embedded engine. It
// is safe for concurrent use.
type Redis struct {
	place place
	// read gives up early: a request waits for the answer.
	read client
	// write is for commands of people, those that read before they change anything included. It waits for no
	// request and may take longer.
	write      client
	dialer     *dialer
	sentinels  *sentinels // nil without
	gate       *gate
	answers    atomic.Uint64 // how many reads Redis has answered
	now        func() time.Time
	check      func(Kind, []byte) error
	maxRecords int
	limits     limits
	events     *mover
	maxEvents  int
	// replicas is how many must have a change, within replicasTimeout.
	replicas        int
	replicasTimeout time.Duration
	embedded        *miniredis.Miniredis // nil with a Redis server
}

// client asks the server that has the key, whichever that is.
type client struct {
	redis.UniversalClient
	single  *redis.Client        // the same, but for a Cluster: then nil
	cluster *redis.ClusterClient // the same, in a Cluster; else nil
}

const (
	// dialsAtOnce bounds how many connections are opened at the same time. Where a crowd comes, each wants one,
	// and a Redis accepts 128 at a time on many machines: the next are not answered for a second.
	dialsAtOnce = 64
	// writeTimeout is how long a command of people waits for an answer of Redis.
	writeTimeout = 3 * time.Second
)

// Open uses the Redis at a URL, see README.md. It connects when first used, so a server that is down is not an
// error here: see [Redis.Ready]. The error never shows the URL, which may hold a password.
func Open(url string, cfg Config) (*Redis, error) {
	p, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	if err := cfg.Security.check(p); err != nil {
		return nil, err
	}
	// Errors reach the caller; go-redis would print them to stderr besides.
	logging.Disable()
	var secure *Security
	if p.tls {
		secure = &cfg.Security
	}
	s := &Redis{
		place: p, dialer: newDialer(secure, cfg.Now), gate: newGate(cfg.Now), now: cfg.Now, check: cfg.Check,
		maxRecords: cmp.Or(cfg.MaxRecords, DefaultMaxRecords),
		limits:     limits{cmp.Or(cfg.MaxListRecords, DefaultMaxListRecords), cmp.Or(cfg.MaxListBytes, DefaultMaxListBytes)},
		events:     newMover(), maxEvents: cmp.Or(cfg.MaxEvents, DefaultMaxEvents),
		replicas: cfg.WaitReplicas, replicasTimeout: cfg.WaitTimeout,
	}
	if p.topology == sentinel {
		s.sentinels = newSentinels(p, &cfg.Security, newDialer(secure, cfg.Now), s.dialer.renew)
		s.dialer.master = s.sentinels.ask
	}
	base := options(p.network, p.addresses[0], s.dialer, credentials(p.user, p.password, cfg.Security.Password))
	base.DB = p.database
	base.OnConnect = func(ctx context.Context, cn *redis.Conn) error {
		_, err := s.hello(ctx, cn)
		return err
	}
	read, write := *base, *base
	read.DialTimeout = 250 * time.Millisecond
	read.ReadTimeout = readTimeout
	read.PoolTimeout = time.Minute // until the deadline of who asks
	read.PoolSize = cmp.Or(cfg.Connections, DefaultConnections)
	read.MaxConcurrentDials = min(read.PoolSize, dialsAtOnce)
	write.DialTimeout = 2 * time.Second
	write.ReadTimeout = writeTimeout + cfg.WaitTimeout
	write.PoolSize = cmp.Or(cfg.Writers, DefaultConnections) // a command-line program writes one after the other
	s.read, s.write = p.client(&read), p.client(&write)
	return s, nil
}

// options are those that all connections have.
func options(network, address string, d *dialer, credentials func(context.Context) (string, string, error)) *redis.Options {
	return &redis.Options{
		Network: network, Addr: address, Dialer: d.dial, CredentialsProviderContext: credentials,
		ContextTimeoutEnabled:    true,
		DisableIdentity:          true, // a new connection then costs two round trips, not four
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
		PipelinePoolSize:         -1, // one warm pool, not a cold one beside it
		DialerRetries:            1,
		ConnMaxIdleTime:          idleLife,
		// Nothing is repeated by go-redis. A repeated ZADD could bring back what was revoked in between; what
		// of reading is tried again, says reading.
		MaxRetries: -1,
	}
}

func (p place) client(o *redis.Options) client {
	if p.topology == cluster {
		c := newCluster(p.addresses, o)
		return client{UniversalClient: c, cluster: c}
	}
	c := redis.NewClient(o)
	return client{UniversalClient: c, single: c}
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
	s.events.close()
	err := errors.Join(s.read.Close(), s.write.Close())
	if s.sentinels != nil {
		err = errors.Join(err, s.sentinels.close())
	}
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
