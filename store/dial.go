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
	// readTimeout is how long a reader waits for an answer of Redis.
	readTimeout = 200 * time.Millisecond
	// idleLife is how long a connection that nobody uses is kept. Many firewalls forget one after some minutes,
	// and tell neither side.
	idleLife = 2 * time.Minute
	// idleSince: a connection that answered within this time was no idle one. Redis itself is slow, then,
	// or gone. It is a small part of the second after which the service looks at Redis again, so that the
	// connection which it looks over is an idle one too, whenever a request comes.
	idleSince = 20 * time.Millisecond
	// longIdle: a connection that was idle for so long gets half of the time to answer in.
	longIdle = time.Second
)

// keepAlive lets the kernel find out within 25 s that the other side of an idle connection is gone, and
// keeps those alive that a firewall would forget.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 2}

// dialer makes the connections to one Redis, and remembers which of them it no longer trusts.
//
// A firewall that has forgotten a connection drops what is sent over it in silence, which costs the first
// request on it the whole read time-out. It has then forgotten the other idle ones as well, so none
// that was not used since is used again.
type dialer struct {
	secure *Security                             // nil without TLS
	master func(context.Context) (string, error) // where to, if not where go-redis says; nil without Sentinels
	now    func() time.Time
	began  time.Time
	// trusted is the moment, since began, that a connection must have answered after.
	trusted atomic.Int64
	// epoch counts how often all connections became useless.
	epoch atomic.Int64
}

func newDialer(secure *Security, now func() time.Time) *dialer {
	return &dialer{secure: secure, now: now, began: now()}
}

// clock is the time since the dialer was made: a step of the machine's clock does not show.
func (d *dialer) clock() int64 { return int64(d.now().Sub(d.began)) }

// distrust ends all connections that have not answered since the moment, when each is next to be used.
func (d *dialer) distrust(since int64) {
	for {
		before := d.trusted.Load()
		if since <= before || d.trusted.CompareAndSwap(before, since) {
			return
		}
	}
}

// renew ends all connections that there are, when each is next to be used.
func (d *dialer) renew() { d.epoch.Add(1) }

// dial makes a connection, handshake included, within the context's deadline. If it can't, the first use of what
// it returns fails.
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

// connect returns the epoch that the connection is of as well.
func (d *dialer) connect(ctx context.Context, network, address string) (made net.Conn, epoch int64, err error) {
	epoch = d.epoch.Load()
	for d.master != nil {
		if address, err = d.master(ctx); err != nil {
			return nil, 0, err
		}
		before := epoch
		if epoch = d.epoch.Load(); epoch == before {
			break // or the master changed meanwhile
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

// stillborn stands for a connection that could not be made. go-redis counts errors of a dialer; once there
// were as many as the pool has connections it dials once a second only, and a Redis that is back is then not
// found for so long. What goes wrong later it does not count.
type stillborn struct {
	net.Conn
	err error
}

// SyscallConn keeps one from being used that was left in the pool: whoever it was made for did not wait for it, and by
// now there may be connections to be had.
func (s stillborn) SyscallConn() (syscall.RawConn, error) { return nil, s.err }

func (s stillborn) Read([]byte) (int, error)  { return 0, s.err }
func (s stillborn) Write([]byte) (int, error) { return 0, s.err }

// connError is why there is no connection, or no longer. go-redis takes off one layer of an error on its way; this
// one it leaves as it is. The attempt to connect began at that time of the dialer's clock.
type connError struct {
	err   error
	began int64
}

func (e *connError) Error() string   { return e.err.Error() }
func (e *connError) Unwrap() []error { return []error{e.err} }

// conn is a connection that knows when it was last used.
type conn struct {
	net.Conn
	// socket is the one below TLS.
	socket syscall.Conn
	dialer *dialer
	epoch  int64 // the dialer's, when it was made
	began  int64 // when the attempt to make it did, by the dialer's clock
	// asked and answered are when something was last written and read, by the dialer's clock.
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

// lost tells of an error that means that the connection is gone when it was made.
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

// wasIdle reports whether what was last asked was asked of a connection that had been idle for some time, and is
// not answered yet.
func (c *conn) wasIdle(since time.Duration) bool {
	return c.asked.Load()-c.answered.Load() > int64(since)
}

// SetReadDeadline is what go-redis calls before it reads an answer. That of a connection which had long been idle
// comes sooner: half of the time of a request is for the second try.
func (c *conn) SetReadDeadline(t time.Time) error {
	// Who waits for longer than a request may is not asked to hurry.
	if left := t.Sub(c.dialer.now()); !t.IsZero() && left > 0 && left < time.Second && c.wasIdle(longIdle) {
		t = t.Add(-left / 2)
	}
	return c.Conn.SetReadDeadline(t)
}

// SyscallConn is what go-redis asks for before it uses a pooled connection, to see on the socket whether the
// other side has closed it, and what it takes an error of as a reason to drop the connection. TLS hides the socket.
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

// silentError is a time-out on a connection that had been idle. It says more of the connection than of Redis.
type silentError struct{ timeout net.Error }

func (e *silentError) Error() string   { return e.timeout.Error() }
func (e *silentError) Unwrap() error   { return e.timeout }
func (e *silentError) Timeout() bool   { return true }
func (e *silentError) Temporary() bool { return true }
