package handlers

import (
	"cmp"
	"container/list"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// adminConnections are enough for a scraper, probes and a browser with the docs.
	adminConnections = 16
	// reservedDescriptors are left for everything but public connections and Redis: the operator's connections, and
	// 16 for the standard streams, the listeners, the poller, and a connection that waits.
	reservedDescriptors = adminConnections + 16
	// leastConnections are allowed even if too few descriptors are left: the service then still answers, with luck.
	leastConnections = 8
)

// publicLimit returns how many public connections there may be at once, so that descriptors are left for the operator
// and for Redis. tooLow reports that there are not enough descriptors for that.
func publicLimit(descriptors uint64, redis int) (limit int, tooLow bool) {
	limit = int(min(descriptors, math.MaxInt32)) - redis - reservedDescriptors //nolint:gosec // fits
	return max(limit, leastConnections), limit < leastConnections
}

// connections bounds a listener's open connections. At the limit, the connection that has been idle longest makes
// room for a new one; if none is idle, the new one waits, and those behind it in the kernel's queue.
//
// netutil.LimitListener of x/net is not used: it waits for a place before it accepts, so it can't tell whether
// anybody wants the place of an idle connection, and never makes room.
type connections struct {
	name  string // of the listener, for the log
	limit int
	now   func() time.Time
	log   *slog.Logger

	mu     sync.Mutex
	room   sync.Cond // signalled when a connection is closed or becomes idle, or all are closed
	open   int
	idle   list.List // of *clientConn, the longest idle first
	full   bool      // the limit was reached, which was logged
	closed bool
}

func newConnections(name string, limit int, now func() time.Time, log *slog.Logger) *connections {
	a := &connections{name: name, limit: limit, now: now, log: log}
	a.room.L = &a.mu
	return a
}

// count returns how many connections are open.
func (a *connections) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.open
}

// admit counts a new connection, once there is room for it. It returns false if the listener is closed.
func (a *connections) admit(c *clientConn) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.open >= a.limit && !a.closed {
		if !a.full {
			a.full = true
			a.log.Warn("the limit of connections is reached: a new one takes the place of the longest idle one, or waits",
				"listener", a.name, "limit", a.limit)
		}
		if !a.closeLongestIdle(true) {
			a.room.Wait()
		}
	}
	if a.closed {
		return false
	}
	a.open++
	c.setIdle()
	return true
}

// closeLongestIdle returns false if no connection is idle or, without http2, none that is not HTTP/2. It is called
// with a.mu held, and unlocks it while it closes the connection, since that waits for its reader.
func (a *connections) closeLongestIdle(http2 bool) bool {
	first := a.idle.Front()
	for first != nil && !http2 && first.Value.(*clientConn).http2.Load() {
		first = first.Next()
	}
	if first == nil {
		return false
	}
	c := first.Value.(*clientConn)
	c.leave()
	a.mu.Unlock()
	_ = c.Conn.Close()
	a.mu.Lock()
	return true
}

// state follows net/http's view of a connection. An HTTP/2 connection is active while it has an open stream.
func (a *connections) state(conn net.Conn, state http.ConnState) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	c := conn.(*clientConn)
	switch state {
	case http.StateIdle:
		a.mu.Lock()
		defer a.mu.Unlock()
		c.setIdle()
	case http.StateActive: // usually known from Read, unless the request arrived together with what came before it
		c.begun.Store(true)
		if !c.busy.Load() {
			c.setBusy()
			c.until = cmp.Or(c.until, c.accepted)
		}
	}
}

// on returns a listener that accepts connections from l, with TLS if secure is not nil.
func (a *connections) on(l net.Listener, secure *tls.Config) net.Listener {
	return &limited{l, a, secure}
}

type limited struct {
	net.Listener
	all    *connections
	secure *tls.Config // or nil
}

func (l *limited) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		// The limit should keep descriptors free. If something else has taken them, net/http retries after 5 ms to 1
		// s.
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			l.all.mu.Lock()
			defer l.all.mu.Unlock()
			l.all.closeLongestIdle(true)
		}
		return nil, err
	}
	c := &clientConn{Conn: conn, all: l.all, accepted: l.all.now()}
	_ = conn.SetReadDeadline(c.accepted.Add(idleTimeout))
	if l.secure != nil {
		c.secure = tls.Server(c, l.secure)
	}
	if !l.all.admit(c) {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	if c.secure != nil {
		return c.secure, nil
	}
	return c, nil
}

// Close also closes idle connections: http.Server.Shutdown would wait five seconds for one that has sent nothing yet.
// Shutdown sends a GOAWAY on HTTP/2 connections, and soon closes them.
func (l *limited) Close() error {
	err := l.Listener.Close()
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	l.all.closed = true
	l.all.room.Broadcast()
	for l.all.closeLongestIdle(false) {
	}
	return err
}

