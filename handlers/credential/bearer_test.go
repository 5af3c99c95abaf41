package credential_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// checkBearer expects the user, or a refusal if it is empty.
func checkBearer(t *testing.T, b *credential.Bearer, value, user string) {
	t.Helper()
	got, err := b.Verify(t.Context(), value)
	noLeak(t, err, value)
	if user == "" {
		if !errors.Is(err, credential.ErrBearerRefused) || got != (credential.Principal{}) {
			t.Errorf("not refused: %v", err)
		}
		return
	}
	if err != nil || got.User != user || "Bearer "+got.Bearer != value {
		t.Errorf("user %q: %v", got.User, err)
	}
}

func TestBearerHeaderValue(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	good := hs256(header("HS256", nil), claims(nil))
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER ", "Bearer  ", "bearer" + strings.Repeat(" ", 9)} { // RFC 6750 2.1: 1*SP
		if got, err := b.Verify(t.Context(), scheme+good); err != nil || got.Bearer != good {
			t.Errorf("%q: %v", scheme, err)
		}
	}
	for name, value := range map[string]string{
		"empty": "", "no token": "Bearer", "empty token": "Bearer ", "only spaces": "Bearer   ", "space before": " Bearer " + good,
		"tab after space": "Bearer \t" + good, "space and tab": "Bearer\t " + good,
		"other scheme": "Basic " + good, "bare token": good, "two words": "Bearer " + good + " b",
		"trailing space": "Bearer " + good + " ", "comma list": "Bearer " + good + ",Bearer " + good,
		"comma": "Bearer " + good + ",", "tab": "Bearer\t" + good, "line break": "Bearer " + good + "\n",
		"line break inside": "Bearer " + good[:9] + "\r\n" + good[9:], "NUL": "Bearer " + good + "\x00",
		"padding": "Bearer " + good + "=", "not ASCII": "Bearer " + good + "é",
		"four segments": "Bearer " + good + ".", "two segments": "Bearer " + good[:strings.LastIndex(good, ".")],
		"dots": "Bearer ..", "unsigned": "Bearer " + good[:strings.LastIndex(good, ".")+1],
	} {
		t.Run(name, func(t *testing.T) { checkBearer(t, b, value, "") })
	}
}

func TestBearerSize(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	// 4 characters hold 3 bytes, so sizes differ by one or two from one padding to the next.
	for n, longest := 6000, 0; ; n++ {
		tok := hs256(header("HS256", nil), claims(object{"pad": strings.Repeat("x", n)}))
		if len(tok) > 8192 {
			checkBearer(t, b, "Bearer "+tok, "")
			if longest < 8190 {
				t.Errorf("longest accepted token was %d", longest)
			}
			return
		}
		longest = len(tok)
		if longest > 8180 {
			checkBearer(t, b, "Bearer "+tok, "user-1")
		}
	}
}

func TestBearerHeader(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	for _, c := range []struct {
		name string
		more object
		ok   bool
	}{
		{"typ JWT", nil, true},
		{"typ jwt", object{"typ": "jwt"}, true},
		{"typ access token", object{"typ": "at+jwt"}, true},
		{"typ with application", object{"typ": "Application/AT+JWT"}, true},
		{"typ ID of another use", object{"typ": "logout+jwt"}, false},
		{"typ dpop", object{"typ": "dpop+jwt"}, false},
		{"typ empty", object{"typ": ""}, false},
		{"typ prefix only", object{"typ": "application/"}, false},
		{"typ number", object{"typ": 1}, false},
		{"typ null", object{"typ": nil}, false},
		{"crit", object{"crit": []string{"exp"}, "exp": 1}, false},
		{"crit empty", object{"crit": []string{}}, false},
		{"crit null", object{"crit": nil}, false},
		{"b64", object{"b64": true}, false},
		{"own key", object{"jwk": object{"kty": "oct", "k": "AAAA"}}, false},
		{"own certificate", object{"x5c": []string{"AAAA"}}, false},
		{"links not followed", object{"jku": "http://127.0.0.1:1/", "x5u": "http://127.0.0.1:1/"}, true},
		{"kid of no key", object{"kid": "x"}, true}, // the secret has no ID, so it may be that key
		{"kid number", object{"kid": 1}, false},
		{"unknown member", object{"other": 1}, true},
		{"alg none", object{"alg": "none"}, false},
		{"alg None", object{"alg": "None"}, false},
		{"alg empty", object{"alg": ""}, false},
		{"alg number", object{"alg": 256}, false},
		{"alg lower case", object{"alg": "hs256"}, false},
		{"alg not allowed", object{"alg": "HS512"}, false},
		{"alg of another family", object{"alg": "RS256"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkBearer(t, b, "Bearer "+hs256(header("HS256", c.more), claims(nil)), map[bool]string{true: "user-1"}[c.ok])
		})
	}
	without := header("HS256", nil)
	delete(without, "typ")
	checkBearer(t, b, "Bearer "+hs256(without, claims(nil)), "user-1")
	delete(without, "alg")
	checkBearer(t, b, "Bearer "+hs256(without, claims(nil)), "")
}

