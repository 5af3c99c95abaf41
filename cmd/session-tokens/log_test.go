package main

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// shared is a writer that a test may read at any time.
type shared struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// A line waits a moment for others, a warning takes all of them with it at once.
func TestLogWaitsALittle(t *testing.T) {
	var out shared
	log, flush := newLog(&out)
	log.Info("one")
	log.With("a", 1).WithGroup("g").Warn("two")
	if got := out.String(); strings.Count(got, "\n") != 2 || strings.Index(got, "one") > strings.Index(got, "two") {
		t.Errorf("after a warning: %q", got)
	}
	for _, word := range []string{"three", "four"} { // more than once: the timer starts again
		log.Info("line", "word", word)
		deadline := time.After(5 * time.Second)
		for tick := time.Tick(5 * time.Millisecond); !strings.Contains(out.String(), word); {
			select {
			case <-tick:
			case <-deadline:
				t.Fatalf("%q is not written: %q", word, out.String())
			}
		}
	}
	log.Info("five")
	flush()
	if !strings.Contains(out.String(), "five") {
		t.Error("flush does not write what waits")
	}
	for range 5000 { // more than fits
		log.Info("six")
	}
	flush()
	if n := strings.Count(out.String(), "six"); n != 5000 {
		t.Errorf("%d lines of 5000", n)
	}
}

// failing fails once.
type failing struct {
	shared
	failed bool
}

func (f *failing) Write(p []byte) (int, error) {
	if !f.failed {
		f.failed = true
		return 0, errors.New("disk full")
	}
	return f.shared.Write(p)
}

func TestLogGoesOnAfterAFailure(t *testing.T) {
	var out failing
	log, _ := newLog(&out)
	log.Warn("lost")
	log.Warn("kept")
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "kept") {
		t.Errorf("got %q", got)
	}
}
