package store

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// By says who makes a change, and on whose behalf. Its event holds both.
type By struct {
	Cause string // CauseOwner or CauseOperator
	Actor string // the name of a control key, or of a program
}

// The causes of a change. The unexported ones are the store's own.
const (
	CauseOwner    = "owner"
	CauseOperator = "operator"
	causeLimit    = "limit" // to make room
	causeReuse    = "reuse" // a spent refresh token was presented
)

type byKey struct{}

// As returns a context whose changes are made by by. Without it, they are made by an operator without a name.
func As(ctx context.Context, by By) context.Context { return context.WithValue(ctx, byKey{}, by) }

func who(ctx context.Context) By {
	by, ok := ctx.Value(byKey{}).(By)
	if !ok {
		by.Cause = CauseOperator
	}
	return by
}

// Ended is a record that has ended, or would end. Without a token it has no fingerprint.
type Ended struct {
	Kind        Kind
	Fingerprint string
}

// keysOf returns all keys of a user, in the order in which the scripts take them.
func keysOf(user string) []string {
	keys := make([]string, len(userKeys))
	for i, name := range userKeys {
		keys[i] = name + ":{" + user + "}"
	}
	return keys
}

var userKeys = [...]string{string(Session), string(Refresh), "about", "grants", "spent", "suspended", "outbox"}

func aboutKey(user string) string     { return "about:{" + user + "}" }
func suspendedKey(user string) string { return "suspended:{" + user + "}" }
func outboxKey(of string) string      { return "outbox:{" + of + "}" }

//go:embed script/user.lua
var userText string // the prefix of the scripts that change a user's records

func userScript(text string) script { return newScript(clockText + tokensText + userText + text) }

// userOrder runs a script on all of a user's keys. Each call has a random ID, from which the keys of its events are
// made.
func userOrder(ctx context.Context, s script, user string, args ...any) order {
	by := who(ctx)
	return run(s, keysOf(user), append([]any{rand.Text(), user, by.Cause, by.Actor}, args...)...)
}

// words reads a reply that is a list of strings and numbers.
func words(reply *redis.Cmd) ([]string, error) {
	parts, err := reply.Slice()
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = fmt.Sprint(part)
	}
	return texts, nil
}

// endings parses texts like "session:0123456789abcdef".
func endings(said []string) []Ended {
	var all []Ended
	for _, word := range said {
		kind, fingerprint, _ := strings.Cut(word, ":")
		all = append(all, Ended{Kind(kind), fingerprint})
	}
	return all
}

//go:embed script/suspend_user.lua
var suspendUserText string
var suspendUserScript = userScript(suspendUserText)

// SuspendUser suspends all sessions of a user, including those that are registered later, until [Redis.ResumeUser].
// It is idempotent. Errors: [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the
// change was made.
func (s *Redis) SuspendUser(ctx context.Context, user string) error {
	return s.suspendUser(ctx, user, 1)
}

// ResumeUser undoes [Redis.SuspendUser], with the same errors. Sessions that were suspended individually stay
// suspended.
func (s *Redis) ResumeUser(ctx context.Context, user string) error {
	return s.suspendUser(ctx, user, 0)
}

func (s *Redis) suspendUser(ctx context.Context, user string, on int) error {
	if err := CheckUserID(user); err != nil {
		return err
	}
	reply, after := s.change(ctx, userOrder(ctx, suspendUserScript, user, on))
	if err := reply.Err(); err != nil {
		return s.failedAtUser(ctx, "suspend", err, user)
	}
	s.published(ctx, user)
	return failed("suspend", after)
}

//go:embed script/rotate.lua
var rotateText string
var rotateScript = userScript(rotateText)

// Rotation is a presented refresh token, and the records that replace those of its grant.
type Rotation struct {
	UserID           string
	Presented        string
	Session, Refresh []byte
	Grace            time.Duration // how long a spent token may be presented again
}

// Outcome is the result of a rotation.
type Outcome int

// The outcomes of a rotation.
const (
	// Rotated means that the grant now has the new records.
	Rotated Outcome = iota
	// RotatedBefore means that the token was already spent, by the same request or within the grace period. Session
	// and Refresh are the current records of the grant.
	RotatedBefore
	// Reused means that the token was spent longer ago, so somebody has a copy of it. The grant has been ended.
	Reused
	// GrantSuspended means that the session of the grant, or its user, is suspended. Nothing has changed.
	GrantSuspended
	// GrantOver means that a new record would outlive the grant, which ends at GrantEnd, or has expired. Nothing has
	// changed.
	GrantOver
)

// Successor is what a grant has after a rotation. Session is nil if only the refresh token is left.
type Successor struct {
	Outcome          Outcome
	Session, Refresh []byte
	Ended            []Ended   // the records of a Reused grant
	GrantEnd         time.Time // of a grant that is GrantOver; zero if it has no end, and a new record has expired
}

// Rotate replaces the records of a grant by compare-and-set: of concurrent requests that present the same token, one
// has its records stored, and the others get those. Errors: [ErrNotFound] if no live grant has the token;
// [ErrUserID], [ErrRecord], [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) Rotate(ctx context.Context, r Rotation) (Successor, error) {
	if err := CheckUserID(r.UserID); err != nil {
		return Successor{}, err
	}
	args := []any{s.maxRecords, r.Presented, r.Grace.Seconds()}
	for _, record := range []Record{{Session, r.UserID, r.Session}, {Refresh, r.UserID, r.Refresh}} {
		of, err := s.recordArgs(record)
		if err != nil {
			return Successor{}, err
		}
		args = append(args, of[1:]...) // the script knows the kind
	}
	reply, after := s.change(ctx, userOrder(ctx, rotateScript, r.UserID, args...))
	said, err := words(reply)
	if err != nil {
		return Successor{}, s.failedAtUser(ctx, "rotate", err, r.UserID)
	}
	s.published(ctx, r.UserID)
	after = failed("rotate", after)
	switch word := said[0]; {
	case (word == "done" || word == "won") && len(said) == 3:
		next := Successor{Outcome: Rotated, Refresh: []byte(said[2])}
		if word == "won" {
			next.Outcome = RotatedBefore
		}
		if said[1] != "" {
			next.Session = []byte(said[1])
		}
		return next, after
	case word == "reused":
		return Successor{Outcome: Reused, Ended: endings(said[1:])}, after
	case word == "suspended":
		return Successor{Outcome: GrantSuspended}, after
	case word == "late":
		late := Successor{Outcome: GrantOver}
		if seconds, err := strconv.ParseInt(said[1], 10, 64); err == nil {
			late.GrantEnd = time.Unix(seconds, 0)
		}
		return late, after
	}
	return Successor{}, fmt.Errorf("rotate: %w", ErrNotFound)
}
