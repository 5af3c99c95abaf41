package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	controldoc "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/handlers/docs"
)

// controlSettings are of the listener for programs that make and end sessions.
type controlSettings struct {
	ControlListen string `env:"SESSION_TOKENS_CONTROL_LISTEN" placeholder:"ADDRESS" help:"Where the control contract is served, to programs that make and end sessions. Off unless set; with --demo, 127.0.0.1:9091."`
	RotationGrace string `env:"SESSION_TOKENS_ROTATION_GRACE" default:"10s" help:"How long a refresh token may be presented again after it was spent: who lost a race gets what the winner got. After it, that is reuse, and the whole grant ends."`
}

// controlServer serves the control contract, if there is an address to serve it at.
type controlServer struct {
	settings *controlSettings
	changes  *changeSettings
	p        *program
	log      *slog.Logger

	listener net.Listener
	grace    time.Duration
	server   *control.Server
	http     *http.Server
}

// Limits of the listener. A write may take as long as an answer that waits for events.
const (
	controlHeader   = 16 << 10
	controlRead     = 10 * time.Second
	controlWrite    = 40 * time.Second
	controlIdle     = 2 * time.Minute
	controlShutdown = 5 * time.Second
)

// open opens the port now, so that a port in use is a start-up problem.
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

// start serves until stop.
func (c *controlServer) start(ctx context.Context, b *backend, keys *keyring, public *handlers.Server) error {
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
	mux.Handle("GET "+docs.Prefix, docs.Handler("http", c.address()))
	mux.Handle("/", c.server.Handler())
	c.http = &http.Server{
		Handler: mux, ReadHeaderTimeout: time.Second, ReadTimeout: controlRead, WriteTimeout: controlWrite, IdleTimeout: controlIdle, MaxHeaderBytes: controlHeader,
		DisableGeneralOptionsHandler: true, ErrorLog: slog.NewLogLogger(c.log.Handler(), slog.LevelWarn),
	}
	go c.server.Run(ctx)
	go func() {
		if err := c.http.Serve(c.listener); !errors.Is(err, http.ErrServerClosed) {
			c.log.Error("the control listener ended", "error", err)
		}
	}()
	return nil
}

// noteKey has it noted that an API key was used. A service that has no control listener may have no right to write.
func (c *controlServer) noteKey(id string) {
	if c.server != nil {
		c.server.NoteKey(id)
	}
}

// stop waits for what is under way.
func (c *controlServer) stop(ctx context.Context) {
	if c.http == nil {
		return
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), controlShutdown)
	defer cancel()
	if err := c.http.Shutdown(limited); err != nil {
		_ = c.http.Close()
	}
}

// controlKeys verifies control keys with the peppers that are in use.
type controlKeys struct{ keys *keyring }

func (c controlKeys) Verify(ctx context.Context, key string) (control.Caller, error) {
	caller, err := c.keys.control.Load().Verify(ctx, key)
	return control.Caller{Name: caller.Name, Scopes: caller.Scopes}, err
}
