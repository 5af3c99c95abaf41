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
	if err != nil || len(ended) != 2 {
		t.Errorf("revoke a session: %v, %v, want 2", ended, err)
	}
	b.want(t, []string{session("b", 60), "junk"}, []string{refresh("of b", 600)})

	_, err = b.Revoke(t.Context(), user, store.Fingerprint("a"))
	wantError(t, err, store.ErrNotFound)

	ended, err = b.Revoke(t.Context(), user, store.Fingerprint("of b"))
	if err != nil || len(ended) != 2 {
		t.Errorf("revoke a refresh token: %v, %v, want 2", ended, err)
	}
	b.want(t, []string{"junk"}, nil)

	// Empty refresh tokens don't link sessions.
	for _, token := range []string{"c", "d"} {
		b.put(t, store.Session, strings.Replace(session(token, 60), "of "+token, "", 1))
	}
	if ended, err = b.Revoke(t.Context(), user, store.Fingerprint("c")); err != nil || len(ended) != 1 {
		t.Errorf("revoke without a refresh token: %v, %v, want 1", ended, err)
	}

	b.zadd(t, "session:{"+user+"}", session("old", 60), past)
	_, err = b.Revoke(t.Context(), user, store.Fingerprint("old"))
	wantError(t, err, store.ErrNotFound)
	for _, bad := range []string{"", "*", "0", store.Fingerprint("d")[:8], strings.ToUpper(store.Fingerprint("junk"))} {
		_, err = b.Revoke(t.Context(), user, bad)
		wantError(t, err, store.ErrNotFound)
	}
	// A fingerprint is hexadecimal in either case. Text that is none is not shown.
	for _, bad := range []string{"", "0", "not-a-secret", store.Fingerprint("d") + "0", "0123456789abcdeg", " 123456789abcdef"} {
		for _, change := range []func() error{
			func() error { _, err := b.Revoke(t.Context(), user, bad); return err },
			func() error { _, err := b.RevokeOthers(t.Context(), user, bad); return err },
			func() error { return b.Suspend(t.Context(), user, bad) },
			func() error { return b.Resume(t.Context(), user, bad) },
		} {
			err := change()
			wantError(t, err, store.ErrFingerprint)
			if bad == "not-a-secret" && strings.Contains(err.Error(), bad) {
				t.Errorf("the error shows what was given: %v", err)
			}
		}
	}
	upper := strings.ToUpper(store.Fingerprint("d"))
	if err := b.Suspend(t.Context(), user, upper); err != nil {
		t.Errorf("suspend %s: %v", upper, err)
	}
	if _, err := b.RevokeOthers(t.Context(), user, upper); err != nil {
		t.Errorf("revoke all but %s: %v", upper, err)
	}
	if ended, err := b.Revoke(t.Context(), user, upper); err != nil || len(ended) != 1 {
		t.Errorf("revoke %s: %v, %v, want 1", upper, ended, err)
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
	if err != nil || len(ended) != 2 {
		t.Errorf("revoke others: %v, %v, want 2", ended, err)
	}
	b.want(t, []string{session("a", 60)}, []string{refresh("of a", 600)})
}

func revokeAll(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Refresh, refresh("r", 600))
	b.zadd(t, "session:{"+user+"}", session("old", past), past)
	if ended, odd, err := b.RevokeAll(t.Context(), user); err != nil || len(ended) != 2 || odd != nil {
		t.Errorf("revoke all: %v, %v, want 2", ended, err)
	}
	b.want(t, nil, nil)
	if ended, odd, err := b.RevokeAll(t.Context(), user); err != nil || len(ended) != 0 || odd != nil {
		t.Errorf("revoke all again: %v, %v, want 0", ended, err)
	}
}

func suspend(t *testing.T, b *bench) {
	suspended := func(token string) string {
		return strings.Replace(session(token, 60), `"is_suspended":false`, `"is_suspended":true`, 1)
	}
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Session, session("b", 60))
	b.put(t, store.Refresh, refresh("r", 60))
	for range 2 { // idempotent
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
	// Two records of one token are marked together; members that are not the user's sessions are not marked.
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

// The mark is found by name, however the writer formatted the record.
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
	for tries := 0; tries < 300; tries++ {
		sessions, _, err := b.list(t, user)
		if errors.Is(err, store.ErrUnavailable) && tries < 250 {
			continue // the machine is busy, and a list has a short time-out
		}
		if err != nil || len(sessions) != 1 {
			t.Errorf("%d versions, %v, want 1", len(sessions), err)
			break
		}
	}
	cancel()
	writer.Wait()
}

