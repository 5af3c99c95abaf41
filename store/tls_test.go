package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// After Redis was restarted no command fails on a connection from before.
func TestTLSReconnects(t *testing.T) {
	server, url, ca := redistest.StartTLS(t)
	s := openWith(t, url, store.Security{CA: ca})
	// Why a connection can't be trusted is told.
	err := open(t, url).Ready(t.Context())
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
