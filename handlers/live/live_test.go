package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// A list depends on its user, its bearer and its time, not on what was listed before.
func TestListIsForItsUserBearerAndMoment(t *testing.T) {
	now := then()
	r := recordsOf(t, members(t, 3))
	r.now = func() time.Time { return now }
	mine := fmt.Sprintf("%0200d", 1)
	sessions := func(l *List) int { return strings.Count(string(l.Body()), "refresh_token") }
	for range 3 {
		l := list(t, r, "u", mine)
		if !l.Accepted || len(l.LeftOut) != 0 || sessions(l) != 3 {
			t.Fatalf("accepted %t, left out %v: %s", l.Accepted, l.LeftOut, l.Body())
		}
		l.Release()
		for _, other := range []string{"", mine[1:], mine + "0", "refresh-of-" + fmt.Sprintf("%040d", 1), fmt.Sprintf("%0200d", 7)} {
			if l := list(t, r, "u", other); l.Accepted {
				t.Errorf("bearer %q is accepted", other)
			}
		}
		if l := list(t, r, "v", mine); l.Accepted || len(l.LeftOut) != 6 || sessions(l) != 0 {
			t.Fatalf("another user's list is served: %v", l)
		}
	}
	now = time.Unix(1_900_000_000-2, 0) // the last of the three has ended, in both sets
	if l := list(t, r, "u", mine); !l.Accepted || len(l.LeftOut) != 2 || sessions(l) != 2 {
		t.Errorf("accepted %t, left out %v: %s", l.Accepted, l.LeftOut, l.Body())
	}
	now = now.Add(time.Second)
	if l := list(t, r, "u", mine); l.Accepted || len(l.LeftOut) != 4 {
		t.Errorf("accepted %t, left out %v: %s", l.Accepted, l.LeftOut, l.Body())
	}
}

// A reused list holds nothing of the one before.
func TestReleasedListIsEmpty(t *testing.T) {
	s := &fixed{members(t, 3)}
	r := recordsOf(t, store.Lists{})
	r.store = s
	l := list(t, r, "u", fmt.Sprintf("%0200d", 1))
	l.Body()
	s.members = store.Lists{Sessions: [][]byte{[]byte("junk")}}
	l.LeftOut = append(l.LeftOut, LeftOut{})
	if err := r.store.List(t.Context(), "u", &l.members); err != nil { // as from the pool, which may drop it
		t.Fatal(err)
	}
	l.readAll("u", "x", 1_800_000_000)
	if l.Accepted || len(l.LeftOut) != 1 || string(l.Body()) != `{"data":{"auth":[],"refresh":[]}}`+"\n" {
		t.Errorf("accepted %t, left out %v: %s", l.Accepted, l.LeftOut, l.Body())
	}
}

func TestModels(t *testing.T) {
	l := list(t, recordsOf(t, members(t, 2)), "u", "")
	sessions, refresh, err := l.Models()
	if err != nil || len(sessions) != 2 || len(refresh) != 2 {
		t.Fatal(sessions, refresh, err)
	}
	if sessions[0].Token != fmt.Sprintf("%0200d", 0) || sessions[1].Expiry != 1_899_999_999 || *refresh[1].Token != "refresh-of-"+fmt.Sprintf("%040d", 1) {
		t.Errorf("%v, %v", sessions, refresh)
	}
}

// What conforms to one contract may not conform to the next.
func TestAnotherContract(t *testing.T) {
	m := members(t, 2)
	if l := list(t, recordsOf(t, m), "u", ""); len(l.LeftOut) != 0 {
		t.Fatalf("left out %v", l.LeftOut)
	}
	r := recordsUnder(t, changed(t, `"description": "User role"`, `"enum": ["owner"]`), m, then)
	listAgain(t, r, "u", func(l *List) {
		if len(l.LeftOut) != 2 || l.LeftOut[0].Reason != reasonSchema {
			t.Errorf("left out %v: %s", l.LeftOut, l.Body())
		}
	})
}

