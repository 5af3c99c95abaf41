package live

import (
	"testing"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

// A member is judged as in a list, every time, and one that has only expired has its expiry.
func TestJudge(t *testing.T) {
	const expiry = 1_900_000_000
	good := string(members(t, 1).Sessions[0])
	r := recordsUnder(t, gen.Document(), store.Lists{}, then)
	for name, row := range map[string]struct {
		member  string
		now     float64
		reason  string
		expired bool
		expiry  float64
	}{
		"live":                {good, expiry - 1, "", false, expiry},
		"live, undeclared":    {`{"x":1,` + good[1:], expiry - 1, "", false, expiry},
		"expired":             {good, expiry, reasonExpiry, true, expiry},
		"expired, undeclared": {`{"x":1,` + good[1:], expiry, reasonExpiry, true, expiry},
		"junk":                {"junk", expiry, reasonJSON, false, 0},
	} {
		for range 3 {
			v := r.Judge(store.Session, "u", [][]byte{[]byte(row.member)}, row.now)[0]
			if v.Reason != row.reason || v.Expired() != row.expired || v.Expiry != row.expiry || (v.Rule == "") != (v.Reason == "") {
				t.Errorf("%s: %+v", name, v)
			}
		}
	}
}
