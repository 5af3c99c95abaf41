// Package known remembers, by fingerprint, which texts were found to be good. It owns the
// fingerprints and the table they are kept in; it must not know what the texts are or what makes them
// good. Package handlers asks it about each member of a list, and tells it what a check has found.
package known

import (
	"math/bits"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"
)

// Print is the fingerprint of a text: 128 bits, keyed by the table's seed. Of two million texts two
// share one with a chance of 2²⁰·2²⁰·2/2¹²⁸, about 1 in 10²⁶.
type Print struct{ hi, lo uint64 }

// In is the fingerprint of the same text in a scope that has a fingerprint of its own: what is known
// of a text in one scope says nothing of it in another.
func (p Print) In(scope Print) Print {
	// Turned by a bit, or a text that is its own scope's would have a fingerprint that everybody knows.
	return Print{p.hi ^ bits.RotateLeft64(scope.hi, 1), p.lo ^ bits.RotateLeft64(scope.lo, 1)}
}

// Table is a set of fingerprints, each with a fact: 64 bits that the caller wants to know again of
// the text. It takes a fixed amount of memory, in which what is new pushes out what is old. It is safe
// for concurrent use. Find never waits; one Add waits for another.
type Table struct {
	seed    uint64
	buckets []bucket

	adding sync.Mutex
	turn   int // which slot of a full bucket makes room next
}

// A fingerprint is in one of two buckets, one for each half of it: in the one that had more room.
type bucket struct {
	slots [slotsPerBucket]slot
	_     [bucketBytes - slotsPerBucket*slotBytes]byte
}

const (
	slotBytes      = 24
	slotsPerBucket = 5
	bucketBytes    = 128 // two cache lines, of which a search mostly needs the first
)

// slot holds a fingerprint and its fact. A reader may see the words of two writes: then the
// fingerprint, which is kept mixed with the fact, is neither's, and nothing is found.
type slot struct{ hi, lo, fact atomic.Uint64 }

type entry struct {
	print Print
	fact  uint64
}

func (s *slot) load() entry {
	fact := s.fact.Load()
	return entry{Print{s.hi.Load() ^ fact, s.lo.Load() ^ fact}, fact}
}

func (s *slot) store(e entry) {
	s.hi.Store(e.print.hi ^ e.fact)
	s.lo.Store(e.print.lo ^ e.fact)
	s.fact.Store(e.fact)
}

// NewTable makes a table of at most that many bytes, and of one bucket (128 bytes) at the least. The
// seed must be random and told to nobody: who knows it can make two texts with one fingerprint.
func NewTable(bytes int, seed uint64) *Table {
	return &Table{seed: seed, buckets: make([]bucket, max(1, bytes/bucketBytes))}
}

// Print returns the text's fingerprint.
func (t *Table) Print(text []byte) Print {
	sum := xxh3.Hash128Seed(text, t.seed)
	return Print{sum.Hi, sum.Lo}
}

// home returns the bucket for one half of a fingerprint.
func (t *Table) home(half uint64) *bucket {
	index, _ := bits.Mul64(half, uint64(len(t.buckets)))
	return &t.buckets[index]
}

// Find returns the fact of a text that is known.
func (t *Table) Find(p Print) (fact uint64, ok bool) {
	if fact, ok = t.home(p.hi).find(p); ok {
		return fact, true
	}
	return t.home(p.lo).find(p)
}

func (b *bucket) find(p Print) (uint64, bool) {
	for i := range b.slots {
		if e := b.slots[i].load(); e.print == p && e != (entry{}) {
			return e.fact, true
		}
	}
	return 0, false
}

// Add makes a text known.
func (t *Table) Add(p Print, fact uint64) {
	t.adding.Lock()
	defer t.adding.Unlock()
	first, second := t.home(p.hi), t.home(p.lo)
	place, free := first.place(p)
	if other, more := second.place(p); more > free {
		place, free = other, more
	}
	if free == 0 {
		t.turn++
		place = &first.slots[t.turn%slotsPerBucket]
	}
	place.store(entry{p, fact})
}

// place returns the slot that has the fingerprint, as the best there is, or else one that is free, and
// how many are.
func (b *bucket) place(p Print) (place *slot, free int) {
	for i := range b.slots {
		s := &b.slots[i]
		e := s.load()
		if e.print == p {
			return s, slotsPerBucket + 1
		}
		if e == (entry{}) {
			place = s
			free++
		}
	}
	return place, free
}
