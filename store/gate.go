package store

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// readsOfUser is how many reads of one user's records are under way at a time. Others wait. So who asks
// for a long list over and over takes neither all connections nor, with what Redis answers, the memory. With 8,
// 64 clients of one user get about as many answers as without a bound; with 4, a fifth less.
const readsOfUser = 8

// gate lets so many in at a time for each user, whoever else there is: users share nothing.
type gate struct {
	mu    sync.Mutex
	users map[string]*turns
}

// turns are those of one user, while anybody reads or waits.
type turns struct {
	*semaphore.Weighted
	wanted int // of gate.mu: how many read or wait
}

// enter waits for a turn. If there is none before ctx ends, the error is the context's.
func (g *gate) enter(ctx context.Context, user string) error {
	g.mu.Lock()
	t := g.users[user]
	if t == nil {
		t = &turns{Weighted: semaphore.NewWeighted(readsOfUser)}
		g.users[user] = t
	}
	t.wanted++
	g.mu.Unlock()
	err := t.Acquire(ctx, 1)
	if err != nil {
		g.forget(user, t)
	}
	return err
}

// leave ends the turn that enter has given.
func (g *gate) leave(user string) {
	g.mu.Lock()
	t := g.users[user]
	g.mu.Unlock()
	t.Release(1)
	g.forget(user, t)
}

func (g *gate) forget(user string, t *turns) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.wanted--; t.wanted == 0 {
		delete(g.users, user)
	}
}
