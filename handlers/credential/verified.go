package credential

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// maxVerified bounds how many bearers are remembered. Each takes its hash, its user ID of at most 256 bytes, and some
// pointers: 65,536 of them take less than 40 MB.
const maxVerified = 1 << 16

// verified remembers, until they expire, the bearers whose signature and claims were found to hold. It keeps no
// token, only an HMAC-SHA-256 with a random key of this process: nobody can construct a token that is taken for one
// that was verified.
type verified struct {
	key    []byte
	hashes sync.Pool // of *hasher
	users  *lru.Cache[mac, verdict]
}

type mac [sha256.Size]byte

type verdict struct {
	user  string
	until time.Time
}

func newVerified(size int) (*verified, error) {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails
	users, err := lru.New[mac, verdict](size)
	if err != nil {
		return nil, err
	}
	return &verified{key: key, users: users}, nil
}

// hasher is an HMAC in its initial state, and a buffer: a token is a string, which a hash could only read as a copy
// of up to 8 KiB.
type hasher struct {
	hash.Hash
	part [512]byte
}

func (v *verified) mac(token string) (m mac) {
	h, ok := v.hashes.Get().(*hasher)
	if !ok {
		h = &hasher{Hash: hmac.New(sha256.New, v.key)}
	}
	for n := 0; token != ""; token = token[n:] {
		n = copy(h.part[:], token)
		_, _ = h.Write(h.part[:n])
	}
	h.Sum(m[:0])
	h.Reset()
	clear(h.part[:]) // keep no part of the token
	v.hashes.Put(h)
	return m
}

// user returns the user of a token that was verified before and has not expired.
func (v *verified) user(m mac, now time.Time) (string, bool) {
	found, ok := v.users.Get(m)
	return found.user, ok && now.Before(found.until)
}

func (v *verified) add(m mac, user string, until time.Time) { v.users.Add(m, verdict{user, until}) }
