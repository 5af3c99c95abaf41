package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/redis/go-redis/v9"
)

// Default bounds of a list.
const (
	// DefaultMaxListRecords is how many members of each set a list may have: 20 times as many as writers keep, since
	// other programs may have limits of their own. Redis needs a millisecond for 2,000.
	DefaultMaxListRecords = 2000
	// DefaultMaxListBytes bounds the reply of Redis for one list. Twice 2,000 records of 500 bytes take 2 MB.
	DefaultMaxListBytes = 4 << 20
)

// limits are the bounds of a list.
type limits struct{ records, bytes int }

// Lists holds the members of a user's two sets whose score is later than now, and not past the year 9999, latest
// score first. They are as their writers left them: other programs write too, so any of them may be junk.
//
// The members lie in one buffer, which the next [Redis.List] into the same Lists overwrites.
type Lists struct {
	Sessions, Refresh [][]byte
	// UserSuspended says that all of the user's sessions are suspended, whatever they say themselves.
	UserSuspended bool

	// reply is the raw reply of Redis. go-redis would make a string of each member, only for it to be copied again
	// into the answer.
	reply reply
}

// Cap returns the capacity of the buffer, in bytes.
func (l *Lists) Cap() int { return l.reply.Cap() }

// reply is a bounded buffer. go-redis writes a reply into it as it arrives, and drops the connection if a write
// fails: what is over the bound is neither kept nor read.
type reply struct {
	bytes.Buffer
	bound int
}

var errTooLong = errors.New("longer than its bound")

// Write keeps the bytes if there is room for all of them.
func (r *reply) Write(b []byte) (int, error) {
	if r.Len()+len(b) > r.bound {
		return 0, errTooLong
	}
	return r.Buffer.Write(b)
}

// ReadFrom is called by go-redis to copy a member whose length it has read.
func (r *reply) ReadFrom(from io.Reader) (int64, error) {
	member, ok := from.(*io.LimitedReader)
	if !ok || member.N > int64(r.bound-r.Len()) {
		return 0, errTooLong
	}
	return r.Buffer.ReadFrom(from)
}

// List reads the user's records, and whether the user is suspended, into lists, in one round trip with a constant
// number of commands; each set is read atomically. For a user without records, and for an unusable user ID, the lists
// are empty. A list over the store's bounds is an error, never truncated, and that error is remembered for a second.
// Concurrent reads of one user are bounded; further ones wait. Errors: [ErrUnavailable], [ErrBusy],
// [ErrListTooLarge], [ErrPermission], [ErrLayout].
//
// The two reads are not in a MULTI: at its memory limit Redis refuses to queue any command, and a
// full Redis would then hide who is signed in.
func (s *Redis) List(ctx context.Context, user string, lists *Lists) error {
	lists.Sessions, lists.Refresh, lists.UserSuspended = lists.Sessions[:0], lists.Refresh[:0], false
	if CheckUserID(user) != nil {
		return nil
	}
	answers := s.answers.Load()
	err := s.gate.enter(ctx, user)
	switch {
	case err == nil:
	case errors.Is(err, ErrListTooLarge):
		return err
	default:
		return s.waited("list", err, answers)
	}
	defer func() { s.gate.leave(user, err) }() // even after a panic: a turn that is not given back is lost
	err = s.list(ctx, user, lists)
	return err
}

func (s *Redis) list(ctx context.Context, user string, lists *Lists) error {
	after := "(" + s.unixNow()
	lists.reply.bound = s.limits.bytes
	var at Kind
	err := s.reading(ctx, "list", func() error {
		lists.reply.Reset()
		_, err := s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, key := range keys(user) {
				_ = p.Process(ctx, redis.NewRawWriteToCmd(ctx, &lists.reply, s.listArgs(key, after)...))
			}
			return p.Process(ctx, redis.NewRawWriteToCmd(ctx, &lists.reply, "hgetall", suspendedKey(user)))
		})
		if err != nil {
			return err
		}
		at, err = lists.split()
		if s.read.cluster != nil && moved(err) {
			at, err = s.listElsewhere(ctx, user, after, lists)
		}
		return err
	})
	if errors.Is(err, errTooLong) || err == nil && max(len(lists.Sessions), len(lists.Refresh)) > s.limits.records {
		lists.Sessions, lists.Refresh = lists.Sessions[:0], lists.Refresh[:0]
		lists.reply = reply{} // the next list is probably smaller
		return s.tooLarge(ctx, user)
	}
	return failedAt("list", err, at.key(user), user)
}

