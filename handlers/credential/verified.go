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

// maxVerified bounds how many bearers are remembered. Each takes its hash and its user ID, which has at
// most 256 bytes, and some pointers: 65,536 of them less than 40 MB.
const maxVerified = 1 << 16

// verified remembers the bearers whose signature and claims were found to hold, until they expire. It
// keeps no token, only an HMAC-SHA-256 under a key of this process: a token that was never verified
// must not be taken for one that was, so the hash is one that nobody can aim at.
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
	_, _ = rand.Read(key) // it never fails
	users, err := lru.New[mac, verdict](size)
	if err != nil {
		return nil, err
	}
	return &verified{key: key, users: users}, nil
}

// hasher is an HMAC that has read nothing, and what it is fed through: a token is a string, which a hash
// could only read as a copy of up to 8 KiB.
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
	clear(h.part[:]) // nothing of the token stays
	v.hashes.Put(h)
	return m
}

// user returns whom a token stands for that was verified before and has not expired.
func (v *verified) user(m mac, now time.Time) (string, bool) {
	found, ok := v.users.Get(m)
	return found.user, ok && now.Before(found.until)
}

func (v *verified) add(m mac, user string, until time.Time) { v.users.Add(m, verdict{user, until}) }
