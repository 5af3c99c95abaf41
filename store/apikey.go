package store

import (
	"cmp"
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// APIKey is what an API key stands for. The key itself is never stored.
type APIKey struct {
	ID      string // public part of the key, by which it is looked up
	UserID  string // the user for whom the key stands
	Account string
	Name    string // a note for people, may be empty
	Pepper  string // version of the pepper with which Hash was made
	Hash    string // HMAC-SHA-256 of the key's secret and of ID, UserID and Expires, lower-case hex
	Created time.Time
	Expires time.Time // never zero: every key expires
	// LastFour are the last four characters of the key, to recognize it by.
	LastFour string
	// Once is until when the ID must not be used again, even if the key has ended; zero for a random ID.
	Once time.Time
	// Used is when the key was last used, as far as [Redis.MarkKeyUsed] was called; zero means never.
	Used   time.Time
	Class  Class  // empty is UserKey
	Scopes string // of a control key, separated by commas
}

// Class is what a key opens.
type Class string

// The two classes. Their text is the prefix of the key in Redis.
const (
	UserKey    Class = "apikey"     // stands for a user
	ControlKey Class = "controlkey" // for a program that makes and ends sessions; it has scopes, and no user
)

// index returns the key of the index of a class, by which its keys are listed without a scan.
func (c Class) index() string { return string(c) + ":index" }

func (c Class) key(id string) string { return string(c) + ":{" + id + "}" }

// The indexes of API keys: one of all keys, by creation time, and one of each user's, as members {USER}ID with score
// 0.
const apiKeyIndex, apiKeyUsers = "apikey:index", "apikey:users"

// entry is a member of an index.
type entry struct {
	index  string
	score  int64
	member string
}

// entries returns the entries of a key in the indexes of its class.
func (k APIKey) entries() []entry {
	class := cmp.Or(k.Class, UserKey)
	all := []entry{{class.index(), k.Created.Unix(), k.ID}}
	if class == UserKey {
		all = append(all, entry{apiKeyUsers, 0, userEntry(k.UserID, k.ID)})
	}
	return all
}

func userEntry(user, id string) string { return "{" + user + "}" + id }

// userEntries returns the range of a user's entries, or of all if user is empty. No user ID has a brace, and "~" is
// the next character after it.
func userEntries(user string) redis.ZRangeArgs {
	if user == "" {
		return redis.ZRangeArgs{Key: apiKeyUsers, Start: "-", Stop: "+", ByLex: true}
	}
	return redis.ZRangeArgs{Key: apiKeyUsers, Start: "[{" + user + "}", Stop: "({" + user + "~", ByLex: true}
}

// idOf returns the ID in an entry of an index.
func idOf(member string) string { return member[strings.LastIndexByte(member, '}')+1:] }

// settling is how long an index entry may exist before its API key does.
const settling = time.Minute

// isOver reports whether an index entry without its API key is stale. A key is added to the indexes before it is
// stored, so a recent entry may be right.
func (s *Redis) isOver(made float64) bool { return made < float64(s.now().Add(-settling).Unix()) }

// madeKey names the Redis key which says that an API key with an APIKey.Once was made.
func madeKey(id string) string { return "made:{" + id + "}" }

func apiKeyKey(id string) string { return UserKey.key(id) }

//go:embed script/apikey.lua
var apiKeyText string
var apiKeyScript = newScript(clockText + apiKeyText)

//go:embed script/apikey_end.lua
var apiKeyEndText string
var apiKeyEndScript = newScript(clockText + apiKeyEndText)

//go:embed script/apikey_used.lua
var apiKeyUsedText string
var apiKeyUsedScript = newScript(apiKeyUsedText)

// event returns the JSON of an event of a key. The script fills in the time of Redis.
func (c Class) event(ctx context.Context, user, id, transition string) string {
	kind := map[Class]string{UserKey: "api_key", ControlKey: "control_key"}[c]
	text, _ := json.Marshal(map[string]string{ // strings can always be encoded
		"key": rand.Text() + "-1", "time": "", "user_id": user, "kind": kind, "fingerprint": id, "transition": transition, "cause": who(ctx).Cause, "actor": who(ctx).Actor,
	})
	return string(text)
}

// PutAPIKey stores a key until it expires. Errors: [ErrUserID], [ErrRecord] if its expiry is not in the future,
// [ErrMade], [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) PutAPIKey(ctx context.Context, k APIKey) error {
	class := cmp.Or(k.Class, UserKey)
	if err := CheckUserID(k.UserID); class == UserKey && err != nil {
		return err
	}
	if !k.Expires.After(s.now()) {
		return fmt.Errorf("%w: an API key needs an expiry later than now", ErrRecord)
	}
	once := ""
	if !k.Once.IsZero() {
		once = strconv.FormatInt(k.Once.UnixMilli(), 10)
	}
	// In a Cluster the keys lie on different nodes, so this is not atomic. The indexes come first: if they can't be
	// written, no key is stored that no list shows. The index of all keys is the first, since its score says when a
	// key was made.
	for _, e := range k.entries() {
		reply, err := s.change(ctx, command("zadd", e.index, e.score, e.member))
		if reply.Err() != nil || err != nil && !errors.Is(err, ErrReplicas) {
			return failedAt("put API key", cmp.Or(reply.Err(), err), e.index, "")
		}
	}
	reply, after := s.change(ctx, run(apiKeyScript, []string{class.key(k.ID), outboxKey(k.ID), madeKey(k.ID)}, class.event(ctx, k.UserID, k.ID, "key_made"), k.Expires.UnixMilli(), once,
		"user_id", k.UserID, "account", k.Account, "name", k.Name, "pepper", k.Pepper, "hash", k.Hash,
		"created", k.Created.Unix(), "expires", k.Expires.Unix(), "scopes", k.Scopes, "last_four", k.LastFour))
	kept, err := reply.Int()
	switch {
	case err != nil:
		return failed("put API key", err)
	case kept == 2:
		return fmt.Errorf("put API key: %w", ErrMade)
	case kept == 0:
		_ = s.unlist(ctx, k) // if this fails, the next listing does it
		return fmt.Errorf("%w: an API key needs an expiry later than now, by the clock of Redis", ErrRecord)
	}
	s.published(ctx, k.ID)
	return failed("put API key", after)
}

