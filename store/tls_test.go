package store_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// After a restart of Redis no command fails on an old connection.
func TestTLSReconnects(t *testing.T) {
	server, url, ca := redistest.StartTLS(t)
	s := openWith(t, url, store.Security{CA: ca})
	// The error says why a connection can't be trusted.
	err := patiently(t, open(t, url).Ready)
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("with a certificate that nobody signed: %v", err)
	}
	ask := func() {
		t.Helper()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				err := patiently(t, func(ctx context.Context) error { return s.List(ctx, "u", new(store.Lists)) })
				if err != nil {
					t.Error(err)
				}
				// Changes are not retried, so a dead connection would show at once.
				if _, _, err := s.RevokeAll(t.Context(), "u"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	for range 3 {
		ask()
		server.Kill()
		server.Restart()
	}
	ask()
}

// patiently retries if the machine was too busy for a handshake.
func patiently(t *testing.T, ask func(context.Context) error) (err error) {
	t.Helper()
	for tries := 0; tries == 0 || tries < 10 && store.CauseOf(err) == "timeout"; tries++ {
		err = ask(t.Context())
	}
	return err
}

// Each kind of Redis, and its Sentinels, can be used with TLS, and may require a client certificate.
func TestTLSOfEachKind(t *testing.T) {
	cert, key := redistest.Certificate(t)
	secured := func(port string) []string {
		return []string{"tls-port", port, "tls-cert-file", cert, "tls-key-file", key, "tls-ca-cert-file", cert, "tls-auth-clients", "yes"}
	}
	other, _ := redistest.Certificate(t)
	_, url, _ := redistest.StartTLS(t, arguments(secured("0")[2:])...) // these replace its own
	_, master, _ := net.SplitHostPort(strings.TrimPrefix(url, "rediss://"))
	ports := freePorts(t, 2)
	redistest.StartNode(t, append(arguments(secured(ports[0])), "--tls-cluster", "yes", "--cluster-announce-ip", "127.0.0.1")...)
	settings := []string{"tls-replication yes", "sentinel monitor main 127.0.0.1 " + master + " 1"}
	for pair := range slices.Chunk(secured(ports[1]), 2) {
		settings = append(settings, strings.Join(pair, " "))
	}
	sentinel(t, settings...)
	for _, url := range []string{url, "rediss-cluster://127.0.0.1:" + ports[0], "rediss-sentinel://127.0.0.1:" + ports[1] + "/main"} {
		s := openWith(t, url, store.Security{CA: cert, Cert: cert, Key: key})
		if err := s.Ready(t.Context()); err != nil {
			t.Errorf("%s: ready: %v", url, err)
			continue
		}
		fill(t, s)
		if n, err := s.Revoke(t.Context(), "u", store.Fingerprint("a")); err != nil || len(n) != 1 {
			t.Errorf("%s: %v revoked, %v", url, n, err)
		}
		for name, wrong := range map[string]store.Security{"no certificate": {CA: cert}, "another authority": {CA: other, Cert: cert, Key: key}} {
			if err := patiently(t, openWith(t, url, wrong).Ready); store.CauseOf(err) != "tls" {
				t.Errorf("%s: with %s: %q, %v", url, name, store.CauseOf(err), err)
			}
		}
	}
}

// arguments returns settings in the form of redis-server's arguments.
func arguments(settings []string) (args []string) {
	for i, text := range settings {
		if i%2 == 0 {
			text = "--" + text
		}
		args = append(args, text)
	}
	return args
}

func freePorts(t *testing.T, n int) (ports []string) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		ports = append(ports, port)
	}
	return ports
}
