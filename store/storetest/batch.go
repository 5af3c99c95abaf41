package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store"
)

// Each record of a batch has its own result, and the later of two with one token is the one kept.
func putAll(t *testing.T, b *bench) {
	if results := b.PutAll(t.Context(), nil); len(results) != 0 {
		t.Errorf("%v for no records", results)
	}
	batch := []store.Record{
		{Kind: store.Session, UserID: user, Text: []byte("junk")},
		{Kind: store.Session, UserID: user, Text: []byte(session("a", 60))},
		{Kind: store.Session, UserID: "{", Text: []byte(session("a", 60))},
		{Kind: store.Refresh, UserID: user, Text: []byte(refresh("of a", 60))},
		{Kind: store.Session, UserID: user, Text: []byte(session("a", 61))},
	}
	for range 2 { // idempotent
		if err := b.plain.ScriptFlush(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		for i, want := range []error{store.ErrRecord, nil, store.ErrUserID, nil, nil} {
			if got := b.PutAll(t.Context(), batch); !errors.Is(got[i].Err, want) || len(got[i].Evicted) != 0 {
				t.Errorf("record %d: %v, want %v", i, got[i], want)
			}
		}
		b.want(t, []string{session("a", 61)}, []string{refresh("of a", 60)})
	}
	batch = batch[:0]
	for i := range 7 {
		batch = append(batch, store.Record{Kind: store.Session, UserID: user, Text: []byte(session(fmt.Sprint("t", i), 100+i))})
	}
	evicted := 0
	for _, result := range b.PutAll(t.Context(), batch) {
		evicted += len(result.Evicted)
	}
	if evicted != 3 { // five may stay
		t.Errorf("evicted %d, want 3", evicted)
	}
	b.plain.Set(t.Context(), "refresh:{"+user+"}", "x", 0)
	batch = append(batch[:1], store.Record{Kind: store.Refresh, UserID: user, Text: []byte(refresh("r", 60))}, batch[1])
	for i, want := range []error{nil, store.ErrLayout, nil} {
		if got := b.PutAll(t.Context(), batch); !errors.Is(got[i].Err, want) {
			t.Errorf("record %d: %v, want %v", i, got[i], want)
		}
	}
}

// Even if another client flushes the scripts while batches run, every record is stored.
func putAllDuringScriptFlush(t *testing.T, b *bench) {
	ctx, cancel := context.WithCancel(t.Context())
	var other sync.WaitGroup
	other.Go(func() {
		for ctx.Err() == nil {
			b.plain.ScriptFlush(ctx)
		}
	})
	for range 20 {
		var batch []store.Record
		for i := range 100 {
			batch = append(batch, store.Record{Kind: store.Session, UserID: user, Text: []byte(session("a", 60+i))})
		}
		for i, result := range b.PutAll(t.Context(), batch) {
			if result.Err != nil {
				t.Errorf("record %d: %v", i, result.Err)
			}
		}
		b.want(t, []string{session("a", 159)}, nil)
	}
	cancel()
	other.Wait()
}
