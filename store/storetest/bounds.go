package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
)

func userIDs(t *testing.T, b *bench) {
	for _, bad := range []string{"", "a{b", "a}b", "}", "a\x00b", "a\nb", "a\x7fb", "a\u0085b", "\xff", strings.Repeat("x", 257)} {
		_, err := b.Put(t.Context(), store.Session, bad, []byte(session("a", 60)))
		wantError(t, err, store.ErrUserID)
		_, err = b.Revoke(t.Context(), bad, store.Fingerprint("a"))
		wantError(t, err, store.ErrUserID)
		_, err = b.RevokeOthers(t.Context(), bad, store.Fingerprint("a"))
		wantError(t, err, store.ErrUserID)
		_, _, err = b.RevokeAll(t.Context(), bad)
		wantError(t, err, store.ErrUserID)
		wantError(t, b.Suspend(t.Context(), bad, store.Fingerprint("a")), store.ErrUserID)
		wantError(t, b.Resume(t.Context(), bad, store.Fingerprint("a")), store.ErrUserID)
		wantError(t, b.PutAPIKey(t.Context(), store.APIKey{UserID: bad, Expires: Start.Add(time.Hour)}), store.ErrUserID)
		if sessions, refresh, err := b.list(t, bad); err != nil || len(sessions)+len(refresh) != 0 {
			t.Errorf("list %q: %v, %v", bad, append(sessions, refresh...), err)
		}
	}
	odd := strings.Repeat("é", 128)
	record, _ := json.Marshal(map[string]any{"token": "a", "user_id": odd, "account": "acme", "expiry": Start.Unix() + 60})
	if _, err := b.Put(t.Context(), store.Session, odd, record); err != nil {
		t.Errorf("256 bytes: %v", err)
	}
}

// A key of another type is named in the error, but not in its text, which goes into logs.
func wrongType(t *testing.T, b *bench) {
	wantKey := func(err error, key string) {
		t.Helper()
		wantError(t, err, store.ErrLayout)
		var layout *store.LayoutError
		if !errors.As(err, &layout) || layout.Key != key || strings.Contains(err.Error(), user) || !strings.Contains(err.Error(), key[:7]) {
			t.Errorf("%v names %v, want %s", err, layout, key)
		}
		if layout != nil && (layout.UserID == user) != strings.Contains(key, user) {
			t.Errorf("%s is of user %q", key, layout.UserID)
		}
	}
	for _, kind := range []store.Kind{store.Session, store.Refresh} {
		key, text := string(kind)+":{"+user+"}", session("a", 60)
		b.put(t, store.Session, text)
		b.put(t, store.Refresh, refresh("of a", 60))
		if err := b.plain.Set(t.Context(), key, "x", 0).Err(); err != nil {
			t.Fatal(err)
		}
		_, _, err := b.list(t, user)
		wantKey(err, key)
		if kind == store.Refresh {
			text = refresh("of a", 60)
		}
		_, err = b.Put(t.Context(), kind, user, []byte(text))
		wantKey(err, key)
		wantKey(b.PutAll(t.Context(), []store.Record{{Kind: kind, UserID: user, Text: []byte(text)}})[0].Err, key)
		_, err = b.Revoke(t.Context(), user, store.Fingerprint("a"))
		wantKey(err, key)
		_, err = b.RevokeOthers(t.Context(), user, store.Fingerprint("a"))
		wantKey(err, key)
		if err := b.Suspend(t.Context(), user, store.Fingerprint("a")); kind == store.Session {
			wantKey(err, key)
		} else if err != nil {
			t.Errorf("suspend: %v", err)
		}
		ended, odd, err := b.RevokeAll(t.Context(), user)
		if err != nil || len(ended) != 1 || !slices.Equal(odd, []string{key}) {
			t.Errorf("revoke all: %v, %q, %v, want 1 and %s", ended, odd, err, key)
		}
		if n := b.plain.Exists(t.Context(), "session:{"+user+"}", "refresh:{"+user+"}").Val(); n != 0 {
			t.Errorf("%d keys are left", n)
		}
	}

	key := store.APIKey{ID: "good", UserID: user, Account: "acme", Created: Start.Truncate(time.Second), Expires: Start.Add(time.Hour).Truncate(time.Second)}
	if err := b.PutAPIKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	b.plain.Set(t.Context(), "apikey:{k}", "x", 0)
	b.plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "k"})
	_, err := b.APIKey(t.Context(), "k")
	wantKey(err, "apikey:{k}")
	keys, err := b.APIKeys(t.Context(), "")
	wantKey(err, "apikey:{k}")
	if !slices.Equal(keys, []store.APIKey{key}) {
		t.Errorf("%v, want %v", keys, key)
	}
	if err := b.RevokeAPIKey(t.Context(), store.UserKey, "k"); err != nil {
		t.Errorf("revoke API key: %v", err)
	}
	if keys, err = b.APIKeys(t.Context(), ""); err != nil || len(keys) != 1 {
		t.Errorf("%v, %v, want one API key", keys, err)
	}

	b.plain.Set(t.Context(), "apikey:index", "x", 0)
	_, err = b.APIKeys(t.Context(), "")
	wantKey(err, "apikey:index")
	key.ID = "new"
	wantKey(b.PutAPIKey(t.Context(), key), "apikey:index")
	_, err = b.APIKey(t.Context(), "new")
	wantError(t, err, store.ErrNotFound)
	wantKey(b.RevokeAPIKey(t.Context(), store.UserKey, "good"), "apikey:index")
	_, err = b.APIKey(t.Context(), "good") // the key has ended all the same
	wantError(t, err, store.ErrNotFound)

	b.plain.Del(t.Context(), "apikey:index")
	b.plain.Set(t.Context(), "apikey:users", "x", 0)
	_, err = b.APIKeys(t.Context(), user)
	wantKey(err, "apikey:users")
	wantKey(b.PutAPIKey(t.Context(), key), "apikey:users")
	_, err = b.APIKey(t.Context(), "new")
	wantError(t, err, store.ErrNotFound)
}

