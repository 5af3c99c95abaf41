package live

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

// junk makes members that are left out, by their fault, from the text of a good session.
var junk = map[string]struct {
	reason string
	of     func(good string) string
}{
	"not JSON":       {reasonJSON, func(good string) string { return strings.ReplaceAll(good, `"`, "") }},
	"cut off":        {reasonJSON, func(good string) string { return good[:len(good)-1] }},
	"a name twice":   {reasonJSON, func(good string) string { return `{"ip":"",` + good[1:] }},
	"not UTF-8":      {reasonJSON, func(good string) string { return strings.Replace(good, "Berlin", "B\xff", 1) }},
	"a cut token":    {reasonJSON, func(good string) string { return strings.Replace(good, `"token":"`, `"token":"\ud83d`, 1) }},
	"null":           {reasonSchema, func(good string) string { return strings.Replace(good, `"person@example.com"`, "null", 1) }},
	"a missing name": {reasonSchema, func(good string) string { return strings.Replace(good, `"ip"`, `"ips"`, 1) }},
	"a wrong type":   {reasonSchema, func(good string) string { return strings.Replace(good, `"Linux"`, "5", 1) }},
	"another user's": {reasonUser, func(good string) string { return strings.Replace(good, `"user_id":"u"`, `"user_id":"v"`, 1) }},
	"another's, undeclared": {reasonUser, func(good string) string {
		return `{"x":1,` + strings.Replace(good[1:], `"user_id":"u"`, `"user_id":"v"`, 1)
	}},
	"expired": {reasonExpiry, func(good string) string { return strings.Replace(good, `"expiry":1`, `"expiry":0.1`, 1) }},
	"expired, undeclared": {reasonExpiry, func(good string) string {
		return `{"x":1,` + strings.Replace(good[1:], `"expiry":1`, `"expiry":0.1`, 1)
	}},
	"in milliseconds": {reasonExpiry, func(good string) string {
		return `{"x":1,` + strings.Replace(good[1:], `"expiry":1`, `"expiry":1000000`, 1)
	}},
	"no token, undeclared": {reasonNoToken, func(good string) string {
		return `{"x":1,` + regexp.MustCompile(`"token":"\d+"`).ReplaceAllString(good[1:], `"token":""`)
	}},
}

// withJunk returns n sessions and refresh tokens, and many sessions of one kind of junk.
func withJunk(t testing.TB, n, many int, of func(good string) string) store.Lists {
	l := members(t, n+many)
	for i := n; i < n+many; i++ {
		l.Sessions[i] = []byte(of(string(l.Sessions[i])))
	}
	l.Refresh = l.Refresh[:n]
	return l
}

// The fault of a member is found out once if it can't change. Even if remembered, the member stays left out, and no
// other is.
func TestJunkIsRememberedAndLeftOut(t *testing.T) {
	for name, c := range junk {
		r := recordsOf(t, withJunk(t, 3, 5, c.of))
		var rules []string
		for range 3 {
			l := list(t, r, "u", fmt.Sprintf("%0200d", 1))
			if len(l.LeftOut) != 5 || strings.Count(string(l.Body()), `"refresh_token"`) != 3 || !l.Accepted {
				t.Fatalf("%s: left out %d of %d: %s", name, len(l.LeftOut), 5, l.Body())
			}
			for i, left := range l.LeftOut {
				if left.Reason != c.reason || left.Kind != store.Session || left.Fingerprint() != store.Fingerprint(string(l.members.Sessions[3+i])) {
					t.Errorf("%s: %+v", name, left)
				}
				rules = append(rules, left.Rule)
			}
			l.Release()
		}
		slices.Sort(rules)
		if rules = slices.Compact(rules); len(rules) != 1 || rules[0] == "" {
			t.Errorf("%s: %q", name, rules)
		}
		if got := r.refusals.verdicts.Len(); got > 5 || got == 0 && name != "another user's" && name != "expired" {
			t.Errorf("%s: %d are remembered", name, got)
		}
	}
}

// A remembered member costs as little as a record: nothing is decoded again.
func TestJunkAllocatesNothing(t *testing.T) {
	for name, c := range junk {
		l := list(t, recordsOf(t, withJunk(t, 10, 100, c.of)), "u", "")
		allocated := testing.AllocsPerRun(20, func() {
			l.readAll("u", "x", 1_800_000_000)
			if len(l.LeftOut) != 100 {
				t.Fatal("not the list")
			}
		})
		if allocated != 0 {
			t.Errorf("%s: %v allocations", name, allocated)
		}
	}
}