// A revocation wins over a suspension that read the record before it.
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

// JSON that is odd but legal hides a record from no operation.
func oddJSON(t *testing.T, b *bench) {
	for name, odd := range map[string]func(record string) string{
		"a text cut inside an emoji": func(r string) string { return strings.Replace(r, `\u00e9`, `\ud83d`, 1) },
		"the emoji's second half":    func(r string) string { return strings.Replace(r, `\u00e9`, `\ude00\\\"`, 1) },
		"a name with half an emoji":  func(r string) string { return strings.Replace(r, "{", `{"\ud83d":"token",`, 1) },
		"escapes in names": func(r string) string {
			return strings.Replace(strings.Replace(r, `"token"`, `"to\u006ben"`, 1), `"refresh_token"`, `"refresh\u005ftoken"`, 1)
		},
		"an emoji in the token": func(r string) string { return strings.Replace(r, `"a"`, `"a\ud83d\ude00"`, 1) },
		"a NUL in the token":    func(r string) string { return strings.Replace(r, `"a"`, `"a\u0000"`, 1) },
		"many levels": func(r string) string {
			return strings.Replace(r, "{", `{"x":`+strings.Repeat("[", 1500)+strings.Repeat("]", 1500)+",", 1)
		},
		"a large number": func(r string) string {
			return strings.Replace(r, "{", `{"x":1`+strings.Repeat("0", 400)+`,"y":-0.0e-7,`, 1)
		},
		"an empty name":           func(r string) string { return strings.Replace(r, "{", `{"":"","token ":"x",`, 1) },
		"the same names, deeper":  func(r string) string { return strings.Replace(r, "{", `{"x":{"token":"y","z":["token","y"]},`, 1) },
		"brackets in texts":       func(r string) string { return strings.Replace(r, `\u00e9`, `\ud83d{\"token\":\"x\"}]}`, 1) },
		"white space":             func(r string) string { return strings.NewReplacer(":", "\t: ", ",", " \r\n,").Replace(r) },
		"white space, cut inside": func(r string) string { return strings.NewReplacer(":", "\t: ", `\u00e9`, `\ud83d`).Replace(r) },
	} {
		t.Run(name, func(t *testing.T) {
			member, token := odd(session("a", 60)), "a"
			switch name {
			case "an emoji in the token":
				token = "a😀"
			case "a NUL in the token":
				token = "a\x00"
			}
			b.put(t, store.Session, member)
			b.zadd(t, "session:{"+user+"}", member, 60)
			b.zadd(t, "refresh:{"+user+"}", odd(refresh("of a", 60)), 60)
			if err := b.Suspend(t.Context(), user, store.Fingerprint(token)); err != nil {
				t.Errorf("suspend: %v", err)
			}
			if sessions, _, err := b.list(t, user); err != nil || !strings.Contains(strings.Join(sessions, ""), "true") {
				t.Errorf("not suspended: %q, %v", sessions, err)
			}
			b.put(t, store.Session, odd(session("a", 61))) // replaces both
			if sessions, _, err := b.list(t, user); err != nil || len(sessions) != 1 {
				t.Errorf("%d sessions, %v, want 1", len(sessions), err)
			}
			if ended, err := b.Revoke(t.Context(), user, store.Fingerprint(token)); err != nil || len(ended) != 2 {
				t.Errorf("revoke: %v, %v, want 2", ended, err)
			}
			b.want(t, nil, nil)
		})
	}
	// Two truncated tokens are not taken for one.
	for _, token := range []string{`x\ud83d`, `x\ud83e`} {
		b.zadd(t, "session:{"+user+"}", session(token, 60), 60)
	}
	wantError(t, b.Suspend(t.Context(), user, store.Fingerprint("x\ufffd")), store.ErrNotFound)
}