func (s *Redis) listArgs(key, after string) []any {
	return []any{"zrange", key, LastExpiry, after, "byscore", "rev", "limit", 0, s.limits.records + 1}
}

// listElsewhere lists keys of a Cluster that are being moved to another node. go-redis follows redirections, but not
// for a reply that it writes into a buffer, so here the bound is checked only after the reply has arrived.
func (s *Redis) listElsewhere(ctx context.Context, user, after string, lists *Lists) (at Kind, err error) {
	lists.Sessions, lists.Refresh = lists.Sessions[:0], lists.Refresh[:0]
	bytes := 0
	for kind, into := range map[Kind]*[][]byte{Session: &lists.Sessions, Refresh: &lists.Refresh} {
		members := redis.NewStringSliceCmd(ctx, s.listArgs(kind.key(user), after)...)
		if err := s.read.Process(ctx, members); err != nil {
			return kind, err
		}
		for _, member := range members.Val() {
			bytes += len(member)
			*into = append(*into, []byte(member))
		}
	}
	if bytes > s.limits.bytes {
		return "", errTooLong
	}
	suspended, err := s.read.HGetAll(ctx, suspendedKey(user)).Result()
	lists.UserSuspended = len(suspended) > 0
	return "suspended", err
}

// tooLarge returns an [ErrListTooLarge], with the lengths of the sets if the ACL allows reading them.
func (s *Redis) tooLarge(ctx context.Context, user string) error {
	counts := make([]*redis.IntCmd, 2)
	_, err := s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys(user) {
			counts[i] = p.ZCard(ctx, key)
		}
		return nil
	})
	f := &failure{operation: "list", kind: ErrListTooLarge, cause: causeTooLarge}
	if err == nil {
		f.detail = fmt.Sprintf("%d sessions and %d refresh tokens, ", counts[0].Val(), counts[1].Val())
	}
	f.detail += fmt.Sprintf("where a list has at the most %d of each and %d bytes", s.limits.records, s.limits.bytes)
	return f
}

// split parses the three replies, and returns in at which of them it could not read.
func (l *Lists) split() (at Kind, err error) {
	l.Sessions, l.Refresh = l.Sessions[:0], l.Refresh[:0]
	reply := l.reply.Bytes()
	var rest []byte
	if l.Sessions, rest, err = members(l.Sessions, reply); err != nil {
		return Session, err
	}
	if l.Refresh, rest, err = members(l.Refresh, rest); err != nil {
		return Refresh, err
	}
	_, fields, _, err := header(rest)
	l.UserSuspended = fields > 0
	return "suspended", err
}

// refused is an error reply of Redis. It implements [redis.Error].
type refused string

func (r refused) Error() string { return string(r) }

// RedisError implements [redis.Error].
func (refused) RedisError() {}

const lineEnd = "\r\n"

var errProtocol = errors.New("not a list of texts")

// members appends to into the strings of the array with which reply begins (RESP: "*2\r\n$1\r\na\r\n$1\r\nb\r\n"),
// and returns what follows it.
func members(into [][]byte, reply []byte) (_ [][]byte, rest []byte, err error) {
	typ, count, rest, err := header(reply)
	if err != nil || typ != '*' {
		return into, nil, cmp.Or(err, errProtocol)
	}
	for range count {
		typ, length, text, err := header(rest)
		if err != nil || typ != '$' || length > len(text)-len(lineEnd) || string(text[length:length+len(lineEnd)]) != lineEnd {
			return into, nil, cmp.Or(err, errProtocol)
		}
		into, rest = append(into, text[:length:length]), text[length+len(lineEnd):]
	}
	return into, rest, nil
}

// maxReply keeps a length within a 32-bit int. A string in Redis has at most 512 MB (2^29 bytes).
const maxReply = 1 << 30

// header parses a line like "$12": a type and a number.
func header(reply []byte) (typ byte, number int, rest []byte, err error) {
	end := bytes.IndexByte(reply, '\r')
	if end < 2 || end+1 == len(reply) || reply[end+1] != '\n' {
		return 0, 0, nil, errProtocol
	}
	line, rest := reply[:end], reply[end+len(lineEnd):]
	if line[0] == '-' {
		return 0, 0, nil, refused(line[1:])
	}
	for _, digit := range line[1:] {
		if digit < '0' || digit > '9' || number > maxReply/10 {
			return 0, 0, nil, errProtocol
		}
		number = number*10 + int(digit-'0')
	}
	return line[0], number, rest, nil
}
