package store

import (
	"context"
	"crypto/sha1"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/redis/go-redis/v9"
)

// Kind says to which of a user's two sets a record belongs.
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

// Fingerprint returns the fingerprint of the record that holds a token: the first 16 hex digits of the token's SHA-1,
// in lower case. (Where one is taken, upper case will do.) It is shown in tables and logs where the token must not
// be. SHA-1 is what a Lua script in Redis can compute; nothing rests on its resistance to collisions, which 64 bits
// of any hash would lack as well.
func Fingerprint(token string) string {
	sum := sha1.Sum([]byte(token))
	return hex.EncodeToString(sum[:])[:fingerprintLength]
}

// record holds what this package reads of a member. Names are matched exactly, and must not be repeated.
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

// exact is a string without unpaired surrogates: two tokens that differ only in half of an emoji ("x\ud83d" and
// "x\ud83e", as left by a writer that truncates texts) must not be taken for one. In all other strings an unpaired
// surrogate is no reason to refuse a record.
type exact string

// UnmarshalJSONFrom decodes a string, and fails if it has an unpaired surrogate.
func (e *exact) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	return json.Unmarshal(value, (*string)(e))
}

var errNotJSON = errors.New("it is not one JSON object with each name once, and its token and user_id strings in UTF-8")

// parse decodes a member, or a record that is to become one.
func parse(text []byte) (r record, err error) {
	// The option allows unpaired surrogates, but also invalid UTF-8.
	if !utf8.Valid(text) || json.Unmarshal(text, &r, jsontext.AllowInvalidUTF8(true)) != nil {
		return record{}, errNotJSON
	}
	return r, nil
}

// LastExpiry is the end of the year 9999, in Unix seconds. A later expiry is taken for milliseconds: no record with
// it is stored, and none is live.
const LastExpiry = 253402300799

// usable decodes a record, or returns why it can't be stored for the user.
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
var clockText string // the prefix of the scripts that need the time

//go:embed script/tokens.lua
var tokensText string // the prefix of the scripts that read records

//go:embed script/put.lua
var putText string
var putScript = userScript(putText)

// Put stores a record of the user, as [Redis.Register] does.
func (s *Redis) Put(ctx context.Context, kind Kind, user string, text []byte) (PutResult, error) {
	return s.Register(ctx, time.Time{}, Record{Kind: kind, UserID: user, Text: text})
}

// Register checks records of one user against the contract, and stores them atomically in place of those with the
// same tokens. In the same step it removes the user's expired records, by the clock of Redis, and evicts the records
// of each kind with the earliest expiry that are over the limit. If grantEnd is not zero, the grant of the refresh
// token among them ends then, however often it is rotated. Errors: [ErrUserID], [ErrRecord], [ErrUnavailable],
// [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) Register(ctx context.Context, grantEnd time.Time, records ...Record) (PutResult, error) {
	o, err := s.putOrder(ctx, grantEnd, records...)
	if err != nil {
		return PutResult{}, err
	}
	reply, after := s.change(ctx, o)
	result := s.put(ctx, reply, after, records[0].UserID)
	if reply.Err() == nil {
		s.published(ctx, records[0].UserID)
	}
	return result, result.Err
}

// Record is a record to be stored.
type Record struct {
	Kind   Kind
	UserID string
	Text   []byte
}

// PutResult is the result of storing records.
type PutResult struct {
	Replaced bool    // the first replaced a record with its token
	Evicted  []Ended // records that ended to make room
	Err      error
}

// PutAll stores the records in order, each on its own, in one round trip to each server; the caller bounds their
// size. A record that is refused does not stop the others. After an [ErrUnavailable] it is not known whether the
// record was stored; a retry is safe, since the record then replaces itself.
func (s *Redis) PutAll(ctx context.Context, records []Record) []PutResult {
	results := make([]PutResult, len(records))
	orders := map[*redis.Client][]order{}
	indexes := map[*redis.Client][]int{}
	users := map[string]bool{}
	for i, r := range records {
		o, err := s.putOrder(ctx, time.Time{}, r)
		if err != nil {
			results[i].Err = err
			continue
		}
		server, err := s.write.master(ctx, o.key)
		if err != nil {
			results[i].Err = failed("put", err)
			continue
		}
		orders[server] = append(orders[server], o)
		indexes[server] = append(indexes[server], i)
		users[r.UserID] = true
	}
	for server, all := range orders {
		replies, err := s.changeAll(ctx, server, all)
		for n, i := range indexes[server] {
			results[i] = s.put(ctx, replies[n], err, records[i].UserID)
		}
	}
	s.allPublished(ctx, slices.Collect(maps.Keys(users)))
	return results
}

// putOrder checks records of one user, and returns the order that stores them.
func (s *Redis) putOrder(ctx context.Context, grantEnd time.Time, records ...Record) (order, error) {
	finish := ""
	if !grantEnd.IsZero() {
		finish = strconv.FormatInt(grantEnd.Unix(), 10)
	}
	args := []any{s.maxRecords, finish}
	for _, r := range records {
		of, err := s.recordArgs(r)
		if err != nil {
			return order{}, err
		}
		args = append(args, of...)
	}
	return userOrder(ctx, putScript, records[0].UserID, args...), nil
}

