package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quiva-ai/session-tokens/store"
)

const path = "/accounts/session-tokens"

// serverFlags are the flags that the run passes to the other servers.
type serverFlags struct {
	RedisURL    string `required:""`
	Listen      string `required:""`
	AdminListen string `required:""`
}

// open opens the store as the service does.
func (f *serverFlags) open() (*store.Redis, error) {
	return store.Open(f.RedisURL, store.Config{Now: time.Now})
}

// serve serves handler until ctx is done, and the Go and process metrics at the admin address.
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
