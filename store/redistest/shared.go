package redistest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

// Shared is a topology that several tests use, one after the other. It starts with the first of them, and ends with
// Close, which TestMain calls.
type Shared struct {
	// Start is StartSentinels or StartCluster.
	Start func(testing.TB, ...string) *Topology

	using sync.Mutex
	top   *Topology
	owner owner
}

// Use waits until no other test uses the topology, empties it, and returns its URL.
func (s *Shared) Use(t testing.TB) string {
	t.Helper()
	Need(t, "redis-server")
	s.using.Lock()
	t.Cleanup(s.using.Unlock)
	if s.top == nil {
		s.top = s.Start(&s.owner)
	}
	Empty(t, Client(t, s.top.URL))
	return s.top.URL
}

// Close ends the servers.
func (s *Shared) Close() {
	for _, f := range slices.Backward(s.owner.cleanups) {
		f()
	}
}

// owner stands in for a test that ends after all others.
type owner struct {
	testing.TB // for the methods that are not used
	cleanups   []func()
}

func (*owner) Helper()                           {}
func (o *owner) Cleanup(f func())                { o.cleanups = append(o.cleanups, f) }
func (*owner) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (*owner) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (*owner) Context() context.Context          { return context.Background() }

func (o *owner) TempDir() string {
	dir, err := os.MkdirTemp("", "redistest")
	if err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
