package credential_test

import (
	"context"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	josejwt "github.com/go-jose/go-jose/v4/jwt"
	"github.com/golang-jwt/jwt/v5"
	"github.com/lestrrat-go/jwx/v3/jwa"
	jwxjwt "github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// FuzzBearer checks that what is accepted here, two other libraries accept too, for the same subject. The token is
// signed, so that mutations inside it get past the signature; then its end is cut and replaced.
func FuzzBearer(f *testing.F) {
	exp := fmt.Sprint(at.Add(time.Hour).Unix())
	for kind, alg := range []string{"HS256", "RS256", "ES256", "EdDSA"} {
		f.Add([]byte(`{"alg":"`+alg+`"}`), []byte(`{"sub":"user-1","exp":`+exp+`}`), uint8(kind), uint8(0), "")
		f.Add([]byte(`{"typ":"at+jwt","kid":"k","alg":"`+alg+`","jku":"x"}`),
			[]byte(`{"exp":`+exp+`.5,"nbf":1e9,"iat":0,"aud":["a","b"],"iss":"i","jti":"j","sub":"user-1","x":{"y":[1,null]}}`), uint8(kind), uint8(0), "")
		f.Add([]byte(`{"alg":"`+alg+`"}`), []byte(`{"sub":"user-1","sub":"user-2","exp":`+exp+`}`), uint8(kind), uint8(1), "A")
	}
	// Cases that the decoder's own rules would decide differently.
	f.Add([]byte(`{"alg":"HS256","n\ud83d":["\ud83d"]}`), []byte(`{"sub":"user-1","name":"\ud83d","exp":`+exp+`}`), uint8(0), uint8(0), "")
	f.Add([]byte(`{"alg":"HS256","n":1e999}`), []byte(`{"sub":"user-1","exp":`+exp+`,"n":[{"n":1e-999}]}`), uint8(0), uint8(0), "")
	f.Add([]byte(`{"\u0061lg":"HS256","kid":""}`), []byte(`{"\u0073ub":"user-1","exp":`+exp+`,"n":[{"n":1e999}]}`), uint8(0), uint8(0), "")
	f.Add([]byte(`{"alg":"Ed25519"}`), []byte(`{"sub":"user-1","exp":`+exp+`}`), uint8(3), uint8(0), "") // RFC 9864
	f.Add([]byte(`{"alg":"HS256"}`), []byte(`{"sub":"user-1","exp":`+exp+`,"iat":9e15}`), uint8(0), uint8(0), "")
	f.Add([]byte(`{"alg":"HS256"}`), []byte(`{"sub":"user-1","exp":`+exp+`,"cnf":{"jkt":"x"}}`), uint8(0), uint8(0), "")
	f.Add([]byte(`null`), []byte(`{"sub":null,"exp":`+exp+`,"aud":["a",["b"]]}`), uint8(0), uint8(0), "")
	f.Add([]byte(`{"alg":"none"}`), []byte(`{"sub":"user-1","exp":`+exp+`}`), uint8(0), uint8(43), "")
	f.Add([]byte(`{"alg":"HS256","b64":false}`), []byte(`{"sub":"user-1","exp":`+exp+`,"nbf":1e290}`), uint8(0), uint8(0), "=")
	f.Add([]byte(`{"alg":"HS256","nonce":1,"x5t":1,"cty":1}`), []byte(`{"sub":1,"jti":1,"aud":1,"exp":`+exp+`}`), uint8(0), uint8(0), "\n")

	ours := newBearer(f, credential.BearerConfig{HS256Secret: secret(), PublicKeys: publicPEM(&rsaKey().PublicKey, &ecKey().PublicKey, edKey().Public())})
	f.Fuzz(func(t *testing.T, header, payload []byte, kind, cut uint8, tail string) {
		method, key := fuzzKey(kind)
		token := sign(header, payload, method, key)
		token = token[:max(0, len(token)-int(cut))] + tail
		p, err := ours.Verify(t.Context(), "Bearer "+token)
		if err != nil {
			checkRefusal(t, err, token)
			return
		}
		if p.Bearer != token || store.CheckUserID(p.User) != nil {
			t.Fatal("accepted, with another bearer or an unusable user ID")
		}
		if user, err := jwxSubject(token, method, key); err != nil || user != p.User {
			t.Errorf("jwx: %q, not %q: %v", user, p.User, err)
		}
		if algorithmOf(token) == "Ed25519" {
			return // a name that go-jose does not know
		}
		if user, err := joseSubject(token, method, key); err != nil || user != p.User {
			t.Errorf("go-jose: %q, not %q: %v", user, p.User, err)
		}
	})
}

// checkRefusal expects one of a few constant texts: a looser test would fail for tokens that happen to contain words
// of the text.
func checkRefusal(t *testing.T, err error, token string) {
	t.Helper()
	switch text := strings.TrimPrefix(err.Error(), credential.ErrBearerRefused.Error()+": "); text {
	case "malformed header", "longer than 8 KiB", "a claim of the wrong type", "bound to a key", "malformed token", "no usable user ID", "header not accepted", "no such key",
		"algorithm not accepted", "signature not accepted", "expired", "not valid yet",
		"wrong issuer", "wrong audience", "a claim is missing", "claims not accepted":
		if got := credential.Reason(err); got != text {
			t.Errorf("the reason is %q, not %q", got, text)
		}
	default:
		t.Errorf("a refusal of %d bytes has a text of its own", len(token))
	}
}

func fuzzKey(kind uint8) (jwt.SigningMethod, any) {
	switch kind % 4 {
	case 1:
		return jwt.SigningMethodRS256, rsaKey()
	case 2:
		return jwt.SigningMethodES256, ecKey()
	case 3:
		return jwt.SigningMethodEdDSA, edKey()
	}
	return jwt.SigningMethodHS256, secret()
}

func publicOf(key any) any {
	if signer, ok := key.(crypto.Signer); ok {
		return signer.Public()
	}
	return key
}

// algorithmOf reads the algorithm that an accepted token names.
func algorithmOf(token string) string {
	first, _, _ := strings.Cut(token, ".")
	var header struct{ Alg string }
	_ = json.Unmarshal(must(base64.RawURLEncoding.DecodeString(first)), &header)
	return header.Alg
}

// The issue time is no reason to refuse a token here, so the oracles don't check it either. They get a second more,
// since golang-jwt compares whole seconds.
const oracleLeeway = 31 * time.Second

func jwxSubject(token string, method jwt.SigningMethod, key any) (string, error) {
	alg, _ := jwa.LookupSignatureAlgorithm(method.Alg())
	if algorithmOf(token) == "Ed25519" {
		alg = jwa.EdDSAEd25519()
	}
	parsed, err := jwxjwt.Parse([]byte(token), jwxjwt.WithKey(alg, publicOf(key)), jwxjwt.WithValidate(true), jwxjwt.WithResetValidators(true), jwxjwt.WithValidator(jwxjwt.IsExpirationValid()), jwxjwt.WithValidator(jwxjwt.IsNbfValid()),
		jwxjwt.WithClock(jwxjwt.ClockFunc(clock)), jwxjwt.WithAcceptableSkew(oracleLeeway), jwxjwt.WithRequiredClaim("exp"))
	if err != nil {
		return "", err
	}
	user, _ := parsed.Subject()
	return user, nil
}

func joseSubject(token string, method jwt.SigningMethod, key any) (string, error) {
	parsed, err := josejwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(method.Alg())})
	if err != nil {
		return "", err
	}
	var claims josejwt.Claims
	var all map[string]any
	if err := parsed.Claims(publicOf(key), &claims, &all); err != nil {
		return "", err
	}
	claims.IssuedAt = nil
	return claims.Subject, claims.ValidateWithLeeway(josejwt.Expected{Time: at}, oracleLeeway)
}

