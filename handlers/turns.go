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
	// turnLimit is how long a request may wait for its turn while others are answered: the 1,500 clients of a
	// machine that answers 400 requests a second wait for less than 4 s.
	turnLimit = 5 * time.Second
	// turnLook is how often a request that waits looks whether anybody was answered. After two looks at nobody,
	// the store answers nobody: a read that is under way gives up after 200 ms.
	turnLook = 100 * time.Millisecond
	// turnRead is what a request may still take to read however long it has waited: the 300 ms after which it
	// would have given up waiting for a store that answers nobody, and this, are within the 500 ms in which a
	// client is told so.
	turnRead = 150 * time.Millisecond
)

// turns let as many requests at a time go on as the store has connections. The others wait in their order, before
// the time limit of what they ask of the store begins. Without turns a crowd waits for the processor within that
// limit, and its clients are told that the store does not answer, though it does.
type turns struct {
	free     *semaphore.Weighted
	answered atomic.Uint64 // how many requests the store has answered
}

func newTurns(n int) *turns { return &turns{free: semaphore.NewWeighted(int64(n))} }

// take waits for a turn, as long as the store answers anybody. Errors: store.ErrBusy, store.ErrUnavailable.
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
		case waiting.Err() != nil: // it has got its turn
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
	if errors.Is(cause, context.Canceled) { // the client is gone, and is not told anything
		cause = fmt.Errorf("%w: %w", store.ErrUnavailable, cause)
	}
	return fmt.Errorf("wait for a turn: %w", cause)
}

// leave gives a turn back. answered says that the store has answered what the request asked of it.
func (t *turns) leave(answered bool) {
	if answered {
		t.answered.Add(1)
	}
	t.free.Release(1)
}
