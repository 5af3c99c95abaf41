package store

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// readTimeout is how long a read waits for the reply of Redis.
	readTimeout = 200 * time.Millisecond
	// idleLife is how long an idle connection is kept. Many firewalls forget a connection after some minutes, without
	// telling either side.
	idleLife = 2 * time.Minute
	// idleSince is how long a connection must have been quiet to count as idle. If one that answered more recently
	// times out, Redis itself is slow or gone. It is a small part of the second after which the service checks Redis
	// again, so that the connection of a check counts as idle too, whenever a request comes.
	idleSince = 20 * time.Millisecond
	// longIdle is the idle time after which a connection gets only half of the time to answer.
	longIdle = time.Second
)

// keepAlive lets the kernel find out within 25 s that the peer of an idle connection is gone, and keeps connections
// alive that a firewall would forget.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 2}

// dialer makes the connections to one Redis, and remembers which of them it no longer trusts.
//
// A firewall that has forgotten a connection silently drops what is sent over it, which costs the first request on it
// the whole read time-out. It has then forgotten the other idle connections as well, so none is reused that has not
// answered since.
type dialer struct {
	secure *Security                             // nil without TLS
	master func(context.Context) (string, error) // overrides the address that go-redis dials; nil without Sentinels
	now    func() time.Time
	began  time.Time
	// trusted is a time by the dialer's clock. A connection that last answered before it is not reused.
	trusted atomic.Int64
	// epoch counts how often all connections were invalidated.
	epoch atomic.Int64
}

func newDialer(secure *Security, now func() time.Time) *dialer {
	return &dialer{secure: secure, now: now, began: now()}
}

// clock returns the nanoseconds since the dialer was made. Steps of the system clock don't affect it.
func (d *dialer) clock() int64 { return int64(d.now().Sub(d.began)) }

// distrust ends all connections that have not answered since then, each when it is next to be used.
func (d *dialer) distrust(since int64) {
	for {
		before := d.trusted.Load()
		if since <= before || d.trusted.CompareAndSwap(before, since) {
			return
		}
	}
}

// renew ends all existing connections, each when it is next to be used.
func (d *dialer) renew() { d.epoch.Add(1) }

// dial makes a connection, including its handshake, within the context's deadline. It returns no error: a connection
// that could not be made fails on first use, see stillborn.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	began := d.clock()
	made, epoch, err := d.connect(ctx, network, address)
	if err != nil {
		placeholder, _ := net.Pipe()
		return stillborn{placeholder, &connError{err, began}}, nil
	}
	c := &conn{Conn: made, dialer: d, epoch: epoch, began: began}
	if secure, ok := made.(*tls.Conn); ok {
		made = secure.NetConn()
	}
	c.socket, _ = made.(syscall.Conn)
	c.answered.Store(d.clock())
	return c, nil
}

// connect also returns the epoch of the connection.
func (d *dialer) connect(ctx context.Context, network, address string) (made net.Conn, epoch int64, err error) {
	epoch = d.epoch.Load()
	for d.master != nil {
		if address, err = d.master(ctx); err != nil {
			return nil, 0, err
		}
		before := epoch
		if epoch = d.epoch.Load(); epoch == before {
			break // otherwise the master changed meanwhile
		}
	}
	plain := &net.Dialer{KeepAliveConfig: keepAlive}
	if d.secure == nil {
		made, err = plain.DialContext(ctx, network, address)
		return made, epoch, err
	}
	config, err := d.secure.tls()
	if err != nil {
		return nil, 0, &failure{operation: "connect", kind: ErrUnavailable, cause: causeFile, err: err}
	}
	made, err = (&tls.Dialer{NetDialer: plain, Config: config}).DialContext(ctx, network, address)
	return made, epoch, err
}

// stillborn stands for a connection that could not be made. go-redis counts failed dials: after as many as the pool
// has connections it dials only once a second, so a Redis that is back would go unnoticed for that long. Later errors
// are not counted.
type stillborn struct {
	net.Conn
	err error
}

// SyscallConn makes go-redis drop a stillborn connection that it finds in the pool: the request that it was dialled
// for did not wait for it, and by now a new dial may succeed.
func (s stillborn) SyscallConn() (syscall.RawConn, error) { return nil, s.err }

func (s stillborn) Read([]byte) (int, error)  { return 0, s.err }
func (s stillborn) Write([]byte) (int, error) { return 0, s.err }

// connError says why a connection could not be made, or was lost. go-redis unwraps one layer of an error, but not
// this one, since Unwrap returns a slice. began is when the dial began, by the dialer's clock.
type connError struct {
	err   error
	began int64
}

func (e *connError) Error() string   { return e.err.Error() }
func (e *connError) Unwrap() []error { return []error{e.err} }

// conn is a connection that knows when it was last used.
type conn struct {
	net.Conn
	// socket is the connection below TLS.
	socket syscall.Conn
	dialer *dialer
	epoch  int64 // the dialer's, when the connection was made
	began  int64 // when the dial began, by the dialer's clock
	// asked and answered are when data was last written and read, by the dialer's clock.
	asked, answered atomic.Int64
}

func (c *conn) Write(b []byte) (int, error) {
	c.asked.Store(c.dialer.clock())
	n, err := c.Conn.Write(b)
	return n, c.lost(err)
}

func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.answered.Store(c.dialer.clock())
	}
	var network net.Error
	if err == nil || !errors.As(err, &network) || !network.Timeout() {
		return n, c.lost(err)
	}
	if c.wasIdle(idleSince) {
		c.dialer.distrust(c.asked.Load())
		return n, &silentError{network}
	}
	return n, err
}

// lost adds the time of the dial to an error that means that the connection is gone.
func (c *conn) lost(err error) error {
	if isLost(err) {
		return &connError{err, c.began}
	}
	return err
}

// isLost reports whether the error means that a connection is gone.
func isLost(err error) bool {
	for _, lost := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}

// wasIdle reports whether the last request is unanswered, and was sent on a connection that had been idle for longer
// than since.
func (c *conn) wasIdle(since time.Duration) bool {
	return c.asked.Load()-c.answered.Load() > int64(since)
}

// SetReadDeadline is called by go-redis before it reads a reply. For a connection that had long been idle the
// deadline is sooner: half of a request's time is left for a retry.
func (c *conn) SetReadDeadline(t time.Time) error {
	// A longer wait than a request's is not shortened.
	if left := t.Sub(c.dialer.now()); !t.IsZero() && left > 0 && left < time.Second && c.wasIdle(longIdle) {
		t = t.Add(-left / 2)
	}
	return c.Conn.SetReadDeadline(t)
}

// SyscallConn is called by go-redis before it uses a pooled connection, to see on the socket whether the peer has
// closed it; on an error it drops the connection. TLS hides the socket.
func (c *conn) SyscallConn() (syscall.RawConn, error) {
	if c.epoch != c.dialer.epoch.Load() || c.answered.Load() < c.dialer.trusted.Load() {
		return nil, errDistrusted
	}
	if c.socket == nil {
		return nil, errNoSocket
	}
	return c.socket.SyscallConn()
}

var (
	errDistrusted = errors.New("a connection that is no longer trusted")
	errNoSocket   = errors.New("no socket")
)

// silentError is a time-out on a connection that had been idle. It says more about the connection than about Redis.
type silentError struct{ timeout net.Error }

func (e *silentError) Error() string   { return e.timeout.Error() }
func (e *silentError) Unwrap() error   { return e.timeout }
func (e *silentError) Timeout() bool   { return true }
func (e *silentError) Temporary() bool { return true }
