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
	// looksPerSum is how many checks of the store there are for one check of the bearers: 10 s, with one a second.
	looksPerSum = 10
	// allRefused is how many bearers must have been refused, and none accepted, before this is reported as all. One
	// client with a revoked bearer tries less often.
	allRefused = 10
)

// bearers counts the outcomes for bearers whose signature and claims hold.
type bearers struct{ accepted, refused atomic.Int64 }

func (b *bearers) count(accepted bool) {
	if accepted {
		b.accepted.Add(1)
	} else {
		b.refused.Add(1)
	}
}

// watcher checks the store periodically, so that problems are known before a request comes. It is used by one
// goroutine.
type watcher struct {
	*Server
	looked bool
	cause  store.Cause // of the current problem, or empty
	since  time.Time   // when the problem began
	deaf   bool        // the ACL denies the number of keys
	keys   int64       // their last number, or -1
	all    bool        // every bearer is refused
}

// watchStore checks the store until ctx ends.
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

// look checks whether the store is usable, and logs when that changes.
func (w *watcher) look(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	err := w.store.Ready(limited)
	if errors.Is(err, store.ErrBusy) {
		err = nil // it does answer
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

// changed logs what is wrong with the store now, or that it is usable.
func (w *watcher) changed(ctx context.Context, cause store.Cause, err error) {
	before, now := w.cause, w.now()
	w.cause, w.deaf = cause, false // the ACL may have changed
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

// describe logs what the store says about itself, and warns of what an operator should know in advance.
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

// count reads the number of keys, if the ACL allows it, and warns of an empty database.
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

// sum warns when every bearer is refused: Redis may hold records other than those of the users who call.
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