func apiKeys(t *testing.T, b *bench) {
	key := func(id, user string, age, life time.Duration) store.APIKey {
		return store.APIKey{ID: id, UserID: user, Account: "acme", Name: "ci", Pepper: "v1", Hash: "00ff",
			Created: Start.Add(-age).Truncate(time.Second), Expires: Start.Add(life).Truncate(time.Second)}
	}
	a, c := key("a", user, time.Hour, time.Hour), key("c", "user-8", 2*time.Hour, time.Minute)
	for _, k := range []store.APIKey{a, c} {
		if err := b.PutAPIKey(t.Context(), k); err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, b.PutAPIKey(t.Context(), key("z", user, 0, 0)), store.ErrRecord)
	wantError(t, b.PutAPIKey(t.Context(), store.APIKey{ID: "z", UserID: user}), store.ErrRecord)

	if got, err := b.APIKey(t.Context(), "a"); err != nil || got != a {
		t.Errorf("look up: %v, %v, want %v", got, err, a)
	}
	_, err := b.APIKey(t.Context(), "z")
	wantError(t, err, store.ErrNotFound)

	list := func(user string, want ...store.APIKey) {
		t.Helper()
		if got, err := b.APIKeys(t.Context(), user); err != nil || !slices.Equal(got, want) {
			t.Errorf("API keys of %q: %v, %v, want %v", user, got, err, want)
		}
	}
	// Marking a key as used leaves its TTL as it is, and does not create a key that is gone.
	lifetime := b.plain.ExpireTime(t.Context(), "apikey:{a}").Val()
	for _, id := range []string{"a", "z"} {
		if err := b.MarkKeyUsed(t.Context(), id, Start.Truncate(time.Second)); err != nil {
			t.Error(err)
		}
	}
	if a.Used = Start.Truncate(time.Second); b.plain.ExpireTime(t.Context(), "apikey:{a}").Val() != lifetime || b.plain.Exists(t.Context(), "apikey:{z}").Val() != 0 {
		t.Error("it ends at another time, or there is one that was not")
	}

	list("", c, a)
	list(user, a)
	list("nobody")
	b.wait(2 * time.Minute)
	list("", a)

	if err := b.RevokeAPIKey(t.Context(), store.UserKey, "a"); err != nil {
		t.Error(err)
	}
	wantError(t, b.RevokeAPIKey(t.Context(), store.UserKey, "a"), store.ErrNotFound)
	_, err = b.APIKey(t.Context(), "a")
	wantError(t, err, store.ErrNotFound)
	list("")

	// An ID that may be used only once stays used when its key has ended.
	once := key("once", user, 0, time.Hour)
	once.Once = Start.Add(2 * time.Hour)
	made := func(want bool) {
		t.Helper()
		if made, err := b.APIKeyMade(t.Context(), "once"); err != nil || made != want {
			t.Errorf("made: %t, %v", made, err)
		}
	}
	made(false)
	if err := b.PutAPIKey(t.Context(), once); err != nil {
		t.Fatal(err)
	}
	made(true)
	if err := b.RevokeAPIKey(t.Context(), store.UserKey, "once"); err != nil {
		t.Error(err)
	}
	made(true)
	wantError(t, b.PutAPIKey(t.Context(), once), store.ErrMade)
	b.plain.Del(t.Context(), "apikey:index", "apikey:users")

	// An odd key hides no valid one.
	c.Expires = Start.Add(time.Hour).Truncate(time.Second)
	if err := b.PutAPIKey(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	b.plain.HSet(t.Context(), "apikey:{x}", "user_id", user)
	b.plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "x"}, redis.Z{Member: "nothing"}, redis.Z{Member: "soon", Score: float64(Start.Add(2 * time.Minute).Unix())})
	list("", c)

	// A key that is being made is in the indexes first. A list that comes in between must leave it there, or no list
	// would ever show the API key.
	in := func(index, member string, want bool) {
		t.Helper()
		if kept := b.plain.ZScore(t.Context(), index, member).Err() == nil; kept != want {
			t.Errorf("%q is in %s: %t", member, index, kept)
		}
	}
	in("apikey:index", "soon", true)
	in("apikey:index", "nothing", false)

	// A list of one user's keys reads no other user's entries, and shows no other user's key, whatever the entries
	// say.
	b.plain.ZRem(t.Context(), "apikey:index", "soon")
	for _, other := range []string{"user-8a", "user-", "user-80"} {
		if err := b.PutAPIKey(t.Context(), key("of "+other, other, 0, time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	b.plain.ZAdd(t.Context(), "apikey:users", redis.Z{Member: "{user-8}of user-8a"}, redis.Z{Member: "{user-8}nothing"}, redis.Z{Member: "{user-80}nothing"}, redis.Z{Member: "{user-8}soon"})
	b.plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "soon", Score: float64(Start.Add(2 * time.Minute).Unix())})
	list("user-8", c)
	list("user-8a", key("of user-8a", "user-8a", 0, time.Hour))
	in("apikey:users", "{user-8}nothing", false)
	in("apikey:users", "{user-8}soon", true)
	in("apikey:users", "{user-80}nothing", true)
	// The owner of an expired key is not known; the list of all keys removes its entries all the same.
	b.plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "nothing"})
	if _, err := b.APIKeys(t.Context(), ""); err != nil {
		t.Error(err)
	}
	in("apikey:users", "{user-80}nothing", false)
	in("apikey:users", "{user-8}soon", true)
	if err := b.RevokeAPIKey(t.Context(), store.UserKey, "of user-80"); err != nil {
		t.Error(err)
	}
	in("apikey:users", "{user-80}of user-80", false)
}

