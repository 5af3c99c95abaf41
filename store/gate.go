package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// readsOfUser bounds the concurrent reads of one user's records; further reads wait. So a user who keeps asking
	// for a long list takes neither all connections nor all memory. With 8, 64 clients of one user get about as many
	// answers as without a bound; with 4, a fifth less.
	readsOfUser = 8
	// longFor is how long it is remembered that a user's list was too large. After that, one read finds out whether
	// it still is, which costs Redis and this process some milliseconds.
	longFor = time.Second
	// maxLong bounds how many such users are remembered.
	maxLong = 1000
)

// gate bounds the concurrent reads of each user. One user's reads don't delay another's.
type gate struct {
	now   func() time.Time
	mu    sync.Mutex
	users map[string]*queue
	long  map[string]verdict // users whose list was too large a moment ago
}

// queue is the semaphore of one user. It exists while anybody reads or waits.
type queue struct {
	*semaphore.Weighted
	wanted int                   // guarded by gate.mu: how many read or wait
	long   atomic.Pointer[error] // set for those who wait if the list was too large
}

type verdict struct {
	err   error
	until time.Time
}

func newGate(now func() time.Time) *gate {
	return &gate{now: now, users: map[string]*queue{}, long: map[string]verdict{}}
}

// enter waits for a turn. If ctx ends first, it returns the context's error. If the list was too large a moment ago,
// it returns that error again.
func (g *gate) enter(ctx context.Context, user string) error {
	g.mu.Lock()
	if len(g.long) > 0 {
		if v, ok := g.long[user]; ok {
			now := g.now()
			if now.Before(v.until) {
				g.mu.Unlock()
				return v.err
			}
			g.long[user] = verdict{v.err, now.Add(longFor)} // the others still get the error; this one finds out
		}
	}
	t := g.users[user]
	if t == nil {
		t = &queue{Weighted: semaphore.NewWeighted(readsOfUser)}
		g.users[user] = t
	}
	t.wanted++
	g.mu.Unlock()
	err := t.Acquire(ctx, 1)
	if long := t.long.Load(); err == nil && long != nil {
		t.Release(1)
		err = *long
	}
	if err != nil {
		g.forget(user, t)
	}
	return err
}

// leave ends the turn that enter gave. err is the outcome of the read.
func (g *gate) leave(user string, err error) {
	g.mu.Lock()
	t := g.users[user]
	if err == nil {
		delete(g.long, user)
		t.long.Store(nil)
	}
	g.mu.Unlock()
	if CauseOf(err) == causeTooLarge {
		t.long.Store(&err)
		g.remember(user, err)
	}
	t.Release(1)
	g.forget(user, t)
}

func (g *gate) remember(user string, err error) {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.long) >= maxLong {
		clear(g.long)
	}
	for other, v := range g.long {
		if !now.Before(v.until) {
			delete(g.long, other)
		}
	}
	g.long[user] = verdict{err, now.Add(longFor)}
}

func (g *gate) forget(user string, t *queue) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.wanted--; t.wanted == 0 {
		delete(g.users, user)
	}
}
