// Package store owns what is kept in Redis and how: one user's live session and refresh records,
// and what an API key stands for. It knows go-redis and the layout; it must not know HTTP, echo,
// kin-openapi or the generated models. Package live reads records through it, package credential looks
// up API keys in it, cmd writes through it.
//
// # Layout
//
// The layout is a public interface. A login service in any language may write it with plain ZADD.
//
//	session:{<user_id>}   sorted set   one SessionObject, JSON        score: its expiry, Unix seconds
//	refresh:{<user_id>}   sorted set   one RefreshTokenObject, JSON   score: its expiry, Unix seconds
//	apikey:{<id>}         hash         what an API key stands for, see [APIKey]
//	apikey:index          sorted set   the IDs of all API keys        score: made at, Unix seconds
//	apikey:users          sorted set   {<user_id>}<id> of each        score: 0
//
// The braces are Redis Cluster hash tags: all keys of one user lie in one slot.
//
// A user's keys have no TTL. Another program's plain ZADD does not extend one, so a key that expired with the last
// record known to this package would take a later, live record with it. Records expire by their score: readers skip
// expired records, writers remove them.
//
// # Clocks
//
// Whatever ends a record or an API key goes by the clock of Redis, which all writers share: what a script removes,
// counts or finds, which session is suspended, and when an API key expires. A writer whose own clock is fast ends
// nobody's record. Config.Now decides what [Redis.List] and [Redis.APIKeys] skip, that a record or an API key is
// refused because its expiry has passed, and when an index entry without its API key is stale. The clock of Redis
// refuses the expired too, so that nothing is reported as stored that has already expired.
package store

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Errors of this package, to be recognised with errors.Is. None of them, and no text wrapped around
// them, holds a token.
var (
	// ErrUnavailable means that Redis gave no answer, so what is live is not known.
	ErrUnavailable = errors.New("store unavailable")
	// ErrPartly means that some nodes of a Cluster don't answer, while others do.
	ErrPartly = errors.New("a part of the store unavailable")
	// ErrBusy means that Redis answers, but other requests held all connections, or all turns of this user, until the
	// deadline.
	ErrBusy = errors.New("busy")
	// ErrListTooLarge means that the user has more records than a list may have. A retry does not help.
	ErrListTooLarge = errors.New("the list is too large")
	// ErrPermission means that the ACL of Redis denies this. A retry does not help.
	ErrPermission = errors.New("Redis does not allow its user this command or key: see the ACL lines in docs/records.md")
	// ErrReplicas means that a change was made, but not yet acknowledged by as many replicas as required. It is not
	// rolled back; if the master dies now, it may be lost. See [ReplicasError].
	ErrReplicas = errors.New("not yet on the replicas")
	// ErrNotFound means that the store answered, and that there is no such live record or API key.
	ErrNotFound = errors.New("not found")
	// ErrFingerprint means that what was given is not a fingerprint, so nothing was found: it is an [ErrNotFound].
	ErrFingerprint = fmt.Errorf("%w: a fingerprint is the first %d hex digits of the token's SHA-1", ErrNotFound, fingerprintLength)
	// ErrUserID means that the user ID can't be part of a key; see [CheckUserID].
	ErrUserID = errors.New("unusable user ID")
	// ErrRecord means that the record can't be stored; the text around it says why.
	ErrRecord = errors.New("unusable record")
	// ErrLayout means that a key has another type than the layout says.
	ErrLayout = errors.New("a key in Redis is of another type than the layout says")
	// ErrEventID means that it is not the ID of an event.
	ErrEventID = errors.New("not the ID of an event")
	// ErrMade means that an API key with this ID was made before; see APIKey.Once.
	ErrMade = errors.New("an API key of this ID was made before")
	// ErrConflict means that other writers kept changing the same record.
	ErrConflict = errors.New("the record kept changing")
)

// maxUserID is in bytes. It keeps key names far below what Redis allows, and log lines readable.
const maxUserID = 256

// CheckUserID returns an [ErrUserID] that says why, if the ID could break a key: if it is empty, longer than 256
// bytes, not UTF-8, or has a brace or a control character.
func CheckUserID(id string) error {
	switch {
	case id == "":
		return userIDError("is empty")
	case len(id) > maxUserID:
		return userIDError("is longer than 256 bytes")
	case !utf8.ValidString(id):
		return userIDError("is not UTF-8")
	case strings.ContainsAny(id, "{}"):
		return userIDError("has a brace")
	case strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }):
		return userIDError("has a control character")
	}
	return nil
}

// userIDError leaves the ID out: it may hold anything.
func userIDError(why string) error { return fmt.Errorf("%w: it %s", ErrUserID, why) }
