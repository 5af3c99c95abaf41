package handlers

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// A crowd waits for as long as the store answers somebody, and no longer than a read may take if it answers nobody.
func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		answered bool          // each turn ends with an answer
		hold     time.Duration // how long each turn takes
		want     error         // of the last
		waited   time.Duration
	}{
		"in turn":            {true, 100 * time.Millisecond, nil, 900 * time.Millisecond},
		"answered, but slow": {true, 300 * time.Millisecond, store.ErrBusy, turnLimit},
		"nobody is answered": {false, 300 * time.Millisecond, store.ErrUnavailable, readDeadline},
		"all of them stuck":  {false, time.Hour, store.ErrUnavailable, readDeadline},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				turns := newTurns(1)
				var others sync.WaitGroup
				for range 9 {
					others.Go(func() {
						if turns.take(t.Context()) == nil {
							time.Sleep(c.hold) // of the bubble's own clock
							turns.leave(c.answered)
						}
					})
					synctest.Wait() // so that they come in order
				}
				began := time.Now()
				err := turns.take(t.Context())
				if !errors.Is(err, c.want) || time.Since(began) != c.waited {
					t.Errorf("%v after %v, want %v after %v", err, time.Since(began), c.want, c.waited)
				}
				if err == nil {
					turns.leave(true)
				}
				others.Wait()
				if !turns.free.TryAcquire(1) {
					t.Error("a turn was not given back")
				}
			})
		})
	}
}

// Who goes away waits no longer.
func TestTurnOfAClientThatIsGone(t *testing.T) {
	turns := newTurns(1)
	if err := turns.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := turns.take(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
