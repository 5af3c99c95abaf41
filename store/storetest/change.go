package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store"
)

func revokeEndsTheGrant(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Refresh, refresh("of a", 600))
	b.put(t, store.Session, session("b", 60))
	b.put(t, store.Refresh, refresh("of b", 600))
	b.zadd(t, "session:{"+user+"}", "junk", 60)

	ended, err := b.Revoke(t.Context(), user, store.Fingerprint("a"))
	if err != nil || ended != 2 {
		t.Errorf("revoke a session: %d, %v, want 2", ended, err)
	}
	b.want(t, []string{session("b", 60), "junk"}, []string{refresh("of b", 600)})

	_, err = b.Revoke(t.Context(), user, store.Fingerprint("a"))
	wantError(t, err, store.ErrNotFound)

	ended, err = b.Revoke(t.Context(), user, store.Fingerprint("of b"))
	if err != nil || ended != 2 {
		t.Errorf("revoke a refresh token: %d, %v, want 2", ended, err)
	}
	b.want(t, []string{"junk"}, nil)

	// An empty refresh token is no bond.
	for _, token := range []string{"c", "d"} {
		b.put(t, store.Session, strings.Replace(session(token, 60), "of "+token, "", 1))
	}
	if ended, err = b.Revoke(t.Context(), user, store.Fingerprint("c")); err != nil || ended != 1 {
		t.Errorf("revoke without a refresh token: %d, %v, want 1", ended, err)
	}

	b.zadd(t, "session:{"+user+"}", session("old", 60), past)
	_, err = b.Revoke(t.Context(), user, store.Fingerprint("old"))
	wantError(t, err, store.ErrNotFound)
	for _, bad := range []string{"", "*", "0", store.Fingerprint("d")[:8], strings.ToUpper(store.Fingerprint("junk"))} {
		_, err = b.Revoke(t.Context(), user, bad)
		wantError(t, err, store.ErrNotFound)
	}
}

func revokeOthers(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Refresh, refresh("of a", 600))
	b.put(t, store.Session, session("b", 60))
	b.put(t, store.Refresh, refresh("of b", 600))
	_, err := b.RevokeOthers(t.Context(), user, store.Fingerprint("nobody's"))
	wantError(t, err, store.ErrNotFound)
	b.want(t, []string{session("a", 60), session("b", 60)}, []string{refresh("of a", 600), refresh("of b", 600)})

	ended, err := b.RevokeOthers(t.Context(), user, store.Fingerprint("a"))
	if err != nil || ended != 2 {
		t.Errorf("revoke others: %d, %v, want 2", ended, err)
	}
	b.want(t, []string{session("a", 60)}, []string{refresh("of a", 600)})
}

func revokeAll(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Refresh, refresh("r", 600))
	b.zadd(t, "session:{"+user+"}", session("old", past), past)
	if ended, err := b.RevokeAll(t.Context(), user); err != nil || ended != 2 {
		t.Errorf("revoke all: %d, %v, want 2", ended, err)
	}
	b.want(t, nil, nil)
	if ended, err := b.RevokeAll(t.Context(), user); err != nil || ended != 0 {
		t.Errorf("revoke all again: %d, %v, want 0", ended, err)
	}
}

func suspend(t *testing.T, b *bench) {
	suspended := func(token string) string {
		return strings.Replace(session(token, 60), `"is_suspended":false`, `"is_suspended":true`, 1)
	}
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Session, session("b", 60))
	b.put(t, store.Refresh, refresh("r", 60))
	for range 2 { // twice is as good as once
		if err := b.Suspend(t.Context(), user, store.Fingerprint("a")); err != nil {
			t.Fatal(err)
		}
		b.want(t, []string{suspended("a"), session("b", 60)}, []string{refresh("r", 60)})
	}
	if err := b.Resume(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Fatal(err)
	}
	b.want(t, []string{session("a", 60), session("b", 60)}, []string{refresh("r", 60)})
	score := b.plain.ZScore(t.Context(), "session:{"+user+"}", session("a", 60)).Val()
	if want := float64(Start.Unix() + 60); score != want {
		t.Errorf("score %v, want %v", score, want)
	}
	// Two records of one token are marked together; what is nobody's session is not.
	b.zadd(t, "session:{"+user+"}", session("a", 61), 61)
	b.zadd(t, "session:{"+user+"}", strings.Replace(session("f", 60), user, "user-8", 1), 60)
	if err := b.Suspend(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Fatal(err)
	}
	sessions, _, err := b.list(t, user)
	if err != nil || strings.Count(strings.Join(sessions, ""), `"is_suspended":true`) != 2 {
		t.Errorf("%q, %v", sessions, err)
	}
	wantError(t, b.Suspend(t.Context(), user, store.Fingerprint("f")), store.ErrNotFound)
	wantError(t, b.Suspend(t.Context(), user, store.Fingerprint("r")), store.ErrNotFound)
	wantError(t, b.Suspend(t.Context(), user, store.Fingerprint("x")), store.ErrNotFound)
	// A session has ended by its score or by its own expiry, whichever comes first.
	b.zadd(t, "session:{"+user+"}", session("old", 60), past)
	wantError(t, b.Resume(t.Context(), user, store.Fingerprint("old")), store.ErrNotFound)
	b.zadd(t, "session:{"+user+"}", session("old", past), 60)
	wantError(t, b.Resume(t.Context(), user, store.Fingerprint("old")), store.ErrNotFound)
}

// The mark is found by name, however the writer spelled the record.
func suspendKeepsAllOtherBytes(t *testing.T, b *bench) {
	record := `{ "x":{"is_suspended":false,"e":[ ]} , "n":1.50, "agent":"\"is_suspended\":false \/ \u00e9", "token" : "a","is\u005fsuspended" : false , "u\"is_suspended":false,"user_id":"user-7","expiry":1900000060}`
	b.zadd(t, "session:{"+user+"}", record, 60)
	if err := b.Suspend(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Fatal(err)
	}
	b.want(t, []string{strings.Replace(record, `"is\u005fsuspended" : false`, `"is\u005fsuspended" : true`, 1)}, nil)
}

// While a record is replaced again and again, every list has it exactly once.
func listSeesOneVersion(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	ctx, cancel := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			change := []func(context.Context, string, string) error{b.Suspend, b.Resume}[i%2]
			if err := change(t.Context(), user, store.Fingerprint("a")); err != nil {
				t.Error(err)
				return
			}
			b.put(t, store.Session, session("a", 60+i%2))
		}
	})
	for range 300 {
		sessions, _, err := b.list(t, user)
		if err != nil || len(sessions) != 1 {
			t.Errorf("%d versions, %v, want 1", len(sessions), err)
			break
		}
	}
	cancel()
	writer.Wait()
}

// A revocation wins over a suspension that had read the record before.
func revokeDuringSuspendIsRevoked(t *testing.T, b *bench) {
	for i := range 30 {
		token := fmt.Sprint("t", i)
		b.put(t, store.Session, session(token, 60))
		var both sync.WaitGroup
		both.Go(func() {
			if err := b.Suspend(t.Context(), user, store.Fingerprint(token)); err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Error(err)
			}
		})
		both.Go(func() {
			if _, err := b.Revoke(t.Context(), user, store.Fingerprint(token)); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		b.want(t, nil, nil)
	}
}
