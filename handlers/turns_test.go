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

// In a burst requests wait for as long as the store answers anybody, and no longer than a read may take if it answers
// nobody.
func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		answered bool          // each turn ends with an answer
		hold     time.Duration // how long each turn takes
		want     error         // of the last
		waited   time.Duration
	}{
		"in turn":            {true, 90 * time.Millisecond, nil, 810 * time.Millisecond},
		"answered, but slow": {true, 190 * time.Millisecond, nil, 1710 * time.Millisecond},
		"nobody is answered": {false, 90 * time.Millisecond, store.ErrUnavailable, 2 * turnLook},
		"all of them stuck":  {false, time.Hour, store.ErrUnavailable, 2 * turnLook},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				turns := newTurns(1)
				var others sync.WaitGroup
				for range 9 {
					others.Go(func() {
						if err := turns.take(t.Context()); err == nil {
							<-time.After(c.hold) // of the bubble's own clock
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

// However long the queue is, nobody waits for more than the limit.
func TestTurnLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1)
		var others sync.WaitGroup
		for range 100 {
			others.Go(func() {
				if err := turns.take(t.Context()); err == nil {
					<-time.After(90 * time.Millisecond) // of the bubble's own clock
					turns.leave(true)
				}
			})
			synctest.Wait()
		}
		began := time.Now()
		if err := turns.take(t.Context()); !errors.Is(err, store.ErrBusy) || time.Since(began) != turnLimit {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		others.Wait()
	})
}

// Who goes away waits no longer, and is no failure of the service.
func TestTurnOfAClientThatIsGone(t *testing.T) {
	turns := newTurns(1)
	if err := turns.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := turns.take(gone); !errors.Is(err, context.Canceled) || !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("%v", err)
	}
}
