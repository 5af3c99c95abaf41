package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
)

const (
	logDelay = 100 * time.Millisecond // how long a line waits for others
	logBatch = 64 << 10               // bytes that wait no longer: of lines of 200 bytes, 300
	logBytes = 1 << 20                // bytes that wait while nobody reads: of lines of 200 bytes, 5,000
	logEnd   = time.Second            // how long the end of the program waits for its last lines
)

// logBuffer has lines written by a goroutine of its own, so that no request ever waits for who reads the
// log: a reader may stop reading, or go away. What there is no room for, or can't be written, is counted,
// and the count is written when that is possible again. Many lines are written at once, and whole ones
// only: a write for each would be one system call more in each request. A warning does not wait; what a
// killed process loses are the requests of its last tenth of a second.
type logBuffer struct {
	to    io.Writer
	now   func() time.Time
	wake  chan struct{} // of one
	ended chan struct{}
	done  chan struct{} // closed when nothing is written any more

	mu    sync.Mutex // never held while writing
	lines []byte
	lost  int
	timer *time.Timer

	torn bool // the last write ended within a line; only for the writing goroutine
}

func newLogBuffer(to io.Writer, now func() time.Time) *logBuffer {
	b := &logBuffer{to: to, now: now, wake: make(chan struct{}, 1), ended: make(chan struct{}), done: make(chan struct{})}
	b.timer = time.AfterFunc(logDelay, b.flush)
	go b.run()
	return b
}

// Write takes one line. It never waits.
func (b *logBuffer) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.lines)+len(line) > logBytes {
		b.lost++
		return len(line), nil
	}
	if len(b.lines) == 0 {
		b.timer.Reset(logDelay)
	}
	b.lines = append(b.lines, line...)
	if len(b.lines) >= logBatch {
		b.flush()
	}
	return len(line), nil
}

// flush has what waits written soon.
func (b *logBuffer) flush() {
	select {
	case b.wake <- struct{}{}:
	default: // it is on its way
	}
}

// close writes what waits, unless that takes too long. Lines that come later are lost.
func (b *logBuffer) close() {
	close(b.ended)
	select {
	case <-b.done:
	case <-time.After(logEnd):
	}
}

func (b *logBuffer) run() {
	defer close(b.done)
	var batch []byte
	for more := true; more; {
		select {
		case <-b.wake:
		case <-b.ended:
			more = false
		}
		b.mu.Lock()
		batch, b.lines = b.lines, batch[:0]
		b.mu.Unlock()
		b.write(batch)
	}
}

func (b *logBuffer) write(batch []byte) {
	if len(batch) == 0 {
		return
	}
	if b.torn { // what follows begins a line
		batch = append([]byte("\n"), batch...)
	}
	n, err := b.to.Write(batch)
	if err != nil {
		if n > 0 {
			b.torn = batch[n-1] != '\n'
		}
		b.count(bytes.Count(batch[n:], []byte("\n")))
		return
	}
	b.torn = false
	lost := b.count(0)
	if lost == 0 {
		return
	}
	line := fmt.Sprintf(`{"time":%q,"level":"WARN","msg":"log lines lost","count":%d}`+"\n", b.now().Format(time.RFC3339Nano), lost)
	if n, err := io.WriteString(b.to, line); err == nil {
		b.count(-lost)
	} else {
		b.torn = n > 0
	}
}

// count adds to the lines that are lost and not yet told of, and returns how many there are.
func (b *logBuffer) count(more int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost += more
	return b.lost
}

// logHandler flushes what must be seen at once.
type logHandler struct {
	slog.Handler
	buffer *logBuffer
}

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	err := h.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		h.buffer.flush()
	}
	return err
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs), h.buffer}
}

func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name), h.buffer}
}

// newLog returns a log and what ends it.
func newLog(ctx context.Context, w io.Writer, now func() time.Time) (log *slog.Logger, end func()) {
	b := newLogBuffer(w, now)
	limits := &logLimits{ctx: context.WithoutCancel(ctx), to: logHandler{slog.NewJSONHandler(b, nil), b}, now: now, windows: map[logKey]*logWindow{}}
	return slog.New(limitedHandler{limits.to, limits}), func() {
		limits.end()
		b.close()
	}
}
