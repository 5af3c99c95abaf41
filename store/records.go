package store

import (
	"context"
	"crypto/sha1"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/redis/go-redis/v9"
)

// Kind is which of a user's two sets a record belongs to.
type Kind string

// The two kinds. Their text is the prefix of the key.
const (
	Session Kind = "session"
	Refresh Kind = "refresh"
)

func (k Kind) key(user string) string { return string(k) + ":{" + user + "}" }

func keys(user string) []string { return []string{Session.key(user), Refresh.key(user)} }

// fingerprintLength is in hex digits, 64 bits: of one user's 200 records, two share a fingerprint
// with a chance of 200²/2/2⁶⁴, about 1 in 10¹⁵.
const fingerprintLength = 16

// Fingerprint is the address of the record that holds a token: the first 16 hex digits of the
// token's SHA-1, in lower case; where one is taken, upper case is as good. It is shown in tables and logs where the token must not be. SHA-1, since that is
// what a Lua script in Redis can compute; nothing rests on its resistance to collisions, which 64
// bits of any hash would lack as well.
func Fingerprint(token string) string {
	sum := sha1.Sum([]byte(token))
	return hex.EncodeToString(sum[:])[:fingerprintLength]
}

// record is what this package reads of a member. Names are matched exactly, each may stand once.
type record struct {
	UserID *exact   `json:"user_id"`
	Expiry *float64 `json:"expiry"`
	Token  exact    `json:"token"`
}

// checkFingerprint returns the fingerprint as [Fingerprint] writes it, or an [ErrFingerprint]. The error does
// not show it: it may be a token.
func checkFingerprint(fingerprint string) (string, error) {
	if _, err := hex.DecodeString(fingerprint); err != nil || len(fingerprint) != fingerprintLength {
		return "", ErrFingerprint
	}
	return strings.ToLower(fingerprint), nil
}

// exact is a string without halves of surrogate pairs: two tokens that differ in a half of an emoji ("x\ud83d" and
// "x\ud83e", as a writer leaves them that cuts texts) must not be taken for one. In all other strings
// such a half is no reason to refuse a record.
type exact string

// UnmarshalJSONFrom reads a string without halves of surrogate pairs.
func (e *exact) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	return json.Unmarshal(value, (*string)(e))
}

var errNotJSON = errors.New("it is not one JSON object with each name once, and its token and user_id strings in UTF-8")

// parse reads a member, or a record that shall become one.
func parse(text []byte) (r record, err error) {
	// The option allows halves of surrogate pairs, but also what is not UTF-8.
	if !utf8.Valid(text) || json.Unmarshal(text, &r, jsontext.AllowInvalidUTF8(true)) != nil {
		return record{}, errNotJSON
	}
	return r, nil
}

// LastExpiry is the end of the year 9999, Unix seconds. A later expiry is one in milliseconds: no record
// with it is kept, and none is live.
const LastExpiry = 253402300799

// usable reads a record and says why it can't be kept for a user.
func (s *Redis) usable(user string, text []byte) (record, error) {
	r, err := parse(text)
	if err != nil {
		return record{}, err
	}
	now := float64(s.now().UnixMilli()) / 1000
	switch {
	case r.Token == "":
		return record{}, errors.New("it has no token")
	case r.UserID == nil:
		return record{}, errors.New("it has no user_id")
	case string(*r.UserID) != user:
		return record{}, errors.New("its user_id is another user's")
	case r.Expiry == nil:
		return record{}, errors.New("it has no expiry")
	case *r.Expiry <= now:
		return record{}, errors.New("its expiry has passed")
	case *r.Expiry > LastExpiry || math.IsNaN(*r.Expiry):
		return record{}, errors.New("its expiry is past the year 9999: is it in milliseconds?")
	}
	return r, nil
}

//go:embed script/clock.lua
var clockText string // what the scripts that need the time begin with

//go:embed script/tokens.lua
var tokensText string // what the scripts that read records begin with

//go:embed script/put.lua
var putText string
var putScript = newScript(clockText + tokensText + putText)

// Put keeps a record of the user, checked against the contract first, in place of one that holds
// the same token. In the same step it removes the user's expired records of that kind, by the clock of
// Redis, and as many with the earliest expiry as are over the limit; evicted counts the latter.
// Errors: [ErrUserID], [ErrRecord], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) Put(ctx context.Context, kind Kind, user string, text []byte) (evicted int, err error) {
	args, err := s.putArgs(Record{Kind: kind, UserID: user, Text: text})
	if err != nil {
		return 0, err
	}
	reply, err := s.change(ctx, run(putScript, []string{kind.key(user)}, args...))
	return put(reply, err, kind, user)
}

// Record is a record to be put.
type Record struct {
	Kind   Kind
	UserID string
	Text   []byte
}

// PutResult is what became of a record: what [Redis.Put] returns.
type PutResult struct {
	Evicted int
	Err     error
}

