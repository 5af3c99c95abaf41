package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	logRate         = 10   // lines per key and window
	logKeys         = 1000 // keys per window; the lines of all further keys share one
	logWindowLength = time.Second
)

// logKey holds what makes two lines alike. A Redis that is down, or a client that retries in a loop, causes
// thousands of lines a second that do not differ in anything useful.
type logKey struct {
	level                             slog.Level
	message, operation, reason, place string
	cause, user                       string // one user's errors must not hide another's
	status                            int64
}

// logWindow counts the lines of one key for a second, beginning with its first line.
type logWindow struct{ lines, left int }

// logLimits lets the first lines of each key through, and at the end of its window logs how many more there were.
type logLimits struct {
	ctx     context.Context
	to      slog.Handler // for the counts
	now     func() time.Time
	mu      sync.Mutex
	windows map[logKey]*logWindow
}

// limitedHandler applies the limits. Lines with a status below 400 are exempt: they are the record of answered
// requests.
type limitedHandler struct {
	slog.Handler
	limits *logLimits
}

func (h limitedHandler) Handle(ctx context.Context, r slog.Record) error {
	key := logKey{level: r.Level, message: r.Message}
	good, user := false, ""
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "status":
			if a.Value.Kind() == slog.KindInt64 {
				key.status = a.Value.Int64()
				good = key.status < 400
			}
		case "operation":
			key.operation = a.Value.String()
		case "reason":
			key.reason = a.Value.String()
		case "cause":
			key.cause = a.Value.String()
		case "user":
			user = a.Value.String()
		case "place": // of a key: each key has its own line, however many there are
			key.place = a.Value.String()
		}
		return true
	})
	if key.message == "records left out" || key.cause == "layout" || key.cause == "list too large" {
		key.user = user // the fault concerns only this user
	}
	if !good && h.limits.leaveOut(key) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

func (h limitedHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return limitedHandler{h.Handler.WithAttrs(attrs), h.limits}
}

func (h limitedHandler) WithGroup(name string) slog.Handler {
	return limitedHandler{h.Handler.WithGroup(name), h.limits}
}

// leaveOut reports whether this key has had enough lines in its window.
func (l *logLimits) leaveOut(key logKey) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[key]
	if w == nil && len(l.windows) >= logKeys {
		key = logKey{level: key.level}
		w = l.windows[key]
	}
	if w == nil {
		w = &logWindow{}
		l.windows[key] = w
		time.AfterFunc(logWindowLength, func() { l.endWindow(key, w) })
	}
	if w.lines++; w.lines > logRate {
		w.left++
		return true
	}
	return false
}

func (l *logLimits) endWindow(key logKey, w *logWindow) {
	l.mu.Lock()
	left := 0
	if l.windows[key] == w { // end has not ended it already
		left = w.left
		delete(l.windows, key)
	}
	l.mu.Unlock()
	if left > 0 {
		l.say(key, left)
	}
}

// end ends all windows.
func (l *logLimits) end() {
	l.mu.Lock()
	windows := l.windows
	l.windows = map[logKey]*logWindow{}
	l.mu.Unlock()
	for key, w := range windows {
		if w.left > 0 {
			l.say(key, w.left)
		}
	}
}

func (l *logLimits) say(key logKey, left int) {
	r := slog.NewRecord(l.now(), key.level, "log lines left out", 0)
	r.AddAttrs(slog.Int("count", left), slog.String("of", key.message))
	if key.operation != "" {
		r.AddAttrs(slog.String("operation", key.operation))
	}
	if key.status != 0 {
		r.AddAttrs(slog.Int64("status", key.status))
	}
	if key.reason != "" {
		r.AddAttrs(slog.String("reason", key.reason))
	}
	_ = l.to.Handle(l.ctx, r) // there is nowhere else to report the error
}