func TestNewSchemaRefuses(t *testing.T) {
	for old, replacement := range map[string]string{`"getSessionTokens"`: `"getTokens"`, `"auth": {`: `"sessions": {`, `"200": {`: `"201": {`} {
		if _, err := NewSchema(loaded(t, changed(t, old, replacement))); err == nil {
			t.Errorf("a contract with %s for %s is taken", replacement, old)
		}
	}
}

type down struct{ err error }

func (d down) List(context.Context, string, *store.Lists) error { return d.err }

func TestStoreErrors(t *testing.T) {
	r := recordsOf(t, store.Lists{})
	for _, err := range []error{store.ErrUnavailable, store.ErrLayout, store.ErrPermission} {
		r.store = down{err}
		if l, got := r.List(t.Context(), "u", ""); l != nil || !errors.Is(got, err) {
			t.Errorf("%v: got %v, %v", err, l, got)
		}
	}
}

// A list costs as many allocations with 1,000 records as with one: none, once its memory exists.
func TestListAllocatesNothing(t *testing.T) {
	for _, n := range []int{1, 10, 100, 1000} {
		r := recordsOf(t, members(t, n))
		l := list(t, r, "u", "") // with one list, as from the pool, which drops some with the race detector on
		l.Body()
		allocated := testing.AllocsPerRun(50, func() {
			l.readAll("u", "x", 1_800_000_000)
			if len(l.LeftOut) != 0 || bytes.Count(l.Body(), []byte("{")) != 2*n+2 {
				t.Fatal("not the list")
			}
		})
		if allocated != 0 {
			t.Errorf("%d records: %v allocations", n, allocated)
		}
	}
}

// many is a store with other members for each user.
type many map[string]store.Lists

func (m many) List(_ context.Context, user string, lists *store.Lists) error {
	lists.Sessions = append(lists.Sessions[:0], m[user].Sessions...)
	lists.Refresh = append(lists.Refresh[:0], m[user].Refresh...)
	return nil
}

// Lists are reused by other requests: nothing of one user's may be in another's.
func TestListsOfManyUsersAtOnce(t *testing.T) {
	users := many{}
	want := map[string]string{}
	for i := range 8 {
		user := fmt.Sprintf("user-%d", i)
		var m store.Lists
		for _, member := range members(t, 1+7*i).Sessions {
			text := bytes.Replace(member, []byte(`"user_id":"u"`), []byte(`"user_id":"`+user+`"`), 1)
			m.Sessions = append(m.Sessions, bytes.ReplaceAll(text, []byte("Acme"), []byte(user)))
		}
		if i%2 == 1 {
			m.Sessions = append(m.Sessions, []byte("junk"), m.Sessions[0][:50], bytes.Replace(m.Sessions[0], []byte(`"ip"`), []byte(`"undeclared":1,"ip"`), 1))
		}
		users[user] = m
		r := recordsOf(t, store.Lists{})
		r.store = users
		want[user] = string(list(t, r, user, "").Body())
	}
	r := recordsOf(t, store.Lists{})
	r.store = users
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 200 {
				user := fmt.Sprintf("user-%d", (worker+i)%8)
				l, err := r.List(t.Context(), user, "")
				if err != nil {
					t.Error(err)
					return
				}
				if got := string(l.Body()); got != want[user] {
					t.Errorf("%s gets %s\nwant %s", user, got, want[user])
				}
				l.Release()
			}
		})
	}
	group.Wait()
}

// The command line decides which records are live without a router and without metrics.
func TestImportsNoRouter(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dependency := range strings.Lines(string(out)) {
		if strings.Contains(dependency, "labstack/echo") || strings.Contains(dependency, "prometheus") {
			t.Errorf("it imports %s", dependency)
		}
	}
	if !strings.Contains(string(out), "handlers/contract") {
		t.Errorf("not the dependencies: %s", out)
	}
}

// BenchmarkList measures one user's list of 100 + 100 records, without Redis.
func BenchmarkList(b *testing.B) {
	r := recordsOf(b, members(b, 100))
	b.ReportAllocs()
	for b.Loop() {
		l, err := r.List(b.Context(), "u", "x")
		if err != nil || len(l.LeftOut) > 0 {
			b.Fatal(err)
		}
		l.Body()
		l.Release()
	}
}
