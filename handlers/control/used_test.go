package control

import (
	"fmt"
	"testing"
	"time"
)

// Whoever notes a use never waits: what there is no room for is noted by a later use.
func TestUsesAreDropped(t *testing.T) {
	u, now := newUsed(), time.Unix(1_900_000_000, 0)
	for i := range maxWaiting + 10 {
		u.note("u", fmt.Sprint(i), now)
	}
	if len(u.queue) != maxWaiting {
		t.Fatalf("%d wait", len(u.queue))
	}
	<-u.queue
	u.note("u", "0", now) // within a minute
	if len(u.queue) != maxWaiting-1 {
		t.Error("noted twice within a minute")
	}
	u.note("u", fmt.Sprint(maxWaiting+1), now)
	if len(u.queue) != maxWaiting {
		t.Error("what was dropped is not noted later")
	}
}
