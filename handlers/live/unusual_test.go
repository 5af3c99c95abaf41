package live

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/store"
)

// The same bytes are a good refresh token, but not a session.
func TestRefreshTokenIsNoSession(t *testing.T) {
	same := members(t, 3).Refresh
	listAgain(t, recordsOf(t, store.Lists{Sessions: same, Refresh: same}), "u", func(l *List) {
		if len(l.LeftOut) != 3 || !strings.HasPrefix(string(l.Body()), `{"data":{"auth":[],"refresh":[{`) {
			t.Errorf("left out %d: %s", len(l.LeftOut), l.Body())
		}
	})
}

func TestUnusualMembers(t *testing.T) {
	usual := members(t, 1)
	session, refresh := string(usual.Sessions[0]), string(usual.Refresh[0])
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
		"the end of the year 9999":          {strings.Replace(session, "1900000000", "253402300799", 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"an expiry in milliseconds":         {strings.Replace(session, "1900000000", "1900000000000", 1), "", "u", time.Unix(1_800_000_000, 0), 1},
		"a refresh token's in milliseconds": {"", strings.Replace(refresh, "1900000000", "1900000000000", 1), "u", time.Unix(1_800_000_000, 0), 1},
		"an integer beyond int64":           {"", strings.Replace(refresh, "1900000000", "9223372036854775808", 1), "u", time.Unix(1_800_000_000, 0), 1},
		"a text cut in an emoji":            {strings.Replace(session, "Mozilla/5.0", `Mozilla \ud83d`, 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"a name cut in an emoji":            {`{"\ud83d":1,` + session[1:], "", "u", time.Unix(1_800_000_000, 0), 0},
		"a refresh token's text, cut":       {"", strings.Replace(refresh, "Acme", `Acme \ude00`, 1), "u", time.Unix(1_800_000_000, 0), 0},
		"a cut token":                       {strings.Replace(session, token, `\ud83d`+token, 1), "", "u", time.Unix(1_800_000_000, 0), 1},
		"a refresh token's token, cut":      {"", strings.Replace(refresh, `"token":"`, `"token":"\ud83d`, 1), "u", time.Unix(1_800_000_000, 0), 1},
		"a cut user ID":                     {strings.Replace(session, `"user_id":"u"`, `"user_id":"u\ud83d"`, 1), "", "u\ufffd", time.Unix(1_800_000_000, 0), 1},
		"a cut session's refresh token":     {strings.Replace(session, `"refresh_token":"`, `"refresh_token":"\ud83d`, 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"a text in CESU-8":                  {strings.Replace(session, "Mozilla/5.0", "\xed\xa0\xbd\xed\xb8\x80", 1), "", "u", time.Unix(1_800_000_000, 0), 1},
		"a refresh token's empty email":     {"", strings.Replace(refresh, "person@example.com", "", 1), "u", time.Unix(1_800_000_000, 0), 0},
		"a session's empty email":           {strings.Replace(session, "person@example.com", "", 1), "", "u", time.Unix(1_800_000_000, 0), 0},
		"a token with an escape":            {strings.Replace(session, token, `\u0061`+token, 1), "", "u", time.Unix(1_800_000_000, 0), 0},
	} {
		var m store.Lists
		if c.sessions != "" {
			m.Sessions = [][]byte{[]byte(c.sessions)}
		}
		if c.refresh != "" {
			m.Refresh = [][]byte{[]byte(c.refresh)}
		}
		r := recordsOf(t, m)
		r.now = func() time.Time { return c.now }
		first := ""
		listAgain(t, r, c.user, func(l *List) {
			if first == "" {
				first = string(l.Body())
			}
			if !jsontext.Value(bytes.TrimSpace(l.Body())).IsValid() { // as strict readers require (RFC 7493)
				t.Errorf("%s: not valid: %s", name, l.Body())
			}
			if len(l.LeftOut) != c.left || strings.Count(string(l.Body()), `"token"`) != 1-c.left || string(l.Body()) != first {
				t.Errorf("%s: left out %v: %.300s", name, l.LeftOut, l.Body())
			}
		})
	}
}

// A bearer is found wherever it is in its record.
func TestBearerFarIntoItsRecord(t *testing.T) {
	for _, length := range []int{1, 30_000, 33_000, 70_000} {
		session := strings.Replace(string(members(t, 1).Sessions[0]), "Mozilla/5.0", strings.Repeat("x", length), 1)
		r := recordsOf(t, store.Lists{Sessions: [][]byte{[]byte(session)}})
		for _, bearer := range []string{"x", fmt.Sprintf("%0200d", 0), "y", fmt.Sprintf("%0200d", 0)} {
			if l := list(t, r, "u", bearer); l.Accepted != (len(bearer) == 200) {
				t.Errorf("%d bytes before it: accepted %t", length, l.Accepted)
			}
		}
	}
}

// Lists under contracts that ours may become.
func TestUnusualContracts(t *testing.T) {
	session := string(members(t, 1).Sessions[0])
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
		// The model writes "role":"" if the member has none. What is sent must conform, too.
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
		r := recordsUnder(t, document, store.Lists{Sessions: [][]byte{[]byte(c.member)}}, then)
		if err := r.schema.Check(store.Session, []byte(c.member)); err != nil {
			t.Fatalf("%s: the member does not conform: %v", name, err)
		}
		listAgain(t, r, "u", func(l *List) {
			if len(l.LeftOut) != 1 || l.LeftOut[0].Reason != c.reason {
				t.Errorf("%s: left out %v: %s", name, l.LeftOut, l.Body())
			}
		})
	}
}