// FuzzAPIKey checks that of all texts only the key itself is accepted.
func FuzzAPIKey(f *testing.F) {
	text := pepperText("v1")
	peppers := must(credential.ParsePeppers(text))
	// Each of the fuzzer's processes has the same key, since the corpus is made from it.
	key, record := newKey(f, peppers, new(counter))
	for _, seed := range []string{"", key, key[:61], key + "0", strings.ToUpper(key), "stk_" + key, key[4:], resum(text, key[:52]+"a_00000000")} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, value string, sum bool) {
		if sum && len(value) >= 54 {
			value = resum(text, value) // otherwise hardly any input would get to the store
		}
		keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
		p, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(context.Background(), value)
		switch {
		case value == key && (err != nil || p.User != "user-1"):
			t.Errorf("the key itself is refused: %v", err)
		case value != key && !errors.Is(err, credential.ErrKeyRefused):
			t.Errorf("another text than the key: %v", err)
		case keys.asked > 1, keys.asked == 1 && value != resum(text, value):
			t.Errorf("asked %d times", keys.asked)
		}
	})
}

// FuzzPeppers checks that accepted peppers make keys that verify.
func FuzzPeppers(f *testing.F) {
	long := strings.Repeat("0123456789abcdef", 2)
	for _, seed := range []string{"", "v1:" + long, "v1:" + long + " v2:" + long, "v1:" + long + "\u00a0v1:" + long, "v1:x", ":" + long, long} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		peppers, err := credential.ParsePeppers(text)
		if err != nil {
			return
		}
		versions := map[string]bool{}
		for _, word := range strings.Fields(text) {
			version, secret, _ := strings.Cut(word, ":")
			if versions[version] || version == "" || len(version) > 16 || len(secret) < 32 {
				t.Errorf("accepted a version twice, or a short secret, or a bad version")
			}
			versions[version] = true
		}
		key, record := newKey(t, peppers, new(counter))
		keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
		if _, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(t.Context(), key); err != nil {
			t.Error(err)
		}
	})
}
