package jwks

import (
	"encoding/json"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func (s *service) restore() { s.Restore(s.use) }

// decoded returns the content of a file.
func decoded(t *testing.T, content []byte) (kept cached) {
	t.Helper()
	if err := json.Unmarshal(content, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

func inDir(t *testing.T, name string) string { return filepath.Join(t.TempDir(), name) }

// Fetched keys are available at the next start, when the issuer may be down.
func TestCacheFile(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	file := inDir(t, "jwks")
	keep := func(c *Config) { c.CacheFile = file }
	s := newService(t, i.URL, keep)
	s.restore() // there is no file yet, which needs no warning
	if s.logged() != "" || s.Missing() == "" {
		t.Errorf("without a file: %q, %s", s.Missing(), s.logged())
	}
	if !s.refresh(t.Context()) {
		t.Fatal(s.logged())
	}
	i.Close()

	s = newService(t, i.URL, keep)
	s.now = start.Add(time.Hour)
	s.restore()
	s.want(bearer("a", "a"), "")
	if s.Missing() != "" || !s.Stats().Good.Equal(start) {
		t.Errorf("%s; the set is of %v", s.Missing(), s.Stats().Good)
	}
	if s.refresh(t.Context()) {
		t.Fatal("a closed server answers")
	}
	s.want(bearer("a", "a"), "")
	if !strings.Contains(s.logged(), "those before stay") {
		t.Error(s.logged())
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	files, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(files) != 1 {
		t.Errorf("beside it there are %v, %v", files, err)
	}
}

// The file is written at each good fetch, and only then.
func TestCacheFileIsWritten(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	file := inDir(t, "jwks")
	s := newService(t, i.URL, func(c *Config) { c.CacheFile = file })
	kept := func() cached {
		t.Helper()
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return decoded(t, content)
	}
	for _, c := range []struct{ answer, want string }{
		{set("a"), set("a")}, {set("b"), set("b")}, {"garbage", set("b")}, {`{"keys":[]}`, set("b")}, {"\n" + set("b"), set("b")},
	} {
		s.now = s.now.Add(time.Minute)
		i.answers(text(c.answer))
		good := s.refresh(t.Context())
		if k := kept(); string(k.Set) != c.want || k.URL != i.URL || good != k.Fetched.Equal(s.now) {
			t.Errorf("after %q it holds %q of %v", c.answer, k.Set, k.Fetched)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.refresh(t.Context())
	i.answers(text(set("b")))
	s.refresh(t.Context())
	kept()
}

// An unusable file is ignored, with a reason in the log.
func TestBadCacheFile(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	file := inDir(t, "jwks")
	s := newService(t, i.URL, func(c *Config) { c.CacheFile = file })
	if !s.refresh(t.Context()) {
		t.Fatal(s.logged())
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ content, want string }{
		"empty":             {"", "not a file that this service wrote"},
		"garbage":           {"hidden-content", "not a file that this service wrote"},
		"half":              {string(good[:len(good)/2]), "not a file that this service wrote"},
		"more":              {string(good) + "x", "not a file that this service wrote"},
		"a set":             {set("a"), "not a file that this service wrote"},
		"huge":              {string(good) + strings.Repeat(" ", 1<<20) + "hidden-content", "not a file that this service wrote"},
		"another address":   {strings.Replace(string(good), i.URL, "https://hidden.example", 1), "those of another address"},
		"of an empty set":   {`{"url":"` + i.URL + `","fetched":"2026-01-02T03:04:05Z","set":"e30="}`, "has no key"},
		"of what is no set": {`{"url":"` + i.URL + `","fetched":"2026-01-02T03:04:05Z","set":"AAAA"}`, "not valid JSON"},
		"of no set":         {`{"url":"` + i.URL + `","fetched":"2026-01-02T03:04:05Z"}`, "not a file that this service wrote"},
	} {
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		s := newService(t, i.URL, func(c *Config) { c.CacheFile = file })
		s.restore()
		if log := s.logged(); s.Missing() == "" || !strings.Contains(log, c.want) || strings.Contains(log, "hidden") {
			t.Errorf("%s: missing %q:\n%s", name, s.Missing(), log)
		}
		if !s.refresh(t.Context()) || s.Missing() != "" {
			t.Errorf("%s: %s", name, s.logged())
		}
		s.want(bearer("a", "a"), "")
	}
}

// A file that can't be written is logged, and is no reason not to serve.
func TestCacheFileThatCantBeWritten(t *testing.T) {
	i := newIssuer(t, text(set("a")))
	dir := t.TempDir()
	for _, file := range []string{filepath.Join(dir, "none", "jwks"), dir} {
		s := newService(t, i.URL, func(c *Config) { c.CacheFile = file })
		s.restore()
		if !s.refresh(t.Context()) {
			t.Error(s.logged())
		}
		s.want(bearer("a", "a"), "")
		if !strings.Contains(s.logged(), "can't be kept in --jwt-jwks-cache-file") {
			t.Errorf("%s:\n%s", file, s.logged())
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// The issuer's certificate is from a private authority, whose own is in a file that may be replaced.
func TestPrivateAuthority(t *testing.T) {
	server := httptest.NewTLSServer(text(set("a")))
	t.Cleanup(server.Close)
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	file := inDir(t, "ca.pem")
	s := newService(t, server.URL, func(c *Config) { c.CAFile = file })
	for _, c := range []struct {
		content, why string
		want         Outcome
	}{
		{"", "no such file", TLS},
		{"garbage", "", TLS},
		{certificate, "", OK},
		{certificate, "", Unchanged},
		{"garbage again", "no certificate in PEM", TLS},
		{certificate, "", Unchanged},
	} {
		if c.content != "" {
			if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.refresh(t.Context())
		if got := s.Stats().Last; got != c.want || !strings.Contains(s.logged(), c.why) {
			t.Errorf("%.15q: %s, want %s:\n%s", c.content, got, c.want, s.logged())
		}
	}
	s.want(bearer("a", "a"), "")

	s = newService(t, server.URL, nil) // its certificate is not trusted by the system
	s.refresh(t.Context())
	if got := s.Stats().Last; got != TLS || s.Missing() == "" {
		t.Errorf("%s:\n%s", got, s.logged())
	}
	plain := newIssuer(t, text(set("a")))
	s = newService(t, strings.Replace(plain.URL, "http://", "https://", 1), nil)
	s.refresh(t.Context())
	if got := s.Stats().Last; got != TLS || plain.count() > 0 {
		t.Errorf("a server without TLS: %s", got)
	}
}

// No connection stays open until the next fetch, when it could be dead.
func TestNoConnectionIsKept(t *testing.T) {
	closed := make(chan struct{}, 1)
	server := httptest.NewUnstartedServer(text(set("a")))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			closed <- struct{}{}
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	newService(t, server.URL, nil).refresh(t.Context())
	select {
	case <-closed:
	case <-time.After(20 * time.Second):
		t.Error("it is still open")
	}
}