// PutAll puts the records in their order, in one round trip to each server; the caller
// bounds how many bytes that is. One that is refused stops no other. Where the reply was lost, ErrUnavailable does not say whether the record is
// kept: to put it again is safe, for it then replaces itself.
func (s *Redis) PutAll(ctx context.Context, records []Record) []PutResult {
	results := make([]PutResult, len(records))
	orders := map[*redis.Client][]order{}
	indexes := map[*redis.Client][]int{}
	for i, r := range records {
		args, err := s.putArgs(r)
		if err != nil {
			results[i].Err = err
			continue
		}
		server, err := s.write.master(ctx, r.Kind.key(r.UserID))
		if err != nil {
			results[i].Err = failed("put", err)
			continue
		}
		orders[server] = append(orders[server], run(putScript, []string{r.Kind.key(r.UserID)}, args...))
		indexes[server] = append(indexes[server], i)
	}
	for server, all := range orders {
		replies, err := s.changeAll(ctx, server, all)
		for n, i := range indexes[server] {
			results[i].Evicted, results[i].Err = put(replies[n], err, records[i].Kind, records[i].UserID)
		}
	}
	return results
}

// putArgs checks a record, and returns what the script takes.
func (s *Redis) putArgs(r Record) ([]any, error) {
	if err := CheckUserID(r.UserID); err != nil {
		return nil, err
	}
	if err := s.check(r.Kind, r.Text); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	read, err := s.usable(r.UserID, r.Text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	compact := jsontext.Value(r.Text).Clone()
	if err := compact.Compact(); err != nil {
		return nil, fmt.Errorf("%w: it is not JSON", ErrRecord)
	}
	return []any{strconv.FormatFloat(*read.Expiry, 'f', -1, 64), string(compact), string(read.Token), s.maxRecords}, nil
}

// put reads the script's reply. Where that was read, err is of what comes after: see [Redis.change].
func put(reply *redis.Cmd, err error, kind Kind, user string) (evicted int, _ error) {
	if reply.Err() != nil {
		return 0, failedAt("put", reply.Err(), kind.key(user), user)
	}
	evicted, readErr := reply.Int()
	switch {
	case readErr != nil:
		return 0, failed("put", readErr)
	case evicted < 0:
		return 0, fmt.Errorf("%w: its expiry has passed by the clock of Redis", ErrRecord)
	}
	return evicted, failed("put", err)
}

//go:embed script/revoke.lua
var revokeText string
var revokeScript = newScript(clockText + tokensText + revokeText)

//go:embed script/revoke_all.lua
var revokeAllText string
var revokeAllScript = newScript(clockText + revokeAllText)

// Revoke ends the record with the fingerprint and all that share a refresh token with it: a session
// ends with its refresh token, and the other way round (RFC 7009 2.1). It says how many live records
// it ended. Errors: [ErrNotFound] if no live record has the fingerprint, so also when called twice;
// [ErrFingerprint], [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) Revoke(ctx context.Context, user, fingerprint string) (int, error) {
	return s.revoke(ctx, user, fingerprint, "grant")
}

// RevokeOthers ends all records of the user but those that [Redis.Revoke] would end. If no live
// record has the fingerprint it ends nothing and returns [ErrNotFound].
func (s *Redis) RevokeOthers(ctx context.Context, user, fingerprint string) (int, error) {
	return s.revoke(ctx, user, fingerprint, "others")
}

func (s *Redis) revoke(ctx context.Context, user, fingerprint, which string) (int, error) {
	if err := CheckUserID(user); err != nil {
		return 0, err
	}
	fingerprint, err := checkFingerprint(fingerprint)
	if err != nil {
		return 0, err
	}
	reply, after := s.change(ctx, run(revokeScript, keys(user), fingerprint, which))
	ended, err := reply.Int()
	switch {
	case err != nil:
		return 0, s.failedAtUser(ctx, "revoke", err, user)
	case ended < 0 && done(after):
		return 0, fmt.Errorf("revoke: %w", ErrNotFound)
	}
	return ended, failed("revoke", after)
}

// RevokeAll ends all records of the user, whatever else his sets hold, and says how many were live.
// A key of another type than the layout says goes too, and is named in odd: it hid all that the user
// has. None is not an error. Errors: [ErrUserID], [ErrUnavailable], [ErrPermission].
func (s *Redis) RevokeAll(ctx context.Context, user string) (ended int, odd []string, err error) {
	if err := CheckUserID(user); err != nil {
		return 0, nil, err
	}
	reply, after := s.change(ctx, run(revokeAllScript, keys(user)))
	counts, err := reply.Int64Slice()
	if err != nil {
		return 0, nil, failed("revoke all", err)
	}
	for i, key := range keys(user) {
		if counts[i] < 0 {
			odd = append(odd, key)
			continue
		}
		ended += int(counts[i])
	}
	return ended, odd, failed("revoke all", after)
}