// recordArgs checks a record, and returns its arguments for scripts: kind, expiry, text and token.
func (s *Redis) recordArgs(r Record) ([]any, error) {
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
	return []any{string(r.Kind), strconv.FormatFloat(*read.Expiry, 'f', -1, 64), string(compact), string(read.Token)}, nil
}

// put decodes the script's reply. If there is one, err is about what followed it: see [Redis.change].
func (s *Redis) put(ctx context.Context, reply *redis.Cmd, err error, user string) PutResult {
	said, readErr := words(reply)
	switch {
	case readErr != nil:
		return PutResult{Err: s.failedAtUser(ctx, "put", readErr, user)}
	case len(said) < 2:
		return PutResult{Err: failed("put", errProtocol)}
	case said[0] == "1":
		return PutResult{Err: fmt.Errorf("%w: its expiry has passed by the clock of Redis", ErrRecord)}
	case said[0] == "2":
		return PutResult{Err: fmt.Errorf("%w: a rotation has put another in the place of its token", ErrRecord)}
	}
	return PutResult{Replaced: said[1] == "1", Evicted: endings(said[2:]), Err: failed("put", err)}
}

//go:embed script/revoke.lua
var revokeText string
var revokeScript = userScript(revokeText)

//go:embed script/revoke_all.lua
var revokeAllText string
var revokeAllScript = newScript(revokeAllText)

// Revoke ends the record with the fingerprint and all records that share a refresh token with it: a session ends with
// its refresh token, and vice versa (RFC 7009, section 2.1). It returns the live records that ended. Errors:
// [ErrNotFound] if no live record has the fingerprint, hence also on a second call; [ErrFingerprint], [ErrUserID],
// [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) Revoke(ctx context.Context, user, fingerprint string) ([]Ended, error) {
	return s.revoke(ctx, user, fingerprint, "", Grant, false)
}

// RevokeToken is [Redis.Revoke] for a caller that has the token itself, so that a spent refresh token also ends its
// grant.
func (s *Redis) RevokeToken(ctx context.Context, user, token string) ([]Ended, error) {
	return s.revoke(ctx, user, Fingerprint(token), token, Grant, false)
}

// RevokeOthers ends all records of the user except those that [Redis.Revoke] would end. If no live record has the
// fingerprint it ends nothing and returns [ErrNotFound].
func (s *Redis) RevokeOthers(ctx context.Context, user, fingerprint string) ([]Ended, error) {
	return s.revoke(ctx, user, fingerprint, "", Others, false)
}

func (s *Redis) revoke(ctx context.Context, user, fingerprint, token, which string, dryRun bool) ([]Ended, error) {
	if err := CheckUserID(user); err != nil {
		return nil, err
	}
	if which != All {
		var err error
		if fingerprint, err = checkFingerprint(fingerprint); err != nil {
			return nil, err
		}
	}
	reply, after := s.change(ctx, userOrder(ctx, revokeScript, user, fingerprint, which, !dryRun, token))
	said, err := words(reply)
	switch {
	case err != nil:
		return nil, s.failedAtUser(ctx, "revoke", err, user)
	case said[0] == "none" && done(after):
		return nil, fmt.Errorf("revoke: %w", ErrNotFound)
	}
	if !dryRun {
		s.published(ctx, user)
	}
	return endings(said[1:]), failed("revoke", after)
}

// RevokeAll ends all records of the user, whatever else the sets hold, and returns those that were live. Keys of
// another type than the layout says are deleted too, and returned in odd. It is no error if there are no records.
// Errors: [ErrUserID], [ErrUnavailable], [ErrPermission]; [ErrReplicas] after the change was made.
func (s *Redis) RevokeAll(ctx context.Context, user string) (ended []Ended, odd []string, err error) {
	if err := CheckUserID(user); err != nil {
		return nil, nil, err
	}
	reply, _ := s.change(ctx, run(revokeAllScript, keysOf(user)))
	deleted, err := reply.Int64Slice()
	if err != nil {
		return nil, nil, failed("revoke all", err)
	}
	for i, key := range keysOf(user) {
		if deleted[i] == 1 {
			odd = append(odd, key)
		}
	}
	ended, err = s.revoke(ctx, user, "", "", All, false)
	return ended, odd, err
}

// The records that [Redis.Preview] is asked for.
const (
	Grant  = "grant"  // what [Redis.Revoke] ends
	Others = "others" // what [Redis.RevokeOthers] ends
	All    = "all"    // what [Redis.RevokeAll] ends; its fingerprint is empty
)

// Preview returns what would end, and ends nothing. Its errors are those of the method that would end it.
func (s *Redis) Preview(ctx context.Context, user, fingerprint, which string) ([]Ended, error) {
	return s.revoke(ctx, user, fingerprint, "", which, true)
}
