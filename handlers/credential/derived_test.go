package credential_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// A request always yields the same key; another request, or another pepper, yields another. NewKey makes exactly the
// derived key.
func TestDerive(t *testing.T) {
	parse := func(text string) *credential.Peppers {
		p, err := credential.ParsePeppers(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	one, two := "v1:"+strings.Repeat("pepper", 6), "v2:"+strings.Repeat("other ", 6)[:35]
	two = strings.ReplaceAll(two, " ", "-")
	first, both := parse(one), parse(two+" "+one)
	a, again, b := first.Derive("a")[0], both.Derive("a"), first.Derive("b")[0]
	if a.Key != again[1].Key || a.ID != again[1].ID || a.Key == b.Key || a.ID == b.ID || again[0].Key == a.Key || !strings.Contains(a.Key, a.ID) {
		t.Errorf("%v, %v, %v", a.ID, again[0].ID, b.ID)
	}
	key, record, err := credential.NewKey(both, again[0].Random, time.Unix(1, 0), time.Hour, "user-7", "acme", "")
	if err != nil || key != again[0].Key || record.ID != again[0].ID || record.Pepper != "v2" {
		t.Errorf("%v, %v", record, err)
	}
}