// The clock of a writer may be hours fast (here it is decades): nobody else's record ends.
func clockIsThatOfRedis(t *testing.T, b *bench) {
	soon := int(time.Now().Add(time.Hour).Unix() - Start.Unix())
	mine, other := session("mine", soon), refresh("other", soon)
	for i := range 3 {
		b.zadd(t, "session:{"+user+"}", session(fmt.Sprint("t", i), soon), soon)
	}
	b.zadd(t, "session:{"+user+"}", mine, soon)
	b.zadd(t, "refresh:{"+user+"}", other, soon)
	want := func(sessions, refresh int64) {
		t.Helper()
		for key, want := range map[string]int64{"session:{" + user + "}": sessions, "refresh:{" + user + "}": refresh} {
			if n := b.plain.ZCard(t.Context(), key).Val(); n != want {
				t.Errorf("%s has %d members, want %d", key, n, want)
			}
		}
	}
	b.put(t, store.Session, session("new", 60))
	b.put(t, store.Refresh, refresh("new", 60))
	want(5, 2)
	if ended, err := b.Revoke(t.Context(), user, store.Fingerprint("other")); err != nil || len(ended) != 1 {
		t.Errorf("revoke: %v, %v, want 1", ended, err)
	}
	want(5, 1)
	if err := b.Suspend(t.Context(), user, store.Fingerprint("mine")); err != nil {
		t.Error(err)
	}
	want(5, 1)
	if ended, err := b.RevokeOthers(t.Context(), user, store.Fingerprint("mine")); err != nil || len(ended) != 5 {
		t.Errorf("revoke others: %v, %v, want 5", ended, err)
	}
	want(1, 0)
	if ended, odd, err := b.RevokeAll(t.Context(), user); err != nil || len(ended) != 1 || odd != nil {
		t.Errorf("revoke all: %v, %v, want 1", ended, err)
	}
	// If the writer's clock is slow, a record that Redis would remove at once is not reported as stored.
	b.wait(time.Unix(1, 0).Sub(Start))
	_, err := b.Put(t.Context(), store.Session, user, []byte(session("late", past)))
	wantError(t, err, store.ErrRecord)
	wantError(t, b.PutAll(t.Context(), []store.Record{{Kind: store.Session, UserID: user, Text: []byte(session("late", past))}})[0].Err, store.ErrRecord)
	wantError(t, b.PutAPIKey(t.Context(), store.APIKey{ID: "late", UserID: user, Expires: time.Unix(1_000_000_000, 0)}), store.ErrRecord)
	want(0, 0)
	if keys, err := b.plain.Keys(t.Context(), "apikey:*").Result(); err != nil || len(keys) != 0 {
		t.Errorf("%v, %v, want no API key", keys, err)
	}
}

