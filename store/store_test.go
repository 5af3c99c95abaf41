package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
)

func TestEmbeddedEngine(t *testing.T) {
	storetest.Run(t, func(t *testing.T) string { return "redis://" + miniredis.RunT(t).Addr() })
}

func TestRealRedis(t *testing.T) {
	storetest.Run(t, func(t *testing.T) string { return redistest.Start(t).URL() })
}

func open(t *testing.T, url string) *store.Redis {
	t.Helper()
	s, err := store.Open(url, config())
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

const record = `{"token":"a","refresh_token":"r","user_id":"u","is_suspended":false,"expiry":2000000000}`

func TestOpenEmbedded(t *testing.T) {
	s, err := store.OpenEmbedded(config())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(t.Context(), store.Session, "u", []byte(record)); err != nil {
		t.Fatal(err)
	}
	if lists, err := s.List(t.Context(), "u"); err != nil || len(lists.Sessions) != 1 {
		t.Errorf("%v, %v, want one session", lists, err)
	}
}

// Each operation of a store, for the tests that make them fail.
func operations(s *store.Redis) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"ping": s.Ping,
		"list": func(ctx context.Context) error { _, err := s.List(ctx, "u"); return err },
		"put": func(ctx context.Context) error {
			_, err := s.Put(ctx, store.Session, "u", []byte(record))
			return err
		},
		"revoke": func(ctx context.Context) error { _, err := s.Revoke(ctx, "u", store.Fingerprint("a")); return err },
		"revoke others": func(ctx context.Context) error {
			_, err := s.RevokeOthers(ctx, "u", store.Fingerprint("a"))
			return err
		},
		"revoke all": func(ctx context.Context) error { _, err := s.RevokeAll(ctx, "u"); return err },
		"suspend":    func(ctx context.Context) error { return s.Suspend(ctx, "u", store.Fingerprint("a")) },
		"resume":     func(ctx context.Context) error { return s.Resume(ctx, "u", store.Fingerprint("a")) },
		"put API key": func(ctx context.Context) error {
			return s.PutAPIKey(ctx, store.APIKey{ID: "k", UserID: "u", Expires: storetest.Start.Add(time.Hour)})
		},
		"API key":        func(ctx context.Context) error { _, err := s.APIKey(ctx, "k"); return err },
		"API keys":       func(ctx context.Context) error { _, err := s.APIKeys(ctx, ""); return err },
		"revoke API key": func(ctx context.Context) error { return s.RevokeAPIKey(ctx, "k") },
	}
}

// A store that gives no answer is never "not found", and its errors show no token and no password.
func TestUnavailable(t *testing.T) {
	refusing := redistest.Start(t)
	refusing.Kill()
	frozen := redistest.Start(t)
	frozen.Freeze()
	full := redistest.Start(t, "--maxmemory", "1")
	locked := redistest.Start(t, "--requirepass", "another")
	for state, url := range map[string]string{
		"refusing": refusing.URL(), "frozen": frozen.URL(), "locked": "redis://:hidden@" + locked.Addr, "full": full.URL(),
	} {
		for name, operation := range operations(open(t, url)) {
			t.Run(state+"/"+name, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
				defer cancel()
				err := operation(ctx)
				if state == "full" && !strings.HasPrefix(name, "put") {
					// Reading works, and so does removing: revocation must not need memory.
					if errors.Is(err, store.ErrUnavailable) {
						t.Errorf("got %v", err)
					}
					return
				}
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

func TestRevokeWhenRedisIsFull(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	if _, err := s.Put(t.Context(), store.Session, "u", []byte(record)); err != nil {
		t.Fatal(err)
	}
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	if err := plain.ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Suspend(t.Context(), "u", store.Fingerprint("a")); err != nil {
		t.Errorf("suspend: %v", err)
	}
	if n, err := s.Revoke(t.Context(), "u", store.Fingerprint("a")); err != nil || n != 1 {
		t.Errorf("revoke: %d, %v", n, err)
	}
}

func TestReconnects(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	for range 3 {
		if _, err := s.List(t.Context(), "u"); err != nil {
			t.Fatalf("with Redis up: %v", err)
		}
		server.Kill()
		if _, err := s.List(t.Context(), "u"); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("with Redis down: %v", err)
		}
		server.Restart()
	}
}

func TestOpenHidesTheURL(t *testing.T) {
	for _, url := range []string{"http://user:hidden@host", "redis://user:hidden@host:port", "hidden", "redis://:hid\x7fden@x"} {
		if _, err := store.Open(url, config()); err == nil || strings.Contains(err.Error(), "hid") {
			t.Errorf("%q: %v", url, err)
		}
	}
}

// The least that Redis must allow, as the README gives it.
func TestLeastPrivilege(t *testing.T) {
	server := redistest.Start(t)
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	acl := func(user, rules string) string {
		args := []any{"ACL", "SETUSER", user, "reset", "on", ">password-of-" + user}
		for _, rule := range strings.Fields(rules) {
			args = append(args, rule)
		}
		if err := plain.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
		return "redis://" + user + ":password-of-" + user + "@" + server.Addr
	}
	reader := open(t, acl("service", "resetchannels %R~session:* %R~refresh:* %R~apikey:* -@all +hello +ping +zrange +hgetall"))
	writer := open(t, acl("operator", "resetchannels %RW~session:* %RW~refresh:* %RW~apikey:* -@all +hello +ping +zrange +zcard +zadd +zrem +zremrangebyscore +hset +hgetall +del +persist +pexpireat +eval +evalsha +multi +exec"))
	for name, operation := range operations(writer) {
		if err := operation(t.Context()); err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("operator: %s: %v", name, err)
		}
	}
	for _, name := range []string{"ping", "list", "API key"} {
		if err := operations(reader)[name](t.Context()); err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("service: %s: %v", name, err)
		}
	}
	for _, name := range []string{"put", "revoke", "put API key", "revoke API key"} {
		if err := operations(reader)[name](t.Context()); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("service may %s: %v", name, err)
		}
	}
}
