package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// Nobody waits for another user, nobody is let in too early, and nothing is left behind.
func TestGate(t *testing.T) {
	g := gate{users: map[string]*turns{}}
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
	g.leave("other")
	entered := make(chan error)
	go func() { entered <- g.enter(t.Context(), "u") }()
	g.leave("u")
	if err := <-entered; err != nil {
		t.Error(err)
	}
	for range readsOfUser {
		g.leave("u")
	}
	if len(g.users) != 0 {
		t.Errorf("left behind: %v", g.users)
	}
}

func TestGateUnderLoad(t *testing.T) {
	g := gate{users: map[string]*turns{}}
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
				g.leave(string(rune('a' + user)))
			}
		})
	}
	all.Wait()
	if len(g.users) != 0 {
		t.Errorf("left behind: %v", g.users)
	}
}
