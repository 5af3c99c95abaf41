package handlers

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// askAgain asks for a user's lists as they are read first, then from what is known of the members, and
// then from what is known of the lists.
func askAgain(t *testing.T, r *Records, user string, check func(a *Answer)) {
	t.Helper()
	for _, bearer := range []string{"", "x", ""} {
		a, err := r.Of(t.Context(), user, bearer)
		if err != nil {
			t.Fatal(err)
		}
		check(a)
		a.Release()
	}
}

// The same bytes are a good refresh token and no session, in whichever order they are read.
func TestKnownInOneListIsNotKnownInTheOther(t *testing.T) {
	same := listed(t, 3).Refresh
	r := recordsOf(t, asRedisSends(same, same), 1<<20)
	askAgain(t, r, "u", func(a *Answer) {
		if len(a.LeftOut) != 3 || !strings.HasPrefix(string(a.Body), `{"data":{"auth":[],"refresh":[{`) {
			t.Errorf("left out %d: %s", len(a.LeftOut), a.Body)
		}
	})
}

func TestOddMembers(t *testing.T) {
	lists := listed(t, 1)
	session, refresh := string(lists.Sessions[0]), string(lists.Refresh[0])
	token := fmt.Sprintf("%0200d", 0)
	for name, c := range map[string]struct {
		sessions, refresh string
		user              string
		now               time.Time
		left              int
	}{
		"a user ID with an escape":          {strings.Replace(session, `"user_id":"u"`, `"user_id":"\u00e9"`, 1), "", "é", time.Unix(1_800_000_000, 0), 0},
		"a token beyond 32 KiB":             {strings.Replace(session, "Mozilla/5.0", strings.Repeat("long ", 10_000), 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"an expiry finer than milliseconds": {strings.Replace(session, "1900000000", "1900000001.0004", 1), "", "u", time.Unix(1_900_000_001, 0), 0},
		"a millisecond later":               {strings.Replace(session, "1900000000", "1900000001.0004", 1), "", "u", time.Unix(1_900_000_001, 1_000_000), 1},
		"an expiry far away":                {strings.Replace(session, "1900000000", "999999999999999", 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"an integer beyond int64":           {"", strings.Replace(refresh, "1900000000", "9223372036854775808", 1), "u", time.Unix(1_800_000_000, 0), 1},
		"a token with an escape":            {strings.Replace(session, token, `\u0061`+token, 1), "", "u", time.Unix(1_800_000_000, 0), 0},
	} {
		var sessions, refreshes [][]byte
		if c.sessions != "" {
			sessions = [][]byte{[]byte(c.sessions)}
		}
		if c.refresh != "" {
			refreshes = [][]byte{[]byte(c.refresh)}
		}
		r := recordsOf(t, asRedisSends(sessions, refreshes), 1<<20)
		r.now = func() time.Time { return c.now }
		first := ""
		askAgain(t, r, c.user, func(a *Answer) {
			if first == "" {
				first = string(a.Body)
			}
			if len(a.LeftOut) != c.left || strings.Count(string(a.Body), `"token"`) != 1-c.left || string(a.Body) != first {
				t.Errorf("%s: left out %v: %.300s", name, a.LeftOut, a.Body)
			}
		})
	}
}

// A bearer is found wherever it stands, also when its record is known.
func TestBearerFarIntoItsRecord(t *testing.T) {
	for _, length := range []int{1, 30_000, 33_000, 70_000} {
		session := strings.Replace(string(listed(t, 1).Sessions[0]), "Mozilla/5.0", strings.Repeat("x", length), 1)
		r := recordsOf(t, asRedisSends([][]byte{[]byte(session)}, nil), 1<<20)
		for _, bearer := range []string{"x", fmt.Sprintf("%0200d", 0), "y", fmt.Sprintf("%0200d", 0)} {
			if a := answered(t, r, bearer); a.Accepted != (len(bearer) == 200) {
				t.Errorf("%d bytes before it: accepted %t", length, a.Accepted)
			}
		}
	}
}

// Under contracts that ours may become.
func TestOddContracts(t *testing.T) {
	session := string(listed(t, 1).Sessions[0])
	without := func(text, property string) string {
		at := strings.Index(text, `"`+property+`":`)
		end := at + strings.IndexAny(text[at:], ",}")
		return strings.Replace(text, text[at:end+1], "", 1)
	}
	for name, c := range map[string]struct {
		old, replacement string
		member           string
		reason           string // empty: it is served
	}{
		// The model writes "role":"" where the member has none. What is sent must conform, too.
		"written anew against the rules": {`"role",`, "", `{"undeclared":1,` + without(session, "role")[1:], reasonSchema},
		"a token that is null":           {`"token": {`, `"token": { "nullable": true,`, strings.Replace(session, `"token":"`+fmt.Sprintf("%0200d", 0)+`"`, `"token":null`, 1), reasonNoToken},
		"a number for a token": {`"token": {
            "type": "string",`, `"token": {
            "type": "number",`, strings.Replace(session, `"token":"`+fmt.Sprintf("%0200d", 0)+`"`, `"token":5`, 1), reasonSchema},
	} {
		document := changed(t, c.old, c.replacement)
		if c.reason == reasonSchema && c.replacement == "" {
			document = bytes.Replace(document, []byte(`"description": "User role"`), []byte(`"minLength": 1`), 1)
		}
		k, err := contract.Load(document)
		if err != nil {
			t.Fatal(err)
		}
		r, err := newRecords(k, &fixed{lists: asRedisSends([][]byte{[]byte(c.member)}, nil)}, func() time.Time { return time.Unix(1_800_000_000, 0) }, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Check(store.Session, []byte(c.member)); err != nil {
			t.Fatalf("%s: the member does not conform: %v", name, err)
		}
		askAgain(t, r, "u", func(a *Answer) {
			if len(a.LeftOut) != 1 || a.LeftOut[0].Reason != c.reason {
				t.Errorf("%s: left out %v: %s", name, a.LeftOut, a.Body)
			}
		})
	}
}

func TestEachServerHasASeedOfItsOwn(t *testing.T) {
	one, other := recordsOf(t, store.Lists{}, 0), recordsOf(t, store.Lists{}, 0)
	if one.known.Print(nil) == other.known.Print(nil) {
		t.Error("two have one")
	}
}
