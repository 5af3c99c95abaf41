package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// reserved is a user and an API key that nobody has: no writer takes such an ID. What is read of it is not looked at.
const reserved = "ready\x00"

// clusterProbes is how many users are asked for where Redis is a node of a Cluster. A node with 9 of 10 keys
// has all of them once in 850 times; one with half of the keys, never.
const clusterProbes = 64

// Ready asks what a request asks, of one user and one API key, and whether this is a Redis whose answers count.
// Errors: [ErrUnavailable], [ErrBusy], [ErrPermission].
func (s *Redis) Ready(ctx context.Context) error {
	var said hello
	err := s.reading(ctx, "ready", func() (err error) {
		said, err = s.hello(ctx, s.read)
		return err
	})
	if CauseOf(err) == causeReplica {
		s.dialer.renew() // the other connections don't know yet
	}
	if err != nil {
		return err
	}
	if err := s.list(ctx, reserved, new(Lists)); err != nil {
		return err
	}
	if _, err := s.APIKey(ctx, reserved); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if said.mode != "cluster" {
		return nil
	}
	_, err = s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range clusterProbes {
			p.ZRange(ctx, Session.key(reserved+strconv.Itoa(i)), 0, 0)
		}
		return nil
	})
	return failed("ready", err)
}

// hello is what a Redis says of itself to every user that may connect at all.
type hello struct{ mode, role string }

// hello asks which kind of Redis this is. A replica may not know yet what was revoked, and one that has not
// synced knows nobody; a Sentinel knows no data.
func (s *Redis) hello(ctx context.Context, c interface {
	Do(ctx context.Context, args ...any) *redis.Cmd
}) (hello, error) {
	answer, err := c.Do(ctx, "hello").Result()
	var refused redis.Error
	if errors.As(err, &refused) {
		return hello{}, nil // older than Redis 6, or in need of a password: what is asked next will say so
	}
	if err != nil {
		return hello{}, err
	}
	fields := texts(answer)
	said := hello{mode: fields["mode"], role: fields["role"]}
	f := &failure{operation: "connect", kind: ErrUnavailable}
	switch {
	case said.mode == "sentinel":
		f.cause = causeSentinel
	case said.role == "replica", said.role == "slave":
		f.cause = causeReplica
	default:
		return said, nil
	}
	return said, f
}

// texts returns the names of a map whose values are texts. RESP2 has no maps: there it is a list.
func texts(answer any) map[string]string {
	found := map[string]string{}
	put := func(name, value any) {
		if text, ok := value.(string); ok {
			found[fmt.Sprint(name)] = text
		}
	}
	switch answer := answer.(type) {
	case map[any]any:
		for name, value := range answer {
			put(name, value)
		}
	case []any:
		for i := 0; i+1 < len(answer); i += 2 {
			put(answer[i], answer[i+1])
		}
	}
	return found
}

// About is what an operator wants to know of a Redis.
type About struct {
	Version, Role string
	Eviction      string // maxmemory-policy: what is deleted at the memory limit
	AppendOnly    string // "yes" where what was written is kept in an append-only file, "no"; empty is not known
}

// About asks Redis about itself. Errors: [ErrUnavailable], [ErrPermission] where the ACL does not let it.
func (s *Redis) About(ctx context.Context) (About, error) {
	text, err := s.read.Info(ctx).Result()
	if err != nil {
		return About{}, failed("about", err)
	}
	fields := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		fields[name] = value
	}
	return About{
		Version: fields["redis_version"], Role: fields["role"], Eviction: fields["maxmemory_policy"],
		AppendOnly: map[string]string{"0": "no", "1": "yes"}[fields["aof_enabled"]],
	}, nil
}

// Keys is how many keys the database has. Errors: [ErrUnavailable], [ErrPermission] where the ACL does not let it.
func (s *Redis) Keys(ctx context.Context) (int64, error) {
	n, err := s.read.DBSize(ctx).Result()
	return n, failed("count keys", err)
}
