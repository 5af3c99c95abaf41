package storetest

import (
	"context"
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

// pair returns a session and its refresh token, which expire that many seconds after Start.
func pair(name string, seconds int) (string, string) {
	return session(name, seconds), refresh("of "+name, seconds)
}

// register stores a pair atomically.
func (b *bench) register(t *testing.T, name string, grantEnd time.Time) {
	t.Helper()
	s, r := pair(name, 60)
	result, err := b.Register(t.Context(), grantEnd,
		store.Record{Kind: store.Session, UserID: user, Text: []byte(s)}, store.Record{Kind: store.Refresh, UserID: user, Text: []byte(r)})
	if err != nil || result.Replaced {
		t.Fatalf("register %s: %+v, %v", name, result, err)
	}
}

func (b *bench) rotate(ctx context.Context, from, to string, seconds int, grace time.Duration) (store.Successor, error) {
	s, r := pair(to, seconds)
	return b.Rotate(ctx, store.Rotation{UserID: user, Presented: "of " + from, Session: []byte(s), Refresh: []byte(r), Grace: grace})
}

func rotation(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	b.register(t, "other", time.Time{})
	next, err := b.rotate(t.Context(), "a", "b", 90, time.Hour)
	s, r := pair("b", 90)
	if err != nil || next.Outcome != store.Rotated || string(next.Session) != s || string(next.Refresh) != r {
		t.Fatalf("%+v, %v", next, err)
	}
	otherS, otherR := pair("other", 60)
	b.want(t, []string{s, otherS}, []string{r, otherR})
	// The same request again, as after a lost reply; and the loser of a race.
	for _, to := range []string{"b", "c"} {
		next, err = b.rotate(t.Context(), "a", to, 90, time.Hour)
		if err != nil || next.Outcome != store.RotatedBefore || string(next.Session) != s || string(next.Refresh) != r {
			t.Errorf("%s: %+v, %v", to, next, err)
		}
	}
	// The very same request gets its answer after the grace period, too.
	if next, err = b.rotate(t.Context(), "a", "b", 90, -time.Second); err != nil || next.Outcome != store.RotatedBefore || string(next.Refresh) != r {
		t.Errorf("the same request: %+v, %v", next, err)
	}
	if next, err = b.rotate(t.Context(), "b", "c", 90, time.Hour); err != nil || next.Outcome != store.Rotated {
		t.Errorf("%+v, %v", next, err)
	}
	// The first token, presented within the grace period, yields the grant's current records.
	_, r = pair("c", 90)
	if next, err = b.rotate(t.Context(), "a", "d", 90, time.Hour); err != nil || next.Outcome != store.RotatedBefore || string(next.Refresh) != r {
		t.Errorf("%+v, %v", next, err)
	}
	// After that, somebody has a copy of it: the whole grant ends, and no other.
	next, err = b.rotate(t.Context(), "a", "d", 90, -time.Second)
	if err != nil || next.Outcome != store.Reused || len(next.Ended) != 2 {
		t.Errorf("%+v, %v", next, err)
	}
	b.want(t, []string{otherS}, []string{otherR})
	for _, spent := range []string{"a", "b", "c"} {
		_, err = b.rotate(t.Context(), spent, "e", 90, time.Hour)
		wantError(t, err, store.ErrNotFound)
	}
	_, err = b.rotate(t.Context(), "nobody's", "e", 90, time.Hour)
	wantError(t, err, store.ErrNotFound)
}

func rotationOfPlainRecords(t *testing.T, b *bench) {
	s, r := pair("a", 60)
	b.zadd(t, "session:{"+user+"}", s, 60)
	b.zadd(t, "refresh:{"+user+"}", r, 60)
	next, err := b.rotate(t.Context(), "a", "b", 90, time.Hour)
	if err != nil || next.Outcome != store.Rotated {
		t.Fatalf("%+v, %v", next, err)
	}
	s, r = pair("b", 90)
	b.want(t, []string{s}, []string{r})
	if ended, err := b.Revoke(t.Context(), user, store.Fingerprint("b")); err != nil || len(ended) != 2 {
		t.Errorf("%v, %v", ended, err)
	}
	// A token of a revoked grant is unknown: it is no reuse, and brings nothing back.
	_, err = b.rotate(t.Context(), "a", "c", 90, time.Hour)
	wantError(t, err, store.ErrNotFound)
	b.want(t, nil, nil)
}

// Signing out with a refresh token that another request has just rotated works.
func revocationOfSpent(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	b.register(t, "other", time.Time{})
	for _, step := range [][2]string{{"a", "b"}, {"b", "c"}} {
		if _, err := b.rotate(t.Context(), step[0], step[1], 90, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if ended, err := b.RevokeToken(t.Context(), user, "of a"); err != nil || len(ended) != 2 {
		t.Errorf("%v, %v", ended, err)
	}
	_, err := b.RevokeToken(t.Context(), user, "of a")
	wantError(t, err, store.ErrNotFound)
	_, err = b.rotate(t.Context(), "c", "d", 90, time.Hour)
	wantError(t, err, store.ErrNotFound)
	s, r := pair("other", 60)
	b.want(t, []string{s}, []string{r})
	// So does signing out with the session that went with it; but that is no refresh token.
	if _, err := b.rotate(t.Context(), "other", "e", 90, time.Hour); err != nil {
		t.Fatal(err)
	}
	s, r = pair("f", 90)
	_, err = b.Rotate(t.Context(), store.Rotation{UserID: user, Presented: "other", Session: []byte(s), Refresh: []byte(r)})
	wantError(t, err, store.ErrNotFound)
	if ended, err := b.RevokeToken(t.Context(), user, "other"); err != nil || len(ended) != 2 {
		t.Errorf("%v, %v", ended, err)
	}
	b.want(t, nil, nil)
}

// A registration that comes late, or twice, does not bring back what was rotated away.
func registrationOfSpent(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	if _, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil {
		t.Fatal(err)
	}
	s, r := pair("a", 60)
	for _, records := range [][]store.Record{
		{{Kind: store.Session, UserID: user, Text: []byte(s)}, {Kind: store.Refresh, UserID: user, Text: []byte(r)}},
		{{Kind: store.Session, UserID: user, Text: []byte(s)}}, {{Kind: store.Refresh, UserID: user, Text: []byte(r)}},
	} {
		_, err := b.Register(t.Context(), time.Time{}, records...)
		wantError(t, err, store.ErrRecord)
	}
	s, r = pair("b", 90)
	b.want(t, []string{s}, []string{r})
	// A pair that is stored may be registered again.
	if _, err := b.Register(t.Context(), time.Time{},
		store.Record{Kind: store.Session, UserID: user, Text: []byte(s)}, store.Record{Kind: store.Refresh, UserID: user, Text: []byte(r)}); err != nil {
		t.Error(err)
	}
}

// Reuse of a spent token is noticed even if the session has outlived its refresh token.
func reuseWithoutRefresh(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	if _, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil {
		t.Fatal(err)
	}
	b.plain.Del(t.Context(), "refresh:{"+user+"}") // as if it had expired
	_, err := b.rotate(t.Context(), "a", "c", 90, time.Hour)
	wantError(t, err, store.ErrNotFound)
	if next, err := b.rotate(t.Context(), "a", "c", 90, -time.Second); err != nil || next.Outcome != store.Reused || len(next.Ended) != 1 {
		t.Errorf("%+v, %v", next, err)
	}
	b.want(t, nil, nil)
}

// A key of another type beside the sets does not keep a record from being ended.
func revocationDespiteOddKeys(t *testing.T, b *bench) {
	for _, odd := range []string{"about", "grants", "spent", "suspended", "outbox"} {
		b.register(t, "a", Start.Add(time.Hour))
		b.plain.Del(t.Context(), odd+":{"+user+"}")
		b.plain.Set(t.Context(), odd+":{"+user+"}", "odd", 0)
		if ended, err := b.Revoke(t.Context(), user, store.Fingerprint("a")); err != nil || len(ended) != 2 {
			t.Errorf("%s: %v, %v", odd, ended, err)
		}
		b.plain.Del(t.Context(), odd+":{"+user+"}")
		b.want(t, nil, nil)
	}
}

// However often a user's tokens are rotated, what is remembered of them is bounded.
func spentIsBounded(t *testing.T, b *bench) {
	b.register(t, "t0", time.Time{})
	for i := range 70 {
		if _, err := b.rotate(t.Context(), fmt.Sprint("t", i), fmt.Sprint("t", i+1), 60+i, 0); err != nil {
			t.Fatal(err)
		}
	}
	n, fields := b.plain.ZCard(t.Context(), "spent:{"+user+"}").Val(), b.plain.HLen(t.Context(), "grants:{"+user+"}").Val()
	if bound := int64(10 * 5); n > bound || fields > bound+1 {
		t.Errorf("%d tokens, %d fields, bound %d", n, fields, bound)
	}
	if next, err := b.rotate(t.Context(), "t69", "x", 200, time.Hour); err != nil || next.Outcome != store.RotatedBefore {
		t.Errorf("%+v, %v", next, err)
	}
	if next, err := b.rotate(t.Context(), "t70", "x", 200, time.Hour); err != nil || next.Outcome != store.Rotated {
		t.Errorf("%+v, %v", next, err)
	}
}

// Whatever another program wrote to the keys beside the records, all can be ended, and nothing is left.
func revokeAllLeavesNothing(t *testing.T, b *bench) {
	for _, beside := range []string{"about", "grants", "spent", "suspended", "outbox", ""} {
		b.register(t, "a", time.Time{})
		if _, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil {
			t.Fatal(err)
		}
		b.zadd(t, "session:{"+user+"}", "in milliseconds", 1e12)
		var want []string
		if beside != "" {
			key := beside + ":{" + user + "}"
			b.plain.Set(t.Context(), key, "odd", 0)
			want = []string{key}
		}
		ended, odd, err := b.RevokeAll(t.Context(), user)
		if err != nil || len(ended) != 2 || !slices.Equal(odd, want) {
			t.Errorf("%s: %v, %v, %v", beside, ended, odd, err)
		}
		for _, name := range []string{"session", "refresh", "about", "grants", "spent", "suspended"} {
			if b.plain.Exists(t.Context(), name+":{"+user+"}").Val() != 0 {
				t.Errorf("%s: %s is left", beside, name)
			}
		}
	}
}

// A pair is registered atomically.
func registrationIsOneStep(t *testing.T, b *bench) {
	for _, odd := range []string{"refresh", "about", "grants", "spent"} {
		b.plain.Set(t.Context(), odd+":{"+user+"}", "odd", 0)
		s, r := pair("a", 60)
		_, err := b.Register(t.Context(), Start.Add(time.Hour),
			store.Record{Kind: store.Session, UserID: user, Text: []byte(s)}, store.Record{Kind: store.Refresh, UserID: user, Text: []byte(r)})
		wantError(t, err, store.ErrLayout)
		if n := b.plain.ZCard(t.Context(), "session:{"+user+"}").Val(); n != 0 {
			t.Errorf("%s: %d sessions", odd, n)
		}
		b.plain.Del(t.Context(), odd+":{"+user+"}", "session:{"+user+"}")
	}
}

func grantEnds(t *testing.T, b *bench) {
	end := Start.Add(100 * time.Second)
	b.register(t, "a", end)
	if next, err := b.rotate(t.Context(), "a", "b", 99, time.Hour); err != nil || next.Outcome != store.Rotated {
		t.Fatalf("%+v, %v", next, err)
	}
	for range 2 { // however often
		if next, err := b.rotate(t.Context(), "b", "c", 101, time.Hour); err != nil || next.Outcome != store.GrantOver || next.GrantEnd.Unix() != end.Unix() {
			t.Errorf("%+v, %v", next, err)
		}
	}
	s, r := pair("b", 99)
	b.want(t, []string{s}, []string{r})
}

func rotationOfSuspended(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	try := func(want store.Outcome) {
		t.Helper()
		if next, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil || next.Outcome != want {
			t.Errorf("%+v, %v, want %v", next, err, want)
		}
	}
	for _, step := range []func() error{
		func() error { return b.Suspend(t.Context(), user, store.Fingerprint("a")) },
		func() error { return b.SuspendUser(t.Context(), user) },
		func() error { return b.Resume(t.Context(), user, store.Fingerprint("a")) },
	} {
		if err := step(); err != nil {
			t.Error(err)
		}
		try(store.GrantSuspended)
	}
	if err := b.ResumeUser(t.Context(), user); err != nil {
		t.Error(err)
	}
	try(store.Rotated)
	// The loser of a race gets nothing of a grant that has been suspended since.
	if err := b.Suspend(t.Context(), user, store.Fingerprint("b")); err != nil {
		t.Error(err)
	}
	try(store.GrantSuspended)
	if err := errors.Join(b.Resume(t.Context(), user, store.Fingerprint("b")), b.SuspendUser(t.Context(), user)); err != nil {
		t.Error(err)
	}
	try(store.GrantSuspended)
}

// An unpaired surrogate, as left by a writer that truncates the user agent, is no way around a suspension.
func rotationOfSuspendedHalfEmoji(t *testing.T, b *bench) {
	s, r := pair("a", 60)
	_, err := b.Register(t.Context(), time.Time{},
		store.Record{Kind: store.Session, UserID: user, Text: []byte(strings.Replace(s, `"a \"quoted`, `"x\ud83d \"quoted`, 1))},
		store.Record{Kind: store.Refresh, UserID: user, Text: []byte(r)})
	if err = errors.Join(err, b.Suspend(t.Context(), user, store.Fingerprint("a"))); err != nil {
		t.Fatal(err)
	}
	if next, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil || next.Outcome != store.GrantSuspended {
		t.Errorf("%+v, %v", next, err)
	}
	if err := b.Resume(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Fatal(err)
	}
	if next, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil || next.Outcome != store.Rotated {
		t.Errorf("%+v, %v", next, err)
	}
}

func suspendUser(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	want := func(suspended bool) {
		t.Helper()
		var lists store.Lists
		facts, factsErr := b.Facts(t.Context(), user)
		if err := errors.Join(b.List(t.Context(), user, &lists), factsErr); err != nil || lists.UserSuspended != suspended || facts.Suspended != suspended {
			t.Errorf("suspended: %t and %t, %v, want %t", lists.UserSuspended, facts.Suspended, err, suspended)
		}
	}
	want(false)
	for range 2 {
		if err := b.SuspendUser(t.Context(), user); err != nil {
			t.Error(err)
		}
		want(true)
	}
	b.register(t, "later", time.Time{})
	want(true)
	for range 2 {
		if err := b.ResumeUser(t.Context(), user); err != nil {
			t.Error(err)
		}
		want(false)
	}
	wantError(t, b.SuspendUser(t.Context(), "{"), store.ErrUserID)
	wantError(t, b.ResumeUser(t.Context(), ""), store.ErrUserID)
}

// Of concurrent requests with the same token, one has its records stored, and all get the same ones.
func oneRotationWins(t *testing.T, b *bench) {
	b.register(t, "0", time.Time{})
	for round := range 20 {
		var all sync.WaitGroup
		var mu sync.Mutex
		results := map[string]int{}
		outcomes := map[store.Outcome]int{}
		ready := make(chan struct{})
		for i := range 16 {
			all.Go(func() {
				<-ready
				next, err := b.rotate(t.Context(), fmt.Sprint(round), fmt.Sprintf("%d of %d", i, round), 90, time.Hour)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				results[string(next.Session)+string(next.Refresh)]++
				outcomes[next.Outcome]++
			})
		}
		close(ready)
		all.Wait()
		if len(results) != 1 || outcomes[store.Rotated] != 1 || outcomes[store.RotatedBefore] != 15 {
			t.Fatalf("%d results, outcomes %v", len(results), outcomes)
		}
		var lists store.Lists
		if err := b.List(t.Context(), user, &lists); err != nil || len(lists.Sessions) != 1 || len(lists.Refresh) != 1 {
			t.Fatalf("%q, %v", lists.Sessions, err)
		}
		// The next round begins with the winner's token.
		won := fmt.Sprintf("%d", round+1)
		s, r := pair(won, 90)
		_, token, _ := strings.Cut(string(lists.Refresh[0]), `"token":"`)
		token, _, _ = strings.Cut(token, `"`)
		if _, err := b.Rotate(t.Context(), store.Rotation{UserID: user, Presented: token, Session: []byte(s), Refresh: []byte(r)}); err != nil {
			t.Fatal(err)
		}
	}
}

// Each transition has one event, in order.
func eventsOfTransitions(t *testing.T, b *bench) {
	ctx := store.As(t.Context(), store.By{Cause: store.CauseOwner, Actor: "login"})
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	s, r := pair("a", 60)
	_, err := b.Register(ctx, time.Time{}, store.Record{Kind: store.Session, UserID: user, Text: []byte(s)}, store.Record{Kind: store.Refresh, UserID: user, Text: []byte(r)})
	check(err)
	_, err = b.Put(ctx, store.Session, user, []byte(s)) // the same record again is no transition
	check(err)
	check(b.Suspend(ctx, user, store.Fingerprint("a")))
	check(b.Suspend(ctx, user, store.Fingerprint("a")))
	check(b.Resume(ctx, user, store.Fingerprint("a")))
	check(b.SuspendUser(ctx, user))
	check(b.SuspendUser(ctx, user))
	check(b.ResumeUser(ctx, user))
	_, err = b.rotate(ctx, "a", "b", 90, 0)
	check(err)
	_, err = b.rotate(ctx, "a", "c", 90, -time.Second)
	check(err)
	for i := range 6 { // one more than the limit
		b.put(t, store.Session, session(fmt.Sprint("t", i), 60+i))
	}
	_, err = b.Preview(ctx, user, "", store.All)
	check(err)
	_, err = b.RevokeOthers(ctx, user, store.Fingerprint("t5"))
	check(err)
	check(b.PutAPIKey(ctx, store.APIKey{ID: "k", UserID: user, Created: Start, Expires: Start.Add(time.Hour)}))
	check(b.RevokeAPIKey(ctx, store.UserKey, "k"))
	wantError(t, b.RevokeAPIKey(ctx, store.UserKey, "k"), store.ErrNotFound)

	fp := store.Fingerprint
	want := []string{
		"registered session " + fp("a"), "registered refresh " + fp("of a"),
		"suspended session " + fp("a"), "resumed session " + fp("a"), "suspended user ", "resumed user ",
		"rotated refresh " + fp("of a"), "reused refresh " + fp("of a"), "revoked session " + fp("b"), "revoked refresh " + fp("of b"),
	}
	for i := range 6 {
		want = append(want, "registered session "+fp(fmt.Sprint("t", i)))
	}
	want = append(want, "evicted session "+fp("t0"))
	for i := range 4 {
		want = append(want, "revoked session "+fp(fmt.Sprint("t", i+1)))
	}
	want = append(want, "key_made api_key k", "key_ended api_key k")
	events := b.events(t, len(want))
	var got []string
	for i, e := range events {
		got = append(got, e.Transition+" "+e.Kind+" "+e.Fingerprint)
		if e.UserID != user || e.Time < 1e9 || i > 0 && e.ID == events[i-1].ID {
			t.Errorf("event %+v", e)
		}
		cause, actor := "owner", "login"
		switch {
		case e.Transition == "evicted":
			cause, actor = "limit", ""
		case e.Transition == "registered" && i > 1:
			cause, actor = "operator", ""
		case e.Transition == "reused" || i == 8 || i == 9:
			cause = "reuse"
		}
		if e.Cause != cause || e.Actor != actor {
			t.Errorf("event %d: %+v, want %s by %q", i, e, cause, actor)
		}
	}
	slices.Sort(got) // the order between outboxes, and within one step, is not defined
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("events\n got %q\nwant %q", got, want)
	}
	// Events can be read from any of them on.
	rest, missed, err := b.Events(t.Context(), events[2].ID, 5)
	if err != nil || missed || len(rest) != 5 || rest[0] != events[3] {
		t.Errorf("%+v, %v", rest, err)
	}
	for _, bad := range []string{"x", "1", "-", "1-", "-1", "1-1-1", "99999999999999999999999-1"} {
		_, _, err := b.Events(t.Context(), bad, 5)
		wantError(t, err, store.ErrEventID)
	}
	// If the event to continue after is no longer kept, the reader is told that others may be missing.
	last := events[len(events)-1].ID
	b.plain.XTrimMinID(t.Context(), "events:{all}", events[4].ID)
	for after, want := range map[string]bool{"": false, "0-1": true, events[2].ID: true, events[3].ID: true, events[4].ID: false, "0" + events[4].ID: false, last: false} {
		rest, missed, err := b.Events(t.Context(), after, 1)
		if err != nil || missed != want || (len(rest) > 0) != (after != last) || want && rest[0] != events[4] {
			t.Errorf("after %s: %+v, %t, %v", after, rest, missed, err)
		}
	}
	b.plain.XDel(t.Context(), "events:{all}", last)
	if rest, missed, err := b.Events(t.Context(), last, 1); err != nil || missed || len(rest) > 0 {
		t.Errorf("after one that is gone, with others before it: %+v, %t, %v", rest, missed, err)
	}
	b.plain.Del(t.Context(), "events:{all}")
	if rest, missed, err := b.Events(t.Context(), last, 1); err != nil || missed || len(rest) > 0 {
		t.Errorf("of none: %+v, %t, %v", rest, missed, err)
	}
}

// events waits until there are n events.
func (b *bench) events(t *testing.T, n int) []store.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		events, _, err := b.Events(ctx, "", 10*n)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) >= n {
			return events
		}
	}
}

