package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"

	"github.com/redis/go-redis/v9"
)

// Lists holds the members of a user's two sets whose score is later than now, and not past the year 9999,
// latest score first.
// They are as their writers left them: other programs write too, so any of them may be junk.
//
// The members lie in one buffer, which the next [Redis.List] into the same Lists writes over.
type Lists struct {
	Sessions, Refresh [][]byte

	// reply is what Redis answered, as it came. go-redis would make a string of each member, which
	// would be copied again into the answer.
	reply bytes.Buffer
}

// Cap is how many bytes the buffer has, used or not.
func (l *Lists) Cap() int { return l.reply.Cap() }

// listTries: somebody waits, so a lost connection is tried again, once. go-redis does not repeat a
// command whose reply is not parsed by itself.
const listTries = 2

// List reads the user's records into lists, in one round trip of a constant number of commands, each
// set as it is at one moment. A user without records has empty lists, as has an unusable user ID.
// Errors: [ErrUnavailable], [ErrPermission], [ErrLayout].
//
// The two reads are not in a MULTI: at its memory limit Redis refuses to queue any command, and a
// full Redis would then hide who is signed in.
func (s *Redis) List(ctx context.Context, user string, lists *Lists) error {
	lists.Sessions, lists.Refresh = lists.Sessions[:0], lists.Refresh[:0]
	if CheckUserID(user) != nil {
		return nil
	}
	after := "(" + s.unixNow()
	var err error
	for range listTries {
		lists.reply.Reset()
		_, err = s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, key := range keys(user) {
				_ = p.Process(ctx, redis.NewRawWriteToCmd(ctx, &lists.reply, "zrange", key, LastExpiry, after, "byscore", "rev"))
			}
			return nil
		})
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	if err == nil {
		err = lists.split()
	}
	return s.failedAtUser(ctx, "list", err, user)
}

// split finds the members in the two replies.
func (l *Lists) split() (err error) {
	reply := l.reply.Bytes()
	var rest []byte
	if l.Sessions, rest, err = members(l.Sessions, reply); err != nil {
		return err
	}
	l.Refresh, _, err = members(l.Refresh, rest)
	return err
}

// refused is an error that Redis answered with. It is a [redis.Error].
type refused string

func (r refused) Error() string { return string(r) }

// RedisError makes it a [redis.Error].
func (refused) RedisError() {}

const lineEnd = "\r\n"

var errProtocol = errors.New("not a list of texts")

// members appends the texts of the list that reply begins with (RESP: "*2\r\n$1\r\na\r\n$1\r\nb\r\n")
// to into, and returns what follows it.
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

// maxReply keeps a length within an int of 32 bits. Redis allows a text to have 512 MB (2^29).
const maxReply = 1 << 30

// header reads a line like "$12": a type and a number.
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
