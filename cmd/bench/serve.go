package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quiva-ai/session-tokens/store"
)

const path = "/accounts/session-tokens"

// serverFlags are what the run tells the servers that it compares with.
type serverFlags struct {
	RedisURL    string `required:""`
	Listen      string `required:""`
	AdminListen string `required:""`
}

// open opens the records as the service does.
func (f *serverFlags) open() (*store.Redis, error) {
	return store.Open(f.RedisURL, store.Config{Now: time.Now})
}

// serve serves until ctx ends, and what Go and the process count on the other listener.
func (f *serverFlags) serve(ctx context.Context, handler http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.Handler())
	failed := make(chan error, 2)
	for address, handler := range map[string]http.Handler{f.Listen: handler, f.AdminListen: mux} {
		server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: time.Second}
		defer server.Close()
		go func() { failed <- server.ListenAndServe() }()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}
