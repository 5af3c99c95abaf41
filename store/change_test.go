package store_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
)

// waiting opens a store whose changes wait for replicas.
func waiting(t *testing.T, url string, replicas int) *store.Redis {
	t.Helper()
	cfg := config()
	cfg.WaitReplicas, cfg.WaitTimeout = replicas, 300*time.Millisecond
	s, err := store.Open(url, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// changes returns all operations that change something that must not be lost, and stores what they change. When
// something was last used may be lost.
func changes(t *testing.T, s *store.Redis) map[string]func(context.Context) error {
	t.Helper()
	all := operations(s)
	for _, reading := range []string{"ready", "list", "API key", "API keys", "user's keys", "API key made", "events", "mark API key"} {
		delete(all, reading)
	}
	return all
}

// A change that is not on as many replicas as it should be is reported as such, and has been made.
func TestWaitForReplicas(t *testing.T) {
	for kind, start := range map[string]func(testing.TB, ...string) *redistest.Topology{
		"Sentinel": redistest.StartSentinels, "Cluster": redistest.StartCluster,
	} {
		t.Run(kind, func(t *testing.T) {
			top := start(t)
			owner, one, three := open(t, top.URL), waiting(t, top.URL, 1), waiting(t, top.URL, 3)
			for name := range changes(t, owner) {
				fill(t, owner)
				if err := changes(t, one)[name](t.Context()); err != nil {
					t.Errorf("%s, with as many replicas: %v", name, err)
				}
				fill(t, owner)
				err := changes(t, three)[name](t.Context())
				var short *store.ReplicasError
				if !errors.As(err, &short) || short.Want != 3 || short.Have < 1 || short.Have > 2 || errors.Is(err, store.ErrUnavailable) {
					t.Errorf("%s, with too few replicas: %v", name, err)
				}
			}
			fill(t, owner)
			if n, err := three.Revoke(t.Context(), "u", store.Fingerprint("a")); len(n) != 1 || !errors.Is(err, store.ErrReplicas) {
				t.Errorf("%v ended, %v", n, err)
			}
			var lists store.Lists
			if err := owner.List(t.Context(), "u", &lists); err != nil || len(lists.Sessions) != 1 {
				t.Errorf("it was not done: %q, %v", lists.Sessions, err)
			}
			// A replica that does not answer acknowledges nothing.
			for _, s := range top.Servers[1:] {
				if kind == "Sentinel" || s != top.Servers[1] && s != top.Servers[2] {
					s.Freeze()
					t.Cleanup(s.Thaw)
				}
			}
			_, err := one.Put(t.Context(), store.Session, "u", []byte(record))
			if !errors.Is(err, store.ErrReplicas) || !strings.Contains(err.Error(), "done here, not yet on 1 replicas: on 0") {
				t.Errorf("with frozen replicas: %v", err)
			}
		})
	}
}

// No kind of client retries a change whose reply was lost: it might bring back what was ended meanwhile.
func TestNoChangeIsRepeated(t *testing.T) {
	whole := redistest.StartNode(t)
	for kind, server := range map[string]*redistest.Server{"redis": redistest.Start(t), "redis-cluster": whole} {
		t.Run(kind, func(t *testing.T) {
			proxy := redistest.StartProxy(t, server.Addr)
			if kind == "redis-cluster" { // a node announces its own address
				host, port, _ := net.SplitHostPort(proxy.Addr)
				do(t, server.Addr, "CONFIG SET cluster-announce-ip "+host, "CONFIG SET cluster-announce-port "+port)
			}
			s := open(t, kind+"://"+proxy.Addr)
			plain := redistest.Client(t, server.URL())
			put := func() error {
				_, err := s.Put(t.Context(), store.Session, "u", []byte(record))
				return err
			}
			// The pool needs several connections: the mover of events may hold one when the change that is to be lost begins.
			proxy.Delay(30 * time.Millisecond)
			var several sync.WaitGroup
			for range 3 {
				several.Go(func() {
					if err := put(); err != nil {
						t.Error(err)
					}
				})
			}
			several.Wait()
			before := calls(t, plain, "zadd")
			proxy.Delay(time.Minute)
			lost := make(chan error, 1)
			go func() { lost <- put() }()
			for len(lost) == 0 && calls(t, plain, "zadd") == before {
			}
			proxy.Delay(0)
			proxy.Cut()
			if err := <-lost; !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("got %v", err)
			}
			if n := calls(t, plain, "zadd") - before; n != 1 {
				t.Errorf("done %d times", n)
			}
		})
	}
}

// A slow node does not get its load several times.
func TestNoReadOfASlowNodeIsRepeated(t *testing.T) {
	whole := redistest.StartNode(t)
	s, plain := open(t, "redis-cluster://"+whole.Addr), redistest.Client(t, whole.URL())
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := calls(t, plain, "hgetall")
	whole.Freeze()
	if _, err := s.APIKey(t.Context(), "k"); store.CauseOf(err) != "timeout" {
		t.Errorf("got %v", err)
	}
	whole.Thaw()
	for calls(t, plain, "hgetall") == before {
	}
	if n := calls(t, plain, "hgetall") - before; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// calls returns how often a server has run a command, according to INFO.
func calls(t *testing.T, c redis.UniversalClient, command string) (n int) {
	t.Helper()
	_, stats, _ := strings.Cut(c.Info(t.Context(), "commandstats").Val(), "cmdstat_"+command+":calls=")
	_, _ = fmt.Sscan(strings.SplitN(stats, ",", 2)[0], &n)
	return n
}

// Passwords and certificates are read for each connection, so changing them needs no restart.
func TestFilesAreReadAgain(t *testing.T) {
	server, url, ca := redistest.StartTLS(t, "--requirepass", "first-password")
	password := filepath.Join(t.TempDir(), "password")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(password, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Open(url, store.Config{Now: time.Now, Security: store.Security{Password: password}}); err == nil {
		t.Error("a file that is missing is no error at the start")
	}
	write("first-password\n")
	s := openWith(t, url, store.Security{CA: ca, Password: password})
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	plain := redistest.Client(t, "redis://:first-password@"+server.Addr)
	plain.ConfigSet(t.Context(), "requirepass", "second-password")
	kill := func() {
		t.Helper()
		if err := plain.Do(t.Context(), "client", "kill", "type", "normal").Err(); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	if err := s.Ready(t.Context()); store.CauseOf(err) != "password" {
		t.Errorf("with the password of before: %v", err)
	}
	write("second-password\r\n")
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	write("")
	kill()
	err := s.Ready(t.Context())
	if store.CauseOf(err) != "file" || !strings.Contains(err.Error(), "empty") {
		t.Errorf("with an empty file: %v", err)
	}
	write("second-password")
	other, _ := redistest.Certificate(t)
	good, goodErr := os.ReadFile(ca)
	bad, badErr := os.ReadFile(other)
	if err := errors.Join(goodErr, badErr, os.WriteFile(ca, bad, 0o600)); err != nil {
		t.Fatal(err)
	}
	kill()
	if err := s.Ready(t.Context()); store.CauseOf(err) != "tls" {
		t.Errorf("with another authority: %v", err)
	}
	if err := os.WriteFile(ca, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("with the authority again: %v", err)
	}
}

// Settings that can't be used together are refused at the start, all at once, and no password is shown.
func TestSecurityProblems(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cert, key := redistest.Certificate(t)
	otherCert, _ := redistest.Certificate(t)
	for name, c := range map[string]struct {
		url      string
		security store.Security
		want     []string
	}{
		"without TLS":           {"redis://h", store.Security{CA: cert}, []string{"--redis-ca-file", "rediss://"}},
		"half a pair":           {"rediss://h", store.Security{Cert: cert}, []string{"--redis-cert-file and --redis-key-file"}},
		"not a pair":            {"rediss://h", store.Security{Cert: otherCert, Key: key}, []string{"private key does not match"}},
		"not a certificate":     {"rediss://h", store.Security{CA: key}, []string{"holds no certificate"}},
		"two passwords":         {"redis://:hidden@h", store.Security{Password: cert}, []string{"--redis-password-file"}},
		"an empty password":     {"redis://h", store.Security{Password: empty}, []string{"is empty"}},
		"Sentinels of one":      {"redis://h", store.Security{SentinelUser: "x"}, []string{"--redis-sentinel-user"}},
		"more than one problem": {"redis-sentinel://:hidden@h/m", store.Security{CA: cert, Password: empty, SentinelPassword: empty}, []string{"--redis-ca-file", "--redis-password-file", "is empty"}},
	} {
		_, err := store.Open(c.url, store.Config{Now: func() time.Time { return storetest.Start }, Security: c.security})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hidden") {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
		}
	}
}
