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

// DefaultMaxRecords is the default of Config.MaxRecords. Reading 100,000 records takes Redis 88 ms, during which it
// serves nobody else.
const DefaultMaxRecords = 100

// DefaultConnections is the default size of a connection pool: enough for a program with one user.
const DefaultConnections = 4

// Config is what a [Redis] needs. Now and Check are required.
type Config struct {
	// Now is the only clock of this package.
	Now func() time.Time
	// Check says whether a record conforms to the contract. Each record is checked before it is stored.
	Check func(kind Kind, record []byte) error
	// MaxRecords is how many records a user may have in each set; zero means DefaultMaxRecords. To make room, the
	// records with the earliest expiry are evicted, never the new one.
	MaxRecords int
	// MaxListRecords is how many members [Redis.List] may read of each set, and MaxListBytes how many bytes of both;
	// zero means DefaultMaxListRecords and DefaultMaxListBytes.
	MaxListRecords, MaxListBytes int
	// MaxEvents is how many events are kept; zero means DefaultMaxEvents.
	MaxEvents int
	// Connections is the size of the connection pool for reads, in a Cluster of that to each node; zero means
	// DefaultConnections. A server needs some hundred: with 20, 1,000 clients wait for one another.
	Connections int
	// Writers is the size of the connection pool for changes; zero means DefaultConnections.
	Writers  int
	Security Security
	// WaitReplicas is how many replicas must acknowledge a change, within WaitTimeout, before it is reported as done.
	// Zero means none. See [ErrReplicas].
	WaitReplicas int
	WaitTimeout  time.Duration
}

// Redis keeps records in a Redis server, in the one that Sentinels name, in a Cluster, or in memory, in this process. It
// is safe for concurrent use.
type Redis struct {
	place place
	// read has short time-outs, since a request waits for the answer.
	read client
	// write is for changes, including the reads that they begin with. Its time-outs are longer.
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
	// replicas is how many must acknowledge a change, within replicasTimeout.
	replicas        int
	replicasTimeout time.Duration
	embedded        *miniredis.Miniredis // nil with a real Redis server
}

// client sends each command to the server that has its key.
type client struct {
	redis.UniversalClient
	single  *redis.Client        // the same client; nil in a Cluster
	cluster *redis.ClusterClient // the same client in a Cluster; otherwise nil
}

const (
	// dialsAtOnce bounds the concurrent dials. In a burst each request wants a connection, and on many machines Redis
	// accepts 128 at a time: further ones are not answered for a second.
	dialsAtOnce = 64
	// writeTimeout is how long a change waits for the reply of Redis, not counting the wait for replicas.
	writeTimeout = 3 * time.Second
)

// Open returns a [Redis] for a URL, whose forms are in docs/records.md. It connects on first use, so a server that is down
// is not an error here: see [Redis.Ready]. The error never contains the URL, which may hold a password.
func Open(url string, cfg Config) (*Redis, error) {
	p, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	if err := cfg.Security.check(p); err != nil {
		return nil, err
	}
	// Errors are returned to the caller; go-redis would also print them to stderr.
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
	read.PoolTimeout = time.Minute // in effect, until the request's deadline
	read.PoolSize = cmp.Or(cfg.Connections, DefaultConnections)
	read.MaxConcurrentDials = min(read.PoolSize, dialsAtOnce)
	write.DialTimeout = 2 * time.Second
	write.ReadTimeout = writeTimeout + cfg.WaitTimeout
	write.PoolSize = cmp.Or(cfg.Writers, DefaultConnections) // a command-line program makes one change at a time
	s.read, s.write = p.client(&read), p.client(&write)
	return s, nil
}

// options returns the options that all connections share.
func options(network, address string, d *dialer, credentials func(context.Context) (string, string, error)) *redis.Options {
	return &redis.Options{
		Network: network, Addr: address, Dialer: d.dial, CredentialsProviderContext: credentials,
		ContextTimeoutEnabled:    true,
		DisableIdentity:          true, // a new connection then costs two round trips, not four
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
		PipelinePoolSize:         -1, // one warm pool, not a cold one beside it
		DialerRetries:            1,
		ConnMaxIdleTime:          idleLife,
		// go-redis must not retry: a repeated ZADD could bring back what was revoked in between. Reads are retried by
		// [Redis.reading].
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

// OpenInMemory starts a Redis inside this process. Its data is lost when it is closed.
func OpenInMemory(cfg Config) (*Redis, error) {
	engine := miniredis.NewMiniRedis()
	// The engine listens on a loopback port, which other users of the machine can reach.
	password := rand.Text()
	engine.RequireAuth(password)
	if err := engine.Start(); err != nil {
		return nil, fmt.Errorf("start the Redis in memory: %w", err)
	}
	s, err := Open("redis://:"+password+"@"+engine.Addr(), cfg)
	if err != nil {
		engine.Close()
		return nil, err
	}
	s.embedded = engine
	return s, nil
}

// Close moves the events that are still waiting, closes all connections, and stops the Redis in memory.
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

// PoolStats holds statistics of the connection pool that serves requests.
type PoolStats struct {
	Hits, Misses uint32 // requests that found a free connection, and that did not
	Waits        uint32 // requests that waited for a connection and got one
	Stale        uint32 // connections that were found dead
	Total, Idle  uint32 // connections that exist now, and those of them that are idle
}

// PoolStats returns statistics of the connection pool that serves requests.
func (s *Redis) PoolStats() PoolStats {
	p := s.read.PoolStats()
	return PoolStats{Hits: p.Hits, Misses: p.Misses, Waits: p.WaitCount, Stale: p.StaleConns, Total: p.TotalConns, Idle: p.IdleConns}
}

func (s *Redis) unixNow() string { return unix(s.now()) }

// unix formats a time as scores are written: in Unix seconds, to the millisecond.
func unix(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)
}
