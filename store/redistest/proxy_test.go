package redistest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

func TestProxy(t *testing.T) {
	server := redistest.Start(t)
	p := redistest.StartProxy(t, server.Addr)
	c := redis.NewClient(&redis.Options{Addr: p.Addr, MaxRetries: -1, PoolSize: 1, ContextTimeoutEnabled: true})
	defer c.Close()
	ping := func() (time.Duration, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := c.Ping(ctx).Err()
		return time.Since(began), err
	}
	works := func() {
		t.Helper()
		if _, err := ping(); err != nil {
			t.Fatal(err)
		}
	}
	works()
	p.Silence()
	_, err := ping()
	var network net.Error
	if !errors.As(err, &network) || !network.Timeout() {
		t.Errorf("silenced: %v, want a time-out", err)
	}
	works() // on a new connection
	if p.Accepted() != 2 {
		t.Errorf("%d connections, want 2", p.Accepted())
	}
	p.Cut()
	works()
	p.Forget()
	if _, err := ping(); !errors.Is(err, io.EOF) {
		t.Errorf("forgotten: %v, want %v", err, io.EOF)
	}
	works()
	p.Delay(50 * time.Millisecond)
	if took, err := ping(); err != nil || took < 50*time.Millisecond {
		t.Errorf("delayed: %v after %v", err, took)
	}
	p.Delay(0)
	works()
}
