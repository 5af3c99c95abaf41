package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

func answered(t *testing.T, r *Records, bearer string) *Answer {
	t.Helper()
	a, err := r.Of(t.Context(), "u", bearer)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Of a list that is known only its bearer, its user and its earliest expiry say whether it holds.
func TestKnownList(t *testing.T) {
	lists := listed(t, 3)
	r := recordsOf(t, lists, 1<<20)
	now := time.Unix(1_800_000_000, 0)
	r.now = func() time.Time { return now }
	mine := fmt.Sprintf("%0200d", 1)
	for range 3 {
		a := answered(t, r, mine)
		if !a.Accepted || len(a.LeftOut) != 0 || strings.Count(string(a.Body), "refresh_token") != 3 {
			t.Fatalf("accepted %t, left out %v: %s", a.Accepted, a.LeftOut, a.Body)
		}
		a.Release()
		for _, other := range []string{"", mine[1:], mine + "0", "refresh-of-" + fmt.Sprintf("%040d", 1), fmt.Sprintf("%0200d", 7)} {
			if a := answered(t, r, other); a.Accepted {
				t.Errorf("bearer %q is accepted", other)
			}
		}
		a, err := r.Of(t.Context(), "v", mine)
		if err != nil || a.Accepted || len(a.LeftOut) != 6 {
			t.Fatalf("another user's list is served: %v, %v", a, err)
		}
	}
	now = time.Unix(1_900_000_000-2, 0) // the last of the three has ended, in both lists
	if a := answered(t, r, mine); !a.Accepted || len(a.LeftOut) != 2 || strings.Count(string(a.Body), "refresh_token") != 2 {
		t.Errorf("accepted %t, left out %v: %s", a.Accepted, a.LeftOut, a.Body)
	}
	now = now.Add(time.Second)
	if a := answered(t, r, mine); a.Accepted || len(a.LeftOut) != 4 {
		t.Errorf("accepted %t, left out %v: %s", a.Accepted, a.LeftOut, a.Body)
	}
}

// What conforms to one contract is not known to conform to the next.
func TestAnotherContractForgetsAll(t *testing.T) {
	lists := listed(t, 2)
	if a := answered(t, recordsOf(t, lists, 1<<20), ""); len(a.LeftOut) != 0 {
		t.Fatalf("left out %v", a.LeftOut)
	}
	c, err := contract.Load(changed(t, `"description": "User role"`, `"enum": ["owner"]`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRecords(c, &fixed{lists: lists}, func() time.Time { return time.Unix(1_800_000_000, 0) }, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	a := answered(t, r, "")
	if len(a.LeftOut) != 2 || a.LeftOut[0].Reason != reasonSchema {
		t.Errorf("left out %v: %s", a.LeftOut, a.Body)
	}
}

// A contract with a rule about a whole list: the log says at the start that answers are checked whole,
// and they are.
func TestContractThatSpansItems(t *testing.T) {
	document, spanning := changed(t, "", ""), changed(t, `"auth": {`, `"auth": { "maxItems": 2,`)
	for name, c := range map[string]struct {
		document []byte
		sessions int
		status   int
		logged   bool
	}{
		"no such rule":   {document, 3, 200, false},
		"the rule holds": {spanning, 2, 200, true},
		"it is broken":   {spanning, 3, 500, true},
	} {
		var log bytes.Buffer
		s, err := New(Config{
			Document: c.document, Store: &fixed{Store: nothing{}, lists: listed(t, c.sessions)}, Memory: 1 << 20,
			Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Log: slog.New(slog.NewJSONHandler(&log, nil)),
			Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if logged := strings.Contains(log.String(), "checked as a whole"); logged != c.logged || logged && !strings.Contains(log.String(), "/data/auth has a rule") {
			t.Errorf("%s: log: %s", name, log.String())
		}
		for range 2 {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/accounts/session-tokens", nil)
			r.Header.Set("X-Api-Key", "x")
			w := httptest.NewRecorder()
			s.Public().ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("%s: status %d: %.200s", name, w.Code, w.Body)
			}
		}
	}
}

// An answer costs as many allocations with 1,000 records as with one, once they are known.
func TestAllocationsDoNotGrow(t *testing.T) {
	for name, next := range map[string]func(i int) string{
		"the list is known":     func(int) string { return "" },
		"its members are known": func(i int) string { return fmt.Sprint(i) },
	} {
		count := map[int]float64{}
		for _, n := range []int{1, 10, 100, 1000} {
			r, a, i := recordsOf(t, listed(t, n), 64<<20), &Answer{}, 0
			ask := func() { // with one answer, as from the pool, which drops some with the race detector on
				i++
				if err := r.fill(context.Background(), a, "u", next(i)); err != nil || len(a.LeftOut) != 0 {
					t.Fatal(err)
				}
			}
			ask()
			count[n] = testing.AllocsPerRun(50, ask)
		}
		t.Log(name, count)
		if count[1000] > count[1] {
			t.Errorf("%s: allocations by records: %v", name, count)
		}
	}
}

// changing is a store whose members are new in each list.
type changing struct {
	Store
	lists store.Lists
	n     int
}

func (c *changing) List(_ context.Context, _ string, lists *store.Lists) error {
	for _, member := range c.lists.Sessions {
		c.n++
		at := bytes.Index(member, []byte(`"token":"`)) + len(`"token":"`)
		copy(member[at:], fmt.Sprintf("%010d", c.n))
	}
	*lists = asRedisSends(c.lists.Sessions, nil)
	return nil
}

// A million different members, and no more memory than a few thousand take.
func TestMemoryStaysFlat(t *testing.T) {
	const million, perList = 1_000_000, 1000
	s := &changing{lists: listed(t, perList)}
	r := recordsOf(t, store.Lists{}, 1<<20)
	r.store = s
	heap := func() uint64 {
		runtime.GC()
		runtime.GC() // the pools are empty after the second
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var before uint64
	for i := range million / perList {
		a, err := r.Of(t.Context(), "u", "")
		if err != nil || len(a.LeftOut) != 0 {
			t.Fatal(err, len(a.LeftOut))
		}
		a.Release()
		if i == 5 {
			before = heap()
		}
	}
	after := heap()
	t.Logf("%d kB after %d members, %d kB after %d", before>>10, 6*perList, after>>10, s.n)
	if s.n != million || after > before+1<<20 {
		t.Errorf("%d bytes more after %d members", int64(after)-int64(before), s.n) //nolint:gosec // far below
	}
	runtime.KeepAlive(r)
}

// An answer that was taken back for an error must not be sent with it.
func TestFramedAnswerThenError(t *testing.T) {
	s, err := New(Config{
		Document: changed(t, "", ""), Store: &fixed{Store: nothing{}, lists: listed(t, 1)}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Verifiers: map[string]credential.Verifier{"bearerAuth": anybody{}, "apiKeyAuth": anybody{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	records := recordsOf(t, listed(t, 1), 0)
	s.public = s.routes(wrong{func(w http.ResponseWriter) error {
		return errors.Join((&framed{answered(t, records, ""), records.frame}).VisitGetSessionTokensResponse(w), errors.New("then this"))
	}})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/accounts/session-tokens", nil)
	r.Header.Set("X-Api-Key", "x")
	w := httptest.NewRecorder()
	s.Public().ServeHTTP(w, r)
	if w.Code != 500 || strings.TrimSpace(w.Body.String()) != `{"error":"internal error"}` {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// changed returns the contract with one text in it replaced by another.
func changed(t *testing.T, old, replacement string) []byte {
	t.Helper()
	document, err := os.ReadFile("../openapi.json")
	if err != nil || !bytes.Contains(document, []byte(old)) {
		t.Fatalf("no %q in the contract: %v", old, err)
	}
	return bytes.Replace(document, []byte(old), []byte(replacement), 1)
}
