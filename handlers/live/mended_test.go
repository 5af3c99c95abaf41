package live

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

// What real writers get wrong in a text that is only shown does not hide the record.
func TestMendedMembers(t *testing.T) {
	usual := members(t, 1)
	session, refresh := string(usual.Sessions[0]), string(usual.Refresh[0])
	token, agent := fmt.Sprintf("%0200d", 0), "Mozilla/5.0"
	const half, email = `"x\ud83d"`, `"person@example.com"`
	for name, c := range map[string]struct {
		session, refresh string
		has, hasNot      string // in the body
		left             string // the reason, where it is left out
	}{
		"half an emoji":                    {session: strings.Replace(session, agent, `x\ud83d`, 1), has: "x\ufffd"},
		"its other half":                   {session: strings.Replace(session, agent, `x\ude00`, 1), has: "x\ufffd"},
		"the halves in the wrong order":    {session: strings.Replace(session, agent, `\ude00\ud83d`, 1), has: "\ufffd\ufffd"},
		"a whole one":                      {session: strings.Replace(session, agent, `\ud83d\ude00`, 1), has: `\ud83d\ude00`},
		"no half, but a backslash":         {session: strings.Replace(session, agent, `\\ud83d`, 1), has: `\\ud83d`},
		"in the refresh token's name":      {session: strings.Replace(session, `"refresh_token":"`, `"refresh_token":"\ud83d`, 1), has: "\ufffd"},
		"where nothing is declared":        {session: strings.Replace(session, "{", `{"x":`+half+`,`, 1), hasNot: `"x"`},
		"in a name":                        {session: strings.Replace(session, "{", `{"\ud83d":1,`, 1), hasNot: "\ufffd"},
		"in two names":                     {session: strings.Replace(session, "{", `{"\ud83d":1,"\ud83e":1,`, 1), left: reasonJSON},
		"in the token":                     {session: strings.Replace(session, token, token+`\ud83d`, 1), left: reasonJSON},
		"in the token, in a refresh token": {refresh: strings.Replace(refresh, `"token":"`, `"token":"\ud83d`, 1), left: reasonJSON},
		"in the user":                      {session: strings.Replace(session, `"user_id":"u"`, `"user_id":"u\ud83d"`, 1), left: reasonJSON},
		"beside an escaped name":           {session: strings.Replace(strings.Replace(session, agent, `\ud83d`, 1), `"token"`, `"\u0074oken"`, 1), has: "\ufffd"},
		"bytes that are no UTF-8":          {session: strings.Replace(session, agent, "x\xf0\x9f", 1), left: reasonJSON},

		"an empty email":                   {refresh: strings.Replace(refresh, email, `""`, 1), hasNot: `"email"`},
		"no address":                       {refresh: strings.Replace(refresh, email, `"nobody"`, 1), hasNot: `"email"`},
		"an address with escapes":          {refresh: strings.Replace(refresh, email, `"\u0070erson@example.com"`, 1), has: `"\u0070erson@example.com"`},
		"a good address":                   {refresh: refresh, has: email},
		"an email that is null":            {refresh: strings.Replace(refresh, email, "null", 1), left: reasonSchema},
		"an email that is a number":        {refresh: strings.Replace(refresh, email, "5", 1), left: reasonSchema},
		"a session's, which has no format": {session: strings.Replace(session, email, `"nobody"`, 1), has: `"nobody"`},
	} {
		t.Run(name, func(t *testing.T) {
			var m store.Lists
			kind, text := store.Session, c.session
			if c.session != "" {
				m.Sessions = [][]byte{[]byte(c.session)}
			} else {
				kind, text = store.Refresh, c.refresh
				m.Refresh = [][]byte{[]byte(c.refresh)}
			}
			r := recordsOf(t, m)
			// Writers are told the same.
			if err := r.schema.Check(kind, []byte(text)); (err == nil) != (c.left == "") {
				t.Errorf("a writer is told %v", err)
			}
			listAgain(t, r, "u", func(l *List) {
				body := string(l.Body())
				if c.left != "" {
					if len(l.LeftOut) != 1 || l.LeftOut[0].Reason != c.left {
						t.Errorf("left out %v: %s", l.LeftOut, body)
					}
					return
				}
				if len(l.LeftOut) != 0 || !strings.Contains(body, c.has) || c.hasNot != "" && strings.Contains(body, c.hasNot) {
					t.Errorf("left out %v: %s", l.LeftOut, body)
				}
				if !json.Valid(l.Body()) {
					t.Errorf("not JSON: %s", body)
				}
			})
		})
	}
}

// The rule that a member breaks is told in the words that writers are told, and nothing of the member.
func TestRuleOfWhatIsLeftOut(t *testing.T) {
	usual := members(t, 1)
	session, refresh := string(usual.Sessions[0]), string(usual.Refresh[0])
	for want, c := range map[string]struct{ session, refresh string }{
		"it breaks the contract: /email: value must not be null":    {session: strings.Replace(session, `"person@example.com"`, "null", 1)},
		"it breaks the contract: /expiry: value must be an integer": {refresh: strings.Replace(refresh, "1900000000", "1.5", 1)},
		`it breaks the contract: /role: property "role" is missing`: {session: strings.Replace(session, `"role":"admin",`, "", 1)},
		"it is not one JSON object, in UTF-8, with each name once":  {session: session + "x"},
		"its user_id is another user's":                             {session: strings.Replace(session, `"user_id":"u"`, `"user_id":"v"`, 1)},
		"its expiry has passed, and its score has not":              {session: strings.Replace(session, "1900000000", "1700000000", 1)},
		"its expiry is past the year 9999: is it in milliseconds?":  {session: strings.Replace(session, "1900000000", "1900000000000", 1)},
		"it has no token": {session: strings.Replace(session, fmt.Sprintf("%0200d", 0), "", 1)},
	} {
		var m store.Lists
		if c.session != "" {
			m.Sessions = [][]byte{[]byte(c.session)}
		} else {
			m.Refresh = [][]byte{[]byte(c.refresh)}
		}
		listAgain(t, recordsOf(t, m), "u", func(l *List) {
			if len(l.LeftOut) != 1 || l.LeftOut[0].Rule != want {
				t.Errorf("want %q: %v", want, l.LeftOut)
			}
		})
	}
}

