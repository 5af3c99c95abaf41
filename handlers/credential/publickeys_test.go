package credential_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// Of all combinations of algorithm and kind of key, only the matching ones are accepted.
func TestBearerKeyFamilies(t *testing.T) {
	methods := map[string]struct {
		method jwt.SigningMethod
		key    any
	}{
		"HS256": {jwt.SigningMethodHS256, secret()}, "RS256": {jwt.SigningMethodRS256, rsaKey()},
		"ES256": {jwt.SigningMethodES256, ecKey()}, "EdDSA": {jwt.SigningMethodEdDSA, edKey()},
		"PS256": {jwt.SigningMethodPS256, rsaKey()}, "RS512": {jwt.SigningMethodRS512, rsaKey()},
	}
	sets := map[string]credential.BearerConfig{
		"HS256": {HS256Secret: secret()},
		"RS256": {PublicKeys: publicPEM(&rsaKey().PublicKey)},
		"ES256": {PublicKeys: publicPEM(&ecKey().PublicKey)},
		"EdDSA": {PublicKeys: publicPEM(edKey().Public())},
		"RS256 ES256 EdDSA": {PublicKeys: jwks(
			rsaJWK(&rsaKey().PublicKey, nil), ecJWK(&ecKey().PublicKey, nil), edJWK(edKey(), nil))},
		"HS256 RS256 ES256 EdDSA": {HS256Secret: secret(), PublicKeys: publicPEM(&rsaKey().PublicKey, &ecKey().PublicKey, edKey().Public())},
	}
	for allowed, cfg := range sets {
		b := newBearer(t, cfg)
		for alg, m := range methods {
			t.Run(allowed+" given "+alg, func(t *testing.T) {
				want := ""
				if slices.Contains(strings.Fields(allowed), alg) {
					want = "user-1"
				}
				checkBearer(t, b, "Bearer "+token(header(alg, nil), claims(nil), m.method, m.key), want)
			})
		}
	}
}

// The classic attack: a public key, which everybody knows, must not be used as a secret.
func TestBearerPublicKeyIsNoSecret(t *testing.T) {
	file := publicPEM(&rsaKey().PublicKey)
	der, _ := pem.Decode(file)
	for _, cfg := range []credential.BearerConfig{{PublicKeys: file}, {PublicKeys: file, HS256Secret: secret()}} {
		b := newBearer(t, cfg)
		for _, key := range [][]byte{file, der.Bytes, rsaKey().N.Bytes(), {}} {
			checkBearer(t, b, "Bearer "+token(header("HS256", nil), claims(nil), jwt.SigningMethodHS256, key), "")
		}
	}
	if _, err := credential.NewBearer(credential.BearerConfig{HS256Secret: file, Now: clock}); err == nil {
		t.Error("a PEM file was taken for a secret")
	}
}

func TestBearerAllowList(t *testing.T) {
	cfg := credential.BearerConfig{HS256Secret: secret(), PublicKeys: publicPEM(&ecKey().PublicKey), Algorithms: []string{"ES256"}}
	b := newBearer(t, cfg)
	checkBearer(t, b, "Bearer "+token(header("ES256", nil), claims(nil), jwt.SigningMethodES256, ecKey()), "user-1")
	checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), claims(nil)), "")
}

func TestBearerKeyIDs(t *testing.T) {
	other := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	nameless := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	b := newBearer(t, credential.BearerConfig{PublicKeys: jwks(
		ecJWK(&ecKey().PublicKey, object{"kid": "a", "alg": "ES256", "use": "sig"}),
		ecJWK(&other.PublicKey, object{"kid": "b", "key_ops": []string{"verify"}}),
		ecJWK(&nameless.PublicKey, nil))})
	for _, c := range []struct {
		kid  any
		key  *ecdsa.PrivateKey
		user string
	}{
		{"a", ecKey(), "user-1"}, {"b", other, "user-1"}, {"a", other, ""}, {"b", ecKey(), ""},
		{"c", ecKey(), ""}, {"", ecKey(), ""}, {nil, ecKey(), "user-1"}, {nil, other, "user-1"},
		{"a", nameless, "user-1"}, {"c", nameless, "user-1"}, {nil, nameless, "user-1"},
	} {
		more := object{}
		if c.kid != nil {
			more["kid"] = c.kid
		}
		t.Run(fmt.Sprintf("kid %v", c.kid), func(t *testing.T) {
			checkBearer(t, b, "Bearer "+token(header("ES256", more), claims(nil), jwt.SigningMethodES256, c.key), c.user)
		})
	}
}

