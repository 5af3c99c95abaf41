package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// issuerKey is a signing key of a test's issuer. Its name is its key ID.
type issuerKey struct {
	name    string
	private ed25519.PrivateKey
}

func newIssuerKey(t *testing.T, name string) issuerKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issuerKey{name, private}
}

func (i issuerKey) set() string {
	return fmt.Sprintf(`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":%q,"x":%q}]}`, i.name, base64.RawURLEncoding.EncodeToString(i.private.Public().(ed25519.PublicKey)))
}

// issuedBearer returns a bearer token signed with the key, and stores its session for alice.
func (k *keyTest) issuedBearer(key issuerKey) string {
	k.t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{"sub": "alice", "exp": time.Now().Add(time.Hour).Unix(), "jti": rand.Text()})
	token.Header["kid"] = key.name
	text, err := token.SignedString(key.private)
	if err != nil {
		k.t.Fatal(err)
	}
	k.run(nil, `{"session":{"account_id":"a1","user_id":"alice","account":"Acme","role":"admin","ip":"192.0.2.1","agent":"curl","refresh_token":"",`+
		`"is_suspended":false,"token":"`+text+`","expiry":4102444800,"platform":"Linux","location":"Berlin"}}`, "import", "-")
	return "Bearer " + text
}

// asks returns the admin listener's response.
func (k *keyTest) asks(path string) (status int, text string) {
	k.t.Helper()
	answer, err := http.Get("http://" + k.admin + path)
	if err != nil {
		k.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// An issuer is down at the start, comes up, changes its key, and is down at the next start.
func TestKeysOfAnIssuer(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	one, two := newIssuerKey(t, "one"), newIssuerKey(t, "two")
	a, b := k.issuedBearer(one), k.issuedBearer(two)
	address := "127.0.0.1:" + freePort(t)
	settings := []string{"--jwt-jwks-url=http://" + address + "/jwks.json", "--jwt-jwks-cache-file=" + filepath.Join(k.dir, "jwks")}
	k.serve(settings...)
	k.says(1, `"the issuer's keys can't be fetched","meanwhile":"there are none yet","outcome":"unreachable"`)
	if status, text := k.asks("/readyz"); status != 503 || !strings.Contains(text, "the issuer's keys have not come yet: the issuer can't be reached") {
		t.Errorf("/readyz says %d, %s", status, text)
	}
	k.want("Authorization", a, 503)
	k.want("Authorization", "Bearer x", 401)
	k.want("X-Api-Key", "x", 401)
	if _, text := k.asks("/metrics"); !strings.Contains(text, "\nsession_tokens_jwks_age_seconds -1\n") || !strings.Contains(text, "\nsession_tokens_jwks_fetches_total{outcome=\"ok\"} 0\n") {
		t.Errorf("not in the metrics that there are no keys")
	}
	if strings.Contains(k.logged(), "no key for bearer tokens is set") || !strings.Contains(k.logged(), "set --jwt-issuer and --jwt-audience") {
		t.Errorf("other warnings:\n%s", k.logged())
	}

	var set atomic.Value
	set.Store(one.set())
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	issuer := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, set.Load().(string)) }))
	issuer.Listener.Close()
	issuer.Listener = listener
	issuer.Start()
	t.Cleanup(issuer.Close)
	k.says(1, `"msg":"key for bearers","place":"issuer's key 1","kid":"one","algorithm":"EdDSA","used":true`)
	k.says(1, "the issuer's keys can be fetched again")
	if status, text := k.asks("/readyz"); status != 200 {
		t.Errorf("/readyz says %d, %s", status, text)
	}
	k.want("Authorization", a, 200)

	set.Store(two.set())
	k.want("Authorization", b, 401)
	k.says(1, `"kid":"two"`)
	k.want("Authorization", b, 200)
	k.want("Authorization", a, 401)
	if _, text := k.asks("/metrics"); !strings.Contains(text, "\nsession_tokens_jwks_fetches_total{outcome=\"ok\"} 2\n") || strings.Contains(text, "\nsession_tokens_jwks_age_seconds -1\n") {
		t.Errorf("not in the metrics that there are other keys")
	}

	eventually(t, func() bool { // the file is written after the keys are used
		content, err := os.ReadFile(filepath.Join(k.dir, "jwks"))
		return err == nil && strings.Contains(string(content), base64.StdEncoding.EncodeToString([]byte(two.set())))
	})
	issuer.Close()
	k.serve(settings...)
	if status, text := k.asks("/readyz"); status != 200 {
		t.Errorf("with the file /readyz says %d, %s", status, text)
	}
	k.want("Authorization", b, 200)
	k.want("Authorization", a, 401)
	k.says(1, `"the issuer's keys can't be fetched","meanwhile":"those before stay"`)
	if n := strings.Count(k.logged(), `"place":"issuer's key 1"`); n != 1 {
		t.Errorf("the log names the key %d times:\n%s", n, k.logged())
	}
	k.hangUp()
	k.says(1, same)
}

// Keys from files and from an issuer are accepted side by side, and changing a file removes none of the issuer's.
func TestKeysOfAnIssuerAndOfFiles(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	one := newIssuerKey(t, "one")
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, one.set()) }))
	t.Cleanup(issuer.Close)
	k.write("secret", testSecret("a"))
	k.serve("--jwt-hs256-secret-file="+filepath.Join(k.dir, "secret"), "--jwt-jwks-url="+issuer.URL, "--jwt-algorithms=HS256,EdDSA,ES256")
	k.says(1, `"place":"issuer's key 1"`)
	issued, signed := k.issuedBearer(one), k.bearer(testSecret("a"))
	k.want("Authorization", issued, 200)
	k.want("Authorization", signed, 200)
	k.write("secret", testSecret("b"))
	k.says(1, replaced)
	k.want("Authorization", issued, 200)
	k.want("Authorization", signed, 401)
	k.want("Authorization", k.bearer(testSecret("b")), 200)
	k.says(2, `"place":"issuer's key 1"`)
}
