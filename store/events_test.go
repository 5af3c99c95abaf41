package store

import (
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// Closing a store does not wait for each outbox if Redis is down.
func TestCloseGivesUpEvents(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var asked atomic.Int32
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			c.Close()
		}
	}()
	s, err := Open("redis://"+l.Addr().String(), Config{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	const outboxes = 200
	for range outboxes {
		s.events.waiting <- outbox{t.Context(), "u"}
	}
	close(s.events.closed)
	s.publish()
	if n := asked.Load(); n == 0 || n > outboxes/2 {
		t.Errorf("Redis was asked %d times", n)
	}
}