// A member that was left out the slow way is remembered, for its user and its set alone.
func TestLeftOutIsRemembered(t *testing.T) {
	good := members(t, 2)
	odd := []byte(strings.Replace(string(good.Sessions[0]), "{", `{"undeclared":1,`, 1)) // decoded, and u's
	junk := []byte("junk")
	kept := &fixed{store.Lists{Sessions: [][]byte{odd, junk, good.Sessions[1]}, Refresh: [][]byte{junk}}}
	r := recordsOf(t, store.Lists{})
	r.store = kept
	for range 3 {
		for user, live := range map[string]int{"u": 2, "v": 0} {
			l := list(t, r, user, "")
			if n := strings.Count(string(l.Body()), `"is_suspended"`); n != live || len(l.LeftOut) != 4-live {
				t.Errorf("%s has %d sessions, %d left out", user, n, len(l.LeftOut))
			}
			l.Release()
		}
	}
	// Of u the junk in each set; of v that and the odd one, which is another user's. What the scan reads is not.
	if n := r.left.all.Len(); n != 5 {
		t.Errorf("%d are remembered, want 5", n)
	}
}

// That a member has expired is not remembered: the clock may go back.
func TestExpiredIsNotRemembered(t *testing.T) {
	text := strings.Replace(string(members(t, 1).Sessions[0]), "{", `{"undeclared":1,`, 1)
	r := recordsOf(t, store.Lists{Sessions: [][]byte{[]byte(text)}})
	now := then()
	r.now = func() time.Time { return now }
	for _, step := range []struct {
		year int
		left int
	}{{2027, 0}, {2031, 1}, {2027, 0}} {
		now = time.Date(step.year, 1, 1, 0, 0, 0, 0, time.UTC)
		if l := list(t, r, "u", ""); len(l.LeftOut) != step.left {
			t.Errorf("in %d: left out %v", step.year, l.LeftOut)
		}
	}
}

// With ShowOwnTokenOnly a list shows the token that was presented, and no other.
func TestOwnTokenOnly(t *testing.T) {
	m := members(t, 3)
	m.Sessions[1] = []byte(strings.Replace(string(m.Sessions[1]), "{", `{"undeclared":"x",`, 1))           // written anew
	m.Sessions[2] = []byte(strings.Replace(string(m.Sessions[2]), `"refresh-of-`, `"\u0072efresh-of-`, 1)) // sent as it is
	own := fmt.Sprintf("%0200d", 0)
	for bearer, shown := range map[string]int{own: 2, "": 0, "another": 0} { // its own token, and that of its refresh token
		r := recordsOf(t, m)
		if err := r.ShowOwnTokenOnly(); err != nil {
			t.Fatal(err)
		}
		listAgain(t, r, "u", func(*List) {})
		l := list(t, r, "u", bearer)
		var body gen.SessionTokens
		if err := json.Unmarshal(l.Body(), &body); err != nil {
			t.Fatal(err)
		}
		seen := 0
		all := list(t, recordsOf(t, m), "u", "")
		sessions, refresh, err := all.Models()
		if err != nil || len(body.Data.Auth) != len(sessions) || len(body.Data.Refresh) != len(refresh) {
			t.Fatalf("%v: %s", err, l.Body())
		}
		for i, s := range sessions {
			want := s
			if bearer != s.Token {
				want.Token, want.RefreshToken = store.Fingerprint(s.Token), store.Fingerprint(s.RefreshToken)
			} else {
				seen += 2
			}
			if got := body.Data.Auth[i]; got.Token != want.Token || got.RefreshToken != want.RefreshToken || got.Agent != want.Agent {
				t.Errorf("session %d: %+v, want %+v", i, got, want)
			}
		}
		for i, r := range refresh {
			if got := body.Data.Refresh[i]; *got.Token != store.Fingerprint(*r.Token) || *got.Expiry != *r.Expiry {
				t.Errorf("refresh token %d: %+v", i, got)
			}
		}
		if seen != shown || l.Accepted != (bearer == own) {
			t.Errorf("%d tokens shown, want %d; accepted %t", seen, shown, l.Accepted)
		}
		l.Release()
	}
}

// An empty refresh token stays empty, a twin is concealed unless it is the bearer's own, and a contract with a rule
// for tokens that a fingerprint breaks is refused.
func TestOwnTokenOnlyEdgeCases(t *testing.T) {
	session := string(members(t, 1).Sessions[0])
	empty := strings.Replace(session, fmt.Sprintf("refresh-of-%040d", 0), "", 1)
	r := recordsOf(t, store.Lists{Sessions: [][]byte{[]byte(empty)}})
	if err := r.ShowOwnTokenOnly(); err != nil {
		t.Fatal(err)
	}
	if body := string(list(t, r, "u", "").Body()); !strings.Contains(body, `"refresh_token":""`) {
		t.Errorf("an empty refresh token: %s", body)
	}
	document := changed(t, `"token": {
            "type": "string",`, `"token": {
            "type": "string", "minLength": 17,`)
	if err := recordsUnder(t, document, store.Lists{}, then).ShowOwnTokenOnly(); err == nil {
		t.Error("a contract that does not allow fingerprints is taken")
	}
}
