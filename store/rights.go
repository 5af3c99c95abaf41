package store

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Rights is what the user of Redis lacks for each kind of work, as "zadd session:*" or "scan". Nothing lacks where nothing
// is named.
type Rights struct {
	Read    []string // as "serve" does
	Write   []string // as the commands do that change records or API keys
	Inspect []string // as [Redis.Inspect] does
	About   []string // to ask of Redis itself: what it is, and what time it has
}

// trial is a command that does nothing to a key which is not there, with its arguments after the key.
type trial struct {
	name string
	args []any
}

// The commands of this package, by the work that takes them. Each is tried on one key of each kind that it is for.
var (
	readSets    = []trial{{"zrange", []any{0, 0}}}
	readAPIKeys = []trial{{"hgetall", nil}}
	writeSets   = []trial{
		{"zrange", []any{0, 0}}, {"zcard", nil}, {"zadd", []any{"XX", 1, "none"}}, {"zrem", []any{"none"}}, {"zremrangebyscore", []any{1, 0}},
		{"persist", nil}, {"del", nil},
	}
	writeAPIKeys = []trial{
		{"hgetall", nil}, {"del", nil}, {"pexpireat", []any{1}},
		{"hset", []any{"name", "value", "a name without a value"}}, // which Redis refuses after the ACL was asked
	}
	inspectSets    = []trial{{"type", nil}, {"pttl", nil}, {"zcount", []any{1, 0}}, {"zscan", []any{0}}}
	inspectAPIKeys = []trial{{"type", nil}, {"pttl", nil}, {"hgetall", nil}}
)

// Rights tries what this package asks of Redis on keys that nobody has, so that nothing changes. What is refused is in
// the ACL LOG of Redis afterwards. Errors: [ErrUnavailable].
func (s *Redis) Rights(ctx context.Context) (Rights, error) {
	nobody := reserved + rand.Text()
	session, refresh, apiKey := Session.key(nobody), Refresh.key(nobody), apiKeyKey(nobody)
	writeIndex := []trial{{"zrange", []any{0, 0}}, {"zadd", []any{"XX", 1, nobody}}, {"zrem", []any{nobody}}, {"zscore", []any{nobody}}}
	inspectIndex := []trial{{"type", nil}, {"pttl", nil}, {"zscan", []any{0, "count", 1}}, {"zscore", []any{nobody}}}
	var found Rights
	for _, work := range []struct {
		lacks  *[]string
		trials []trial
		keys   []string
	}{
		{&found.Read, readSets, []string{session, refresh}}, {&found.Read, readAPIKeys, []string{apiKey, suspendedKey(nobody)}},
		{&found.Write, writeSets, []string{session, refresh}}, {&found.Write, writeIndex, []string{apiKeyIndex, apiKeyUsers}}, {&found.Write, writeAPIKeys, []string{apiKey}},
		{&found.Write, []trial{{"eval", nil}, {"evalsha", nil}}, []string{session}}, {&found.Write, []trial{{"time", nil}}, nil},
		{&found.Inspect, []trial{{"scan", []any{0, "count", 1}}}, nil},
		{&found.Inspect, inspectSets, []string{session, refresh}}, {&found.Inspect, inspectIndex, []string{apiKeyIndex, apiKeyUsers}}, {&found.Inspect, inspectAPIKeys, []string{apiKey}},
		{&found.About, []trial{{"info", []any{"server"}}, {"dbsize", nil}, {"time", nil}}, nil},
	} {
		for _, t := range work.trials {
			lacks, err := s.try(ctx, t, work.keys)
			if err != nil {
				return Rights{}, err
			}
			*work.lacks = append(*work.lacks, lacks...)
		}
	}
	if s.replicas > 0 {
		lacks, err := s.try(ctx, trial{"wait", []any{0, 1}}, nil)
		if err != nil {
			return Rights{}, err
		}
		found.Write = append(found.Write, lacks...)
	}
	return found, nil
}

// try returns for which of the keys the command is not allowed.
func (s *Redis) try(ctx context.Context, t trial, keys []string) (lacks []string, err error) {
	if keys == nil {
		masters, err := s.write.masters(ctx)
		if err != nil || len(masters) == 0 {
			return nil, failed("try", err)
		}
		if err := masters[0].Do(ctx, append([]any{t.name}, t.args...)...).Err(); err != nil {
			return s.verdict(err, t.name, "")
		}
		return nil, nil
	}
	for _, key := range keys {
		var args []any
		switch t.name {
		case "eval":
			args = []any{t.name, "return 1", 1, key}
		case "evalsha":
			args = []any{t.name, strings.Repeat("0", 40), 1, key}
		default:
			args = append([]any{t.name, key}, t.args...)
		}
		said := redis.NewCmd(ctx, args...)
		_ = s.write.Process(ctx, said)
		lack, err := s.verdict(said.Err(), t.name, key)
		if err != nil {
			return nil, err
		}
		lacks = append(lacks, lack...)
	}
	return lacks, nil
}

// verdict tells from what Redis said whether it would have done the command.
func (s *Redis) verdict(said error, name, key string) (lacks []string, err error) {
	var reply redis.Error
	switch {
	case said == nil:
		return nil, nil
	case !errors.As(said, &reply):
		return nil, failed("try", said)
	case !notAllowed(said.Error()) && !strings.HasPrefix(said.Error(), "ERR unknown command"):
		return nil, nil
	}
	if prefix, _, ok := strings.Cut(key, "{"); ok {
		key = prefix + "*"
	}
	return []string{strings.TrimSpace(name + " " + key)}, nil
}
