package store

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Nobody waits for another user, nobody enters too early, and nothing is left behind.
func TestGate(t *testing.T) {
	g := newGate(time.Now)
	for range readsOfUser {
		if err := g.enter(t.Context(), "u"); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.enter(ended, "u"); !errors.Is(err, context.Canceled) {
		t.Errorf("one too many is let in: %v", err)
	}
	if err := g.enter(t.Context(), "other"); err != nil {
		t.Error(err)
	}
	g.leave("other", nil)
	entered := make(chan error)
	go func() { entered <- g.enter(t.Context(), "u") }()
	g.leave("u", nil)
	if err := <-entered; err != nil {
		t.Error(err)
	}
	for range readsOfUser {
		g.leave("u", nil)
	}
	if len(g.users) != 0 {
		t.Errorf("left behind: %v", g.users)
	}
}

func TestGateUnderLoad(t *testing.T) {
	g := newGate(time.Now)
	var all sync.WaitGroup
	var inside [2]atomic.Int32
	for i := range 64 {
		user := i % 2
		all.Go(func() {
			for range 200 {
				if err := g.enter(t.Context(), string(rune('a'+user))); err != nil {
					t.Error(err)
					return
				}
				if n := inside[user].Add(1); n > readsOfUser {
					t.Errorf("%d reads of one user", n)
				}
				inside[user].Add(-1)
				g.leave(string(rune('a'+user)), nil)
			}
		})
	}
	all.Wait()
	if len(g.users) != 0 {
		t.Errorf("left behind: %v", g.users)
	}
}

// An error for a too large list is returned to those who wait, and for another second.
func TestGateRemembersLongLists(t *testing.T) {
	now := time.Unix(0, 0)
	g := newGate(func() time.Time { return now })
	for range readsOfUser {
		if err := g.enter(t.Context(), "u"); err != nil {
			t.Fatal(err)
		}
	}
	entered := make(chan error)
	go func() { entered <- g.enter(t.Context(), "u") }()
	for waiting := false; !waiting; {
		g.mu.Lock()
		waiting = g.users["u"].wanted > readsOfUser
		g.mu.Unlock()
	}
	long := &failure{operation: "list", kind: ErrListTooLarge, cause: causeTooLarge}
	g.leave("u", long)
	if err := <-entered; !errors.Is(err, ErrListTooLarge) {
		t.Errorf("who waited: %v", err)
	}
	for range readsOfUser - 1 {
		g.leave("u", long)
	}
	if err := g.enter(t.Context(), "u"); !errors.Is(err, ErrListTooLarge) {
		t.Errorf("who comes a moment later: %v", err)
	}
	now = now.Add(longFor)
	if err := g.enter(t.Context(), "u"); err != nil {
		t.Errorf("who comes later: %v", err)
	}
	if err := g.enter(t.Context(), "u"); !errors.Is(err, ErrListTooLarge) {
		t.Errorf("who comes while it is found out whether it still is: %v", err)
	}
	g.leave("u", nil)
	if err := g.enter(t.Context(), "u"); err != nil {
		t.Errorf("who comes after it was not: %v", err)
	}
	g.leave("u", nil)
	for i := range 3 * maxLong {
		user := strconv.Itoa(i)
		if err := g.enter(t.Context(), user); err != nil {
			t.Fatal(err)
		}
		g.leave(user, long)
	}
	if len(g.long) > maxLong || len(g.users) != 0 {
		t.Errorf("%d long lists and %d users remembered", len(g.long), len(g.users))
	}
}