func TestBearerClaims(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), Issuer: "https://issuer", Audience: "api"})
	in := func(d time.Duration) int64 { return at.Add(d).Unix() }
	for _, c := range []struct {
		name string
		more object
		ok   bool
	}{
		{"as it should be", nil, true},
		{"expired within the leeway", object{"exp": in(-29 * time.Second)}, true},
		{"expired", object{"exp": in(-30 * time.Second)}, false},
		{"exp zero", object{"exp": 0}, false},
		{"exp null", object{"exp": nil}, false},
		{"exp text", object{"exp": fmt.Sprint(in(time.Hour))}, false},
		{"exp beyond all years", object{"exp": 1e19}, false},
		{"exp in milliseconds", object{"exp": in(time.Hour) * 1000}, false},
		{"exp with a fraction", object{"exp": float64(in(time.Hour)) + 0.5}, true},
		{"nbf within the leeway", object{"nbf": in(30 * time.Second)}, true},
		{"not yet valid", object{"nbf": in(31 * time.Second)}, false},
		{"nbf beyond all years", object{"nbf": 1e290}, false},
		{"nbf text", object{"nbf": "0"}, false},
		{"issued in the future", object{"iat": in(45 * time.Second)}, true},
		{"issued in a year", object{"iat": in(365 * 24 * time.Hour)}, true},
		{"iat in milliseconds", object{"iat": in(0) * 1000}, true},
		{"iat negative", object{"iat": -1}, false},
		{"iat text", object{"iat": fmt.Sprint(in(0))}, false},
		{"iat null", object{"iat": nil}, false},
		{"iat no int64", object{"iat": 1e290}, false},
		{"bound by DPoP", object{"cnf": object{"jkt": "x"}}, false},
		{"bound by TLS", object{"cnf": object{"x5t#S256": "x"}}, false},
		{"bound to nothing known", object{"cnf": object{}}, false},
		{"bound to null", object{"cnf": nil}, false},
		{"an actor", object{"act": object{"sub": "service"}}, true}, // RFC 8693 4.1: used as a plain bearer
		{"issuer wrong", object{"iss": "https://issuer/"}, false},
		{"issuer list", object{"iss": []string{"https://issuer"}}, false},
		{"audience in a list", object{"aud": []string{"web", "api"}}, true},
		{"audience wrong", object{"aud": "API"}, false},
		{"audience list wrong", object{"aud": []string{"web"}}, false},
		{"audience list of others", object{"aud": []any{"api", 1}}, false},
		{"audience empty list", object{"aud": []string{}}, false},
		{"jti number", object{"jti": 1}, false},
		{"sub number", object{"sub": 1}, false},
		{"sub empty", object{"sub": ""}, false},
		{"sub brace", object{"sub": "a{b}"}, false},
		{"sub control", object{"sub": "a\nb"}, false},
		{"sub long", object{"sub": strings.Repeat("u", 257)}, false},
		{"sub not text", object{"sub": "a\uFFFDb"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := claims(object{"iss": "https://issuer", "aud": "api"})
			for k, v := range c.more {
				all[k] = v
			}
			checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), all), map[bool]string{true: "user-1"}[c.ok])
		})
	}
	for _, missing := range []string{"exp", "sub", "iss", "aud"} {
		t.Run("without "+missing, func(t *testing.T) {
			all := claims(object{"iss": "https://issuer", "aud": "api", strings.ToUpper(missing): "x"})
			delete(all, missing)
			checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), all), "")
		})
	}
}

