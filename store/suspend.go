package store

import (
	"bytes"
	"context"
	"crypto/sha1"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/redis/go-redis/v9"
)

//go:embed script/replace.lua
var replaceText string
var replaceScript = userScript(replaceText)

// Suspend marks the session with the fingerprint: it stays listed, and its bearer is refused. Suspend is idempotent.
// Errors: [ErrNotFound] if no live session has the fingerprint (a refresh token can't be suspended: the contract
// gives it no such mark), [ErrFingerprint], [ErrConflict], [ErrUserID], [ErrUnavailable], [ErrPermission],
// [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) Suspend(ctx context.Context, user, fingerprint string) error {
	return s.setSuspended(ctx, user, fingerprint, true)
}

// Resume undoes [Redis.Suspend], with the same errors.
func (s *Redis) Resume(ctx context.Context, user, fingerprint string) error {
	return s.setSuspended(ctx, user, fingerprint, false)
}

// replaceTries bounds the attempts. A retry is needed only if another writer changed this very record between the
// read and the replacement.
const replaceTries = 10

func (s *Redis) setSuspended(ctx context.Context, user, fingerprint string, suspended bool) error {
	if err := CheckUserID(user); err != nil {
		return err
	}
	fingerprint, err := checkFingerprint(fingerprint)
	if err != nil {
		return err
	}
	for range replaceTries {
		done, err := s.trySuspended(ctx, user, fingerprint, suspended)
		if done || err != nil && !errors.Is(err, ErrReplicas) {
			return err
		}
	}
	return fmt.Errorf("%s: %w", suspends(suspended), ErrConflict)
}

// suspends returns the name of the operation for its errors.
func suspends(suspended bool) string {
	if suspended {
		return "suspend"
	}
	return "resume"
}

// trySuspended reports false if a record was gone before it could be replaced. Plain ZADD can leave several members
// with one token; all of them are marked, atomically.
func (s *Redis) trySuspended(ctx context.Context, user, fingerprint string, suspended bool) (bool, error) {
	op := suspends(suspended)
	key := Session.key(user)
	server, err := s.write.master(ctx, key)
	if err != nil {
		return false, failed(op, err)
	}
	now, err := server.Time(ctx).Result()
	if err != nil {
		return false, failed(op, err)
	}
	members, err := s.write.ZRangeArgs(ctx, redis.ZRangeArgs{Key: key, ByScore: true, Start: "(" + unix(now), Stop: LastExpiry}).Result()
	if err != nil {
		return false, failedAt(op, err, key, user)
	}
	found, becomes := false, ""
	var pairs []any
	for _, member := range members {
		if !isSession(member, user, fingerprint, now) {
			continue
		}
		marked, ok := withSuspended(member, suspended)
		found = found || ok
		// With WaitReplicas, a mark that is already set is written again, since a caller may be retrying because the
		// replicas did not have it.
		if ok && (marked != member || s.replicas > 0) {
			if marked != member {
				becomes = map[bool]string{true: "suspended", false: "resumed"}[suspended]
			}
			sum := sha1.Sum([]byte(member))
			pairs = append(pairs, hex.EncodeToString(sum[:]), marked)
		}
	}
	if !found {
		return false, fmt.Errorf("%s: %w", op, ErrNotFound)
	}
	if len(pairs) == 0 {
		return true, nil
	}
	reply, after := s.change(ctx, userOrder(ctx, replaceScript, user, append([]any{fingerprint, becomes}, pairs...)...))
	replaced, err := reply.Bool()
	if err != nil {
		return false, failedAt(op, err, key, user)
	}
	if becomes != "" {
		s.published(ctx, user)
	}
	return replaced, failed(op, after)
}

// isSession reports whether member is the user's session with the fingerprint. Junk, another user's record and one
// whose own expiry has passed are not, whatever their score.
func isSession(member, user, fingerprint string, now time.Time) bool {
	r, err := parse([]byte(member))
	return err == nil && r.Token != "" && Fingerprint(string(r.Token)) == fingerprint &&
		r.UserID != nil && string(*r.UserID) == user && r.Expiry != nil && *r.Expiry > float64(now.UnixMilli())/1000
}

// withSuspended returns the member with its is_suspended set and all other bytes unchanged. It reports false if the
// member is not an object with that property.
func withSuspended(member string, suspended bool) (string, bool) {
	d := jsontext.NewDecoder(bytes.NewReader([]byte(member)), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != jsontext.KindBeginObject {
		return "", false
	}
	for d.PeekKind() == jsontext.KindString {
		name, err := d.ReadToken()
		if err != nil {
			return "", false
		}
		wanted := name.String() == "is_suspended"
		value, err := d.ReadValue()
		if err != nil {
			return "", false
		}
		if wanted {
			end := int(d.InputOffset())
			return member[:end-len(value)] + strconv.FormatBool(suspended) + member[end:], true
		}
	}
	return "", false
}
