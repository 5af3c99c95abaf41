package control

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// used records in the background which records and API keys were used. What its queue has no room for is dropped:
// only a time is lost.
type used struct {
	marked *lru.Cache[use, time.Time] // when each was last marked
	queue  chan marking
}

// use names a record that was used, or, without a user, an API key by its ID.
type use struct{ user, fingerprint string }

type marking struct {
	use
	at time.Time
}

// How many records are remembered as marked, of 150 bytes each, and how many marks may be queued.
const (
	maxMarked  = 1 << 16
	maxWaiting = 1 << 10
)

func newUsed() *used {
	marked, _ := lru.New[use, time.Time](maxMarked) // fails only for a size that is not positive
	return &used{marked: marked, queue: make(chan marking, maxWaiting)}
}

// note queues a mark of a record, unless it was marked within the last minute. It does not block.
func (u *used) note(user, fingerprint string, now time.Time) {
	record := use{user, fingerprint}
	if last, ok := u.marked.Get(record); ok && now.Sub(last) < markEvery {
		return
	}
	select {
	case u.queue <- marking{record, now}:
		u.marked.Add(record, now)
	default:
	}
}

// NoteKey records that the API key with the ID was accepted just now. It does not block.
func (s *Server) NoteKey(id string) { s.used.note("", id, s.cfg.Now()) }

// Run does the background work until ctx ends: it marks which records and keys were used, and moves events that a
// dead process left behind.
func (s *Server) Run(ctx context.Context) {
	sweep := make(chan struct{})
	go func() {
		defer close(sweep)
		s.sweep(ctx)
	}()
	defer func() { <-sweep }()
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-s.used.queue:
			s.mark(ctx, m)
		}
	}
}

func (s *Server) mark(ctx context.Context, m marking) {
	ctx, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	var err error
	if m.user == "" {
		err = s.cfg.Store.MarkKeyUsed(ctx, m.fingerprint, m.at)
	} else {
		err = s.cfg.Store.MarkUsed(ctx, m.user, m.fingerprint, m.at)
	}
	if err != nil {
		s.used.marked.Remove(m.use) // the next use retries
		s.cfg.Log.DebugContext(ctx, "use not noted", "error", err)
	}
}

// How often all outboxes are swept, and the pause between two steps of a sweep.
const (
	sweepEvery = time.Minute
	sweepPause = 10 * time.Millisecond
)

func (s *Server) sweep(ctx context.Context) {
	for pause(ctx, sweepEvery) == nil {
		err := s.cfg.Store.Sweep(ctx, func(ctx context.Context) error { return pause(ctx, sweepPause) })
		if err != nil && ctx.Err() == nil {
			s.cfg.Log.WarnContext(ctx, "events not swept", "error", err)
		}
	}
}

// pause waits for d, or returns the context's error if that ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
