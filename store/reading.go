package store

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/redis/go-redis/v9"
)

// reading runs what reads from Redis, once or twice. Somebody waits, so a lost connection is tried again. A
// time-out is not, or a Redis that is slow would get all of its load twice; but for that of a connection
// which had been idle, since what had been lost is then probably the connection.
func (s *Redis) reading(ctx context.Context, operation string, read func() error) error {
	answers := s.answers.Load()
	err := read()
	if again(err) && ctx.Err() == nil {
		err = read()
	}
	if err == nil {
		s.answers.Add(1)
		return nil
	}
	if isWait(err) {
		return s.waited(operation, err, answers)
	}
	return failed(operation, err)
}

func again(err error) bool {
	var silent *silentError
	if errors.As(err, &silent) {
		return true
	}
	for _, lost := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}

// isWait reports whether the error is that of a wait inside of go-redis, not of a connection.
func isWait(err error) bool {
	var connection *net.OpError
	var dial *dialError
	return errors.Is(err, redis.ErrPoolTimeout) ||
		errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &connection) && !errors.As(err, &dial)
}

// waited tells a wait that others were the reason of from one for a Redis that gave nobody an answer
// since answers were counted.
func (s *Redis) waited(operation string, err error, answers uint64) error {
	if errors.Is(err, context.Canceled) || s.answers.Load() == answers {
		return failed(operation, err)
	}
	return &failure{operation: operation, kind: ErrBusy, cause: causeBusy}
}
