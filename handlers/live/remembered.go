package live

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// maxRemembered bounds how many members are remembered as left out: 16,384 of them, of which each takes its
// hash and two short texts that many share, take some 2 MB.
const maxRemembered = 1 << 14

// remembered are members that were left out after they had been decoded: to find that out takes a hundred times
// as long as to read a record, and a set may be full of them. They are kept as an HMAC-SHA-256 under a key of this
// process, with the user whose set they were in: no member can be made that a good one is taken for.
//
// That a member has expired is not remembered: the clock may go back.
type remembered struct {
	key    []byte
	hashes sync.Pool // of hash.Hash
	all    *lru.Cache[memberMAC, leftOut]
}

type memberMAC [sha256.Size]byte

// leftOut is why a member is left out.
type leftOut struct {
	reason string // one of the reasons, or empty if it is not left out
	rule   string // that it breaks, for people
}

func newRemembered() *remembered {
	r := &remembered{key: make([]byte, sha256.Size)}
	_, _ = rand.Read(r.key)                               // it never fails
	r.all, _ = lru.New[memberMAC, leftOut](maxRemembered) // it fails for a size below one
	r.hashes.New = func() any { return hmac.New(sha256.New, r.key) }
	return r
}

// mac hashes a member of the set with the key.
func (r *remembered) mac(set, member []byte) (m memberMAC) {
	h := r.hashes.Get().(hash.Hash)
	_, _ = h.Write(set)
	_, _ = h.Write(member)
	h.Sum(m[:0])
	h.Reset()
	r.hashes.Put(h)
	return m
}
