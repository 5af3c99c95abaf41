package store

import (
	"context"
	"errors"
	"net"

	"github.com/redis/go-redis/v9"
)

// reading runs a read from Redis and retries it if the connection was lost, with up to three attempts. A connection
// that is older than the request does not count as an attempt, nor does an older attempt to dial, which another
// request started and did not wait for: its loss says nothing about Redis as it is now, and all pooled connections
// may have been lost at once. A time-out is not retried, or a slow Redis would get all of its load twice, unless the
// connection had been idle: then the connection was probably lost.
func (s *Redis) reading(ctx context.Context, operation string, read func() error) error {
	answers, began := s.answers.Load(), s.dialer.clock()
	err := read()
	for tries := 1; ctx.Err() == nil && (isEarlier(err, began) || tries < 3 && again(err)); {
		if !isEarlier(err, began) { // there are no more of those than connections, and each fails once
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
	if CauseOf(err) == causeClusterDown && s.place.topology != cluster { // a node of a Cluster, which the URL does not say
		return &failure{operation: operation, kind: ErrUnavailable, cause: causeCluster}
	}
	return err
}

// isEarlier reports whether err is that of a connection, or of an attempt to dial one, that began before the request.
func isEarlier(err error, began int64) bool {
	var connection *connError
	return errors.As(err, &connection) && connection.began < began
}

func again(err error) bool {
	var silent *silentError
	return errors.As(err, &silent) || isLost(err)
}

// isWait reports whether err ended a wait inside go-redis, for its connection pool, rather than an operation on a
// connection.
func isWait(err error) bool {
	var connection *net.OpError
	var attempt *connError
	return errors.Is(err, redis.ErrPoolTimeout) ||
		errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &connection) && !errors.As(err, &attempt)
}

// waited returns an [ErrBusy] if Redis has answered other reads since answers was loaded, so that the wait was for
// those, and otherwise an [ErrUnavailable].
func (s *Redis) waited(operation string, err error, answers uint64) error {
	if errors.Is(err, context.Canceled) || s.answers.Load() == answers {
		return failed(operation, err)
	}
	return &failure{operation: operation, kind: ErrBusy, cause: causeBusy}
}
