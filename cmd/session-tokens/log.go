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
	logDelay = 100 * time.Millisecond // how long a line may wait to be written with others
	logBatch = 64 << 10               // bytes that are written at once: 300 lines of 200 bytes
	logBytes = 1 << 20                // bytes that are kept while nobody reads: 5,000 lines of 200 bytes
	logEnd   = time.Second            // how long the program waits at its end for the last lines to be written
)

// logBuffer writes lines in a goroutine of its own, so that no request ever waits for the reader of the log, which
// may stall or go away. Lines that don't fit in the buffer or can't be written are counted, and the count is logged
// once writing works again. Lines are written whole and in batches, which saves a system call per request. Warnings
// are written at once; a killed process loses at most the request lines of its last tenth of a second.
type logBuffer struct {
	to    io.Writer
	now   func() time.Time
	wake  chan struct{} // has a buffer of one
	ended chan struct{}
	done  chan struct{} // closed when the last line is written

	mu    sync.Mutex // never held while writing
	lines []byte
	lost  int
	timer *time.Timer

	torn bool // the last write ended in the middle of a line; used only by the writing goroutine
}

func newLogBuffer(to io.Writer, now func() time.Time) *logBuffer {
	b := &logBuffer{to: to, now: now, wake: make(chan struct{}, 1), ended: make(chan struct{}), done: make(chan struct{})}
	b.timer = time.AfterFunc(logDelay, b.flush)
	go b.run()
	return b
}

// Write takes one line. It never blocks.
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

// flush wakes the writing goroutine.
func (b *logBuffer) flush() {
	select {
	case b.wake <- struct{}{}:
	default: // it has been woken already
	}
}

// close writes the remaining lines, unless that takes longer than logEnd. Later lines are lost.
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
	if b.torn { // end the incomplete line
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

// count adds to the number of lost lines that have not been reported, and returns it.
func (b *logBuffer) count(more int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost += more
	return b.lost
}

// logHandler flushes warnings and errors at once.
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

// newLog returns a logger and a function that ends it.
func newLog(ctx context.Context, w io.Writer, now func() time.Time) (log *slog.Logger, end func()) {
	b := newLogBuffer(w, now)
	limits := &logLimits{ctx: context.WithoutCancel(ctx), to: logHandler{slog.NewJSONHandler(b, nil), b}, now: now, windows: map[logKey]*logWindow{}}
	return slog.New(limitedHandler{limits.to, limits}), func() {
		limits.end()
		b.close()
	}
}
