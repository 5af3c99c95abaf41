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

// By is who changes something, and on whose behalf: both are in the event of it.
type By struct {
	Cause string // CauseOwner or CauseOperator
	Actor string // the name of a control key, or of a program
}

// On whose behalf something is changed. The two others are the store's own.
const (
	CauseOwner    = "owner"
	CauseOperator = "operator"
	causeLimit    = "limit" // to make room
	causeReuse    = "reuse" // a refresh token was used that had been spent
)

type byKey struct{}

// As returns a context in which it is them who change something. Without it, it is an operator without a name.
func As(ctx context.Context, by By) context.Context { return context.WithValue(ctx, byKey{}, by) }

func who(ctx context.Context) By {
	by, ok := ctx.Value(byKey{}).(By)
	if !ok {
		by.Cause = CauseOperator
	}
	return by
}

// Ended is a record that has ended, or would end. One that has no token has no fingerprint.
type Ended struct {
	Kind        Kind
	Fingerprint string
}

// keysOf are all keys of a user, in the order in which the scripts take them.
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
var userText string // what the scripts that change what a user has begin with

func userScript(text string) script { return newScript(clockText + tokensText + userText + text) }

// userOrder is a script on all of a user's keys. Each call has a text of its own, which its events have their names of.
func userOrder(ctx context.Context, s script, user string, args ...any) order {
	by := who(ctx)
	return run(s, keysOf(user), append([]any{rand.Text(), user, by.Cause, by.Actor}, args...)...)
}

// words reads an answer that is a list of texts and numbers.
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

// endings reads "session:0123456789abcdef".
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

// SuspendUser suspends all sessions of a user, those that are registered later included, until [Redis.ResumeUser].
// A user who is suspended already stays so. Errors: [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout];
// [ErrReplicas] if it is done.
func (s *Redis) SuspendUser(ctx context.Context, user string) error {
	return s.suspendUser(ctx, user, 1)
}

// ResumeUser takes back what [Redis.SuspendUser] did, with the same errors. Sessions that are suspended each stay so.
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

// Rotation is a refresh token that is presented, and what shall take the place of its grant's records.
type Rotation struct {
	UserID           string
	Presented        string
	Session, Refresh []byte
	Grace            time.Duration // in which the token may be presented again after it was spent
}

// Outcome is what became of a rotation.
type Outcome int

// What may become of a rotation.
const (
	// Rotated: the new records are the grant's.
	Rotated Outcome = iota
	// RotatedBefore: the token was spent, by the same request or within the grace time. Session and Refresh are those
	// that the grant has now.
	RotatedBefore
	// Reused: the token was spent longer ago, so somebody has a copy of it. The grant has ended.
	Reused
	// GrantSuspended: its session is suspended, or its user is. Nothing is done.
	GrantSuspended
	// GrantOver: a new record would outlive the grant, which ends at GrantEnd. Nothing is done.
	GrantOver
)

// Successor is what a grant has after a rotation. Session is nil where only the refresh token is left.
type Successor struct {
	Outcome          Outcome
	Session, Refresh []byte
	Ended            []Ended   // of a grant that was Reused
	GrantEnd         time.Time // of one that is GrantOver, zero if a new record has expired
}

// Rotate is one step of a compare-and-set: of those who present the same token at once, one has its records kept, and
// the others get these. Errors: [ErrNotFound] if no live grant has the token; [ErrUserID], [ErrRecord], [ErrUnavailable],
// [ErrPermission], [ErrLayout]; [ErrReplicas] if it is done.
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
		args = append(args, of[1:]...) // which kind, the script knows
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