// What docs/api.md requires of a bearer, and every other cause, with the reason that the operator sees.
func TestBearerReasons(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), PublicKeys: jwks(ecJWK(&ecKey().PublicKey, object{"kid": "e"})), Issuer: "i", Audience: "a"})
	in := func(d time.Duration) int64 { return at.Add(d).Unix() }
	sent := func(inHeader, inClaims object) string {
		all := claims(object{"iss": "i", "aud": "a"})
		for name, value := range inClaims {
			if all[name] = value; value == "absent" {
				delete(all, name)
			}
		}
		return "Bearer " + hs256(header("HS256", inHeader), all)
	}
	good := sent(nil, nil)
	checkBearer(t, b, good, "user-1")
	for _, c := range []struct{ name, value, why string }{
		{"no token", "Bearer", "malformed header"},
		{"a list", good + "," + good, "malformed header"},
		{"an API key", "Bearer stk_x", "malformed token"},
		{"encrypted", good + ".x.y", "malformed token"},
		{"long", sent(nil, object{"pad": strings.Repeat("x", 8<<10)}), "longer than 8 KiB"},
		{"long header", sent(object{"pad": strings.Repeat("x", 1024)}, nil), "header not accepted"},
		{"typ null", sent(object{"typ": nil}, nil), "header not accepted"},
		{"typ of another use", sent(object{"typ": "dpop+jwt"}, nil), "header not accepted"},
		{"kid null", sent(object{"kid": nil}, nil), "header not accepted"},
		{"kid a number", sent(object{"kid": 1}, nil), "header not accepted"},
		{"alg none", sent(object{"alg": "none"}, nil), "algorithm not accepted"},
		{"alg without a key", sent(object{"alg": "RS256"}, nil), "algorithm not accepted"},
		{"kid of no key", sent(object{"alg": "ES256", "kid": "x"}, nil), "no such key"},
		{"cut to no base64", good[:len(good)-6], "malformed token"},
		{"cut short", good[:len(good)-3], "signature not accepted"},
		{"other claims", strings.Join([]string{strings.Split(good, ".")[0], b64([]byte("{}")), strings.Split(good, ".")[2]}, "."), "signature not accepted"},
		{"aud null", sent(nil, object{"aud": nil}), "a claim of the wrong type"},
		{"aud a number", sent(nil, object{"aud": 1}), "a claim of the wrong type"},
		{"iss null", sent(nil, object{"iss": nil}), "a claim of the wrong type"},
		{"exp null", sent(nil, object{"exp": nil}), "a claim of the wrong type"},
		{"exp a text", sent(nil, object{"exp": "1"}), "a claim of the wrong type"},
		{"exp in milliseconds", sent(nil, object{"exp": in(time.Hour) * 1000}), "a claim of the wrong type"},
		{"user a number", sent(nil, object{"sub": 7}), "a claim of the wrong type"},
		{"user null", sent(nil, object{"sub": nil}), "a claim of the wrong type"},
		{"bound", sent(nil, object{"cnf": object{"jkt": "x"}}), "bound to a key"},
		{"expired", sent(nil, object{"exp": in(-time.Minute)}), "expired"},
		{"nbf", sent(nil, object{"nbf": in(time.Minute)}), "not valid yet"},
		{"no exp", sent(nil, object{"exp": "absent"}), "a claim is missing"},
		{"no iss", sent(nil, object{"iss": "absent"}), "a claim is missing"},
		{"no aud", sent(nil, object{"aud": "absent"}), "a claim is missing"},
		{"wrong iss", sent(nil, object{"iss": "x"}), "wrong issuer"},
		{"wrong aud", sent(nil, object{"aud": "x"}), "wrong audience"},
		{"no user", sent(nil, object{"sub": "absent"}), "no usable user ID"},
		{"user with a brace", sent(nil, object{"sub": "a}"}), "no usable user ID"},
	} {
		_, err := b.Verify(t.Context(), c.value)
		if why := credential.Reason(err); why != c.why || !errors.Is(err, credential.ErrBearerRefused) {
			t.Errorf("%s: %q, want %q: %v", c.name, why, c.why, err)
		}
	}
	// In another claim a number is no user either.
	other := newBearer(t, credential.BearerConfig{HS256Secret: secret(), UserClaim: "uid"})
	for _, id := range []any{7, nil, true, []string{"u"}} {
		if _, err := other.Verify(t.Context(), sent(nil, object{"uid": id})); credential.Reason(err) != "no usable user ID" {
			t.Errorf("uid %v: %v", id, err)
		}
	}
}