// APIKeyMade reports whether a key with this ID was made before, even if it has ended, until its APIKey.Once. Errors:
// [ErrUnavailable], [ErrBusy], [ErrPermission].
func (s *Redis) APIKeyMade(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.reading(ctx, "look for API key", func() (err error) {
		n, err = s.read.Exists(ctx, madeKey(id)).Result()
		return err
	})
	return n > 0, failed("look for API key", err)
}

// APIKey looks up an API key. An expired one may still be found: the caller compares Expires. Errors: [ErrNotFound],
// also for a revoked key; [ErrUnavailable], [ErrBusy], [ErrPermission], [ErrLayout].
func (s *Redis) APIKey(ctx context.Context, id string) (APIKey, error) {
	return s.keyOf(ctx, UserKey, id)
}

// ControlKey looks up a control key, as [Redis.APIKey] does an API key.
func (s *Redis) ControlKey(ctx context.Context, id string) (APIKey, error) {
	return s.keyOf(ctx, ControlKey, id)
}

func (s *Redis) keyOf(ctx context.Context, class Class, id string) (APIKey, error) {
	var fields map[string]string
	err := s.reading(ctx, "look up API key", func() (err error) {
		fields, err = s.read.HGetAll(ctx, class.key(id)).Result()
		return err
	})
	if err != nil {
		return APIKey{}, failedAt("look up API key", err, class.key(id), "")
	}
	k, err := apiKey(id, fields)
	if class != UserKey {
		k.Class = class
	}
	return k, err
}

// apiKey refuses a hash that lacks a time: a key without an expiry does not live forever.
func apiKey(id string, fields map[string]string) (APIKey, error) {
	created, createdErr := strconv.ParseInt(fields["created"], 10, 64)
	expires, expiresErr := strconv.ParseInt(fields["expires"], 10, 64)
	if createdErr != nil || expiresErr != nil {
		return APIKey{}, fmt.Errorf("look up API key: %w", ErrNotFound)
	}
	k := APIKey{
		ID: id, UserID: fields["user_id"], Account: fields["account"], Name: fields["name"],
		Pepper: fields["pepper"], Hash: fields["hash"],
		Scopes: fields["scopes"], LastFour: fields["last_four"],
		Created: time.Unix(created, 0), Expires: time.Unix(expires, 0),
	}
	if used, err := strconv.ParseInt(fields["used"], 10, 64); err == nil {
		k.Used = time.Unix(used, 0)
	}
	return k, nil
}

// MarkKeyUsed records when an API key was last used, if it exists. Missing replicas are no error, since only a time
// could be lost. Errors: [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) MarkKeyUsed(ctx context.Context, id string, at time.Time) error {
	reply, _ := s.change(ctx, run(apiKeyUsedScript, []string{apiKeyKey(id)}, at.Unix()))
	return failedAt("mark API key as used", reply.Err(), apiKeyKey(id), "")
}

// APIKeys returns the live API keys of a user, or all of them if user is empty, oldest first. Errors:
// [ErrUnavailable], [ErrPermission]; [ErrLayout] for each key of another type, together with all keys that could be
// read.
func (s *Redis) APIKeys(ctx context.Context, user string) ([]APIKey, error) {
	return s.keysOfClass(ctx, UserKey, user)
}

