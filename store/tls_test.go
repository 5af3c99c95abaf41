package store_test

import (
	"errors"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// After Redis was restarted no command fails on a connection from before.
func TestTLSReconnects(t *testing.T) {
	port := freePort(t)
	address := "127.0.0.1:" + port
	cert, key := redistest.Certificate(t)
	server := redistest.Start(t, "--tls-port", port, "--tls-cert-file", cert, "--tls-key-file", key,
		"--tls-ca-cert-file", cert, "--tls-auth-clients", "no")
	s := open(t, "rediss://"+address+"?skip_verify=true") // the certificate is nobody's
	// Why a connection can't be trusted is told.
	err := open(t, "rediss://"+address).Ready(t.Context())
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("with a certificate that nobody signed: %v", err)
	}
	ask := func() {
		t.Helper()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				err := s.List(t.Context(), "u", new(store.Lists))
				for tries := 0; store.CauseOf(err) == "timeout" && tries < 10; tries++ {
					err = s.List(t.Context(), "u", new(store.Lists)) // the machine is too busy for a handshake
				}
				if err != nil {
					t.Error(err)
				}
				// A writer repeats nothing, so here a dead connection would show at once.
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

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