func TestBearerUserClaim(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), UserClaim: "https://quiva.ai/user"})
	checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), claims(object{"https://quiva.ai/user": "user-2"})), "user-2")
	checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), claims(nil)), "")
	checkBearer(t, b, "Bearer "+hs256(header("HS256", nil), claims(object{"HTTPS://quiva.ai/user": "user-2"})), "")
}

// The user's claim can be any, including a registered one.
func TestBearerRegisteredUserClaim(t *testing.T) {
	value := "Bearer " + hs256(header("HS256", nil), claims(object{"iss": "user-i", "jti": "user-j", "aud": "user-a", "iat": at.Unix()}))
	for name, user := range map[string]string{"": "user-1", "sub": "user-1", "iss": "user-i", "jti": "user-j", "aud": "user-a", "iat": "", "none": ""} {
		t.Run(name, func(t *testing.T) {
			checkBearer(t, newBearer(t, credential.BearerConfig{HS256Secret: secret(), UserClaim: name}), value, user)
		})
	}
}

// A header is read before the signature is checked, so a long one is refused unread.
func TestBearerHeaderLength(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	for n := 900; ; n++ {
		tok := hs256(object{"alg": "HS256", "jku": strings.Repeat("x", n)}, claims(nil))
		if strings.Index(tok, ".") > 1024 {
			checkBearer(t, b, "Bearer "+tok, "")
			return
		}
		checkBearer(t, b, "Bearer "+tok, "user-1")
		if n > 1024 {
			t.Fatal("a header of any length is read")
		}
	}
}

