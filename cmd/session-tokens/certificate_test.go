package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// newPair returns a certificate for 127.0.0.1 and its key, both in PEM.
func newPair(t *testing.T, name string, from, life time.Duration) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(from), NotAfter: time.Now().Add(from + life),
		DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, certErr := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	keyDER, keyErr := x509.MarshalPKCS8PrivateKey(private)
	if err := errors.Join(certErr, keyErr); err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}

const (
	certReplaced = "the TLS certificate was read again: from now on this one is used"
	certRefused  = "the TLS certificate was read again and can't be used: the one before stays"
	certSame     = "the TLS certificate was read again, and is the same"
)

const day = 24 * time.Hour

// secureTest is a service whose certificate is read from files.
type secureTest struct{ keyTest }

func newSecureTest(t *testing.T) *secureTest {
	return &secureTest{keyTest{t: t, dir: t.TempDir()}}
}

func (s *secureTest) files() []string {
	return []string{"--tls-cert-file=" + filepath.Join(s.dir, "cert.pem"), "--tls-key-file=" + filepath.Join(s.dir, "key.pem")}
}

// shows sends a request over HTTP/2 and returns the name on the server's certificate.
func (s *secureTest) shows(trusted string) string {
	s.t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(trusted))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Get("https://" + s.public + "/accounts/session-tokens")
	if err != nil {
		s.t.Fatalf("%v\n%s", err, s.logged())
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized || answer.Proto != "HTTP/2.0" {
		s.t.Errorf("%s %s", answer.Proto, answer.Status)
	}
	return answer.TLS.PeerCertificates[0].DNSNames[0]
}

// A replaced certificate is served from then on. The old one stays while only one of the two files is replaced, or
// if the new one is invalid.
func TestCertificateIsReplaced(t *testing.T) {
	t.Parallel()
	s := newSecureTest(t)
	one, oneKey := newPair(t, "one.example", -day, 90*day)
	two, twoKey := newPair(t, "two.example", -day, 3*day)
	s.write("cert.pem", one)
	s.write("key.pem", oneKey)
	s.served = serve(t, s.files()...)
	s.says(1, `"names":["one.example","127.0.0.1"]`)
	want := func(trusted, name string) {
		t.Helper()
		if got := s.shows(trusted); got != name {
			t.Errorf("the certificate is %s, want %s", got, name)
		}
	}
	want(one, "one.example")
	s.write("key.pem", twoKey)
	s.says(1, certRefused)
	s.says(1, "private key does not match public key")
	want(one, "one.example")
	s.write("cert.pem", two)
	s.says(1, certReplaced)
	s.says(1, "the TLS certificate expires within 7 days")
	want(two, "two.example")
	s.hangUp()
	s.says(1, certSame)
	s.write("cert.pem", "none")
	s.says(2, certRefused)
	want(two, "two.example")
	s.write("cert.pem", one)
	s.write("key.pem", oneKey)
	s.says(2, certReplaced)
	want(one, "one.example")
	for _, key := range []string{oneKey, twoKey} {
		if secret := strings.Split(key, "\n")[2]; strings.Contains(s.logged(), secret) {
			t.Errorf("the log has a key:\n%s", s.logged())
		}
	}
}

// A certificate that clients will refuse causes a warning but is served: there is no better one.
func TestCertificateOfAnotherTime(t *testing.T) {
	for name, c := range map[string]struct {
		from, life time.Duration
		want       string
	}{
		"expired": {-2 * day, day, "the TLS certificate has expired: clients refuse it"},
		"soon":    {-day, 7 * day, "the TLS certificate expires within 7 days"},
		"not yet": {day, 90 * day, "the TLS certificate is not valid yet: clients refuse it"},
		"good":    {-day, 9 * day, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSecureTest(t)
			cert, key := newPair(t, "a.example", c.from, c.life)
			s.write("cert.pem", cert)
			s.write("key.pem", key)
			s.served = serve(t, append(s.files(), "--demo", "--control-listen=127.0.0.1:0")...)
			if log := s.logged(); !strings.Contains(log, c.want) || strings.Contains(log, `"level":"WARN","msg":"the TLS`) != (c.want != "") {
				t.Errorf("want %q:\n%s", c.want, log)
			}
			line := ""
			for !strings.Contains(line, "export PUBLIC=") {
				var err error
				if line, err = s.stdout.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.Contains(line, "PUBLIC=https://"+s.public) {
				t.Error(line)
			}
		})
	}
}

func TestCertificateThatCannotBeUsed(t *testing.T) {
	s := newSecureTest(t)
	cert, key := newPair(t, "a.example", -day, 90*day)
	_, other := newPair(t, "a.example", -day, 90*day)
	for name, text := range map[string]string{"cert.pem": cert, "key.pem": key, "other.pem": other, "empty.pem": ""} {
		s.write(name, text)
	}
	in := func(name string) string { return filepath.Join(s.dir, name) }
	for want, args := range map[string][]string{
		"belong together":                    {"--tls-cert-file=" + in("cert.pem")},
		"belong together: set":               {"--tls-key-file=" + in("key.pem")},
		"does not match public key":          {"--tls-cert-file=" + in("cert.pem"), "--tls-key-file=" + in("other.pem")},
		"may have been switched":             {"--tls-cert-file=" + in("key.pem"), "--tls-key-file=" + in("cert.pem")},
		"read --tls-key-file: open":          {"--tls-cert-file=" + in("cert.pem"), "--tls-key-file=" + in("none.pem")},
		"--tls-cert-file: the file is empty": {"--tls-cert-file=" + in("empty.pem"), "--tls-key-file=" + in("key.pem")},
		"--h2c is HTTP/2 without TLS":        append(s.files(), "--h2c"),
		"--h2c: bool value must be true":     nil,
	} {
		cmd := exec.CommandContext(t.Context(), "session-tokens", append(append([]string{"serve"}, serveArgs...), args...)...)
		cmd.Env = append(slices.Clone(cmd.Environ()), "REDIS_URL=", hs256Secret+"="+testSecret("x"))
		if args == nil {
			cmd.Env = append(cmd.Env, "SESSION_TOKENS_H2C=maybe")
		}
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) || strings.Contains(string(out), strings.Split(key, "\n")[1]) {
			t.Errorf("%v: %v, want %q:\n%s", args, err, want, out)
		}
	}
}
