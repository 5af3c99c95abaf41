package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of both listeners.
const (
	headerTimeout = time.Second      // from its first byte on: a client that sends its header by the drop is cut off
	idleTimeout   = 2 * time.Minute  // longer than common load balancers keep a connection; also before the first request
	writeTimeout  = 10 * time.Second // 200 records over a slow line
	maxHeader     = 16 << 10         // bytes; twice the longest bearer accepted
	// drainLimit is how long answers on their way may take after the drain delay.
	drainLimit = 5 * time.Second
)

// Serve answers on both listeners until ctx ends, then drains: /readyz turns to 503 and every answer
// closes its connection for drainDelay, so that load balancers and clients go elsewhere; then no
// connection is accepted, and what is under way is finished. It closes the listeners. The error is
// nil after a drain.
func (s *Server) Serve(ctx context.Context, public, admin net.Listener, drainDelay time.Duration) error {
	adminConns := newConnections("admin", adminConnections, s.now, s.log)
	publicServer, adminServer := s.httpServer(s.Public(), s.clients), s.httpServer(s.Admin(public.Addr().String()), adminConns)
	failed := make(chan error, 2)
	go func() { failed <- publicServer.Serve(s.clients.on(public)) }()
	go func() { failed <- adminServer.Serve(adminConns.on(admin)) }()

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
	// ctx has ended; what follows has a limit of its own.
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainLimit)
	defer cancel()
	return errors.Join(err, s.shutdown(limited, publicServer), s.shutdown(limited, adminServer))
}

// shutdown waits for what is under way, and cuts off what is still there at the deadline: one slow
// client is no failure of the service.
func (s *Server) shutdown(ctx context.Context, server *http.Server) error {
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.WarnContext(ctx, "answers under way were cut off", "after", drainLimit.String())
		return server.Close()
	}
	return err
}

func (s *Server) httpServer(h http.Handler, conns *connections) *http.Server {
	return &http.Server{
		Handler:           h,
		ConnState:         conns.state,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       headerTimeout, // checkBody gives an operation that takes a body more
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		// Or "OPTIONS *" is answered by net/http, outside of the contract.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}
