package store

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Rights lists the permissions that the Redis user lacks for each kind of work, such as "zadd session:*" or "scan".
// An empty list means that none is missing.
type Rights struct {
	Read    []string // for "serve"
	Write   []string // for the commands that change records or API keys
	Inspect []string // for [Redis.Inspect]
	About   []string // for the version, the size and the clock of Redis
}

// harmless returns arguments, after the key, for each command that this package uses. With them a command changes
// nothing, neither a missing key nor an existing set or stream, since no set has nobody as a member. HSETNX and RPUSH
// are the exception: see makesKey.
func harmless(nobody string) map[string][]any {
	return map[string][]any{
		"del": nil, "exists": nil, "persist": nil, "pexpireat": {1}, "pttl": nil, "type": nil,
		"hdel": {nobody}, "hexists": {nobody}, "hget": {nobody}, "hgetall": nil, "hkeys": nil, "hlen": nil, "hsetnx": {"name", "value"},
		"hset": {"name", "value", "a name without a value"}, // which Redis refuses after it has checked the ACL
		"zadd": {"XX", 1, nobody}, "zcard": nil, "zcount": {1, 0}, "zrange": {0, 0}, "zrangebyscore": {1, 0}, "zrem": {nobody},
		"zremrangebyrank": {1, 0}, "zremrangebyscore": {1, 0}, "zscan": {0, "count", 1}, "zscore": {nobody},
		"lrange": {0, 0}, "lrem": {1, nobody}, "rpush": {"value"},
		"xadd": {"NOMKSTREAM", "*", "a name without a value"}, "xlen": nil, "xrange": {"-", "-"},
		"info": {"server"}, "dbsize": nil, "scan": {0, "count", 1}, "time": nil, "wait": {0, 1},
	}
}

// makesKey tries a command that creates its key whatever its arguments. The script deletes the key again atomically,
// and begins with DEL so that it creates no key which it may not delete.
const makesKey = `redis.call('DEL', KEYS[1])
redis.call(unpack(ARGV))
return redis.call('DEL', KEYS[1])`

// Rights tries the commands that this package uses on keys that nobody owns and, in a way that changes nothing, on
// the few shared keys. Denied commands appear in the ACL LOG of Redis. Errors: [ErrUnavailable].
func (s *Redis) Rights(ctx context.Context) (Rights, error) {
	nobody := reserved + rand.Text()
	sets, apiKey, apiKeys := keys(nobody), apiKeyKey(nobody), []string{apiKeyKey(nobody), ControlKey.key(nobody)}
	var found Rights
	for _, work := range []struct {
		lacks    *[]string
		commands string // each is tried on each of the keys
		keys     []string
	}{
		{&found.Read, "zrange", sets},
		{&found.Read, "hgetall", []string{apiKey, suspendedKey(nobody)}},

		{&found.Write, "zrange zcard zadd zrem zremrangebyscore zscore persist del type", sets},
		{&found.Write, "hgetall hlen hkeys hexists hset hsetnx hdel del type", []string{aboutKey(nobody)}},
		{&found.Write, "hlen hget hset hdel del type", []string{"grants:{" + nobody + "}"}},
		{&found.Write, "zcard zrange zrangebyscore zscore zadd zrem del type", []string{"spent:{" + nobody + "}"}},
		{&found.Write, "exists hset hsetnx hdel del type", []string{suspendedKey(nobody)}},
		{&found.Write, "rpush lrange lrem del type", []string{outboxKey(nobody)}},
		{&found.Write, "xlen xadd xrange", []string{eventStream}},
		{&found.Write, "zadd zremrangebyrank", []string{eventKeys}},
		{&found.Write, "zrange zadd zrem zscore", []string{UserKey.index(), apiKeyUsers, ControlKey.index()}},
		{&found.Write, "hgetall hset exists pexpireat del", apiKeys},
		{&found.Write, "hsetnx exists pexpireat", []string{madeKey(nobody)}},
		{&found.Write, "eval evalsha", sets[:1]},
		{&found.Write, "time", nil},

		{&found.Inspect, "scan", nil},
		{&found.Inspect, "type pttl zcount zscan", sets},
		{&found.Inspect, "type pttl zscan zscore", []string{apiKeyIndex, apiKeyUsers}},
		{&found.Inspect, "type pttl hgetall", []string{apiKey}},

		{&found.About, "info dbsize time", nil},
	} {
		for name := range strings.FieldsSeq(work.commands) {
			lacks, err := s.try(ctx, name, harmless(nobody)[name], work.keys)
			if err != nil {
				return Rights{}, err
			}
			*work.lacks = append(*work.lacks, lacks...)
		}
	}
	if s.replicas > 0 {
		lacks, err := s.try(ctx, "wait", harmless(nobody)["wait"], nil)
		if err != nil {
			return Rights{}, err
		}
		found.Write = append(found.Write, lacks...)
	}
	return found, nil
}

// try returns the command with each of the keys on which it is denied.
func (s *Redis) try(ctx context.Context, name string, with []any, keys []string) (lacks []string, err error) {
	if keys == nil {
		masters, err := s.write.masters(ctx)
		if err != nil || len(masters) == 0 {
			return nil, failed("try", err)
		}
		if err := masters[0].Do(ctx, append([]any{name}, with...)...).Err(); err != nil {
			return s.verdict(err, name, "")
		}
		return nil, nil
	}
	for _, key := range keys {
		var args []any
		switch name {
		case "eval":
			args = []any{name, "return 1", 1, key}
		case "evalsha":
			args = []any{name, strings.Repeat("0", 40), 1, key}
		case "hsetnx", "rpush":
			args = append([]any{"eval", makesKey, 1, key, name, key}, with...)
		default:
			args = append([]any{name, key}, with...)
		}
		said := redis.NewCmd(ctx, args...)
		_ = s.write.Process(ctx, said)
		lacking := name
		if args[0] == "eval" && said.Err() != nil && strings.Contains(said.Err().Error(), "'eval'") {
			lacking = "eval"
		}
		lack, err := s.verdict(said.Err(), lacking, key)
		if err != nil {
			return nil, err
		}
		lacks = append(lacks, lack...)
	}
	return lacks, nil
}

// verdict decides from the reply whether Redis would have run the command: any reply but a denial means that it
// would.
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