// A clock that is set back brings back what had expired, remembered or not; and good members are not remembered.
func TestClockThatGoesBack(t *testing.T) {
	m := members(t, 2)
	m.Sessions[0] = append([]byte(`{"x":1,`), m.Sessions[0][1:]...) // the scanner can't read it
	now := time.Unix(1_900_000_000, 0)
	r := recordsUnder(t, gen.Document(), m, func() time.Time { return now })
	for _, step := range []struct {
		by   time.Duration
		left int
	}{{0, 4}, {0, 4}, {-time.Second, 2}, {0, 2}, {time.Second, 4}, {-2 * time.Second, 0}, {2 * time.Second, 4}} {
		now = now.Add(step.by)
		if l := list(t, r, "u", ""); len(l.LeftOut) != step.left {
			t.Errorf("at %s: left out %d, want %d", now, len(l.LeftOut), step.left)
		}
	}
	if got := r.refusals.verdicts.Len(); got != 1 {
		t.Errorf("%d are remembered", got)
	}
}

// A member that was left out for one user, or in one set, is not left out for another.
func TestRefusalIsOfAUserAndASet(t *testing.T) {
	member := append([]byte(`{"x":1,`), members(t, 1).Sessions[0][1:]...)
	users := many{"v": {Sessions: [][]byte{member}}, "u": {Sessions: [][]byte{member}, Refresh: [][]byte{member}}}
	r := recordsOf(t, store.Lists{})
	r.store = users
	for range 3 {
		if l := list(t, r, "v", ""); len(l.LeftOut) != 1 || l.LeftOut[0].Reason != reasonUser {
			t.Errorf("v: %v", l.LeftOut)
		}
		if l := list(t, r, "u", ""); len(l.LeftOut) != 0 {
			t.Errorf("u: %v", l.LeftOut)
		}
	}
	l, seen := list(t, r, "u", ""), map[refusal]bool{}
	for _, of := range [][3]string{{"session", "ab", "c"}, {"session", "a", "bc"}, {"session", "", "abc"}, {"refresh", "ab", "c"}, {"session", "ab", "cd"}, {"session", "ab", ""}} {
		seen[l.refusal(store.Kind(of[0]), of[1], []byte(of[2]))] = true
	}
	if len(seen) != 6 {
		t.Errorf("only %d of 6 differ", len(seen))
	}
}

// However many members are left out concurrently, no more than the bound are remembered, and each is left out.
func TestRefusalsAreBounded(t *testing.T) {
	r := recordsOf(t, withJunk(t, 2, 300, junk["null"].of))
	r.refusals = newRefusals(100)
	for range 3 {
		l := list(t, r, "u", "")
		if len(l.LeftOut) != 300 {
			t.Errorf("%d left out", len(l.LeftOut))
		}
		l.Release()
	}
	if got := r.refusals.verdicts.Len(); got != 100 {
		t.Errorf("%d are remembered", got)
	}
}

// BenchmarkJunk is BenchmarkList with 1,000 members that are left out, or with 1,000 more records; and with one
// of 64 KiB.
func BenchmarkJunk(b *testing.B) {
	run := func(name string, m store.Lists, left int) {
		b.Run(name, func(b *testing.B) {
			r := recordsOf(b, m)
			for range 3 {
				list(b, r, "u", "").Release()
			}
			b.ReportAllocs()
			for b.Loop() {
				l, err := r.List(b.Context(), "u", "x")
				if err != nil || len(l.LeftOut) != left {
					b.Fatal(err, len(l.LeftOut))
				}
				l.Body()
				l.Release()
			}
		})
	}
	run("none", members(b, 100), 0)
	more := members(b, 1100)
	more.Refresh = more.Refresh[:100]
	run("records", more, 0)
	for _, name := range slices.Sorted(maps.Keys(junk)) {
		run(strings.ReplaceAll(name, " ", "-"), withJunk(b, 100, 1000, junk[name].of), 1000)
	}
	run("long", withJunk(b, 100, 1, func(good string) string {
		return `{"ip":"",` + strings.Replace(good[1:], "Mozilla", strings.Repeat("Mozilla ", 8<<10), 1)
	}), 1)
}
