package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// Whatever this package reads as a user's session, the scripts find too, though they parse JSON differently.
func TestScriptsReadWhatGoReads(t *testing.T) {
	server := redistest.Start(t)
	s, err := Open(server.URL(), Config{Now: time.Now, Check: func(Kind, []byte) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	const user, key, expiry = "u", "session:{u}", LastExpiry

	piece := rapid.SampledFrom([]string{"a", "token", `\"`, `\\`, `\/`, `\u0000`, `\u0061`, `\u005c`, `\u0022`, `\ud83d`, `\ude00`,
		`\uD83D\uDE00`, `\\ud83d`, "é", "😀", "{", "}", "[", "]", ":", ",", " ", `\n`, "\xff", "\t"})
	text := rapid.Custom(func(t *rapid.T) string {
		return `"` + strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "") + `"`
	})
	space := rapid.SampledFrom([]string{"", "", "", " ", "\t\r\n"})
	other := rapid.OneOf(text, rapid.SampledFrom([]string{"null", "true", "false", "0", "-0", "1e400", "1E+2", "-1.5e-7",
		"123456789012345678901234567890", "[]", "{}", `{"token":"a"}`, `["token","a"]`, `[[{"token":{}}]]`,
		strings.Repeat("[", 1100) + strings.Repeat("]", 1100), "01", "nul", "'a'", ""}))
	name := rapid.OneOf(text, rapid.SampledFrom([]string{`""`, `"Token"`, `"token"`, `"to\u006ben"`, `"refresh_token"`, `"user_id"`}))
	member := rapid.Custom(func(t *rapid.T) string {
		pairs := []string{`"user_id":"u"`, fmt.Sprintf(`"expiry":%d`, expiry), `"is_suspended":false`}
		pairs = append(pairs, rapid.SampledFrom([]string{`"token"`, `"\u0074oken"`}).Draw(t, "token")+space.Draw(t, "space")+":"+text.Draw(t, "value"))
		for range rapid.IntRange(0, 3).Draw(t, "others") {
			pairs = append(pairs, name.Draw(t, "name")+space.Draw(t, "space")+":"+space.Draw(t, "space")+other.Draw(t, "value"))
		}
		return "{" + space.Draw(t, "space") + strings.Join(rapid.Permutation(pairs).Draw(t, "pairs"), space.Draw(t, "space")+",") + "}" + space.Draw(t, "space")
	})
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		m := member.Draw(t, "member")
		r, err := parse([]byte(m))
		if err != nil || r.Token == "" {
			return
		}
		read++
		plain.Del(ctx, key)
		add := func() {
			if err := plain.ZAdd(ctx, key, redis.Z{Score: expiry, Member: m}).Err(); err != nil {
				t.Fatal(err)
			}
		}
		add()
		if ended, err := s.Revoke(ctx, user, Fingerprint(string(r.Token))); err != nil || len(ended) != 1 {
			t.Fatalf("revoke %q: %v, %v", m, ended, err)
		}
		add()
		if err := s.Suspend(ctx, user, Fingerprint(string(r.Token))); err != nil {
			t.Fatalf("suspend %q: %v", m, err)
		}
		if _, err := s.Put(ctx, Session, user, []byte(strings.Replace(m, "false", `null`, 1))); err != nil {
			t.Fatalf("put %q: %v", m, err)
		}
		if n := plain.ZCard(ctx, key).Val(); n != 1 {
			t.Fatalf("%d records of the token in %q, want 1", n, m)
		}
	})
	if read == 0 {
		t.Error("nothing was read")
	}
}
