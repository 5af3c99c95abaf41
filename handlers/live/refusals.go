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

// maxRefusals bounds how many members are remembered as left out. Each takes its hash, its verdict and some
// pointers: 65,536 of them 12 MB.
const maxRefusals = 1 << 16

// refusals remembers what was left out and could not be read by the scan: to find out why takes a hundred
// times as long as to read a record. It keeps nothing of a member but its hash.
//
// The hash is GMAC (NIST SP 800-38D) under a key of this process: whoever does not know the key finds two
// texts of n bytes with one hash with a chance of n/16/2^128, so nobody can have another's record taken for
// one that was left out. One nonce will do, since no hash ever leaves the process; it takes a third
// of the time of an HMAC-SHA-256, which would be longer than to read a record.
type refusals struct {
	hash     cipher.AEAD
	nonce    []byte
	verdicts *lru.Cache[refusal, refused]
}

// refusal stands for a member of one of a user's sets.
type refusal [16]byte

type refused struct {
	verdict unique.Handle[verdict] // there are few different ones
	since   float64                // the moment that it holds from, Unix seconds: a clock may be set back
}

func newRefusals(size int) *refusals {
	key, nonce := make([]byte, 16), make([]byte, 12)
	_, _ = rand.Read(key) // it never fails,
	_, _ = rand.Read(nonce)
	block, _ := aes.NewCipher(key) // nor does this with a key of this length,
	hash, _ := cipher.NewGCM(block)
	verdicts, _ := lru.New[refusal, refused](size) // nor this with a size that is positive
	return &refusals{hash, nonce, verdicts}
}

// refusal returns what stands for a member in a user's set.
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

// add remembers why a member is left out, if that can't change but by the clock.
func (r *refusals) add(m refusal, v verdict, expiry float64) {
	since := 0.0
	if v == expired {
		since = expiry
	}
	r.verdicts.Add(m, refused{unique.Make(v), since})
}
