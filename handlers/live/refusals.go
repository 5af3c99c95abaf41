package live

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"unique"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/quiva-ai/session-tokens/store"
)

// maxRefusals bounds how many members are remembered as left out. Each takes its hash, its verdict and some pointers:
// 65,536 of them 12 MB.
const maxRefusals = 1 << 16

// refusals remembers members that were left out and that the scanner could not read: finding out why takes a hundred
// times as long as reading a record. Of a member it keeps only a hash.
//
// The hash is GMAC (NIST SP 800-38D) with a random key of this process: without the key, two texts of n bytes have
// the same hash with a probability of n/16/2^128, so nobody can have another user's record taken for one that was
// left out. One nonce suffices, since no hash ever leaves the process; it takes a third of the time of an
// HMAC-SHA-256, which would take longer than reading a record.
type refusals struct {
	hash     cipher.AEAD
	nonce    []byte
	verdicts *lru.Cache[refusal, refused]
}

// refusal is the hash of a member of one of a user's sets.
type refusal [16]byte

type refused struct {
	verdict unique.Handle[verdict] // there are few distinct ones
	since   float64                // when it begins to hold, in Unix seconds: a clock may be set back
}

func newRefusals(size int) *refusals {
	key, nonce := make([]byte, 16), make([]byte, 12)
	_, _ = rand.Read(key) // never fails,
	_, _ = rand.Read(nonce)
	block, _ := aes.NewCipher(key) // nor does this, with a key of this length,
	hash, _ := cipher.NewGCM(block)
	verdicts, _ := lru.New[refusal, refused](size) // nor this, with a positive size
	return &refusals{hash, nonce, verdicts}
}

// refusal returns the hash of a member in a user's set.
func (l *List) refusal(kind store.Kind, user string, member []byte) refusal {
	text := append(append(l.hashed[:0], kind...), 0)
	text = binary.BigEndian.AppendUint64(text, uint64(len(user)))
	text = append(append(text, user...), member...)
	l.hashed = text
	known := l.records.refusals
	known.hash.Seal(l.sum[:0], known.nonce, nil, text)
	return l.sum
}

// verdict returns why a member is left out, if that is known.
func (r *refusals) verdict(m refusal, now float64) (verdict, bool) {
	found, ok := r.verdicts.Get(m)
	if !ok || now < found.since {
		return verdict{}, false
	}
	return found.verdict.Value(), true
}

// add remembers why a member is left out, which only the clock can change.
func (r *refusals) add(m refusal, v verdict, expiry float64) {
	since := 0.0
	if v == expired {
		since = expiry
	}
	r.verdicts.Add(m, refused{unique.Make(v), since})
}
