package credential_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// Keys from files and from an issuer can be used together. The issuer is asked for the bearers that a new public key
// of an allowed algorithm may verify.
func TestBearerIssuerKeys(t *testing.T) {
	asked := 0
	cfg := credential.BearerConfig{HS256Secret: secret(), PublicKeys: publicPEM(&rsaKey().PublicKey), UnknownKey: func() { asked++ }}
	cfg.IssuerKeys = jwks(ecJWK(&ecKey().PublicKey, object{"kid": "e"}))
	every := newBearer(t, cfg)
	cfg.Algorithms = []string{"HS256", "RS256", "ES256"}
	limited := newBearer(t, cfg)
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		bearer string
		reason string
		asks   bool
		other  bool // limited never asks for it
	}{
		"the secret":            {hs256(header("HS256", nil), claims(nil)), "", false, false},
		"the file":              {token(header("RS256", object{"kid": "r"}), claims(nil), jwt.SigningMethodRS256, rsaKey()), "", false, false},
		"the issuer":            {token(header("ES256", object{"kid": "e"}), claims(nil), jwt.SigningMethodES256, ecKey()), "", false, false},
		"another ID":            {token(header("ES256", object{"kid": "f"}), claims(nil), jwt.SigningMethodES256, ecKey()), "no such key", true, false},
		"beside a key of files": {token(header("RS256", object{"kid": "s"}), claims(nil), jwt.SigningMethodRS256, rsaKey())[:300] + "AAAA", "signature not accepted", true, false},
		"a new kind of key":     {token(header("EdDSA", object{"kid": "g"}), claims(nil), jwt.SigningMethodEdDSA, stranger), "algorithm not accepted", true, true},
		"by its newer name":     {token(header("Ed25519", object{"kid": "g"}), claims(nil), jwt.SigningMethodEdDSA, stranger), "algorithm not accepted", true, true},
		"another kind, same ID": {token(header("EdDSA", object{"kid": "e"}), claims(nil), jwt.SigningMethodEdDSA, stranger), "algorithm not accepted", false, false},
		"another secret":        {token(header("HS256", object{"kid": "h"}), claims(nil), jwt.SigningMethodHS256, []byte("x")), "signature not accepted", false, false},
		"no known algorithm":    {token(header("PS256", object{"kid": "p"}), claims(nil), jwt.SigningMethodRS256, rsaKey()), "algorithm not accepted", false, false},
		"none":                  {strings.TrimSuffix(token(header("none", nil), claims(nil), jwt.SigningMethodHS256, []byte("x")), "x"), "algorithm not accepted", false, false},
		"expired":               {token(header("ES256", object{"kid": "e"}), claims(object{"exp": 1}), jwt.SigningMethodES256, ecKey()), "expired", false, false},
	} {
		for which, b := range map[string]*credential.Bearer{"every": every, "limited": limited} {
			asked = 0
			_, err := b.Verify(t.Context(), "Bearer "+c.bearer)
			if credential.Reason(err) != c.reason || (err == nil) != (c.reason == "") {
				t.Errorf("%s, %s: %v", name, which, err)
			}
			if want := c.asks && !(c.other && which == "limited"); (asked == 1) != want || asked > 1 {
				t.Errorf("%s, %s: asked %d times", name, which, asked)
			}
		}
	}
	if got := every.Keys(); len(got) != 3 || got[2] != (credential.KeyInfo{Place: "issuer's key 1", ID: "e", Algorithm: "ES256"}) {
		t.Errorf("%+v", got)
	}
}

// Until the issuer's keys have come, nothing is known about the bearers that they may verify, and only about those.
func TestBearerWithoutIssuerKeys(t *testing.T) {
	asked := 0
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), Algorithms: []string{"HS256", "ES256"}, UnknownKey: func() { asked++ }})
	unknown := token(header("ES256", nil), claims(nil), jwt.SigningMethodES256, ecKey())
	_, err := b.Verify(t.Context(), "Bearer "+unknown)
	noLeak(t, err, unknown)
	if !errors.Is(err, credential.ErrNoIssuerKeys) || errors.Is(err, credential.ErrBearerRefused) || credential.Reason(err) != "" || asked != 1 {
		t.Errorf("%v, asked %d times", err, asked)
	}
	checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), claims(nil)), "user-1")
	for _, other := range []string{
		hs256(header("HS256", nil), claims(object{"exp": 1})), "x", "x.y.z",
		token(header("EdDSA", nil), claims(nil), jwt.SigningMethodEdDSA, edKey()),
	} {
		checkBearer(t, b, "Bearer "+other, "")
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestBearerIssuerKeysRefused(t *testing.T) {
	for name, c := range map[string]struct {
		set   []byte
		empty bool
	}{
		"no key":                {jwks(), true},
		"none that is known":    {jwks(object{"kty": "X"}), true},
		"none that is allowed":  {jwks(rsaJWK(&rsaKey().PublicKey, nil)), true},
		"nothing":               {[]byte{}, false},
		"a PEM file":            {publicPEM(&ecKey().PublicKey), false},
		"a private key":         {jwks(ecJWK(&ecKey().PublicKey, object{"d": "AAAA"})), false},
		"one that is, and more": {jwks(ecJWK(&ecKey().PublicKey, nil), object{"kty": "oct", "k": "AAAA"}), false},
	} {
		_, err := credential.NewBearer(credential.BearerConfig{
			PublicKeys: publicPEM(&ecKey().PublicKey), IssuerKeys: c.set, Algorithms: []string{"ES256"}, UnknownKey: func() {}, Now: clock,
		})
		if err == nil || errors.Is(err, credential.ErrNoUsableKey) != c.empty {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSameKeys(t *testing.T) {
	one, two := ecJWK(&ecKey().PublicKey, object{"kid": "e"}), edJWK(edKey(), nil)
	for name, c := range map[string]struct {
		a, b []byte
		same bool
	}{
		"the same":        {jwks(one, two), jwks(one, two), true},
		"another order":   {jwks(one, two), jwks(two, one), true},
		"of members":      {[]byte(`{"keys":[{"a":1,"b":2}]}`), []byte(`{"x":0, "keys": [{"b":2, "a":1}]}`), true},
		"another key":     {jwks(one), jwks(two), false},
		"one more":        {jwks(one), jwks(one, two), false},
		"one twice":       {jwks(one, two), jwks(one, one), false},
		"another ID":      {jwks(one), jwks(ecJWK(&ecKey().PublicKey, object{"kid": "f"})), false},
		"garbage":         {jwks(one), []byte("x"), false},
		"both":            {[]byte("y"), []byte("x"), false},
		"garbage, twice":  {[]byte("x"), []byte("x"), true},
		"a name twice":    {[]byte(`{"keys":[{"a":1,"a":2}]}`), []byte(`{"keys":[{"a":1,"a":2} ]}`), false},
		"no keys at all":  {[]byte(`{}`), []byte(`{"keys":[]}`), true},
		"an odd key":      {[]byte(`{"keys":[7]}`), []byte(`{"keys":[7 ]}`), true},
		"of another kind": {[]byte(`{"keys":[7]}`), []byte(`{"keys":["7"]}`), false},
	} {
		a, b := string(c.a), string(c.b)
		if credential.SameKeys(c.a, c.b) != c.same || credential.SameKeys(c.b, c.a) != c.same {
			t.Errorf("%s: not %t", name, c.same)
		}
		if a != string(c.a) || b != string(c.b) {
			t.Errorf("%s: a set was changed", name)
		}
	}
}
