package main

import (
	"context"
	"os"
	"time"
)

// filePoll is how often files are looked at. Their content is compared: that sees what is replaced by way of
// a symbolic link, as Kubernetes does, and on every file system, where notifications differ; and the files
// are small.
const filePoll = time.Second

// reread calls again at each signal, asked, and in between, until ctx ends.
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

// contents are what files had in them: what is used of them, what was read last, and what was last tried.
type contents[T comparable] struct{ used, seen, decided T }

// first is what was read at the start.
func (c *contents[T]) first(read T) { c.used, c.seen, c.decided = read, read, read }

// toTry reports whether what was read is to be tried. Without a signal, what has changed must be the same
// twice before it is: a file may be read while it is being written.
func (c *contents[T]) toTry(read T, asked bool) bool {
	before := c.seen
	c.seen = read
	if !asked && (read != before || read == c.decided) {
		return false
	}
	c.decided = read
	return true
}
