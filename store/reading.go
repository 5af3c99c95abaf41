package store

import (
	"context"
	"errors"
	"net"

	"github.com/redis/go-redis/v9"
)

// reading runs what reads from Redis, and runs it again where the connection was lost: somebody waits. It has three
// tries. A connection that is older than the request does not count as one, and neither does an attempt to connect
// that is, which was another's, who did not wait for its end: that one is lost says nothing of Redis as it is now,
// and all may have been lost at once. After a time-out there is no other try, or a Redis that is slow would get all of
// its load twice; but for that of a connection which had been idle, since what had been lost is then probably the
// connection.
func (s *Redis) reading(ctx context.Context, operation string, read func() error) error {
	answers, began := s.answers.Load(), s.dialer.clock()
	err := read()
	for tries := 1; ctx.Err() == nil && (isEarlier(err, began) || tries < 3 && again(err)); {
		if !isEarlier(err, began) { // of those there are no more than connections, and each comes once
			tries++
		}
		err = read()
	}
	if err == nil {
		s.answers.Add(1)
		return nil
	}
	if isWait(err) {
		return s.waited(operation, err, answers)
	}
	err = failed(operation, err)
	if CauseOf(err) == causeClusterDown && s.place.topology != cluster { // to who does not know that it is one, it is a node
		return &failure{operation: operation, kind: ErrUnavailable, cause: causeCluster}
	}
	return err
}

// isEarlier reports whether the error is that of a connection, or of an attempt to make one, which began before the
// request did.
func isEarlier(err error, began int64) bool {
	var connection *connError
	return errors.As(err, &connection) && connection.began < began
}

func again(err error) bool {
	var silent *silentError
	return errors.As(err, &silent) || isLost(err)
}

// isWait reports whether the error is that of a wait inside of go-redis, not of a connection.
func isWait(err error) bool {
	var connection *net.OpError
	var attempt *connError
	return errors.Is(err, redis.ErrPoolTimeout) ||
		errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &connection) && !errors.As(err, &attempt)
}

// waited tells a wait that others were the reason of from one for a Redis that gave nobody an answer
// since answers were counted.
func (s *Redis) waited(operation string, err error, answers uint64) error {
	if errors.Is(err, context.Canceled) || s.answers.Load() == answers {
		return failed(operation, err)
	}
	return &failure{operation: operation, kind: ErrBusy, cause: causeBusy}
}
