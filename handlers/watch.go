package handlers

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/quiva-ai/session-tokens/store"
)

const (
	// looksPerSum is how many looks at the store there are for one at what became of bearers: 10 s, with one a second.
	looksPerSum = 10
	// allRefused is how many bearers must have been refused, and none accepted, before it is said that
	// all are. One client with a revoked bearer tries less often.
	allRefused = 10
)

// bearers counts what became of bearers whose signature and claims hold.
type bearers struct{ accepted, refused atomic.Int64 }

func (b *bearers) count(accepted bool) {
	if accepted {
		b.accepted.Add(1)
	} else {
		b.refused.Add(1)
	}
}

// watcher looks at the store again and again, so that what is wrong with it is known before somebody asks. One
// goroutine has it.
type watcher struct {
	*Server
	looked bool
	cause  store.Cause // what is wrong, or empty
	since  time.Time   // since when
	deaf   bool        // the number of keys may not be asked for
	keys   int64       // the last number, -1 if there is none
	all    bool        // every bearer is refused
}

// watchStore looks at the store until ctx ends.
func (s *Server) watchStore(ctx context.Context) {
	w := &watcher{Server: s, keys: -1}
	ticker := time.NewTicker(s.watch)
	defer ticker.Stop()
	for n := 1; ; n++ {
		w.look(ctx)
		if n%looksPerSum == 0 {
			w.sum(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// look asks whether the store is usable, and says so when that changes.
func (w *watcher) look(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	err := w.store.Ready(limited)
	if errors.Is(err, store.ErrBusy) {
		err = nil // it answers
	}
	part := errors.Is(err, store.ErrPartly)
	if ctx.Err() != nil {
		return
	}
	cause := store.CauseOf(err)
	if err != nil && cause == "" {
		cause = "unknown"
	}
	set(w.metrics.redisUp, err == nil || part)
	if !w.looked || cause != w.cause {
		w.changed(ctx, cause, err)
	}
	w.looked = true
	if err == nil {
		w.count(ctx)
	} else {
		w.metrics.redisKeys.Set(-1)
	}
}

// changed says what is wrong with the store now, or what it is like.
func (w *watcher) changed(ctx context.Context, cause store.Cause, err error) {
	before, now := w.cause, w.now()
	w.cause, w.deaf = cause, false // its user may have got more rights
	if before == "" {
		w.since = now
	}
	if errors.Is(err, store.ErrPartly) {
		w.log.WarnContext(ctx, "a part of the Redis Cluster can't be used: the users whose records it has are answered with an error", "cause", string(cause), "why", store.Explain(err))
		return
	}
	if err != nil {
		w.log.WarnContext(ctx, "Redis can't be used: requests are answered with an error", "cause", string(cause), "why", store.Explain(err), "error", err)
		return
	}
	var away time.Duration
	if before != "" {
		away = now.Sub(w.since)
	}
	w.describe(ctx, away)
}

// describe says what the store says of itself, and what of it an operator would not want to find out later.
func (w *watcher) describe(ctx context.Context, away time.Duration) {
	limited, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	line := []any{}
	if away > 0 {
		line = append(line, "after", away.Round(time.Millisecond).String())
	}
	about, err := w.store.About(limited)
	switch {
	case errors.Is(err, store.ErrPermission):
		line = append(line, "about", "not known: its user may not ask; +info lets it")
	case err != nil:
		line = append(line, "about", "not known: "+store.Explain(err))
	default:
		line = append(line, "version", about.Version, "role", about.Role, "replicas", about.Replicas, "maxmemory_policy", about.Eviction, "appendonly", about.AppendOnly)
	}
	w.log.InfoContext(ctx, "Redis can be used", line...)
	for _, warning := range about.Warnings() {
		w.log.WarnContext(ctx, "Redis may lose what it is told", "why", warning)
	}
}

// count asks for the number of keys, where it may, and warns of a database that has none.
func (w *watcher) count(ctx context.Context) {
	if w.deaf {
		return
	}
	limited, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	n, err := w.store.Keys(limited)
	if err != nil {
		w.deaf = errors.Is(err, store.ErrPermission)
		n = -1
	}
	if n == 0 && w.keys != 0 {
		w.log.WarnContext(ctx, "the Redis database is empty: every bearer and API key is refused; is it the right one, and was it restored?")
	}
	w.keys = n
	w.metrics.redisKeys.Set(float64(n))
}

// sum says when every bearer is refused: Redis may hold other records than those of the users who ask.
func (w *watcher) sum(ctx context.Context) {
	accepted, refused := w.bearers.accepted.Swap(0), w.bearers.refused.Swap(0)
	switch {
	case accepted > 0 && w.all:
		w.all = false
		w.log.InfoContext(ctx, "bearers are accepted again")
	case accepted == 0 && refused >= allRefused && !w.all:
		w.all = true
		w.log.WarnContext(ctx, "every bearer is refused, though well signed: none is listed; does Redis hold the right records?", "refused", refused)
	}
	set(w.metrics.allRefused, w.all)
}

func set(g prometheus.Gauge, on bool) {
	if on {
		g.Set(1)
	} else {
		g.Set(0)
	}
}
