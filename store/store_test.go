package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
)

func TestInMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) string { return "redis://" + miniredis.RunT(t).Addr() })
}

func TestRealRedis(t *testing.T) {
	storetest.Run(t, func(t *testing.T) string { return redistest.Start(t).URL() })
}

func TestSentinel(t *testing.T) {
	storetest.RunOn(t, redistest.StartSentinels(t).URL)
}

func TestCluster(t *testing.T) {
	storetest.RunOn(t, redistest.StartCluster(t).URL)
}

func open(t testing.TB, url string) *store.Redis {
	t.Helper()
	return openWith(t, url, store.Security{})
}

func openWith(t testing.TB, url string, files store.Security) *store.Redis {
	t.Helper()
	cfg := config()
	cfg.Security = files
	s, err := store.Open(url, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func config() store.Config {
	return store.Config{
		Now:   func() time.Time { return storetest.Start },
		Check: func(store.Kind, []byte) error { return nil },
	}
}

const record = `{"token":"a","refresh_token":"r","user_id":"u","is_suspended":false,"expiry":4100000000}`

func TestOpenInMemory(t *testing.T) {
	s, err := store.OpenInMemory(config())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(t.Context(), store.Session, "u", []byte(record)); err != nil {
		t.Fatal(err)
	}
	var lists store.Lists
	if err := s.List(t.Context(), "u", &lists); err != nil || len(lists.Sessions) != 1 {
		t.Errorf("%q, %v, want one session", lists.Sessions, err)
	}
}

// BenchmarkList reads one user's list of 100 + 100 records of 600 and of 200 bytes from a real Redis.
func BenchmarkList(b *testing.B) {
	s := open(b, redistest.Start(b).URL())
	for i := range 100 {
		for kind, size := range map[store.Kind]int{store.Session: 500, store.Refresh: 100} {
			text := fmt.Sprintf(`{"user_id":"u","account":"a","token":"%0*d","expiry":%d}`, size, i, storetest.Start.Unix()+3600)
			if _, err := s.Put(b.Context(), kind, "u", []byte(text)); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportAllocs()
	var lists store.Lists
	for b.Loop() {
		if err := s.List(b.Context(), "u", &lists); err != nil || len(lists.Sessions)+len(lists.Refresh) != 200 {
			b.Fatal(err, len(lists.Sessions), len(lists.Refresh))
		}
	}
}

// operations returns each operation of a store, for tests that make them fail.
func operations(s *store.Redis) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"ready": s.Ready,
		"list":  func(ctx context.Context) error { return s.List(ctx, "u", new(store.Lists)) },
		"put": func(ctx context.Context) error {
			_, err := s.Put(ctx, store.Session, "u", []byte(record))
			return err
		},
		"put all": func(ctx context.Context) error {
			return s.PutAll(ctx, []store.Record{{}, {Kind: store.Session, UserID: "u", Text: []byte(record)}})[1].Err
		},
		"revoke": func(ctx context.Context) error { _, err := s.Revoke(ctx, "u", store.Fingerprint("a")); return err },
		"revoke others": func(ctx context.Context) error {
			_, err := s.RevokeOthers(ctx, "u", store.Fingerprint("a"))
			return err
		},
		"revoke all":   func(ctx context.Context) error { _, _, err := s.RevokeAll(ctx, "u"); return err },
		"suspend":      func(ctx context.Context) error { return s.Suspend(ctx, "u", store.Fingerprint("a")) },
		"resume":       func(ctx context.Context) error { return s.Resume(ctx, "u", store.Fingerprint("a")) },
		"suspend user": func(ctx context.Context) error { return s.SuspendUser(ctx, "u") },
		"resume user":  func(ctx context.Context) error { return s.ResumeUser(ctx, "u") },
		"put API key": func(ctx context.Context) error {
			return s.PutAPIKey(ctx, store.APIKey{ID: "k", UserID: "u", Expires: storetest.Start.Add(time.Hour)})
		},
		"events":         func(ctx context.Context) error { _, _, err := s.Events(ctx, "", 1); return err },
		"API key":        func(ctx context.Context) error { _, err := s.APIKey(ctx, "k"); return err },
		"API key made":   func(ctx context.Context) error { _, err := s.APIKeyMade(ctx, "k"); return err },
		"API keys":       func(ctx context.Context) error { _, err := s.APIKeys(ctx, ""); return err },
		"user's keys":    func(ctx context.Context) error { _, err := s.APIKeys(ctx, "u"); return err },
		"mark API key":   func(ctx context.Context) error { return s.MarkKeyUsed(ctx, "k", storetest.Start) },
		"revoke API key": func(ctx context.Context) error { return s.RevokeAPIKey(ctx, store.UserKey, "k") },
	}
}

// An unavailable store is never reported as "not found", and its errors contain no token and no password.
func TestUnavailable(t *testing.T) {
	refusing := redistest.Start(t)
	refusing.Kill()
	frozen := redistest.Start(t)
	frozen.Freeze()
	locked := redistest.Start(t, "--requirepass", "another")
	for state, url := range map[string]string{
		"refusing": refusing.URL(), "frozen": frozen.URL(), "locked": "redis://:hidden@" + locked.Addr,
	} {
		for name, operation := range operations(open(t, url)) {
			t.Run(state+"/"+name, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
				defer cancel()
				err := operation(ctx)
				if !errors.Is(err, store.ErrUnavailable) {
					t.Fatalf("got error %v, want ErrUnavailable", err)
				}
				for _, secret := range []string{"refresh_token", `"a"`, "hidden"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("the error shows %s: %v", secret, err)
					}
				}
			})
		}
	}
}

