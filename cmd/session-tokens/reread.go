package main

import (
	"context"
	"os"
	"time"
)

// filePoll is the interval at which files are reread and compared. Unlike notifications, this works on every file
// system and with symbolic links, which Kubernetes uses to replace files; and the files are small.
const filePoll = time.Second

// reread calls again until ctx is done: with asked set after each signal, and without at each interval.
func reread(ctx context.Context, hangup <-chan os.Signal, again func(asked bool)) {
	tick := time.NewTicker(filePoll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			again(true)
		case <-tick.C:
			again(false)
		}
	}
}

// contents holds what files contained: the contents in use, the last read, and the last tried.
type contents[T comparable] struct{ used, seen, decided T }

// first sets the contents that were read at start-up.
func (c *contents[T]) first(read T) { c.used, c.seen, c.decided = read, read, read }

// toTry reports whether the contents read are to be tried. Without a signal they must be the same in two reads: a
// file may be read while it is being written.
func (c *contents[T]) toTry(read T, asked bool) bool {
	before := c.seen
	c.seen = read
	if !asked && (read != before || read == c.decided) {
		return false
	}
	c.decided = read
	return true
}
