package credential

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"io"
)

// DerivedKey is an API key that is derived from the name of a request and a pepper instead of random bytes. The same
// request yields the same key, so its answer can be repeated without storing it.
type DerivedKey struct {
	ID, Key string
	// Random is the input from which [NewKey] makes the key, given peppers of which the first is the key's.
	Random io.Reader
}

// Derive returns the key of a request under each of the peppers, in order.
func (p *Peppers) Derive(request string) []DerivedKey {
	var all []DerivedKey
	for i := range p.all {
		// It fails only for a length of over 8 KiB.
		raw, _ := hkdf.Key(sha256.New, p.all[i].secret, nil, "API key of the request "+request, idBytes+secretBytes)
		id, _, key := p.all[i].key(userPrefix, raw)
		all = append(all, DerivedKey{id, key, bytes.NewReader(raw)})
	}
	return all
}

// key makes a key from its two parts.
func (p *pepper) key(prefix string, raw []byte) (id, secret, key string) {
	id, secret = keyEncoding.EncodeToString(raw[:idBytes]), keyEncoding.EncodeToString(raw[idBytes:])
	text := prefix + id + "_" + secret + "_"
	return id, secret, text + p.checkDigits(text)
}
