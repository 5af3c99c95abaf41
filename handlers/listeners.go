package handlers

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Limits of both listeners.
const (
	headerTimeout = time.Second // from its first byte: a client that trickles its header is cut off
	// handshakeTimeout is for TLS, from its first byte: two round trips, over a line that loses a packet of each.
	handshakeTimeout = 3 * time.Second
	idleTimeout      = 2 * time.Minute  // longer than common load balancers keep a connection; also applies before the first request
	writeTimeout     = 10 * time.Second // 200 records over a slow line
	maxHeader        = 16 << 10         // bytes; twice the longest bearer accepted
	// maxStreams is the limit of concurrent requests on an HTTP/2 connection: the least that RFC 9113, section 6.5.2
	// recommends. A proxy then opens another connection.
	maxStreams = 100
	// maxWindow is how many bytes of bodies an HTTP/2 client may send on a connection before any of it is read: the
	// least that can be set. An operation that takes a body reads it at once.
	maxWindow = 64 << 10
	// drainLimit is how long answers under way may take after the drain delay.
	drainLimit = 5 * time.Second
)

// Serve answers on both listeners until ctx ends, then drains: for drainDelay, /readyz returns 503 and every answer
// closes its connection, so that load balancers and clients go elsewhere; then no connection is accepted, and
// requests under way are finished. Serve closes the listeners. The error is nil after a drain.
func (s *Server) Serve(ctx context.Context, public, admin net.Listener, drainDelay time.Duration) error {
	adminConns := newConnections("admin", adminConnections, s.now, s.log)
	publicServer, adminServer := s.httpServer(s.Public(), s.clients), s.httpServer(s.Admin(public.Addr().String()), adminConns)
	publicServer.Protocols.SetHTTP2(s.certificate != nil)
	publicServer.Protocols.SetUnencryptedHTTP2(s.h2c)
	failed := make(chan error, 2)
	go func() { failed <- publicServer.Serve(s.clients.on(public, s.tlsConfig())) }()
	go func() { failed <- adminServer.Serve(adminConns.on(admin, nil)) }()

	watched, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	if s.watch > 0 {
		watching.Go(func() { s.watchStore(watched) })
	}

	var err error
	select {
	case <-ctx.Done():
		s.draining.Store(true)
		s.log.Info("draining", "for", drainDelay.String())
		select {
		case <-time.After(drainDelay):
		case err = <-failed:
		}
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	}
	// ctx has ended, so the shutdown has a limit of its own.
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainLimit)
	defer cancel()
	return errors.Join(err, s.shutdown(limited, publicServer), s.shutdown(limited, adminServer))
}

// shutdown waits for requests under way, and cuts off those that remain at the deadline: one slow client is no
// failure of the service.
func (s *Server) shutdown(ctx context.Context, server *http.Server) error {
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.WarnContext(ctx, "answers under way were cut off", "after", drainLimit.String())
		return server.Close()
	}
	return err
}

// tlsConfig returns the TLS configuration of the public listener, or nil.
func (s *Server) tlsConfig() *tls.Config {
	if s.certificate == nil {
		return nil
	}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return s.certificate(), nil },
	}
}

// httpServer returns a server for HTTP/1.
func (s *Server) httpServer(h http.Handler, conns *connections) *http.Server {
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:   h,
		Protocols: protocols,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: maxStreams, MaxReceiveBufferPerConnection: maxWindow, MaxReceiveBufferPerStream: maxWindow,
			// A stream ends at the write time-out below; this is for a client that reads nothing at all.
			WriteByteTimeout: writeTimeout,
		},
		ConnState:         conns.state,
		ReadHeaderTimeout: headerTimeout, // also makes net/http set and clear a deadline for handshakes, see clientConn.begin
		ReadTimeout:       headerTimeout, // checkBody extends it for an operation that takes a body
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		// Otherwise net/http would answer "OPTIONS *" itself, outside of the contract.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(serverLog{s.log.Handler(), s.metrics}, slog.LevelWarn),
	}
}

// serverLog takes the log lines of net/http. They get constant messages, so that a log handler can drop repeated
// ones, and lose addresses and quoted text, so that none identifies a client.
type serverLog struct {
	slog.Handler
	metrics *metrics
}

var (
	addresses = regexp.MustCompile(`(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+(%\w+)?\]):\d+`)
	quoted    = regexp.MustCompile(`"(\\.|[^"\\])*"`)
)

func (l serverLog) Handle(ctx context.Context, r slog.Record) error {
	says := quoted.ReplaceAllLiteralString(addresses.ReplaceAllLiteralString(r.Message, "(address)"), "(text)")
	message := "the HTTP server"
	if cause, ok := strings.CutPrefix(says, "http: TLS handshake error from (address): "); ok {
		if cause == "EOF" { // perhaps a load balancer that checks whether the port is open
			return nil
		}
		message, says = "a TLS handshake failed", cause
		l.metrics.handshakes.Inc()
	}
	line := slog.NewRecord(r.Time, r.Level, message, 0)
	line.AddAttrs(slog.String("says", says))
	return l.Handler.Handle(ctx, line)
}