// RFC 9864 renames EdDSA with an Ed25519 key: a token, a set or an operator may use either name.
func TestEd25519IsEdDSA(t *testing.T) {
	for _, cfg := range []credential.BearerConfig{
		{PublicKeys: publicPEM(edKey().Public())},
		{PublicKeys: publicPEM(edKey().Public()), Algorithms: []string{"Ed25519"}},
		{PublicKeys: publicPEM(edKey().Public()), Algorithms: []string{"EdDSA"}},
		{PublicKeys: jwks(edJWK(edKey(), object{"alg": "Ed25519"}))},
		{PublicKeys: jwks(edJWK(edKey(), object{"alg": "EdDSA"})), Algorithms: []string{"Ed25519", "EdDSA"}},
	} {
		b := newBearer(t, cfg)
		for _, alg := range []string{"Ed25519", "EdDSA"} {
			checkBearer(t, b, "Bearer "+token(header(alg, nil), claims(nil), jwt.SigningMethodEdDSA, edKey()), "user-1")
		}
		for _, alg := range []string{"ed25519", "Ed448", "ES256"} {
			checkBearer(t, b, "Bearer "+token(header(alg, nil), claims(nil), jwt.SigningMethodEdDSA, edKey()), "")
		}
	}
}

// An odd key does not disable the others, and is reported with its reason.
func TestOddKeysAreLeftOut(t *testing.T) {
	rsa1024 := must(rsa.GenerateKey(rand.Reader, 1024))
	p384 := must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	rsaPublic, ecPublic := &rsaKey().PublicKey, &ecKey().PublicKey
	for name, c := range map[string]struct {
		odd  any
		want credential.KeyInfo
	}{
		"unknown kty":       {object{"kty": "AKP", "alg": "ML-DSA-44", "pub": "AQ"}, credential.KeyInfo{LeftOut: "is of another kind"}},
		"no kty":            {object{"kid": "k"}, credential.KeyInfo{ID: "k", LeftOut: "is of another kind"}},
		"unknown crv":       {object{"kty": "OKP", "crv": "Ed448", "x": "AQ"}, credential.KeyInfo{LeftOut: "is of another kind"}},
		"P-384":             {ecJWK(&p384.PublicKey, nil), credential.KeyInfo{LeftOut: "is of another kind"}},
		"kid a number":      {ecJWK(ecPublic, object{"kid": 7}), credential.KeyInfo{LeftOut: "a value of the wrong type"}},
		"use a list":        {ecJWK(ecPublic, object{"use": []string{"sig"}}), credential.KeyInfo{LeftOut: "a value of the wrong type"}},
		"key_ops a text":    {ecJWK(ecPublic, object{"key_ops": "verify"}), credential.KeyInfo{LeftOut: "a value of the wrong type"}},
		"e a number":        {rsaJWK(rsaPublic, object{"e": 65537}), credential.KeyInfo{LeftOut: "a value of the wrong type"}},
		"alg a number":      {rsaJWK(rsaPublic, object{"alg": 256}), credential.KeyInfo{LeftOut: "a value of the wrong type"}},
		"null":              {nil, credential.KeyInfo{LeftOut: "not a JSON object"}},
		"a text":            {"key", credential.KeyInfo{LeftOut: "not a JSON object"}},
		"a list":            {[]any{}, credential.KeyInfo{LeftOut: "not a JSON object"}},
		"no coordinate":     {ecJWK(ecPublic, object{"x": nil}), credential.KeyInfo{LeftOut: "can't be read"}},
		"no base64":         {ecJWK(ecPublic, object{"x": "!"}), credential.KeyInfo{LeftOut: "can't be read"}},
		"weak":              {rsaJWK(&rsa1024.PublicKey, object{"kid": "old"}), credential.KeyInfo{ID: "old", LeftOut: "is a weak RSA key"}},
		"to encrypt":        {rsaJWK(rsaPublic, object{"use": "enc"}), credential.KeyInfo{LeftOut: "is for another use"}},
		"another algorithm": {rsaJWK(rsaPublic, object{"alg": "PS256"}), credential.KeyInfo{LeftOut: "is for another algorithm"}},
		"not allowed":       {edJWK(edKey(), object{"kid": "e"}), credential.KeyInfo{ID: "e", Algorithm: "EdDSA", LeftOut: "is for an algorithm that is not allowed"}},
		"kid of anything":   {object{"kid": "a\x1b[31m\n" + strings.Repeat("k", 99)}, credential.KeyInfo{ID: "a\uFFFD[31m\uFFFD" + strings.Repeat("k", 57) + "...", LeftOut: "is of another kind"}},
		// Members besides the key itself do not matter.
		"x5c junk":  {ecJWK(ecPublic, object{"x5c": "junk", "x5t": 1, "x5u": []int{1}, "oth": nil, "new": 1}), credential.KeyInfo{Algorithm: "ES256"}},
		"kid null":  {ecJWK(ecPublic, object{"kid": nil, "alg": nil}), credential.KeyInfo{Algorithm: "ES256"}},
		"kid empty": {ecJWK(ecPublic, object{"kid": ""}), credential.KeyInfo{Algorithm: "ES256"}},
		"kid twice": {ecJWK(ecPublic, object{"kid": "good"}), credential.KeyInfo{ID: "good", Algorithm: "ES256"}},
	} {
		t.Run(name, func(t *testing.T) {
			other := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
			set := must(json.Marshal(object{"keys": []any{ecJWK(&other.PublicKey, object{"kid": "good"}), c.odd}}))
			b := newBearer(t, credential.BearerConfig{PublicKeys: set, Algorithms: []string{"ES256"}})
			checkBearer(t, b, "Bearer "+token(header("ES256", object{"kid": "good"}), claims(nil), jwt.SigningMethodES256, other), "user-1")
			got := b.Keys()
			if len(got) != 2 || got[0] != (credential.KeyInfo{Place: "JWKS key 1", ID: "good", Algorithm: "ES256"}) {
				t.Fatalf("keys %+v", got)
			}
			if c.want.LeftOut != "" && strings.Contains(got[1].LeftOut, c.want.LeftOut) {
				got[1].LeftOut = c.want.LeftOut
			}
			if c.want.Place = "JWKS key 2"; got[1] != c.want {
				t.Errorf("\n got %+v\nwant %+v", got[1], c.want)
			}
			if c.want.LeftOut == "" {
				checkBearer(t, b, "Bearer "+token(header("ES256", object{"kid": "good"}), claims(nil), jwt.SigningMethodES256, ecKey()), "user-1")
			}
		})
	}
	// A repeated name, which no map can hold.
	text := strings.Replace(string(jwks(ecJWK(ecPublic, nil), edJWK(edKey(), nil))), `"crv":"Ed25519"`, `"crv":"Ed25519","crv":"Ed25519"`, 1)
	if got := newBearer(t, credential.BearerConfig{PublicKeys: []byte(text)}).Keys(); len(got) != 2 || got[0].LeftOut != "" || !strings.Contains(got[1].LeftOut, "each name once") {
		t.Errorf("keys %+v", got)
	}
}

