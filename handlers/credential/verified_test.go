package credential

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func verifiedBearer(t *testing.T, now *time.Time) (*Bearer, func(claims map[string]any) string) {
	t.Helper()
	secret := []byte(strings.Repeat("not a secret ", 3))
	b, err := NewBearer(BearerConfig{HS256Secret: secret, Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	return b, func(claims map[string]any) string {
		token, err := SignHS256(secret, claims)
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + token
	}
}

// A remembered bearer expires when it would have expired anyway, to the second.
func TestRememberedBearerExpires(t *testing.T) {
	start := time.Unix(1_900_000_000, 0)
	for _, exp := range []float64{float64(start.Unix()) + 60, float64(start.Unix()) + 60.9, float64(start.Unix()) + 1, float64(start.Unix())} {
		now := start
		b, sign := verifiedBearer(t, &now)
		value := sign(map[string]any{"sub": "u", "exp": exp})
		for after := time.Duration(0); after < 100*time.Second; after += 500 * time.Millisecond {
			now = start.Add(after)
			p, remembered := b.Verify(t.Context(), value)
			_, _, anew := b.verify(strings.TrimPrefix(value, "Bearer "))
			if (remembered == nil) != (anew == nil) {
				t.Fatalf("exp %v, after %v: remembered %v, anew %v", exp, after, remembered, anew)
			}
			if remembered == nil && (p.User != "u" || p.Bearer != value[len("Bearer "):]) {
				t.Fatalf("user %q", p.User)
			}
		}
	}
}

// Only what was verified is remembered, and only as it was.
func TestOnlyTheSameBearerIsRemembered(t *testing.T) {
	now := time.Unix(1_900_000_000, 0)
	b, sign := verifiedBearer(t, &now)
	value := sign(map[string]any{"sub": "u", "exp": now.Unix() + 60})
	if _, err := b.Verify(t.Context(), value); err != nil {
		t.Fatal(err)
	}
	for i := len("Bearer "); i < len(value); i++ {
		other := []byte(value)
		other[i] ^= 1
		if p, err := b.Verify(t.Context(), string(other)); err == nil {
			t.Fatalf("with byte %d changed it is %q's", i, p.User)
		}
	}
	for _, other := range []string{value[:len(value)-1], value + "A", "Bearer " + value, "Basic" + value[len("Bearer"):]} {
		if _, err := b.Verify(t.Context(), other); err == nil {
			t.Errorf("%.20q... is accepted", other)
		}
	}
	if b.verified.users.Len() != 1 {
		t.Errorf("%d are remembered, want 1: what is refused must not be", b.verified.users.Len())
	}
}

func TestRememberedBearersAreBounded(t *testing.T) {
	v, err := newVerified(10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		v.add(v.mac(fmt.Sprint(i)), fmt.Sprint(i), time.Unix(1, 0))
	}
	if user, ok := v.user(v.mac("99"), time.Unix(0, 0)); !ok || user != "99" || v.users.Len() != 10 {
		t.Errorf("%d remembered; the last is %q, %t", v.users.Len(), user, ok)
	}
	if _, ok := v.user(v.mac("1"), time.Unix(0, 0)); ok {
		t.Error("more are remembered than there is room for")
	}
}

// This is the purpose of the cache: a verification makes over twenty allocations.
func TestRememberedBearerAllocatesLittle(t *testing.T) {
	now := time.Unix(1_900_000_000, 0)
	b, sign := verifiedBearer(t, &now)
	value := sign(map[string]any{"sub": "u", "exp": now.Unix() + 60})
	n := testing.AllocsPerRun(100, func() {
		if _, err := b.Verify(t.Context(), value); err != nil {
			t.Fatal(err)
		}
	})
	if n > 5 {
		t.Errorf("%v allocations", n)
	}
}
