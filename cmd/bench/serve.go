package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quiva-ai/session-tokens/store"
)

const path = "/accounts/session-tokens"

// serverFlags are what the run tells the two servers that it compares with.
type serverFlags struct {
	RedisURL    string `required:""`
	Listen      string `required:""`
	AdminListen string `required:""`
}

// serve serves until ctx ends, and what Go and the process count on the other listener.
func (f *serverFlags) serve(ctx context.Context, handler func(*store.Redis) (http.Handler, error)) error {
	records, err := store.Open(f.RedisURL, store.Config{Now: time.Now})
	if err != nil {
		return err
	}
	defer records.Close()
	h, err := handler(records)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.Handler())
	failed := make(chan error, 2)
	for address, handler := range map[string]http.Handler{f.Listen: h, f.AdminListen: mux} {
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
