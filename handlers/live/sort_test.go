package live

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/store"
)

// equalExpiry returns n sessions that expire at the same time, in an order.
func equalExpiry(t testing.TB, n int, order func([][]byte)) store.Lists {
	m := members(t, n)
	for i := range m.Sessions {
		m.Sessions[i] = bytes.Replace(m.Sessions[i], fmt.Appendf(nil, `"expiry":%d`, 1_900_000_000-i), []byte(`"expiry":1900000000`), 1)
	}
	m.Refresh = nil
	m.Sessions[n-1] = bytes.Replace(m.Sessions[n-2], []byte("Berlin"), []byte("Lisbon"), 1) // of one token
	order(m.Sessions)
	return m
}

var orders = map[string]func([][]byte){
	"in order": func([][]byte) {},
	"reversed": func(m [][]byte) { slices.Reverse(m) }, // as Redis returns those of one score
	"in any order": func(m [][]byte) {
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
	},
}

// The list is the same in whatever order the members are.
func TestEqualExpiry(t *testing.T) {
	want := string(list(t, recordsOf(t, equalExpiry(t, 200, orders["in order"])), "u", "").Body())
	for name, order := range orders {
		if got := string(list(t, recordsOf(t, equalExpiry(t, 200, order)), "u", "").Body()); got != want {
			t.Errorf("%s: another list", name)
		}
	}
}

// shuffled returns the members with their properties in random order, as from a hash table.
func shuffled(m [][]byte) [][]byte {
	var all [][]byte
	for _, text := range m {
		var properties map[string]jsontext.Value
		if err := json.Unmarshal(text, &properties); err != nil {
			panic(err)
		}
		names := slices.Sorted(maps.Keys(properties))
		rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var parts [][]byte
		for _, name := range names {
			parts = append(parts, slices.Concat([]byte(`"`+name+`":`), properties[name]))
		}
		all = append(all, slices.Concat([]byte("{"), bytes.Join(parts, []byte(",")), []byte("}")))
	}
	return all
}

// BenchmarkAnyLayout is BenchmarkList for a writer without an order of properties: of 1 user, whose layouts are
// learned, and of 100 users in turn, which are too many.
func BenchmarkAnyLayout(b *testing.B) {
	for _, users := range []int{1, 100} {
		b.Run(fmt.Sprint(users), func(b *testing.B) {
			var all []store.Lists
			for range users {
				m := members(b, 100)
				all = append(all, store.Lists{Sessions: shuffled(m.Sessions), Refresh: shuffled(m.Refresh)})
			}
			kept, turn := &fixed{}, 0
			r := recordsOf(b, store.Lists{})
			r.store = kept
			for b.Loop() {
				kept.members = all[turn%users]
				turn++
				list(b, r, "u", "").Release()
			}
		})
	}
}

// BenchmarkEqualExpiry lists 2,000 sessions that expire at the same time.
func BenchmarkEqualExpiry(b *testing.B) {
	for name, order := range orders {
		b.Run(name, func(b *testing.B) {
			r := recordsOf(b, equalExpiry(b, 2000, order))
			for b.Loop() {
				list(b, r, "u", "").Release()
			}
		})
	}
}
