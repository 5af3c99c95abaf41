package credential

import (
	"context"
	"crypto/hmac"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// An API key is stk_<id>_<secret>_<check>. The prefix lets secret scanners find a leaked key. The check digits are
// made with a pepper, so a mistyped or made-up key is refused without a look-up in the store: an attacker who floods
// the service with made-up keys must guess 40 bits, 10^12 keys, for each look-up.
const (
	userPrefix    = "stk_"
	controlPrefix = "stc_"
	idBytes       = 10 // 80 bits: 5 bits a character make 16 characters
	idChars       = 16
	secretBytes   = 20 // 160 bits: 32 characters
	secretChars   = 32
	checkChars    = 8                                                                          // 40 bits
	keyChars      = len(userPrefix) + idChars + len("_") + secretChars + len("_") + checkChars // 62
)

const keyAlphabet = "abcdefghijklmnopqrstuvwxyz234567"

var keyEncoding = base32.NewEncoding(keyAlphabet).WithPadding(base32.NoPadding)

// Keys is where API keys are looked up.
type Keys interface {
	// APIKey returns what the key with this ID stands for. store.ErrNotFound means that there is no such key, or that
	// it was revoked; any other error, such as store.ErrUnavailable, store.ErrPermission or store.ErrLayout, that it
	// is not known whether there is one. An expired record may be returned or not found; the verifier checks.
	APIKey(ctx context.Context, id string) (store.APIKey, error)
}

// KeyVerifier verifies API keys. It is safe for concurrent use if its Keys are.
type KeyVerifier struct {
	// Accepted, if not nil, is called with the ID of each key that is good.
	Accepted func(id string)

	keys    Keys
	peppers *Peppers
	now     func() time.Time
}

// Format hides the peppers, whatever the verb.
func (KeyVerifier) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "API key verifier") }

// NewKeyVerifier returns a verifier. Without peppers (nil) there can be no keys: it refuses every key without asking
// the store.
func NewKeyVerifier(keys Keys, peppers *Peppers, now func() time.Time) *KeyVerifier {
	return &KeyVerifier{keys: keys, peppers: peppers, now: now}
}

// noRecord stands in for a missing record, so that the work is the same: its hash is as long as any, and is the hash
// of no key.
var noRecord = store.APIKey{Hash: strings.Repeat("-", 64)}

// Verify takes the bare key. For every key whose check digits hold it does one look-up, one hash and one comparison
// before it decides. It refuses with ErrKeyRefused, for a constant reason.
func (v *KeyVerifier) Verify(ctx context.Context, value string) (Principal, error) {
	record, err := verifyKey(ctx, v.peppers, v.now, userPrefix, value, v.keys.APIKey)
	if err != nil {
		return Principal{}, err
	}
	if v.Accepted != nil {
		v.Accepted(record.ID)
	}
	return Principal{User: record.UserID}, nil
}

// verifyKey returns what a key stands for.
func verifyKey(ctx context.Context, peppers *Peppers, now func() time.Time, prefix, value string, lookUp func(context.Context, string) (store.APIKey, error)) (store.APIKey, error) {
	id, secret, ok := splitKey(prefix, value)
	switch {
	case peppers == nil:
		return store.APIKey{}, keyRefused("no pepper for API keys is set")
	case !ok:
		return store.APIKey{}, keyRefused("malformed API key")
	case !peppers.check(value):
		return store.APIKey{}, keyRefused("wrong check digits")
	}
	record, err := lookUp(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.APIKey{}, fmt.Errorf("look up an API key: %w", err)
	}
	found := err == nil
	if !found || len(record.Hash) != len(noRecord.Hash) {
		record = noRecord
	}
	pepper := peppers.find(record.Pepper)
	known := pepper != nil
	if !known {
		pepper = &peppers.all[0]
	}
	same := hmac.Equal([]byte(pepper.hash(id, secret, subject(record), record.Expires)), []byte(record.Hash))
	// A zero Expires is before any now, so a key without an expiry is refused.
	live := now().Before(record.Expires)
	switch {
	case same && known && live:
		return record, nil
	case !found:
		return store.APIKey{}, keyRefused("API key unknown or revoked")
	case !known:
		return store.APIKey{}, keyRefused("API key of an unknown pepper")
	case !same:
		return store.APIKey{}, keyRefused("wrong API key")
	}
	return store.APIKey{}, keyRefused("API key expired")
}

// NewKey makes a key and returns its text, to be shown once, and the record to store. Both random parts are read from
// random, which is crypto/rand.Reader outside of tests.
func NewKey(peppers *Peppers, random io.Reader, now time.Time, lifetime time.Duration, user, account, name string) (key string, record store.APIKey, err error) {
	if peppers == nil {
		return "", store.APIKey{}, errors.New("make an API key: no peppers: give one or more VERSION:SECRET")
	}
	if lifetime <= 0 {
		return "", store.APIKey{}, errors.New("make an API key: the lifetime must be more than zero")
	}
	if err := store.CheckUserID(user); err != nil {
		return "", store.APIKey{}, fmt.Errorf("make an API key: %w", err)
	}
	return makeKey(peppers, random, userPrefix, store.APIKey{UserID: user, Account: account, Name: name, Created: now, Expires: now.Add(lifetime)})
}

// makeKey makes a key for a record.
func makeKey(peppers *Peppers, random io.Reader, prefix string, record store.APIKey) (string, store.APIKey, error) {
	var raw [idBytes + secretBytes]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", store.APIKey{}, fmt.Errorf("make an API key: read random bytes: %w", err)
	}
	pepper := &peppers.all[0]
	id, secret, text := pepper.key(prefix, raw[:])
	record.ID, record.Pepper, record.LastFour = id, pepper.version, text[len(text)-4:]
	record.Hash = pepper.hash(id, secret, subject(record), record.Expires)
	return text, record, nil
}

// subject is the part of a record that its hash covers besides ID and expiry: a user, or what a control key may do.
// No user ID has a control character.
func subject(k store.APIKey) string {
	if k.Class == store.ControlKey {
		return "\x00" + k.Scopes + "\x00" + k.Name
	}
	return k.UserID
}

// splitKey is strict: each key has one text. The check digits are left to [Peppers].
func splitKey(prefix, key string) (id, secret string, ok bool) {
	if len(key) != keyChars || !strings.HasPrefix(key, prefix) {
		return "", "", false
	}
	id, rest, _ := strings.Cut(key[len(prefix):], "_")
	secret, digits, _ := strings.Cut(rest, "_")
	ok = len(id) == idChars && len(secret) == secretChars && len(digits) == checkChars &&
		strings.Trim(id+secret+digits, keyAlphabet) == ""
	return id, secret, ok
}
