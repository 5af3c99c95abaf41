package credential

import (
	"bytes"
	"errors"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// maxIssuerKeys bounds an issuer's set. A bearer that names no key is tried with each key of its algorithm, at up to
// 58 us, and each key is a line in the log. Large issuers have some 20 keys.
const maxIssuerKeys = 100

// issuer is what a verifier knows about the source of its keys; the current keys are kept elsewhere.
type issuer struct {
	algorithms []string // for which a key may still come; none without an issuer
	came       bool     // the keys have come
	unknownKey func()
}

func newIssuer(cfg BearerConfig) issuer {
	if cfg.UnknownKey == nil {
		return issuer{}
	}
	may := publicAlgorithms
	if len(cfg.Algorithms) > 0 {
		may = nil
		for _, name := range cfg.Algorithms {
			if algorithm := canonical(name); slices.Contains(publicAlgorithms, algorithm) {
				may = append(may, algorithm)
			}
		}
	}
	return issuer{may, cfg.IssuerKeys != nil, cfg.UnknownKey}
}

// mayHave asks for the issuer's keys if the token needs one that is not among keys. It returns an error if nothing
// can be said about the token until the issuer has answered. A token that names no key may also be signed with a new
// one; a token that names a known key is just wrong.
func (i *issuer) mayHave(h header, keys []verificationKey) error {
	if !slices.Contains(i.algorithms, h.algorithm) {
		return nil
	}
	if h.named && slices.ContainsFunc(keys, func(k verificationKey) bool { return k.id == h.keyID }) {
		return nil
	}
	i.unknownKey()
	if !i.came {
		return ErrNoIssuerKeys
	}
	return nil
}

func parseIssuerKeys(set []byte) ([]verificationKey, error) {
	jwks, err := splitJWKS(set)
	if err != nil {
		return nil, err
	}
	if len(jwks) > maxIssuerKeys {
		return nil, errors.New("public keys: the JWKS has more than 100 keys")
	}
	keys, err := parseJWKS(set, "issuer's key")
	for i := range keys {
		keys[i].issued = true
	}
	return keys, err
}

// SameKeys reports whether two sets have the same keys, regardless of order and white space: some issuers reorder
// theirs each time.
func SameKeys(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	one, oneErr := sortedKeys(a)
	other, otherErr := sortedKeys(b)
	return errors.Join(oneErr, otherErr) == nil && slices.EqualFunc(one, other, func(k, l jsontext.Value) bool { return bytes.Equal(k, l) })
}

func sortedKeys(set []byte) ([]jsontext.Value, error) {
	keys, err := splitJWKS(set)
	for i := range keys {
		if err == nil {
			err = keys[i].Canonicalize() // RFC 8785
		}
	}
	slices.SortFunc(keys, func(k, l jsontext.Value) int { return bytes.Compare(k, l) })
	return keys, err
}
