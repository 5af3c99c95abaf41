package control

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// used notes which records and API keys were used, out of the way of answers. What there is no room for is not noted: it is a time.
type used struct {
	marked *lru.Cache[use, time.Time] // when each was marked last
	queue  chan marking
}

// use names a record that was used, or an API key: by its ID, and no user.
type use struct{ user, fingerprint string }

type marking struct {
	use
	at time.Time
}

// How many records are remembered as marked, of 150 bytes each, and how many may wait to be.
const (
	maxMarked  = 1 << 16
	maxWaiting = 1 << 10
)

func newUsed() *used {
	marked, _ := lru.New[use, time.Time](maxMarked) // it fails only with a size that is not positive
	return &used{marked: marked, queue: make(chan marking, maxWaiting)}
}

// note has a record marked, unless it was within the last minute. It never waits.
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

// NoteKey has it noted that the API key with the ID was accepted just now. It never waits.
func (s *Server) NoteKey(id string) { s.used.note("", id, s.cfg.Now()) }

// Run does what is done in the background, until the context ends: it notes which records and keys were used, and moves
// events that a process left behind which died.
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
		s.used.marked.Remove(m.use) // the next use tries again
		s.cfg.Log.DebugContext(ctx, "use not noted", "error", err)
	}
}

// How often all outboxes are looked through, and how long that rests between two steps.
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

// pause waits, or returns the error that the context ends with.
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