func concurrentPuts(t *testing.T, b *bench) {
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := b.Put(t.Context(), store.Session, user, []byte(session(fmt.Sprint("t", i%10), 60+i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	sessions, _, err := b.list(t, user)
	if err != nil || len(sessions) != 5 {
		t.Errorf("%d sessions, %v, want 5", len(sessions), err)
	}
}

// A list over a bound fails, is never truncated, and affects one user only. Expired members don't count.
func listBounds(t *testing.T, b *bench) {
	other := strings.Replace(session("a", 60), user, "user-8", 1)
	if _, err := b.Put(t.Context(), store.Session, "user-8", []byte(other)); err != nil {
		t.Fatal(err)
	}
	fails := func(when string) {
		t.Helper()
		b.wait(time.Second) // the error is remembered for so long
		defer b.wait(time.Second)
		_, _, err := b.list(t, user)
		if !errors.Is(err, store.ErrListTooLarge) || errors.Is(err, store.ErrUnavailable) || store.CauseOf(err) != "list too large" {
			t.Errorf("%s: %v", when, err)
		} else if strings.Contains(err.Error(), "acme") || strings.Contains(err.Error(), user) {
			t.Errorf("%s: the error shows a record or the user: %v", when, err)
		}
		// No part of the long reply is left on a connection.
		if sessions, refresh, err := b.list(t, "user-8"); err != nil || len(refresh) != 0 || !slices.Equal(sessions, []string{other}) {
			t.Errorf("%s: another user: %v, %v, %v", when, sessions, refresh, err)
		}
	}
	all := map[string][]string{}
	for kind, record := range map[string]func(string, int) string{"session": session, "refresh": refresh} {
		b.zadd(t, kind+":{"+user+"}", "expired", -5)
		for i := range maxListRecords {
			text := record(fmt.Sprint("t", i), 100-i)
			all[kind] = append(all[kind], text)
			b.zadd(t, kind+":{"+user+"}", text, 100-i)
		}
	}
	b.want(t, all["session"], all["refresh"])
	for _, kind := range []string{"session", "refresh"} {
		b.zadd(t, kind+":{"+user+"}", "one more", 50)
		fails("one " + kind + " too many")
		b.plain.ZRem(t.Context(), kind+":{"+user+"}", "one more")
	}
	b.want(t, all["session"], all["refresh"])
	b.zadd(t, "refresh:{"+user+"}", strings.Repeat("acme", maxListBytes/4), 200)
	fails("a member over all bytes")
	b.plain.ZRem(t.Context(), "refresh:{"+user+"}", strings.Repeat("acme", maxListBytes/4))
	for i := range 5 { // together they are over the bound
		b.zadd(t, "session:{"+user+"}", strings.Repeat("acme", maxListBytes/16)+fmt.Sprint(i), 200)
		b.plain.ZRem(t.Context(), "session:{"+user+"}", all["session"][i])
	}
	fails("members over all bytes")
	if _, _, err := b.RevokeAll(t.Context(), user); err != nil {
		t.Fatal(err)
	}
	b.want(t, nil, nil)
}

// A later record of another program must not expire with a TTL that this package set on the key.
func putLeavesNoLifetime(t *testing.T, b *bench) {
	key := "session:{" + user + "}"
	b.zadd(t, key, session("old", 5), 5)
	b.plain.Expire(t.Context(), key, 5*time.Second)
	b.put(t, store.Session, session("a", 60))
	if ttl := b.plain.TTL(t.Context(), key).Val(); ttl != -1 {
		t.Errorf("the key has a lifetime of %v", ttl)
	}
}
