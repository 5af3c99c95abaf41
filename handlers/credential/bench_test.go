package credential

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const benchNow = 1_900_000_000

func benchClock() time.Time { return time.Unix(benchNow, 0) }

func benchBearer(tb testing.TB) (b *Bearer, sign func(id int) string) {
	tb.Helper()
	secret := []byte(strings.Repeat("not a secret ", 3))
	b, err := NewBearer(BearerConfig{HS256Secret: secret, Now: benchClock})
	if err != nil {
		tb.Fatal(err)
	}
	return b, func(id int) string {
		token, err := SignHS256(secret, map[string]any{
			"sub": "user-1", "exp": benchNow + 60, "iat": benchNow, "jti": fmt.Sprintf("%016x", id),
		})
		if err != nil {
			tb.Fatal(err)
		}
		return token
	}
}

// members returns a JSON object that begins with first and has as many members as fit in that many characters of
// base64.
func members(first string, room int) string {
	var text strings.Builder
	text.WriteString("{" + first)
	for i := 0; base64.RawURLEncoding.EncodedLen(text.Len()+len(`,"1234":1}`)) <= room; i++ {
		fmt.Fprintf(&text, `,"%d":1`, i)
	}
	text.WriteString("}")
	return base64.RawURLEncoding.EncodeToString([]byte(text.String()))
}

// refusedBearers are all of 8 KiB, or nearly, and can be sent by anybody.
func refusedBearers() map[string]string {
	const alg = `"alg":"HS256"`
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	signature := "." + strings.Repeat("A", 43) // a wrong one
	plain := encode("{" + alg + "}")
	room := maxToken - len(signature) - len(".")
	nested := func(room int) string {
		n := (room*3/4 - len(alg) - 10) / 6
		return encode("{" + alg + `,"a":` + strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) + "}")
	}
	bearers := map[string]string{
		"many claims":               plain + "." + members(`"sub":"u"`, room-len(plain)) + signature,
		"an algorithm without keys": encode(`{"alg":"RS256"}`) + "." + members(`"sub":"u"`, room-40) + signature,
		"many members in a header":  members(alg, room-4) + ".e30" + signature,
		"a deep header":             nested(room-4) + ".e30" + signature,
		"the longest header":        members(alg, 1024) + "." + members(`"sub":"u"`, room-1024) + signature,
		"the deepest header":        nested(1024) + "." + members(`"sub":"u"`, room-1024) + signature,
		"dots":                      strings.Repeat(".", maxToken),
		"no base64":                 strings.Repeat("A", maxToken-1) + "=",
		"a long signature":          plain + ".e30." + strings.Repeat("A", room-len(plain)-4+44),
	}
	for name, token := range bearers {
		bearers[name] = "Bearer " + token
	}
	return bearers
}

// BenchmarkVerify compares Verify, which is on the path of every request, with golang-jwt alone for the same bearer.
func BenchmarkVerify(b *testing.B) {
	v, sign := benchBearer(b)
	run := func(name string, verify func(i int) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := verify(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	bearers := make([]string, 1024)
	for i := range bearers {
		bearers[i] = "Bearer " + sign(i)
	}
	run("remembered", func(int) error {
		_, err := v.Verify(b.Context(), bearers[0])
		return err
	})
	fresh, _ := benchBearer(b)
	fresh.verified, _ = newVerified(len(bearers) / 2) // forgets each before it is used again
	run("new", func(i int) error {
		_, err := fresh.Verify(b.Context(), bearers[i%len(bearers)])
		return err
	})
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(leeway), jwt.WithStrictDecoding(), jwt.WithTimeFunc(benchClock))
	secret := func(*jwt.Token) (any, error) { return v.keys[0].key, nil }
	run("library", func(i int) error {
		_, err := parser.ParseWithClaims(bearers[i%len(bearers)][len("Bearer "):], &jwt.RegisteredClaims{}, secret)
		return err
	})
	for name, bearer := range refusedBearers() {
		run("refused 8 KiB, "+name, func(int) error { return wantRefused(b.Context(), v, bearer) })
	}
}

func wantRefused(ctx context.Context, v *Bearer, bearer string) error {
	if _, err := v.Verify(ctx, bearer); !errors.Is(err, ErrBearerRefused) {
		return fmt.Errorf("it is not refused: %w", err)
	}
	return nil
}

// Anybody can send bearers that are refused, as many as they like. If claims were parsed before the signature is
// checked, each would take 130 to 400 kB; an HMAC takes a copy of its 8 KiB.
func TestRefusedBearerIsCheap(t *testing.T) {
	v, _ := benchBearer(t)
	for name, bearer := range refusedBearers() {
		t.Run(name, func(t *testing.T) {
			const rounds = 64
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for range rounds {
				if err := wantRefused(t.Context(), v, bearer); err != nil {
					t.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			if bytes := (after.TotalAlloc - before.TotalAlloc) / rounds; bytes > 24<<10 {
				t.Errorf("%d bytes are allocated for a refused one of %d", bytes, len(bearer))
			}
		})
	}
}
