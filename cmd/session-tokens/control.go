package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	controldoc "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/console"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/handlers/docs"
)

// controlSettings configure the control listener, for programs that create and end sessions.
type controlSettings struct {
	ControlListen string `env:"SESSION_TOKENS_CONTROL_LISTEN" placeholder:"ADDRESS" help:"Where the control contract is served, to programs that make and end sessions. Off unless set; with --demo, 127.0.0.1:9091."`
	RotationGrace string `env:"SESSION_TOKENS_ROTATION_GRACE" default:"10s" help:"How long a refresh token may be presented again after it was spent: who lost a race gets what the winner got. After it, that is reuse, and the whole grant ends."`
}

// controlServer serves the control contract if an address is configured.
type controlServer struct {
	settings *controlSettings
	changes  *changeSettings
	p        *program
	log      *slog.Logger

	listener net.Listener
	grace    time.Duration
	server   *control.Server
	http     *http.Server
	draining atomic.Bool
	stopped  chan struct{} // closed by stop
	ended    chan struct{} // closed when everything has stopped, or the time-out has passed
}

// Limits of the listener. The write time-out covers a long poll for events.
const (
	controlHeader   = 16 << 10
	controlRead     = 10 * time.Second
	controlWrite    = 40 * time.Second
	controlIdle     = 2 * time.Minute
	controlShutdown = time.Second // on top of the time for a pending change, which is answered
)

// open opens the port at once, so that a port in use is reported at start-up.
func (c *controlServer) open(ctx context.Context, demo bool) (err error) {
	if demo && c.settings.ControlListen == "" {
		c.settings.ControlListen = "127.0.0.1:9091"
	}
	if c.grace, err = parseDuration(c.settings.RotationGrace); err != nil || c.grace < 0 || c.grace > time.Hour {
		err = fmt.Errorf("--rotation-grace must be a duration from 0s to 1h, not %q", c.settings.RotationGrace)
	}
	if c.settings.ControlListen == "" {
		return err
	}
	var config net.ListenConfig
	var problem error
	c.listener, problem = config.Listen(ctx, "tcp", c.settings.ControlListen)
	return errors.Join(err, notOpen("control-listen", c.settings.ControlListen, problem))
}

// on reports whether the control contract is served.
func (c *controlServer) on() bool { return c.listener != nil }

func (c *controlServer) address() string {
	if !c.on() {
		return ""
	}
	return c.listener.Addr().String()
}

// start serves until stop is called, or for the drain delay after ctx is done.
func (c *controlServer) start(ctx context.Context, b *backend, keys *keyring, public *handlers.Server, drain time.Duration) error {
	if !c.on() {
		return nil
	}
	replicas, wait, err := c.changes.wait()
	if err != nil {
		return err
	}
	if replicas == 0 {
		wait = 0
	}
	document, err := contract.Load(controldoc.Document())
	if err != nil {
		return err
	}
	c.server, err = control.New(control.Config{
		Contract: document, Store: b, Records: b.records, Bearer: verifierOf{&keys.bearer}, Keys: controlKeys{keys}, Peppers: keys.currentPeppers,
		Grace: c.grace, Wait: wait, Now: c.p.now, Random: rand.Reader, Log: c.log, Observe: public.Observe,
	})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+docs.Prefix, docs.Handler("", ""))
	mux.Handle("GET "+console.Prefix, console.Handler())
	mux.Handle("GET /{$}", http.RedirectHandler(console.Prefix, http.StatusSeeOther))
	mux.Handle("/", c.server.Handler())
	closing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		mux.ServeHTTP(w, r)
	})
	c.http = &http.Server{
		Handler: closing, ReadHeaderTimeout: time.Second, ReadTimeout: controlRead, WriteTimeout: controlWrite, IdleTimeout: controlIdle, MaxHeaderBytes: controlHeader,
		DisableGeneralOptionsHandler: true, ErrorLog: slog.NewLogLogger(c.log.Handler(), slog.LevelWarn),
	}
	c.http.RegisterOnShutdown(c.server.EndWaits)
	go func() {
		if err := c.http.Serve(c.listener); !errors.Is(err, http.ErrServerClosed) {
			c.log.Error("the control listener ended", "error", err)
		}
	}()
	c.stopped, c.ended = make(chan struct{}), make(chan struct{})
	go c.run(ctx, drain)
	return nil
}

// noteKey records that an API key was used. Without a control listener the service may lack permission to write.
func (c *controlServer) noteKey(id string) {
	if c.server != nil {
		c.server.NoteKey(id)
	}
}

// run shuts the control listener down in step with the public one. During the drain delay each response closes its
// connection and long polls continue. Then no new connection is accepted, long polls are answered, and requests in
// flight are completed.
func (c *controlServer) run(ctx context.Context, drain time.Duration) {
	defer close(c.ended)
	// Background work stops after the last request.
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.server.Run(background)
	}()
	select {
	case <-ctx.Done():
	case <-c.stopped:
	}
	c.draining.Store(true)
	select {
	case <-time.After(drain):
	case <-c.stopped:
	}
	limited, end := context.WithTimeout(background, c.server.ChangeTime()+controlShutdown)
	defer end()
	if err := c.http.Shutdown(limited); err != nil {
		_ = c.http.Close()
	}
	cancel()
	select {
	case <-done:
	case <-time.After(controlShutdown): // Redis does not respond
	}
}

// stop shuts the server down if ctx is not done yet, and waits until it has stopped: nothing may use a closed
// store.
func (c *controlServer) stop() {
	if c.http == nil {
		return
	}
	close(c.stopped)
	<-c.ended
}

// controlKeys verifies control keys with the current peppers.
type controlKeys struct{ keys *keyring }

func (c controlKeys) Verify(ctx context.Context, key string) (control.Caller, error) {
	caller, err := c.keys.control.Load().Verify(ctx, key)
	return control.Caller{Name: caller.Name, Scopes: caller.Scopes}, err
}