// However odd the rest of a key is, a secret in the file stops the start.
func TestOddKeysHideNoSecret(t *testing.T) {
	good := ecJWK(&ecKey().PublicKey, nil)
	for name, secret := range map[string]object{
		"kid a number":  ecJWK(&ecKey().PublicKey, object{"d": "AQ", "kid": 7}),
		"d a number":    ecJWK(&ecKey().PublicKey, object{"d": 7}),
		"unknown kty":   {"kty": "AKP", "d": "AQ"},
		"k a number":    {"kty": 1, "k": 7},
		"oct without k": {"kty": "oct"},
		"more primes":   rsaJWK(&rsaKey().PublicKey, object{"oth": []object{{"r": "AQ"}}}),
	} {
		if _, err := credential.NewBearer(credential.BearerConfig{PublicKeys: jwks(good, secret), Now: clock}); err == nil ||
			!strings.Contains(err.Error(), "JWKS key 2 is a ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysInOrder(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), PublicKeys: publicPEM(&rsaKey().PublicKey, edKey().Public()), Algorithms: []string{"HS256", "Ed25519"}})
	want := []credential.KeyInfo{{Place: "HS256 secret", Algorithm: "HS256"},
		{Place: "PEM block 1", Algorithm: "RS256", LeftOut: "is for an algorithm that is not allowed"}, {Place: "PEM block 2", Algorithm: "EdDSA"}}
	if got := b.Keys(); !slices.Equal(got, want) {
		t.Errorf("keys %+v", got)
	}
}

func TestNewBearerProblems(t *testing.T) {
	rsa1024 := must(rsa.GenerateKey(rand.Reader, 1024))
	p384 := must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	rsaPublic, ecPublic := &rsaKey().PublicKey, &ecKey().PublicKey
	even := &rsa.PublicKey{N: rsaPublic.N, E: 65536}
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	pkcs8 := must(x509.MarshalPKCS8PrivateKey(ecKey()))
	private := rsaJWK(rsaPublic, object{"d": b64(rsaKey().D.Bytes())})
	damaged := append(publicPEM(ecPublic), strings.Replace(string(publicPEM(rsaPublic)), "M", "!", 1)...)

	for name, c := range map[string]struct {
		cfg  credential.BearerConfig
		want string // in the text; empty: no problem
	}{
		"nothing":          {credential.BearerConfig{}, "no key"},
		"short secret":     {credential.BearerConfig{HS256Secret: secret()[:31]}, "shorter than 32"},
		"empty secret":     {credential.BearerConfig{HS256Secret: []byte{}}, "shorter than 32"},
		"unknown alg":      {credential.BearerConfig{HS256Secret: secret(), Algorithms: []string{"HS512"}}, `"HS512" is not supported`},
		"alg none":         {credential.BearerConfig{HS256Secret: secret(), Algorithms: []string{"none"}}, `"none" is not supported`},
		"alg without key":  {credential.BearerConfig{HS256Secret: secret(), Algorithms: []string{"RS256"}}, "no key is for it"},
		"empty file":       {credential.BearerConfig{PublicKeys: []byte{}}, "not a PEM file or a JWKS"},
		"not a file":       {credential.BearerConfig{PublicKeys: []byte("hello")}, "not a PEM file or a JWKS"},
		"damaged block":    {credential.BearerConfig{PublicKeys: damaged}, "damaged"},
		"wrong bytes":      {credential.BearerConfig{PublicKeys: block("PUBLIC KEY", pkcs8)}, "PEM block 1 can't be read"},
		"private PKCS 8":   {credential.BearerConfig{PublicKeys: block("PRIVATE KEY", pkcs8)}, "block 1 is a private key"},
		"private second":   {credential.BearerConfig{PublicKeys: append(publicPEM(ecPublic), block("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(ecKey())))...)}, "block 2 is a private key"},
		"private RSA":      {credential.BearerConfig{PublicKeys: block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey()))}, "block 1 is a private key"},
		"certificate":      {credential.BearerConfig{PublicKeys: block("CERTIFICATE", pkcs8)}, "not a public key"},
		"weak RSA":         {credential.BearerConfig{PublicKeys: publicPEM(&rsa1024.PublicKey)}, "weak RSA"},
		"even exponent":    {credential.BearerConfig{PublicKeys: publicPEM(even)}, "weak RSA"},
		"P-384":            {credential.BearerConfig{PublicKeys: publicPEM(&p384.PublicKey)}, "block 1 can't be read"},
		"PKCS 1":           {credential.BearerConfig{PublicKeys: block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(rsaPublic))}, ""},
		"JWKS damaged":     {credential.BearerConfig{PublicKeys: []byte(`{"keys":`)}, "not valid JSON"},
		"JWKS empty":       {credential.BearerConfig{PublicKeys: jwks()}, "no key to verify"},
		"JWKS absent":      {credential.BearerConfig{PublicKeys: []byte("{}")}, "no key to verify"},
		"JWKS private":     {credential.BearerConfig{PublicKeys: jwks(private)}, "key 1 is a private key"},
		"JWKS private enc": {credential.BearerConfig{PublicKeys: jwks(edJWK(edKey(), nil), ecJWK(ecPublic, object{"d": "AQ", "use": "enc"}))}, "key 2 is a private key"},
		"JWKS symmetric":   {credential.BearerConfig{PublicKeys: jwks(object{"kty": "oct", "k": b64(secret())})}, "key 1 is a symmetric key"},
		"JWKS weak":        {credential.BearerConfig{PublicKeys: jwks(rsaJWK(&rsa1024.PublicKey, nil))}, "weak RSA"},
		"JWKS damaged key": {credential.BearerConfig{PublicKeys: jwks(ecJWK(ecPublic, object{"x": "AQ"}))}, "key 1 can't be read"},
		"JWKS no list":     {credential.BearerConfig{PublicKeys: []byte(`{"keys":{}}`)}, "not valid JSON"},
		"JWKS all named":   {credential.BearerConfig{PublicKeys: jwks(object{"kty": "AKP"}, ecJWK(ecPublic, object{"kid": 7}))}, "JWKS key 2 is not a JSON object"},
		"JWKS all skipped": {credential.BearerConfig{PublicKeys: jwks(
			rsaJWK(rsaPublic, object{"use": "enc"}), rsaJWK(rsaPublic, object{"alg": "RS512"}), rsaJWK(rsaPublic, object{"alg": "ES256"}),
			rsaJWK(rsaPublic, object{"key_ops": []string{"encrypt"}}), ecJWK(&p384.PublicKey, nil),
			object{"kty": "OKP", "crv": "X25519", "x": b64(make([]byte, 32))}, object{"kty": "future"})}, "no key to verify"},
		"JWKS some skipped": {credential.BearerConfig{PublicKeys: jwks(
			rsaJWK(rsaPublic, object{"use": "enc"}), ecJWK(ecPublic, object{"alg": "ES256", "x5c": []string{"!"}, "x5u": "http://127.0.0.1:1/"}))}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.cfg.Now = clock
			b, err := credential.NewBearer(c.cfg)
			if c.want == "" && err != nil || c.want != "" && (b != nil || err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("want %q: %v", c.want, err)
			}
			noLeak(t, err, string(c.cfg.HS256Secret))
			// Lines that begin or end a block are not secret, and the errors name them.
			for _, line := range strings.Split(string(c.cfg.PublicKeys), "\n") {
				if !strings.HasPrefix(line, "-----") {
					noLeak(t, err, line)
				}
			}
		})
	}
}

func TestNewBearerReportsAll(t *testing.T) {
	_, err := credential.NewBearer(credential.BearerConfig{HS256Secret: []byte("x"), PublicKeys: []byte("x"), Algorithms: []string{"x", "RS256"}})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"32 bytes", "not a PEM", `"x"`, "RS256", "no clock"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not reported: %s", want)
		}
	}
}
