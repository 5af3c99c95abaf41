package store

import (
	"context"
	"crypto/tls"
	"net"
	"syscall"
	"time"
)

// tlsConn shows the TCP connection below TLS. Before go-redis uses a pooled connection it looks
// there whether the other side has closed it; TLS hides that, and after a restart of Redis one
// command fails on each old connection.
type tlsConn struct {
	*tls.Conn
	below syscall.Conn
}

func (c tlsConn) SyscallConn() (syscall.RawConn, error) { return c.below.SyscallConn() }

// tlsDialer makes connections within the limit, handshake included.
func tlsDialer(config *tls.Config, limit time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		d := tls.Dialer{Config: config}
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, &net.OpError{Op: "dial", Net: network, Err: err} // a certificate's error is no net.Error
		}
		secure, ok := conn.(*tls.Conn)
		if !ok {
			return conn, nil
		}
		below, ok := secure.NetConn().(syscall.Conn)
		if !ok {
			return conn, nil
		}
		return tlsConn{secure, below}, nil
	}
}