// What two readers would decode differently is refused, even if it is signed.
func TestBearerAmbiguousJSON(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	exp := fmt.Sprintf(`"exp":%d`, at.Add(time.Hour).Unix())
	for name, c := range map[string]struct {
		header, payload string
		ok              bool
	}{
		"fine":                {`{"alg":"HS256"}`, `{"sub":"user-1",` + exp + `}`, true},
		"nested, fine":        {`{"alg":"HS256"}`, `{"sub":"user-1","a":{"x":1},"b":[{"x":1},{"x":1}],` + exp + `}`, true},
		"sub twice":           {`{"alg":"HS256"}`, `{"sub":"user-2","sub":"user-1",` + exp + `}`, false},
		"sub twice, escaped":  {`{"alg":"HS256"}`, `{"sub":"user-2","\u0073ub":"user-1",` + exp + `}`, false},
		"nested twice":        {`{"alg":"HS256"}`, `{"sub":"user-1","a":[{"x":1,"x":1}],` + exp + `}`, false},
		"nested twice deeper": {`{"alg":"HS256"}`, `{"sub":"user-1","a":{"b":[[{"x":1,"y":{},"x":1}]]},` + exp + `}`, false},
		"colons in text":      {`{"alg":"HS256","a:b":"\":\\"}`, `{"sub":"user-1","a\":":":\\",` + exp + `}`, true},
		"colons hide twice":   {`{"alg":"HS256"}`, `{"sub":"user-1","a":":","a":"\\",` + exp + `}`, false},
		"twice in the header": {`{"alg":"HS256","x":{"y":1,"y":1}}`, `{"sub":"user-1",` + exp + `}`, false},
		"alg twice":           {`{"alg":"none","alg":"HS256"}`, `{"sub":"user-1",` + exp + `}`, false},
		"invalid UTF-8":       {`{"alg":"HS256"}`, `{"sub":"user-1","n":"` + "\xff" + `",` + exp + `}`, false},
		"header UTF-8":        {`{"alg":"HS256","n":"` + "\xff" + `"}`, `{"sub":"user-1",` + exp + `}`, false},
		"half an emoji":       {`{"alg":"HS256","n":"\ud83d"}`, `{"sub":"user-1","name":"\ud83d",` + exp + `}`, true},
		"names of halves":     {`{"alg":"HS256"}`, `{"sub":"user-1","\ud83d":1,"\ud83e":1,` + exp + `}`, false},
		"lone surrogate":      {`{"alg":"HS256"}`, `{"sub":"user-1\ud800",` + exp + `}`, false},
		"trailing text":       {`{"alg":"HS256"}`, `{"sub":"user-1",` + exp + `}{}`, false},
		"claims are null":     {`{"alg":"HS256"}`, `null`, false},
		"claims are a list":   {`{"alg":"HS256"}`, `[]`, false},
		"header is null":      {`null`, `{"sub":"user-1",` + exp + `}`, false},
		"claims are no JSON":  {`{"alg":"HS256"}`, `sub`, false},
		"number out of range": {`{"alg":"HS256"}`, `{"sub":"user-1","n":1e999,` + exp + `}`, false},
		"number out, nested":  {`{"alg":"HS256"}`, `{"sub":"user-1","n":[{"n":-1e999}],` + exp + `}`, false},
		"number out, header":  {`{"alg":"HS256","n":[1e999]}`, `{"sub":"user-1",` + exp + `}`, false},
		"number nearly zero":  {`{"alg":"HS256","n":1e-999}`, `{"sub":"user-1","n":1e-999,` + exp + `}`, true},
		"audience of lists":   {`{"alg":"HS256"}`, `{"sub":"user-1","aud":["a",["b"]],` + exp + `}`, false},
		"audience cut short":  {`{"alg":"HS256"}`, `{"sub":"user-1","aud":["a"`, false},
		"deep objects":        {`{"alg":"HS256"}`, `{"sub":"user-1",` + exp + `,"n":` + strings.Repeat(`{"a":`, 900) + "1" + strings.Repeat("}", 900) + `}`, true},
		"deep in the header":  {`{"alg":"HS256","n":` + strings.Repeat("[", 370) + strings.Repeat("]", 370) + `}`, `{"sub":"user-1",` + exp + `}`, true},
		"deep":                {`{"alg":"HS256"}`, `{"sub":"user-1",` + exp + `,"n":` + strings.Repeat("[", 2500) + strings.Repeat("]", 2500) + `}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			value := "Bearer " + sign([]byte(c.header), []byte(c.payload), jwt.SigningMethodHS256, secret())
			checkBearer(t, b, value, map[bool]string{true: "user-1"}[c.ok])
		})
	}
}

// Each token has one text: base64 with other unused bits at the end decodes to the same signature.
func TestBearerBase64Malleability(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	good := hs256(header("HS256", nil), claims(nil))
	accepted := 0
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if _, err := b.Verify(t.Context(), "Bearer "+good[:len(good)-1]+string(last)); err == nil {
			accepted++
		}
	}
	if accepted != 1 {
		t.Errorf("%d texts of one token were accepted", accepted)
	}
}

func TestBearerConcurrently(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret(), PublicKeys: publicPEM(&ecKey().PublicKey)})
	es := token(header("ES256", nil), claims(nil), jwt.SigningMethodES256, ecKey())
	hs := hs256(header("HS256", nil), claims(nil))
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			checkBearer(t, b, "Bearer "+es, "user-1")
			checkBearer(t, b, "Bearer "+hs, "user-1")
		})
	}
}

func TestSignHS256(t *testing.T) {
	b := newBearer(t, credential.BearerConfig{HS256Secret: secret()})
	tok, err := credential.SignHS256(secret(), claims(nil))
	if err != nil {
		t.Fatal(err)
	}
	checkBearer(t, b, "Bearer "+tok, "user-1")
	if tok, err := credential.SignHS256(secret()[:31], claims(nil)); err == nil || tok != "" {
		t.Error("a short secret signed")
	}
	if _, err := credential.SignHS256(secret(), object{"bad": func() {}}); err == nil {
		t.Error("claims that are no JSON were signed")
	}
	if tok, _ := credential.SignHS256(secret(), object{"sub": "user-1"}); tok != "" {
		checkBearer(t, b, "Bearer "+tok, "") // no expiry is added
	}
}
