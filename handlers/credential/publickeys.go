package credential

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/MicahParks/jwkset"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/golang-jwt/jwt/v5"
)

// verificationKey is bound to the one algorithm of its kind; or it is left out, and verifies nothing.
type verificationKey struct {
	place   string // its position in the input
	id      string // "kid", may be empty
	leftOut string // why, or empty
	issued  bool   // by an issuer, who may withdraw it
	method  jwt.SigningMethod
	key     any // of the type that the method takes
}

// KeyInfo says how a key that was given is used. None of it is secret.
type KeyInfo struct {
	Place     string // "HS256 secret", "PEM block 2", "JWKS key 3"
	ID        string // its "kid", printable and truncated to 64 characters; often empty
	Algorithm string // what it verifies; empty if that is nothing known here
	LeftOut   string // why bearers are not verified with it; empty if they are
}

func (k *verificationKey) info() KeyInfo {
	info := KeyInfo{Place: k.place, ID: printable(k.id), LeftOut: k.leftOut}
	if k.method != nil {
		info.Algorithm = k.method.Alg()
	}
	return info
}

// printable makes text from outside fit for a log line.
func printable(id string) string {
	const most = 64
	var text []rune
	for _, r := range id {
		if len(text) == most {
			return string(text) + "..."
		}
		if !unicode.IsPrint(r) {
			r = unicode.ReplacementChar
		}
		text = append(text, r)
	}
	return string(text)
}

// ErrNoUsableKey means that a JWKS has no key that could verify a bearer.
var ErrNoUsableKey = errors.New("public keys: the JWKS has no key to verify RS256, ES256 or EdDSA with")

var errUnreadableKey = errors.New("can't be read: it must be an RSA, P-256 or Ed25519 public key")

// parsePublicKeys parses a PEM file or a JWKS. Its errors identify a key by its position only: the input may be a
// private key.
func parsePublicKeys(content []byte) ([]verificationKey, error) {
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		return parseJWKS(content, "JWKS key")
	}
	return parsePEM(content)
}

func parsePEM(content []byte) (keys []verificationKey, err error) {
	var problems []error
	blocks := 0
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		blocks++
		key, err := parseBlock(block)
		if err != nil {
			problems = append(problems, fmt.Errorf("public keys: PEM block %d %w", blocks, err))
			continue
		}
		key.place = fmt.Sprintf("PEM block %d", blocks)
		keys = append(keys, key)
	}
	// The decoder skips a damaged block.
	if blocks == 0 || blocks != bytes.Count(content, []byte("-----BEGIN")) {
		problems = append(problems, errors.New("public keys: not a PEM file or a JWKS, or a damaged one: give PUBLIC KEY blocks, or JSON with \"keys\""))
	}
	return keys, errors.Join(problems...)
}

func parseBlock(block *pem.Block) (verificationKey, error) {
	var key any
	var err error
	switch {
	case block.Type == "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case block.Type == "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case strings.Contains(block.Type, "PRIVATE"):
		return verificationKey{}, errors.New("is a private key: give only the public one (openssl pkey -pubout)")
	default:
		return verificationKey{}, errors.New("is not a public key: give a PUBLIC KEY block (of a certificate: openssl x509 -pubkey -noout)")
	}
	if err != nil {
		return verificationKey{}, errUnreadableKey
	}
	return bindKey(key)
}

// bindKey refuses keys that are weak.
func bindKey(key any) (verificationKey, error) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		// RFC 7518, section 3.3: 2048 bits or more. RFC 8017, section 3.1: an odd exponent from 3; 1 would accept
		// anything.
		if key.N.BitLen() < 2048 || key.E < 3 || key.E%2 == 0 {
			return verificationKey{}, errors.New("is a weak RSA key: use one of 2048 bits or more")
		}
		return verificationKey{method: jwt.SigningMethodRS256, key: key}, nil
	case *ecdsa.PublicKey:
		// golang-jwt does not compare the curve with the algorithm.
		if key.Curve == elliptic.P256() {
			return verificationKey{method: jwt.SigningMethodES256, key: key}, nil
		}
	case ed25519.PublicKey:
		return verificationKey{method: jwt.SigningMethodEdDSA, key: key}, nil
	}
	return verificationKey{}, errUnreadableKey
}