// Events that a dead process left in an outbox are moved by another, once.
func sweepMovesWhatIsLeft(t *testing.T, b *bench) {
	const text = `{"key":"left-%d","time":"1900000000.5","user_id":"%s","kind":"session","fingerprint":"00","transition":"revoked","cause":"operator","actor":"x"}`
	for i := range 250 {
		of := fmt.Sprintf("u-%d", i%3)
		b.plain.RPush(t.Context(), "outbox:{"+of+"}", fmt.Sprintf(text, i, of))
	}
	b.plain.RPush(t.Context(), "outbox:{u-0}", "junk")
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := b.Sweep(t.Context(), func(context.Context) error { return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	events := b.events(t, 250)
	seen := map[string]bool{}
	for _, e := range events {
		if seen[e.Key] || e.Time != 1900000000.5 {
			t.Errorf("twice, or another: %+v", e)
		}
		seen[e.Key] = true
	}
	// An event that can't be added to the stream stays in its outbox.
	b.plain.Rename(t.Context(), "events:{all}", "kept-events:{all}")
	b.plain.Set(t.Context(), "events:{all}", "no stream", 0)
	b.plain.RPush(t.Context(), "outbox:{u-0}", fmt.Sprintf(text, 999, "u-0"))
	wantError(t, b.Sweep(t.Context(), func(context.Context) error { return nil }), store.ErrLayout)
	b.plain.Rename(t.Context(), "kept-events:{all}", "events:{all}")
	b.plain.Set(t.Context(), "outbox:{odd}", "no list", 0)
	for i := range 20 {
		of := fmt.Sprintf("v-%d", i)
		b.plain.RPush(t.Context(), "outbox:{"+of+"}", fmt.Sprintf(text, 1000+i, of))
	}
	wantError(t, b.Sweep(t.Context(), func(context.Context) error { return nil }), store.ErrLayout)
	b.events(t, 271)
	for _, of := range []string{"u-0", "u-1", "u-2"} {
		if n := b.plain.LLen(t.Context(), "outbox:{"+of+"}").Val(); n != 0 {
			t.Errorf("%d left of %s", n, of)
		}
	}
}

// What is known of an expired grant is removed on the user's next change.
func grantsAreForgotten(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	if _, err := b.rotate(t.Context(), "a", "b", 90, time.Hour); err != nil {
		t.Fatal(err)
	}
	grants, spent := "grants:{"+user+"}", "spent:{"+user+"}"
	// The grant's time passes.
	for _, sum := range b.plain.ZRange(t.Context(), spent, 0, -1).Val() {
		b.plain.ZAdd(t.Context(), spent, redis.Z{Score: 1, Member: sum})
	}
	b.register(t, "c", time.Time{})
	if left := b.plain.HGetAll(t.Context(), grants).Val(); len(left) != 0 {
		t.Errorf("%v", left)
	}
}

func lastUsed(t *testing.T, b *bench) {
	b.register(t, "a", time.Time{})
	b.zadd(t, "session:{"+user+"}", session("plain", 60), 60)
	at := Start.Add(time.Minute)
	for _, token := range []string{"a", "plain", "nobody's"} {
		if err := b.MarkUsed(t.Context(), user, store.Fingerprint(token), at); err != nil {
			t.Error(err)
		}
	}
	facts, err := b.Facts(t.Context(), user)
	if err != nil || len(facts.Registered) != 2 || len(facts.Used) != 1 || !facts.Used[store.Fingerprint("a")].Equal(at) {
		t.Errorf("%+v, %v", facts, err)
	}
	if _, err := b.Revoke(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Error(err)
	}
	if facts, err = b.Facts(t.Context(), user); err != nil || len(facts.Registered)+len(facts.Used) != 0 {
		t.Errorf("%+v, %v", facts, err)
	}
}
