package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

// own returns what OwnBody must return for a Body, computed with encoding/json.
func own(t rapid.TB, body []byte, bearer string) (want gen.SessionTokens) {
	t.Helper()
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	fingerprint := func(token string) string {
		if token == "" {
			return ""
		}
		return store.Fingerprint(token)
	}
	for i := range want.Data.Auth {
		if s := &want.Data.Auth[i]; bearer == "" || s.Token != bearer {
			s.Token, s.RefreshToken = fingerprint(s.Token), fingerprint(s.RefreshToken)
		}
	}
	for i := range want.Data.Refresh {
		*want.Data.Refresh[i].Token = fingerprint(*want.Data.Refresh[i].Token)
	}
	return want
}

// wantOwn compares OwnBody with what it must return. Everything else must be as in Body.
func wantOwn(t rapid.TB, l *List, bearer string) {
	t.Helper()
	all := bytes.Clone(l.Body())
	want := own(t, all, bearer)
	var got gen.SessionTokens
	body := l.OwnBody()
	if err := json.Unmarshal(body, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("bearer %q: %v\n all %s\n own %s", bearer, err, all, body)
	}
	if got := l.Body(); !bytes.Equal(got, all) {
		t.Fatalf("after OwnBody another body: %s", got)
	}
}

func TestOwnBody(t *testing.T) {
	m := members(t, 4)
	text := string(m.Sessions[2])
	mine := fmt.Sprintf("%0200d", 1)
	m.Sessions = append(m.Sessions,
		[]byte(strings.Replace(strings.Replace(text, `"token":"`, `"token":"\u003c\"`, 1), `"refresh_token":"`, `"refresh_token":"\ud83d\ude00\/`, 1)),
		[]byte(strings.Replace(strings.Replace(text, `"token":"0`, `"token":"1`, 1), `"refresh_token":"refresh-of-`+fmt.Sprintf("%040d", 2), `"refresh_token":"`, 1)),
		[]byte(`{"undeclared":["`+mine+`"],"token":"first",`+strings.Replace(text, `"token":"`+fmt.Sprintf("%0200d", 2)+`",`, "", 1)[1:]),
		[]byte(strings.Replace(string(m.Sessions[1]), "Berlin", "Lisbon", 1)), // another record of the caller's token
		[]byte(strings.Replace(strings.Replace(string(m.Sessions[2]), "Berlin", "Oslo", 1), `"is_suspended":false`, `"is_suspended":true`, 1)))
	m.Refresh = append(m.Refresh, []byte(`{"expiry":1900000000,"token":"`+mine+`"}`), []byte(`{"token":"short","expiry":1.9e9}`))
	r := recordsOf(t, m)
	for range 3 {
		for bearer, shown := range map[string]int{mine: 2, "": 0, "other": 0, `<"` + fmt.Sprintf("%0200d", 2): 1, fmt.Sprintf("refresh-of-%040d", 1): 0} {
			l := list(t, r, "u", bearer)
			if len(l.LeftOut) != 0 {
				t.Fatalf("left out %v", l.LeftOut)
			}
			wantOwn(t, l, bearer)
			body := string(l.OwnBody())
			if bearer == mine && (strings.Count(body, `"`+mine+`"`) != shown || strings.Count(body, "refresh-of-") != shown) {
				t.Errorf("not the caller's own session: %s", body)
			}
			for _, secret := range []string{fmt.Sprintf("%0200d", 0), fmt.Sprintf("%0200d", 3), "first", "short"} {
				if strings.Contains(body, `"`+secret+`"`) {
					t.Errorf("bearer %q sees %s in %s", bearer, secret, body)
				}
			}
			l.Release()
		}
	}
}

// A rule of the contract that a fingerprint may break is found at the start, and a contract that can't be checked
// value by value counts as having one.
func TestFingerprintsByContract(t *testing.T) {
	for name, c := range map[string]struct {
		old, replacement string
		ok               bool
	}{
		"as it is":         {`"openapi"`, `"openapi"`, true},
		"a pattern":        {`"description": "Authentication token"`, `"pattern": "^ey"`, false},
		"a length":         {`"description": "Refresh token"`, `"minLength": 20`, false},
		"a nullable token": {`"description": "Authentication token"`, `"nullable": true`, true},
		"of the object":    {`"SessionObject": {`, `"SessionObject": { "minProperties": 3,`, false},
	} {
		schema, err := NewSchema(loaded(t, changed(t, c.old, c.replacement)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.ShowsFingerprints(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		m := members(t, 3)
		if l := list(t, recordsUnder(t, changed(t, c.old, c.replacement), m, then), "u", "x"); len(l.LeftOut) == 0 {
			wantOwn(t, l, "x")
		}
	}
}

// BenchmarkOwnBody is BenchmarkList with fingerprints.
func BenchmarkOwnBody(b *testing.B) {
	r := recordsOf(b, members(b, 100))
	for b.Loop() {
		l := list(b, r, "u", "x")
		l.OwnBody()
		l.Release()
	}
}