// parseJWKS leaves out the keys that it can't use: sets hold keys for other uses too (RFC 7517, section 5), and one
// odd key must not disable the others. It refuses a set with a key that must not be in such a file.
func parseJWKS(content []byte, name string) (keys []verificationKey, err error) {
	jwks, err := splitJWKS(content)
	if err != nil {
		return nil, err
	}
	var problems, leftOut []error
	for i, jwk := range jwks {
		place := fmt.Sprintf("%s %d", name, i+1)
		if err := checkPublic(jwk); err != nil {
			problems = append(problems, fmt.Errorf("public keys: %s %w", place, err))
			continue
		}
		key, err := parseJWK(jwk)
		if err != nil {
			key.leftOut = err.Error()
			leftOut = append(leftOut, fmt.Errorf("public keys: %s %w", place, err))
		}
		key.place = place
		keys = append(keys, key)
	}
	if len(leftOut) == len(keys) && len(problems) == 0 {
		problems = append(leftOut, ErrNoUsableKey)
	}
	return keys, errors.Join(problems...)
}

func splitJWKS(content []byte) ([]jsontext.Value, error) {
	var set struct {
		Keys []jsontext.Value `json:"keys"`
	}
	// Repeated names and invalid UTF-8 are left to the key that has them.
	if err := json.Unmarshal(content, &set, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return nil, errors.New("public keys: the JWKS is not valid JSON with a list \"keys\"")
	}
	return set.Keys, nil
}

// checkPublic looks for members that only a private or a symmetric key has (RFC 7518, section 6), however odd the
// rest is.
func checkPublic(jwk jsontext.Value) error {
	var members map[string]jsontext.Value
	if json.Unmarshal(jwk, &members, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) != nil {
		return nil // not an object, so not a key at all
	}
	has := func(name string) bool {
		value := string(members[name])
		return value != "" && value != "null" && value != `""` && value != "[]"
	}
	if has("k") || string(members["kty"]) == `"oct"` {
		return errors.New("is a symmetric key: give only public keys")
	}
	if slices.ContainsFunc([]string{"d", "p", "q", "dp", "dq", "qi", "oth"}, has) {
		return errors.New("is a private key: give only the public one")
	}
	return nil
}

// Why a key of a set is left out, besides being unreadable or weak.
var (
	errKeyForm      = errors.New("is not a JSON object in UTF-8 with each name once, or has a value of the wrong type")
	errKeyUse       = errors.New("is for another use than to verify (use, key_ops)")
	errKeyKind      = errors.New("is of another kind than RSA, P-256 or Ed25519 (kty, crv)")
	errKeyAlgorithm = errors.New("is for another algorithm than RS256, ES256 or EdDSA, or for one that its kind can't be for (alg)")
)

func parseJWK(text jsontext.Value) (key verificationKey, err error) {
	// Only the key itself counts: certificates next to it are neither read nor fetched.
	var jwk struct {
		KTY    jwkset.KTY      `json:"kty"`
		CRV    jwkset.CRV      `json:"crv"`
		N      string          `json:"n"`
		E      string          `json:"e"`
		X      string          `json:"x"`
		Y      string          `json:"y"`
		Use    jwkset.USE      `json:"use"`
		KeyOps []jwkset.KEYOPS `json:"key_ops"`
		Alg    string          `json:"alg"`
		KID    string          `json:"kid"`
	}
	if text.Kind() != jsontext.KindBeginObject || json.Unmarshal(text, &jwk) != nil {
		return key, errKeyForm
	}
	defer func() { key.id = jwk.KID }()
	switch {
	case jwk.Use != "" && jwk.Use != jwkset.UseSig, len(jwk.KeyOps) > 0 && !slices.Contains(jwk.KeyOps, jwkset.KeyOpsVerify):
		return key, errKeyUse
	case jwk.KTY != jwkset.KtyRSA && jwk.KTY != jwkset.KtyEC && jwk.KTY != jwkset.KtyOKP,
		jwk.KTY == jwkset.KtyEC && jwk.CRV != jwkset.CrvP256,
		jwk.KTY == jwkset.KtyOKP && jwk.CRV != jwkset.CrvEd25519:
		return key, errKeyKind
	}
	parsed, err := jwkset.NewJWKFromMarshal(jwkset.JWKMarshal{KTY: jwk.KTY, CRV: jwk.CRV, N: jwk.N, E: jwk.E, X: jwk.X, Y: jwk.Y},
		jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
	if err != nil {
		return key, errUnreadableKey
	}
	key, err = bindKey(parsed.Key())
	if err == nil && jwk.Alg != "" && canonical(jwk.Alg) != key.method.Alg() {
		return verificationKey{}, errKeyAlgorithm
	}
	return key, err
}
