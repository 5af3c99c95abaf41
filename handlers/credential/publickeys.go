package credential

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
)

// verificationKey is bound to the one algorithm that its kind is for.
type verificationKey struct {
	method jwt.SigningMethod
	id     string // "kid", may be empty
	key    any    // as the method wants it
}

var errUnreadableKey = errors.New("can't be read: it must be an RSA, P-256 or Ed25519 public key")

// parsePublicKeys reads a PEM file or a JWKS. Its errors name a key by its place only: what was
// given may be a private key.
func parsePublicKeys(content []byte) ([]verificationKey, error) {
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		return parseJWKS(content)
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
		keys = append(keys, key)
	}
	// The decoder passes over a block that is damaged.
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
		// RFC 7518 3.3: 2048 bits or more. RFC 8017 3.1: an odd exponent from 3; 1 would accept anything.
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

// parseJWKS skips keys that are not for us (RFC 7517 5: sets hold keys for other uses too), and
// refuses those that must not be in such a file.
func parseJWKS(content []byte) (keys []verificationKey, err error) {
	var set struct {
		Keys []jwkset.JWKMarshal `json:"keys"`
	}
	if err := json.Unmarshal(content, &set); err != nil {
		return nil, errors.New("public keys: the JWKS is not valid JSON with a list \"keys\"")
	}
	var problems []error
	for i, jwk := range set.Keys {
		key, err := parseJWK(jwk)
		switch {
		case errors.Is(err, errNotForUs):
		case err != nil:
			problems = append(problems, fmt.Errorf("public keys: JWKS key %d %w", i+1, err))
		default:
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 && len(problems) == 0 {
		problems = append(problems, errors.New("public keys: the JWKS has no key to verify RS256, ES256 or EdDSA with"))
	}
	return keys, errors.Join(problems...)
}

var errNotForUs = errors.New("for another use")

func parseJWK(jwk jwkset.JWKMarshal) (verificationKey, error) {
	switch {
	case jwk.KTY == jwkset.KtyOct || jwk.K != "":
		return verificationKey{}, errors.New("is a symmetric key: give only public keys")
	case jwk.D+jwk.P+jwk.Q+jwk.DP+jwk.DQ+jwk.QI != "" || len(jwk.OTH) > 0:
		return verificationKey{}, errors.New("is a private key: give only the public one")
	case jwk.USE != "" && jwk.USE != jwkset.UseSig,
		len(jwk.KEYOPS) > 0 && !slices.Contains(jwk.KEYOPS, jwkset.KeyOpsVerify),
		jwk.KTY == jwkset.KtyEC && jwk.CRV != jwkset.CrvP256,
		jwk.KTY == jwkset.KtyOKP && jwk.CRV != jwkset.CrvEd25519:
		return verificationKey{}, errNotForUs
	}
	// Only the key itself counts: certificates beside it are neither read nor fetched.
	jwk.X5C, jwk.X5T, jwk.X5TS256, jwk.X5U = nil, "", "", ""
	parsed, err := jwkset.NewJWKFromMarshal(jwk, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{SkipKeyOps: true})
	if errors.Is(err, jwkset.ErrUnsupportedKey) {
		return verificationKey{}, errNotForUs
	}
	if err != nil {
		return verificationKey{}, errUnreadableKey
	}
	key, err := bindKey(parsed.Key())
	if err == nil && jwk.ALG != "" && jwk.ALG.String() != key.method.Alg() {
		return verificationKey{}, errNotForUs
	}
	key.id = jwk.KID
	return key, err
}
