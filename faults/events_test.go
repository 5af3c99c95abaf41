//go:build faults

package faults

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// While connections to Redis are cut and the process that makes changes is killed repeatedly, each transition still
// has exactly one event.
func TestNoEventIsLost(t *testing.T) {
	const users, each = 60, 20
	r := redistest.Start(t)
	c := writer(t, r.URL())
	p := redistest.StartProxy(t, r.Addr)
	p.Delay(time.Millisecond) // otherwise the import is over before a connection is lost
	var file strings.Builder
	for u := range users {
		for i := range each {
			user := fmt.Sprintf("u-%d", u)
			fmt.Fprintf(&file, "{\"refresh\":%s}\n", refresh(user, fmt.Sprintf("token-%d", i)))
		}
	}
	binary, err := servicetest.Binary()
	if err != nil {
		t.Fatal(err)
	}
	stop, cutting := make(chan struct{}), make(chan int)
	go func() {
		for cuts := 0; ; cuts++ {
			select {
			case <-stop:
				cutting <- cuts
				return
			case <-time.After(30 * time.Millisecond):
				p.Cut()
			}
		}
	}()
	// Import the whole file repeatedly, killed a little later each time, until an import completes.
	kills := 0
	for life := 50 * time.Millisecond; ; life += 50 * time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), life) // which kills it
		command := exec.CommandContext(ctx, binary, "import", "-")
		command.Env = []string{"REDIS_URL=" + p.URL(), "SESSION_TOKENS_MAX_EVENTS=100000"}
		command.Stdin = strings.NewReader(file.String())
		_, err := command.CombinedOutput()
		cancel()
		if err == nil {
			break
		}
		kills++
	}
	// Then revoke everything, also over connections that are cut.
	s, err := store.Open(p.URL(), store.Config{Now: time.Now, MaxEvents: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	for u := range users {
		for {
			if _, _, err := s.RevokeAll(t.Context(), fmt.Sprintf("u-%d", u)); err == nil {
				break
			}
		}
	}
	close(stop)
	cuts := <-cutting
	_ = s.Close()
	// Another instance moves the remaining events.
	other, err := store.Open(r.URL(), store.Config{Now: time.Now, MaxEvents: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	left := outboxes(t, c)
	if err := other.Sweep(t.Context(), func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
	seen, transitions := map[string]int{}, map[string]int{}
	for after := ""; ; {
		events, _, err := other.Events(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			seen[e.Key]++
			transitions[e.Transition+" "+e.UserID+" "+e.Fingerprint]++
			after = e.ID
		}
	}
	for key, n := range seen {
		if n != 1 {
			t.Errorf("event %s is there %d times", key, n)
		}
	}
	if len(transitions) != 2*users*each || len(seen) != 2*users*each {
		t.Errorf("%d events of %d transitions, want %d", len(seen), len(transitions), 2*users*each)
	}
	if kills == 0 || cuts < 10 || outboxes(t, c) != 0 {
		t.Errorf("killed %d times, %d connections cut, %d outboxes left", kills, cuts, outboxes(t, c))
	}
	report(t, "records registered and revoked by a process that is killed, over connections that are cut every 30 ms", outcome{},
		"%d events of %d transitions, each once; killed %d times, %d cuts, %d outboxes swept by another", len(seen), 2*users*each, kills, cuts, left)
}

// outboxes counts the outboxes that contain events.
func outboxes(t *testing.T, c *redis.Client) int {
	t.Helper()
	names, err := c.Keys(t.Context(), "outbox:*").Result()
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}
