package handlers

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/quiva-ai/session-tokens/store"
)

const (
	// turnLimit is how long a request may wait for its turn while others are answered: 1,500 clients of a machine
	// that answers 400 requests a second wait for less than 4 s.
	turnLimit = 5 * time.Second
	// turnLook is how often a waiting request checks whether any request was answered. After two checks without an
	// answer, the store is taken to answer nobody: a read gives up after 200 ms.
	turnLook = 100 * time.Millisecond
	// turnRead is the least time for reading, however long the request has waited: together with the 300 ms after
	// which it would have given up on a store that answers nobody, it is within the 500 ms in which a client gets its
	// answer.
	turnRead = 150 * time.Millisecond
)

// turns lets as many requests proceed at a time as the store has connections. The others queue in order, before their
// time-out for the store begins. Without it, in a burst, waiting for the processor would use up that time-out, and
// clients would be told that the store does not answer, though it does.
type turns struct {
	free     *semaphore.Weighted
	answered atomic.Uint64 // how many requests the store has answered
}

func newTurns(n int) *turns { return &turns{free: semaphore.NewWeighted(int64(n))} }

// take waits for a turn, for as long as the store answers anybody. Errors: store.ErrBusy, store.ErrUnavailable.
func (t *turns) take(ctx context.Context) error {
	if t.free.TryAcquire(1) {
		return nil
	}
	ctx, giveUp := context.WithTimeoutCause(ctx, turnLimit, store.ErrBusy)
	defer giveUp()
	waiting, stuck := context.WithCancelCause(ctx)
	defer stuck(nil)
	before, silent := t.answered.Load(), 0
	var look func()
	look = func() {
		if now := t.answered.Load(); now != before {
			before, silent = now, 0
		} else {
			silent++
		}
		switch {
		case waiting.Err() != nil: // it has its turn
		case silent == 2:
			stuck(store.ErrUnavailable)
		default:
			time.AfterFunc(turnLook, look)
		}
	}
	first := time.AfterFunc(turnLook, look)
	defer first.Stop()
	if t.free.Acquire(waiting, 1) == nil {
		return nil
	}
	cause := context.Cause(waiting)
	if errors.Is(cause, context.Canceled) { // the client is gone and gets no answer
		cause = fmt.Errorf("%w: %w", store.ErrUnavailable, cause)
	}
	return fmt.Errorf("wait for a turn: %w", cause)
}

// leave returns a turn. answered says whether the store answered the request.
func (t *turns) leave(answered bool) {
	if answered {
		t.answered.Add(1)
	}
	t.free.Release(1)
}
