package handlers_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// eventually waits for something that another goroutine does.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	overdue := time.After(10 * time.Second)
	for tick := time.Tick(5 * time.Millisecond); !is(); {
		select {
		case <-tick:
		case <-overdue:
			t.Fatalf("it never happened: %s", what)
		}
	}
}

// watched serves, and checks Redis a hundred times a second.
func watched(t *testing.T, url string) *service {
	t.Helper()
	s := newService(t, url, func(cfg *handlers.Config) { cfg.Watch = 10 * time.Millisecond })
	ctx, cancel := context.WithCancel(t.Context())
	var listeners [2]net.Listener
	for i := range listeners {
		listeners[i] = must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	}
	served := make(chan error)
	go func() { served <- s.server.Serve(ctx, listeners[0], listeners[1], 0) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *service) logs(t *testing.T, text string) {
	t.Helper()
	eventually(t, "a log line with "+text, func() bool { return strings.Contains(s.logged(), text) })
}

func (s *service) measures(t *testing.T, line string) {
	t.Helper()
	eventually(t, line, func() bool { return strings.Contains(s.ask(t, "/metrics", 200), "\n"+line+"\n") })
}

// Problems of Redis are in the log and in the metrics at the start and at each change, before a request arrives.
func TestWatch(t *testing.T) {
	server := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	s := watched(t, server.URL())
	s.logs(t, `"msg":"Redis can be used","version":"`)
	s.logs(t, `"role":"master","replicas":0,"maxmemory_policy":"allkeys-lru","appendonly":"no"`)
	s.logs(t, "set its maxmemory-policy to noeviction")
	s.logs(t, "set its appendonly to yes")
	s.logs(t, "the Redis database is empty")
	s.measures(t, "session_tokens_redis_up 1")
	s.measures(t, "session_tokens_redis_keys 0")
	s.signIn(t)
	s.measures(t, "session_tokens_redis_keys 1")
	if n := strings.Count(s.logged(), "database is empty"); n != 1 {
		t.Errorf("it says %d times that the database is empty", n)
	}
	s.plain.FlushAll(t.Context())
	eventually(t, "a second warning", func() bool { return strings.Count(s.logged(), "database is empty") == 2 })

	server.Kill()
	s.logs(t, `"cause":"refused","why":"nothing listens at Redis' address: check --redis-url, and that Redis runs"`)
	s.measures(t, "session_tokens_redis_up 0")
	s.wait(5 * time.Second)
	server.Restart()
	s.logs(t, `"msg":"Redis can be used","after":"5s"`)
	s.measures(t, "session_tokens_redis_up 1")
	if n := strings.Count(s.logged(), `"cause":"refused"`); n != 1 {
		t.Errorf("it says %d times that nothing listens", n)
	}
}

// What the ACL denies is omitted, and the log says so.
func TestWatchThatMayNotAsk(t *testing.T) {
	server := redistest.Start(t)
	c := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer c.Close()
	if err := c.Do(t.Context(), "ACL", "SETUSER", "api", "on", ">password", "~*", "-@all", "+hello", "+zrange", "+hgetall").Err(); err != nil {
		t.Fatal(err)
	}
	s := watched(t, strings.Replace(server.URL(), "redis://", "redis://api:password@", 1))
	s.logs(t, "its user may not ask; +info lets it")
	s.measures(t, "session_tokens_redis_up 1")
	s.measures(t, "session_tokens_redis_keys -1")
	c.Do(t.Context(), "ACL", "SETUSER", "api", "-zrange")
	s.logs(t, `"cause":"permission"`)
	if text := s.ask(t, "/readyz", 503); !strings.Contains(text, "compare the user's rules with the ACL lines in docs/records.md") {
		t.Errorf("/readyz says %s", text)
	}
}

// If Redis holds other users' records, everybody is refused, and the operator is told.
func TestEveryBearerIsRefused(t *testing.T) {
	s := watched(t, redistest.Start(t).URL())
	for range 10 {
		s.get(t, "Authorization", "Bearer "+s.bearer(t, nil)).want(t, 401, invalidToken)
	}
	s.logs(t, "every bearer is refused")
	s.measures(t, "session_tokens_all_bearers_refused 1")
	s.get(t, "Authorization", "Bearer "+s.signIn(t)).want(t, 200, "")
	s.logs(t, "bearers are accepted again")
	s.measures(t, "session_tokens_all_bearers_refused 0")
}

func TestReadyzSaysWhyNot(t *testing.T) {
	locked := redistest.Start(t, "--requirepass", "another")
	s := newService(t, "redis://:hidden@"+locked.Addr, nil)
	if text := s.ask(t, "/readyz", 503); text != "Redis refuses the password: check the user and password in --redis-url\n" {
		t.Errorf("/readyz says %s", text)
	}
	a := s.get(t, "Authorization", "Bearer "+s.bearer(t, nil)).want(t, 503, "")
	if strings.Contains(string(a.body), "password") {
		t.Errorf("the client is told: %s", a.body)
	}
	s.logs(t, `"hint":"check the user and password in --redis-url"`)
	s.measures(t, `session_tokens_redis_errors_total{cause="password"} 1`)
	replica := newService(t, redistest.Start(t, "--replicaof", "127.0.0.1 1").URL(), nil)
	replica.get(t, "Authorization", "Bearer "+s.bearer(t, nil)).wantUnavailable(t) // not a 401
	if text := replica.ask(t, "/readyz", 503); !strings.Contains(text, "is a replica") {
		t.Errorf("/readyz says %s", text)
	}
}

// A user with far too many records, or with too long ones, gets an error that affects nobody else.
func TestListTooLarge(t *testing.T) {
	s := newService(t, redistest.Start(t).URL(), nil)
	token := s.signIn(t)
	for name, fill := range map[string]func(){
		"members": func() {
			for i := range 3000 {
				s.zadd(t, "refresh", fmt.Sprint("junk-", i), in(time.Hour))
			}
		},
		"bytes": func() { s.zadd(t, "refresh", strings.Repeat("x", 10<<20), in(time.Hour)) },
	} {
		fill()
		a := s.get(t, "Authorization", "Bearer "+token).want(t, 500, "")
		if !strings.Contains(string(a.body), "too many records") {
			t.Errorf("%s: %s", name, a.body)
		}
		s.plain.Del(t.Context(), "refresh:{"+user+"}")
		s.wait(time.Second) // the error is remembered for so long
		s.get(t, "Authorization", "Bearer "+token).want(t, 200, "")
	}
	s.logs(t, "1 sessions and 3000 refresh tokens, where a list has at the most 2000 of each")
	s.logs(t, fmt.Sprintf(`"user":"%x"`, sha256.Sum256([]byte(user)))[:20])
	s.logs(t, "session-tokens revoke USER --all")
	s.measures(t, `session_tokens_redis_errors_total{cause="list too large"} 2`)
}