// Reading and ending records must not need memory.
func TestRevokeWhenRedisIsFull(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	limit := func(bytes string) {
		t.Helper()
		if err := plain.ConfigSet(t.Context(), "maxmemory", bytes).Err(); err != nil {
			t.Fatal(err)
		}
	}
	all := operations(s)
	for _, name := range []string{"list", "suspend", "resume", "suspend user", "resume user", "API key", "API keys", "revoke", "revoke others", "revoke all", "revoke API key"} {
		limit("0")
		fill(t, s)
		limit("1")
		if err := all[name](t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := all["put"](t.Context()); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("put: %v", err)
	}
}

// fill stores what each operation works on: two records of which one is addressed, and an API key.
func fill(t *testing.T, s *store.Redis) {
	t.Helper()
	for _, text := range []string{record, strings.ReplaceAll(strings.ReplaceAll(record, `"a"`, `"b"`), `"r"`, `"r2"`)} {
		if _, err := s.Put(t.Context(), store.Session, "u", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutAPIKey(t.Context(), store.APIKey{ID: "k", UserID: "u", Created: storetest.Start, Expires: storetest.Start.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
}

// go-redis quotes a peer that does not speak the protocol of Redis, including records.
func TestReplyThatCannotBeRead(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for b := make([]byte, 4096); ; {
					if _, err := c.Read(b); err != nil {
						return
					}
					_, _ = io.WriteString(c, "{\"token\":\"hidden\"}\r\n")
				}
			}()
		}
	}()
	for name, operation := range operations(open(t, "redis://"+l.Addr().String())) {
		err := operation(t.Context())
		if !errors.Is(err, store.ErrUnavailable) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReconnects(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	for range 3 {
		if err := s.List(t.Context(), "u", new(store.Lists)); err != nil {
			t.Fatalf("with Redis up: %v", err)
		}
		server.Kill()
		if err := s.List(t.Context(), "u", new(store.Lists)); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("with Redis down: %v", err)
		}
		server.Restart()
	}
}

func TestOpenHidesTheURL(t *testing.T) {
	for _, url := range []string{"http://user:hidden@host", "redis://user:hidden@host:port", "hidden", "redis://:hid\x7fden@x", "redis://:p@hidden#w@127.0.0.1:6379"} {
		if _, err := store.Open(url, config()); err == nil || strings.Contains(err.Error(), "hid") {
			t.Errorf("%q: %v", url, err)
		}
	}
}