// ControlKeys returns all live control keys, as [Redis.APIKeys] does API keys.
func (s *Redis) ControlKeys(ctx context.Context) ([]APIKey, error) {
	return s.keysOfClass(ctx, ControlKey, "")
}

func (s *Redis) keysOfClass(ctx context.Context, class Class, user string) ([]APIKey, error) {
	in := redis.ZRangeArgs{Key: class.index(), Start: 0, Stop: -1}
	if user != "" {
		in = userEntries(user)
	}
	entries, err := s.write.ZRangeArgs(ctx, in).Result()
	if err != nil {
		return nil, failedAt("list API keys", err, in.Key, "")
	}
	hashes := make([]*redis.MapStringStringCmd, len(entries))
	_, _ = s.write.Pipelined(ctx, func(p redis.Pipeliner) error { // each command has its own error
		for i, entry := range entries {
			hashes[i] = p.HGetAll(ctx, class.key(idOf(entry)))
		}
		return nil
	})
	var found []APIKey
	var missing []string
	var odd []error
	for i, entry := range entries {
		id := idOf(entry)
		fields, err := hashes[i].Result()
		if err = failedAt("list API keys", err, class.key(id), ""); errors.Is(err, ErrLayout) {
			odd = append(odd, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(fields) == 0 { // expired, by the clock of Redis, or just being made
			missing = append(missing, id)
			continue
		}
		key, err := apiKey(id, fields)
		if err == nil && key.Expires.After(s.now()) && (user == "" || key.UserID == user) {
			found = append(found, key)
		}
	}
	slices.SortStableFunc(found, func(a, b APIKey) int { return a.Created.Compare(b.Created) })
	return found, errors.Join(append(odd, s.clear(ctx, class, user, missing))...)
}

// clear removes the index entries of keys that have expired. Since the keys are gone, only the entries say whose they
// were, so the user's entries are searched, or all of them.
func (s *Redis) clear(ctx context.Context, class Class, user string, missing []string) error {
	if len(missing) == 0 {
		return nil
	}
	made := make([]*redis.FloatCmd, len(missing))
	_, _ = s.write.Pipelined(ctx, func(p redis.Pipeliner) error { // each command has its own error
		for i, id := range missing {
			made[i] = p.ZScore(ctx, class.index(), id)
		}
		return nil
	})
	var gone []any
	ids := map[string]bool{}
	for i, id := range missing {
		at, err := made[i].Result()
		if err != nil && !errors.Is(err, redis.Nil) {
			return failedAt("list API keys", err, class.index(), "")
		}
		if err != nil || s.isOver(at) {
			gone, ids[id] = append(gone, id), true
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if class == UserKey { // first, since what is left in the other index is cleared again
		entries, err := s.write.ZRangeArgs(ctx, userEntries(user)).Result()
		var all []any
		for _, entry := range entries {
			if ids[idOf(entry)] {
				all = append(all, entry)
			}
		}
		if err == nil && len(all) > 0 {
			err = s.write.ZRem(ctx, apiKeyUsers, all...).Err()
		}
		if err != nil {
			return failedAt("list API keys", err, apiKeyUsers, "")
		}
	}
	return failedAt("list API keys", s.write.ZRem(ctx, class.index(), gone...).Err(), class.index(), "")
}

// unlist removes a key from the indexes.
func (s *Redis) unlist(ctx context.Context, k APIKey) error {
	var problems []error
	for _, e := range k.entries() {
		reply, _ := s.change(ctx, command("zrem", e.index, e.member))
		problems = append(problems, failedAt("revoke API key", reply.Err(), e.index, ""))
	}
	return errors.Join(problems...)
}

// RevokeAPIKey ends a key, even one of another type than the layout says. Errors: [ErrNotFound], also on a second
// call; [ErrUnavailable], [ErrPermission]; [ErrReplicas], and [ErrLayout] of an index, after the key was ended.
func (s *Redis) RevokeAPIKey(ctx context.Context, class Class, id string) error {
	k := APIKey{ID: id, Class: class}
	if kept, err := s.keyOf(ctx, class, id); err == nil {
		k.UserID = kept.UserID // otherwise it is not known
	}
	reply, after := s.change(ctx, run(apiKeyEndScript, []string{class.key(id), outboxKey(id)}, class.event(ctx, k.UserID, id, "key_ended")))
	deleted, err := reply.Int()
	switch {
	case err != nil:
		return failed("revoke API key", err)
	case deleted == 0 && done(after):
		return fmt.Errorf("revoke API key: %w", ErrNotFound)
	}
	s.published(ctx, id)
	// The key is revoked now. The indexes may lag: the next listing removes what is gone.
	if err := s.unlist(ctx, k); errors.Is(err, ErrLayout) {
		return errors.Join(err, failed("revoke API key", after))
	}
	return failed("revoke API key", after)
}