// clientConn is a connection below net/http or, with TLS, below the TLS connection that net/http uses. It is idle
// while nothing has arrived since it was accepted, since the handshake or since its last answer. The time limit for a
// handshake or a header begins with its first byte: net/http would count it from accept, and so cut off a client that
// connects in advance. Data that arrives together with the end of a handshake is not seen here: such a connection is
// idle until net/http has found a whole header in it, or more of one arrives.
//
// With HTTP/2 only net/http knows which bytes belong to a request, and it has its own time limits for them. A
// connection without an open stream is idle, even while a header trickles in.
type clientConn struct {
	net.Conn
	all    *connections
	secure *tls.Conn // wraps this connection; nil without TLS

	// Owned by the goroutine that serves the connection.
	accepted time.Time // or when the handshake was done
	until    time.Time // deadline of the handshake or header; zero before its first byte

	begun atomic.Bool // the handshake is done, or HTTP/1 or HTTP/2 has begun without one
	http2 atomic.Bool
	busy  atomic.Bool   // not idle
	at    *list.Element // in all.idle; guarded by all.mu, as is gone
	gone  bool
}

func (c *clientConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 && !c.busy.Load() && !c.http2.Load() {
		c.setBusy()
		if c.shaking() {
			c.until = c.all.now().Add(handshakeTimeout)
			_ = c.Conn.SetDeadline(c.until)
		} else {
			c.until = c.all.now().Add(headerTimeout)
			_ = c.Conn.SetReadDeadline(c.until)
		}
	}
	if err != nil && c.shaking() && c.until.IsZero() {
		err = io.EOF // not a failed handshake, however it ended
	}
	return n, err
}

// shaking reports whether a TLS handshake is still to be done.
func (c *clientConn) shaking() bool { return c.secure != nil && !c.begun.Load() }

// SetReadDeadline ignores deadlines that net/http has counted from accept. One that has long passed, with which
// net/http aborts a read, still takes effect.
func (c *clientConn) SetReadDeadline(t time.Time) error {
	switch {
	case t.IsZero() && !c.begun.Load():
		return c.begin()
	case c.http2.Load():
	case c.until.IsZero(): // the idle time-out, set at accept, applies
		return nil
	case t.After(c.accepted) && t.Before(c.until):
		t = c.until
	}
	return c.Conn.SetReadDeadline(t)
}

// SetWriteDeadline also ignores the deadline for the handshake that net/http has counted from accept.
func (c *clientConn) SetWriteDeadline(t time.Time) error {
	if c.shaking() {
		return nil
	}
	return c.Conn.SetWriteDeadline(t)
}

// begin handles a zero deadline before the first request: net/http has done the TLS handshake, or has seen that the
// client speaks HTTP/2.
func (c *clientConn) begin() error {
	c.http2.Store(c.secure == nil || c.secure.ConnectionState().NegotiatedProtocol == "h2")
	c.begun.Store(true)
	if c.secure != nil {
		c.all.mu.Lock()
		c.setIdle()
		c.all.mu.Unlock()
	}
	if c.http2.Load() {
		return c.Conn.SetReadDeadline(time.Time{})
	}
	c.accepted, c.until = c.all.now(), time.Time{}
	return c.Conn.SetReadDeadline(c.accepted.Add(idleTimeout))
}

// CloseWrite is called by net/http before it closes a connection from which it did not read everything. Without it,
// the client might lose the answer.
func (c *clientConn) CloseWrite() error {
	if conn, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return conn.CloseWrite()
	}
	return nil
}

func (c *clientConn) Close() error {
	c.all.mu.Lock()
	c.leave()
	c.all.mu.Unlock()
	return c.Conn.Close()
}

// setIdle is called with all.mu held.
func (c *clientConn) setIdle() {
	if c.gone || c.at != nil {
		return
	}
	c.at = c.all.idle.PushBack(c)
	c.busy.Store(false)
	c.all.room.Signal()
}

func (c *clientConn) setBusy() {
	c.all.mu.Lock()
	defer c.all.mu.Unlock()
	c.busy.Store(true)
	c.notIdle()
}

// notIdle is called with all.mu held.
func (c *clientConn) notIdle() {
	if c.at != nil {
		c.all.idle.Remove(c.at)
		c.at = nil
	}
}

// leave removes the connection from the count, once. It is called with all.mu held.
func (c *clientConn) leave() {
	if c.gone {
		return
	}
	c.gone = true
	c.notIdle()
	c.all.open--
	if c.all.open < c.all.limit/2 {
		c.all.full = false
	}
	c.all.room.Signal()
}
