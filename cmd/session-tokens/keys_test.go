package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// keyTest is a service whose keys are in files, with a Redis of its own.
type keyTest struct {
	*served
	t     *testing.T
	redis string
	dir   string
}

func (k *keyTest) write(file, text string) {
	k.t.Helper()
	// Not atomic: the service may read a half-written file.
	if err := os.WriteFile(filepath.Join(k.dir, file), []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
}

func (k *keyTest) serve(args ...string) {
	k.t.Helper()
	k.served = serveEnv(k.t, []string{"REDIS_URL=" + k.redis, hs256Secret + "="},
		append([]string{"--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"}, args...)...)
}

// run runs another command.
func (k *keyTest) run(env []string, stdin string, args ...string) string {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), "session-tokens", args...)
	cmd.Env = append(append(os.Environ(), "GORACE=atexit_sleep_ms=0", "REDIS_URL="+k.redis), env...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		k.t.Fatalf("%v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

func (k *keyTest) bearer(secret string) string {
	k.t.Helper()
	return "Bearer " + k.run([]string{hs256Secret + "=" + secret}, "", "token", "--user=alice", "--store")
}

func (k *keyTest) status(header, value string) int {
	k.t.Helper()
	r, err := http.NewRequestWithContext(k.t.Context(), http.MethodGet, "http://"+k.public+"/accounts/session-tokens", nil)
	if err != nil {
		k.t.Fatal(err)
	}
	r.Header.Set(header, value)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		k.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

func (k *keyTest) want(header, value string, want int) {
	k.t.Helper()
	if got := k.status(header, value); got != want {
		k.t.Errorf("status %d, want %d:\n%s", got, want, k.logged())
	}
}

// says waits until the log has the text at least that many times.
func (k *keyTest) says(times int, text string) {
	k.t.Helper()
	eventually(k.t, func() bool { return strings.Count(k.logged(), text) >= times })
}

func (k *keyTest) hangUp() {
	k.t.Helper()
	if err := k.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		k.t.Fatal(err)
	}
}

const (
	replaced = "keys were read again: from now on these are used"
	refused  = "keys were read again and can't be used: those before stay"
	same     = "keys were read again, and are the same"
)

func newKeyTest(t *testing.T) *keyTest {
	return &keyTest{t: t, redis: redistest.Start(t).URL(), dir: t.TempDir()}
}

func testSecret(name string) string { return strings.Repeat("not-a-secret-"+name, 3) }

func TestHangUpWithoutAFile(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	k.served = serve(t)
	k.hangUp()
	k.says(1, same)
	k.hangUp()
	k.says(2, same)
	k.want("X-Api-Key", "x", http.StatusUnauthorized)
	if err := k.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := k.cmd.Wait(); err != nil {
		t.Errorf("it does not drain: %v", err)
	}
}

// A replaced secret is used from then on, and bearer tokens of the old one are refused although they were cached.
// An unusable secret changes nothing.
func TestSecretIsReplaced(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	k.write("secret", testSecret("a"))
	k.serve("--jwt-hs256-secret-file=" + filepath.Join(k.dir, "secret"))
	k.says(1, `"msg":"key for bearers","place":"HS256 secret","kid":"","algorithm":"HS256","used":true`)
	a, b := k.bearer(testSecret("a")), k.bearer(testSecret("b"))
	k.want("Authorization", a, 200)
	k.want("Authorization", a, 200)
	k.want("Authorization", b, 401)

	k.write("secret", testSecret("b")+"\n")
	k.says(1, replaced)
	k.want("Authorization", a, 401)
	k.want("Authorization", b, 200)
	k.says(2, `"msg":"key for bearers"`)

	k.write("secret", "short")
	k.says(1, refused)
	k.says(1, "the HS256 secret is shorter than 32 bytes")
	k.want("Authorization", b, 200)
	k.hangUp() // logs it again
	k.says(2, refused)
	if err := os.Remove(filepath.Join(k.dir, "secret")); err != nil {
		t.Fatal(err)
	}
	k.says(3, refused)
	k.says(1, "no such file")
	k.want("Authorization", b, 200)
	k.write("secret", testSecret("b"))
	k.says(1, same)

	k.write("secret", testSecret("a"))
	k.hangUp()
	k.says(2, replaced)
	k.want("Authorization", a, 200)
	k.want("Authorization", b, 401)
	if strings.Contains(k.logged(), "not-a-secret") {
		t.Error("the log shows a secret")
	}
}

// Peppers can be replaced as Kubernetes does: by changing a link to a folder, not the file.
func TestPeppersAreReplaced(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	one, two := "v1:"+testSecret("1"), "v2:"+testSecret("2")
	for folder, text := range map[string]string{"..1": one, "..2": two + "\n" + one, "..3": two, "..4": one + "," + two} {
		if err := os.Mkdir(filepath.Join(k.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		k.write(filepath.Join(folder, "peppers"), text)
	}
	point := func(to string) {
		t.Helper()
		link := filepath.Join(k.dir, "..new")
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(link, filepath.Join(k.dir, "..data")); err != nil {
			t.Fatal(err)
		}
	}
	point("..1")
	if err := os.Symlink(filepath.Join("..data", "peppers"), filepath.Join(k.dir, "peppers")); err != nil {
		t.Fatal(err)
	}
	k.serve("--apikey-pepper-file=" + filepath.Join(k.dir, "peppers"))
	k.says(1, `"msg":"peppers for API keys","versions":["v1"]`)
	key := k.run([]string{apiKeyPepper + "=" + one}, "", "apikey", "create", "--user=alice", "--account=Acme")
	k.want("X-Api-Key", key, 200)
	point("..2")
	k.says(1, `"msg":"peppers for API keys","versions":["v2","v1"]`)
	k.want("X-Api-Key", key, 200)
	point("..4")
	k.says(1, "separate peppers by a space or a line end")
	k.want("X-Api-Key", key, 200)
	point("..3")
	k.says(1, `"msg":"peppers for API keys","versions":["v2"]`)
	k.want("X-Api-Key", key, 401)
}

// A public key that was removed from the file no longer verifies tokens. A byte order mark and CRLF line ends make
// no difference.
func TestPublicKeysAreReplaced(t *testing.T) {
	t.Parallel()
	k := newKeyTest(t)
	pair := func() (string, ed25519.PrivateKey) {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		der, err := x509.MarshalPKIXPublicKey(public)
		if err != nil {
			t.Fatal(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), private
	}
	onePublic, one := pair()
	twoPublic, two := pair()
	sign := func(key ed25519.PrivateKey) string {
		expiry := time.Now().Add(time.Hour).Unix()
		token, err := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{"sub": "alice", "exp": expiry, "jti": rand.Text()}).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		k.run(nil, strings.NewReplacer("TOKEN", token).Replace(`{"session":{"account_id":"a1","user_id":"alice","account":"Acme","role":"admin",`+
			`"ip":"192.0.2.1","agent":"curl","refresh_token":"","is_suspended":false,"token":"TOKEN","expiry":4102444800,"platform":"Linux","location":"Berlin"}}`), "import", "-")
		return "Bearer " + token
	}
	k.write("keys.pem", byteOrderMark+strings.ReplaceAll(onePublic+twoPublic, "\n", "\r\n"))
	k.serve("--jwt-public-key-file=" + filepath.Join(k.dir, "keys.pem"))
	k.says(1, `"msg":"key for bearers","place":"PEM block 2","kid":"","algorithm":"EdDSA","used":true`)
	a, b := sign(one), sign(two)
	k.want("Authorization", a, 200)
	k.want("Authorization", b, 200)
	k.write("keys.pem", twoPublic)
	k.says(1, replaced)
	k.want("Authorization", a, 401)
	k.want("Authorization", b, 200)
	k.write("keys.pem", twoPublic[:60])
	k.says(1, refused)
	k.want("Authorization", b, 200)
}

// A secret is the same, whether it comes from a file or the environment.
func TestSecretAsPeopleKeepIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "secret")
	p := &program{env: os.Getenv}
	s := &secretSettings{}
	secret := testSecret("x")
	for _, text := range []string{secret, secret + "\n", secret + "\r\n", byteOrderMark + secret, byteOrderMark + secret + "\r\n"} {
		t.Setenv(hs256Secret, text)
		settleEnvironment()
		if got, err := s.secret(p); err != nil || string(got) != secret {
			t.Errorf("%q in the environment: %q, %v", text, got, err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := readKeyFile(file, "file"); err != nil || string(got) != secret {
			t.Errorf("%q in a file: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"": "empty", "\n": "empty", byteOrderMark + "\r\n": "empty", "\xff\xfes\x00e\x00c\x00": "UTF-16", "\xfe\xff\x00s\x00e": "UTF-16"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := readKeyFile(file, "file"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q in a file: %q, %v", text, got, err)
		}
	}
}

// Characters that may belong to a secret, but most likely do not, cause a warning.
func TestWarnings(t *testing.T) {
	const around = "it begins or ends with blanks or quotes"
	const other = "a bearer that the same key signed for another service is accepted: set --jwt-issuer and --jwt-audience"
	both := []string{"--jwt-issuer=i", "--jwt-audience=a"}
	for name, c := range map[string]struct {
		env, args    []string
		want, absent string
	}{
		"nothing odd":         {[]string{hs256Secret + "=" + testSecret("x")}, both, `"key for bearers"`, `"setting"`},
		"quotes":              {[]string{hs256Secret + `="` + testSecret("x") + `"`}, both, around + `, which count as part of it","setting":"the HS256 secret"`, ""},
		"blank":               {[]string{hs256Secret + "=" + testSecret("x") + " "}, both, `"setting":"the HS256 secret"`, ""},
		"two line ends":       {[]string{hs256Secret + "=" + testSecret("x") + "\n\n"}, both, `"setting":"the HS256 secret"`, ""},
		"issuer":              {[]string{"SESSION_TOKENS_JWT_ISSUER='i'"}, []string{"--jwt-audience=a"}, `"setting":"--jwt-issuer"`, other},
		"pepper":              {[]string{apiKeyPepper + `=v1:"` + testSecret("x") + `"`}, both, `"setting":"pepper 1"`, ""},
		"REDIS_URL in quiet":  {[]string{"REDIS_URL= redis://127.0.0.1:1\n"}, both, `"listening"`, "NO REDIS"},
		"no issuer":           {nil, []string{"--jwt-audience=a"}, other, ""},
		"no audience":         {nil, []string{"--jwt-issuer=i"}, other, ""},
		"issuer and audience": {nil, both, `"listening"`, other},
		"demo":                {nil, []string{"--demo", "--control-listen=127.0.0.1:0"}, `"listening"`, other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveEnv(t, append([]string{"REDIS_URL="}, c.env...), append([]string{"--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"}, c.args...)...)
			if log := s.logged(); !strings.Contains(log, c.want) || c.absent != "" && strings.Contains(log, c.absent) || strings.Contains(log, "not-a-secret") {
				t.Errorf("want %q and not %q:\n%s", c.want, c.absent, log)
			}
		})
	}
}
