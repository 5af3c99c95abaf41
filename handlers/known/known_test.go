package known

import (
	"encoding/binary"
	"sync"
	"testing"
)

func text(i int) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(i)) }

// Two million are known at once in the default of 64 MiB.
func TestHoldsTwoMillion(t *testing.T) {
	const offered, wanted = 2_100_000, 2_000_000
	table := NewTable(64<<20, 42)
	for i := range offered {
		table.Add(table.Print(text(i)), uint64(i))
	}
	held := 0
	for i := range offered {
		fact, ok := table.Find(table.Print(text(i)))
		if ok && fact != uint64(i) {
			t.Fatalf("the fact of %d is %d", i, fact)
		}
		if ok {
			held++
		}
	}
	t.Logf("%d of %d held", held, offered)
	if held < wanted {
		t.Errorf("%d of %d held, want %d", held, offered, wanted)
	}
	for i := range 100_000 {
		if _, ok := table.Find(table.Print(text(-1 - i))); ok {
			t.Fatalf("%d was never added and is found", -1-i)
		}
	}
}

// In a table of one bucket all writers write to the same five slots. Whatever is found is whole.
func TestFindNeverSeesHalfAWrite(t *testing.T) {
	table := NewTable(1, 42)
	const texts = 50
	prints := make([]Print, texts)
	for i := range prints {
		prints[i] = table.Print(text(i))
	}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 100_000 {
				n := (i*7 + worker*13) % texts
				if worker%2 == 0 {
					table.Add(prints[n], uint64(n)*0x0101010101010101)
				}
				if fact, ok := table.Find(prints[n]); ok && fact != uint64(n)*0x0101010101010101 {
					t.Errorf("the fact of %d is %x", n, fact)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestAddAgain(t *testing.T) {
	table := NewTable(1<<10, 42)
	p := table.Print([]byte("a"))
	for fact := range uint64(100) {
		table.Add(p, fact)
		if got, ok := table.Find(p); !ok || got != fact {
			t.Fatalf("got %d, %t, want %d", got, ok, fact)
		}
	}
	full := 0
	for i := range table.buckets {
		_, free := table.buckets[i].place(Print{1, 2})
		full += slotsPerBucket - free
	}
	if full != 1 {
		t.Errorf("one text takes %d slots", full)
	}
}

// What is known in one scope, or under one seed, is not known in another.
func TestScopes(t *testing.T) {
	table, other := NewTable(1<<10, 42), NewTable(1<<10, 43)
	p := table.Print([]byte("a"))
	table.Add(p.In(table.Print([]byte("x"))), 7)
	if _, ok := table.Find(p.In(table.Print([]byte("x")))); !ok {
		t.Error("not known in its scope")
	}
	if _, ok := table.Find(p); ok {
		t.Error("known without its scope")
	}
	if _, ok := table.Find(p.In(table.Print([]byte("y")))); ok {
		t.Error("known in another scope")
	}
	if _, ok := table.Find(p.In(p)); ok {
		t.Error("a text that is its own scope's is known")
	}
	if _, ok := table.Find(Print{}); ok {
		t.Error("an empty slot is found")
	}
	if p == other.Print([]byte("a")) {
		t.Error("two seeds give one fingerprint")
	}
}

func BenchmarkPrint(b *testing.B) {
	table, member := NewTable(1<<10, 42), make([]byte, 600)
	b.SetBytes(int64(len(member)))
	b.ReportAllocs()
	for b.Loop() {
		table.Print(member)
	}
}

// A table as full as it gets by default, texts in no order: nearly every look goes past the caches.
func BenchmarkTable(b *testing.B) {
	const texts = 2_000_000
	table := NewTable(64<<20, 42)
	prints := make([]Print, texts)
	for i := range prints {
		prints[i] = table.Print(text(i))
		table.Add(prints[i], 1)
	}
	for name, operate := range map[string]func(Print){
		"Find": func(p Print) { table.Find(p) },
		"Add":  func(p Print) { table.Add(p, 1) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				operate(prints[i*7919%texts])
			}
		})
	}
}
