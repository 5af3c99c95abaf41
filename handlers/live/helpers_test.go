package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// fixed is a store that has the same members for everybody.
type fixed struct{ members store.Lists }

func (f *fixed) List(_ context.Context, _ string, lists *store.Lists) error {
	lists.Sessions = append(lists.Sessions[:0], f.members.Sessions...)
	lists.Refresh = append(lists.Refresh[:0], f.members.Refresh...)
	return nil
}

// members returns n sessions and n refresh tokens of the user u, latest expiry first.
func members(t testing.TB, n int) store.Lists {
	t.Helper()
	encode := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var l store.Lists
	user, email, account, role := "u", "person@example.com", "Acme Incorporated", "admin"
	for i := range n {
		expiry := int64(1_900_000_000 - i)
		other := fmt.Sprintf("refresh-of-%040d", i)
		l.Sessions = append(l.Sessions, encode(gen.SessionObject{
			AccountID: "acc-000001", UserID: user, Account: account, Email: &email, Role: role, Expiry: float64(expiry),
			IP: "192.0.2.10", Platform: "Linux", Location: "Berlin, Germany", Token: fmt.Sprintf("%0200d", i), RefreshToken: other,
			Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
		}))
		l.Refresh = append(l.Refresh, encode(gen.RefreshTokenObject{
			UserID: &user, Account: &account, Email: &email, Role: &role, Expiry: &expiry, Token: &other,
		}))
	}
	return l
}

// then is a time at which everything that members returns is live.
func then() time.Time { return time.Unix(1_800_000_000, 0) }

func loaded(t testing.TB, document []byte) *contract.Contract {
	t.Helper()
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func recordsUnder(t testing.TB, document []byte, m store.Lists, now func() time.Time) *Records {
	t.Helper()
	schema, err := NewSchema(loaded(t, document))
	if err != nil {
		t.Fatal(err)
	}
	return New(schema, &fixed{m}, now)
}

func recordsOf(t testing.TB, m store.Lists) *Records {
	t.Helper()
	return recordsUnder(t, gen.Document(), m, then)
}

func list(t testing.TB, r *Records, user, bearer string) *List {
	t.Helper()
	l, err := r.List(t.Context(), user, bearer)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// listAgain lists a user's records with a new layout, and again with the learned one.
func listAgain(t *testing.T, r *Records, user string, check func(l *List)) {
	t.Helper()
	for _, bearer := range []string{"", "x", ""} {
		l := list(t, r, user, bearer)
		check(l)
		l.Release()
	}
}

// changed returns the contract with one text in it replaced by another.
func changed(t *testing.T, old, replacement string) []byte {
	t.Helper()
	document, err := os.ReadFile("../../openapi.json")
	if err != nil || !bytes.Contains(document, []byte(old)) {
		t.Fatalf("no %q in the contract: %v", old, err)
	}
	return bytes.Replace(document, []byte(old), []byte(replacement), 1)
}
