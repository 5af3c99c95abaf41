package credential_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// The keys are made for each run: nothing in these files is, or looks like, a secret.
var (
	secret = sync.OnceValue(func() []byte { return randomBytes(32) })
	rsaKey = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
	ecKey  = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) })
	edKey  = sync.OnceValue(func() ed25519.PrivateKey {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return must(key, err)
	})
)

func randomBytes(n int) []byte {
	b := make([]byte, n)
	must(rand.Read(b))
	return b
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// at is the clock of all tests.
var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func clock() time.Time { return at }

type object = map[string]any

func claims(more object) object {
	all := object{"sub": "user-1", "exp": at.Add(time.Hour).Unix()}
	maps.Copy(all, more)
	return all
}

func header(alg string, more object) object {
	all := object{"alg": alg, "typ": "JWT"}
	maps.Copy(all, more)
	return all
}

// sign signs any bytes, even those that no library would write.
func sign(header, payload []byte, method jwt.SigningMethod, key any) string {
	encode := base64.RawURLEncoding.EncodeToString
	text := encode(header) + "." + encode(payload)
	return text + "." + encode(must(method.Sign(text, key)))
}

func token(header, claims object, method jwt.SigningMethod, key any) string {
	return sign(must(json.Marshal(header)), must(json.Marshal(claims)), method, key)
}

func hs256(header, claims object) string {
	return token(header, claims, jwt.SigningMethodHS256, secret())
}

func publicPEM(keys ...any) []byte {
	var out bytes.Buffer
	for _, key := range keys {
		must(0, pem.Encode(&out, &pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(key))}))
	}
	return out.Bytes()
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func rsaJWK(key *rsa.PublicKey, more object) object {
	jwk := object{"kty": "RSA", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}
	maps.Copy(jwk, more)
	return jwk
}

func ecJWK(key *ecdsa.PublicKey, more object) object {
	point := must(key.Bytes())[1:] // without the mark of the uncompressed form
	jwk := object{"kty": "EC", "crv": key.Params().Name, "x": b64(point[:len(point)/2]), "y": b64(point[len(point)/2:])}
	maps.Copy(jwk, more)
	return jwk
}

func edJWK(key ed25519.PrivateKey, more object) object {
	jwk := object{"kty": "OKP", "crv": "Ed25519", "x": b64(key.Public().(ed25519.PublicKey))}
	maps.Copy(jwk, more)
	return jwk
}

func jwks(keys ...object) []byte { return must(json.Marshal(object{"keys": keys})) }

// noLeak fails if the error contains any part, of eight characters or more, of what must be hidden.
func noLeak(t testing.TB, err error, hidden ...string) {
	t.Helper()
	if err == nil {
		return
	}
	texts := fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, h := range hidden {
		for i := 0; i+8 <= len(h); i++ {
			if strings.Contains(texts, h[i:i+8]) {
				t.Errorf("the error has a part of a credential")
				return
			}
		}
	}
}

func newBearer(t testing.TB, cfg credential.BearerConfig) *credential.Bearer {
	t.Helper()
	cfg.Now = clock
	b, err := credential.NewBearer(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
