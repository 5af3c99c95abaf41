package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

const (
	logDelay = 100 * time.Millisecond // how long a line may wait
	logBytes = 64 << 10               // how much may wait: about 300 lines
)

// logBuffer writes many lines at once: a write for each would take 3% of the service's time. A warning
// does not wait; what a killed process loses are the requests of its last tenth of a second.
type logBuffer struct {
	mu    sync.Mutex
	lines *bufio.Writer
	timer *time.Timer
}

func newLogBuffer(w io.Writer) *logBuffer {
	b := &logBuffer{lines: bufio.NewWriterSize(w, logBytes)}
	b.timer = time.AfterFunc(logDelay, b.flush)
	return b
}

// Write takes one line. There is nowhere to say that the log can't be written.
func (b *logBuffer) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lines.Buffered() == 0 {
		b.timer.Reset(logDelay)
	}
	return b.lines.Write(line)
}

func (b *logBuffer) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.lines.Flush()
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

// newLog returns a log and what flushes it.
func newLog(w io.Writer) (log *slog.Logger, flush func()) {
	b := newLogBuffer(w)
	return slog.New(logHandler{slog.NewJSONHandler(b, nil), b}), b.flush
}
