package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quiva-ai/session-tokens/handlers/docs"
	"github.com/quiva-ai/session-tokens/store"
)

// Admin serves the operator. It shows no record and no credential, and belongs on a listener that the public can't
// reach. public is the address of the other listener, which the docs page calls.
func (s *Server) Admin(public string) http.Handler {
	mux := http.NewServeMux()
	// Alive: it answers whatever the state of Redis, which a restart would not mend.
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	// Ready: a request sent now would be answered from Redis, and a bearer by the issuer's keys.
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(s.contract.Document())
	})
	mux.Handle("GET "+docs.Prefix, docs.Handler(s.scheme(), public))
	start := docs.Start(s.scheme(), public, s.control)
	mux.Handle("GET /{$}", start)
	mux.Handle("GET /start.css", start)
	return mux
}

// scheme returns the URL scheme of the public listener.
func (s *Server) scheme() string {
	if s.certificate != nil {
		return "https"
	}
	return "http"
}

func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readDeadline)
	defer cancel()
	if s.draining.Load() {
		plain(w, http.StatusServiceUnavailable, "draining")
		return
	}
	missing := ""
	if s.issuer != nil {
		missing = s.issuer.Missing()
	}
	switch err := s.store.Ready(ctx); {
	case err != nil && !errors.Is(err, store.ErrBusy) && !errors.Is(err, store.ErrPartly):
		plain(w, http.StatusServiceUnavailable, store.Explain(err))
	case missing != "":
		plain(w, http.StatusServiceUnavailable, missing)
	case errors.Is(err, store.ErrBusy): // sending requests elsewhere would make other instances busy, too
		plain(w, http.StatusOK, "ready, and busy")
	case errors.Is(err, store.ErrPartly): // all instances use the same Cluster
		plain(w, http.StatusOK, "ready, but for some users: "+store.Explain(err))
	default:
		plain(w, http.StatusOK, "ready")
	}
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
