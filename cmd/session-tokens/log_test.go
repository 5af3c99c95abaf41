package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// shared is a writer whose contents a test may read at any time.
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

// withLog runs a test with a log in a synctest bubble, in which time passes only while everything waits.
func withLog(t *testing.T, out io.Writer, test func(t *testing.T, log *slog.Logger, end func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		log, end := newLog(t.Context(), out, time.Now)
		test(t, log, end)
	})
}

// A line waits a moment for others. A warning is written at once, with all lines before it.
func TestLogWaitsALittle(t *testing.T) {
	var out shared
	withLog(t, &out, func(t *testing.T, log *slog.Logger, end func()) {
		<-time.After(time.Second)
		log.Info("one")
		synctest.Wait()
		if got := out.String(); got != "" {
			t.Errorf("at once: %q", got)
		}
		log.With("a", 1).WithGroup("g").Warn("two")
		synctest.Wait()
		if got := out.String(); strings.Count(got, "\n") != 2 || strings.Index(got, "one") > strings.Index(got, "two") {
			t.Errorf("after a warning: %q", got)
		}
		for _, word := range []string{"three", "four"} { // twice, to see that the timer is reset
			log.Info("line", "word", word)
			<-time.After(logDelay + 1)
			synctest.Wait()
			if !strings.Contains(out.String(), word) {
				t.Errorf("%q is not written: %q", word, out.String())
			}
		}
		log.Info("five")
		for i := range 5000 { // more than one batch
			log.Info(fmt.Sprint("six ", i)) //nolint:sloglint // different messages, or they would be limited
		}
		end()
		if got := out.String(); !strings.Contains(got, "five") || strings.Count(got, "six") < 1000 {
			t.Error("the end does not write what waits")
		}
	})
}

// failing fails in the middle of its first line.
type failing struct {
	shared
	failed bool
}

func (f *failing) Write(p []byte) (int, error) {
	if !f.failed {
		f.failed = true
		n, _ := f.shared.Write(p[:5])
		return n, errors.New("disk full")
	}
	return f.shared.Write(p)
}

func TestLogGoesOnAfterAFailure(t *testing.T) {
	var out failing
	withLog(t, &out, func(t *testing.T, log *slog.Logger, end func()) {
		log.Info("lost 1")
		log.Warn("lost 2")
		synctest.Wait()
		log.Warn("kept")
		end()
		lines := strings.Split(out.String(), "\n")
		if len(lines) != 4 || !strings.Contains(lines[1], `"kept"`) || !strings.HasSuffix(lines[2], `"msg":"log lines lost","count":2}`) || !json.Valid([]byte(lines[2])) {
			t.Errorf("got %q", lines)
		}
	})
}

// stalled blocks until it is read.
type stalled struct {
	shared
	read chan struct{}
}

func (s *stalled) Write(p []byte) (int, error) {
	<-s.read
	return s.shared.Write(p)
}

// Nobody waits for a reader that has stalled; lines that don't fit are counted.
func TestLogOfAStalledReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &stalled{read: make(chan struct{})}
		b := newLogBuffer(out, time.Now)
		line := []byte(strings.Repeat("x", 199) + "\n")
		lines := 4*logBytes/len(line) + 7
		for range lines {
			_, _ = b.Write(line)
		}
		close(out.read)
		<-time.After(time.Second)
		_, _ = b.Write(line)
		b.close()
		kept := strings.Count(out.String(), string(line))
		var said struct{ Count int }
		for text := range strings.Lines(out.String()) {
			if strings.Contains(text, "log lines lost") {
				if err := json.Unmarshal([]byte(text), &said); err != nil {
					t.Error(err)
				}
			}
		}
		if kept+said.Count != lines+1 || said.Count < lines/2 || kept < logBytes/len(line) {
			t.Errorf("of %d lines %d are written and %d are said to be lost", lines+1, kept, said.Count)
		}
	})
}

func TestLogEndsThoughNobodyReads(t *testing.T) {
	out := &stalled{}
	withLog(t, out, func(t *testing.T, log *slog.Logger, end func()) {
		out.read = make(chan struct{}) // made in the bubble, or its time would stand still
		defer close(out.read)
		log.Warn("never read")
		began := time.Now()
		end()
		if took := time.Since(began); took != logEnd {
			t.Errorf("it takes %s to end", took)
		}
	})
}

// Of similar lines some are written each second, and the number of the others.
func TestLogLimit(t *testing.T) {
	var out shared
	withLog(t, &out, func(t *testing.T, log *slog.Logger, end func()) {
		request := func(status int, operation string) {
			r := slog.NewRecord(time.Now(), slog.LevelInfo, "request", 0)
			r.AddAttrs(slog.String("request_id", "x"), slog.String("operation", operation), slog.Int("status", status))
			_ = log.Handler().Handle(t.Context(), r)
		}
		for range 3 { // seconds
			for range 1000 {
				log.Error("request failed", "request_id", "x")
				log.Warn("request failed")
				request(503, "list")
				request(401, "list")
				request(200, "list")
				log.Warn("refused", "reason", "expired")
				log.Warn("refused", "reason", "unknown")
			}
			request(503, "other")
			log.Info("key", "place", "1")
			<-time.After(logWindowLength + time.Millisecond)
		}
		for range logRate + 1 {
			log.Info("last")
		}
		end()
		got := out.String()
		for line, want := range map[string]int{
			`"level":"ERROR","msg":"request failed"`:                                        30,
			`"level":"WARN","msg":"request failed"`:                                         30,
			`"msg":"refused","reason":"expired"`:                                            30,
			`"status":200`:                                                                  3000,
			`"request_id":"x","operation":"list","status":503`:                              30,
			`"request_id":"x","operation":"other","status":503`:                             3,
			`"level":"ERROR","msg":"log lines left out","count":990,"of":"request failed"}`: 3,
			`"level":"INFO","msg":"log lines left out","count":990,"of":"request","operation":"list","status":503}`: 3,
			`"level":"INFO","msg":"log lines left out","count":990,"of":"request","operation":"list","status":401}`: 3,
			`"level":"WARN","msg":"log lines left out","count":990,"of":"refused","reason":"unknown"}`:              3,
			`"level":"INFO","msg":"log lines left out","count":1,"of":"last"}`:                                      1,
			`log lines left out`: 19,
		} {
			if n := strings.Count(got, line); n != want {
				t.Errorf("%s: %d times, want %d", line, n, want)
			}
		}
	})
}

// Lines that all differ are limited as one.
func TestLogLimitIsBounded(t *testing.T) {
	var out shared
	withLog(t, &out, func(t *testing.T, log *slog.Logger, end func()) {
		for i := range 3 * logKeys {
			log.Warn(fmt.Sprint("line ", i)) //nolint:sloglint // as net/http does
		}
		for i := range logKeys {
			log.Info("key of many", "place", fmt.Sprint(i))
		}
		end()
		if n := strings.Count(out.String(), "line "); n != logKeys+logRate {
			t.Errorf("%d lines", n)
		}
	})
}

func BenchmarkLogRequest(b *testing.B) {
	log, end := newLog(b.Context(), io.Discard, time.Now)
	defer end()
	for _, status := range []int{200, 401} {
		b.Run(fmt.Sprint(status), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := slog.NewRecord(time.Time{}, slog.LevelInfo, "request", 0)
				r.AddAttrs(slog.String("request_id", "x"), slog.String("operation", "list"), slog.String("user", "u"), slog.Int("status", status), slog.Int64("duration_us", 1))
				_ = log.Handler().Handle(context.Background(), r)
			}
		})
	}
}
