package handlers

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/quiva-ai/session-tokens/store"
)

// turnLimit is how long a request may wait for its turn while others are answered: 1,500 clients of a machine that
// answers 1,000 requests a second wait for 1.5 s.
const turnLimit = 2 * time.Second

// turns let as many requests at a time go on as the store has connections. The others wait in their order, before
// the time limit of what they ask of the store begins: a crowd would wait for the processor within that limit, and
// be told that the store does not answer, which does.
type turns struct {
	free     *semaphore.Weighted
	answered atomic.Uint64 // how many requests the store has answered
}

func newTurns(n int) *turns { return &turns{free: semaphore.NewWeighted(int64(n))} }

// take waits for a turn, but no longer than a read may take if the store answers nobody in that time. Errors:
// store.ErrBusy, store.ErrUnavailable.
func (t *turns) take(ctx context.Context) error {
	if t.free.TryAcquire(1) {
		return nil
	}
	ctx, giveUp := context.WithTimeoutCause(ctx, turnLimit, store.ErrBusy)
	defer giveUp()
	waiting, stuck := context.WithCancelCause(ctx)
	defer stuck(nil)
	before := t.answered.Load()
	var look func()
	look = func() {
		switch now := t.answered.Load(); {
		case waiting.Err() != nil: // it has got its turn
		case now == before:
			stuck(store.ErrUnavailable)
		default:
			before = now
			time.AfterFunc(readDeadline, look)
		}
	}
	first := time.AfterFunc(readDeadline, look)
	defer first.Stop()
	if t.free.Acquire(waiting, 1) != nil {
		return fmt.Errorf("wait for a turn: %w", context.Cause(waiting))
	}
	return nil
}

// leave gives a turn back. answered says that the store has answered what the request asked of it.
func (t *turns) leave(answered bool) {
	if answered {
		t.answered.Add(1)
	}
	t.free.Release(1)
}
