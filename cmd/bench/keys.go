package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"

	"github.com/golang-jwt/jwt/v5"
)

// keys sign the run's bearer tokens. They are the same in every run and protect nothing.
type keys struct {
	secret  []byte
	private ed25519.PrivateKey
}

func newKeys() *keys {
	seed := sha256.Sum256([]byte("the benchmark's keys protect nothing"))
	return &keys{secret: []byte(hex.EncodeToString(seed[:])), private: ed25519.NewKeyFromSeed(seed[:])}
}

func (k *keys) forToken(t *jwt.Token) (any, error) {
	switch t.Method {
	case jwt.SigningMethodHS256:
		return k.secret, nil
	case jwt.SigningMethodEdDSA:
		return k.private.Public(), nil
	}
	return nil, errors.New("another algorithm")
}

// publicPEM returns the service's key for EdDSA.
func (k *keys) publicPEM() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.private.Public())
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), err
}

// sign returns a bearer token of a user. No two are the same.
func (k *keys) sign(algorithm, user string, expiry int64) (string, error) {
	claims := jwt.MapClaims{"sub": user, "exp": expiry, "iat": expiry - lifetime, "jti": rand.Text()}
	if algorithm == "EdDSA" {
		return jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims).SignedString(k.private)
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(k.secret)
}
