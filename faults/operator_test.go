//go:build faults

package faults

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// wrongRedis lists servers that the service can't work with: a name, the cause in metrics, how to start it, and the
// status that clients get.
var wrongRedis = []struct {
	name, cause string
	url         func(t *testing.T) string
	status      int
}{
	{"nothing listens", "refused", func(t *testing.T) string { return "redis://" + free(t) }, 503},
	{"no such host", "no such host", func(*testing.T) string { return "redis://redis.invalid:6379" }, 503},
	{"wrong password", "password", func(t *testing.T) string {
		return "redis://:wrong@" + redistest.Start(t, "--requirepass", "right").Addr
	}, 503},
	{"no password where one is wanted", "password", func(t *testing.T) string {
		return redistest.Start(t, "--requirepass", "right").URL()
	}, 503},
	{"database 99 of 16", "database", func(t *testing.T) string { return redistest.Start(t).URL() + "/99" }, 503},
	{"a user who may not ZRANGE", "permission", func(t *testing.T) string { return userOf(t, "~*", "-@all", "+hello", "+hgetall") }, 500},
	{"a user without the keys", "permission", func(t *testing.T) string { return userOf(t, "~other:*", "+@all") }, 500},
	{"a Sentinel's port", "sentinel", sentinel, 503},
	{"a Cluster's node", "cluster", func(t *testing.T) string {
		return redistest.Start(t, "--cluster-enabled", "yes").URL()
	}, 503},
	{"a replica that has never synced", "replica", func(t *testing.T) string {
		host, port, _ := net.SplitHostPort(free(t))
		return redistest.Start(t, "--replicaof", host+" "+port).URL()
	}, 503},
	{"loading its data", "loading", loading, 503},
	{"a certificate of an unknown CA", "tls", tlsServer, 503},
}

// The reason why the service is not ready is reported by /readyz, the log and a metric, even before any client has
// sent a request.
func TestWrongRedis(t *testing.T) {
	for _, wrong := range wrongRedis {
		t.Run(wrong.name, func(t *testing.T) {
			s := serve(t, wrong.url(t))
			status, why := operator(t, s, "/readyz")
			if status != 503 || strings.TrimSpace(why) == "" {
				t.Errorf("/readyz: %d %q", status, why)
			}
			token := bearer(t, "u-1", 0)
			clients := ask(t, s, 2, 10*time.Millisecond, authorization, bearers(token))
			pass(t, time.Second)
			seen := clients.end()
			seen.only(t, wrong.status)
			within(t, "worst latency", seen.worst, answerLimit)
			if n := metric(t, s, `session_tokens_redis_errors_total{cause="`+wrong.cause+`"}`); n == 0 {
				_, text := operator(t, s, "/metrics")
				t.Errorf("no error of the cause %q is counted:\n%s", wrong.cause, lines(text, "redis_errors"))
			}
			if metric(t, s, "session_tokens_redis_up") != 0 {
				t.Error("session_tokens_redis_up is not 0")
			}
			log := s.end(t)
			if !strings.Contains(log, `"cause":"`+wrong.cause+`"`) {
				t.Errorf("the log does not name the cause %q:\n%s", wrong.cause, log)
			}
			report(t, "Redis is of no use: "+wrong.name, seen, "/readyz: %s", strings.TrimSpace(why))
		})
	}
}

func lines(text, with string) string {
	var found []string
	for line := range strings.Lines(text) {
		if strings.Contains(line, with) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "")
}

// free returns an address at which nothing listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// userOf starts a Redis and returns its URL with a user who has these permissions.
func userOf(t *testing.T, rights ...string) string {
	t.Helper()
	r := redistest.Start(t)
	args := []any{"ACL", "SETUSER", "service", "on", ">of-the-test"}
	for _, right := range rights {
		args = append(args, right)
	}
	if err := writer(t, r.URL()).Do(t.Context(), args...).Err(); err != nil {
		t.Fatal(err)
	}
	return "redis://service:of-the-test@" + r.Addr
}

// sentinel starts a Sentinel, which needs a writable configuration file.
func sentinel(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	address := free(t)
	_, port, _ := net.SplitHostPort(address)
	ctx, stop := context.WithCancel(context.Background())
	p := exec.CommandContext(ctx, redistest.Need(t, "redis-server"), file, "--sentinel", "--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir())
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = p.Wait() })
	c := writer(t, "redis://"+address)
	for c.Ping(t.Context()).Err() != nil && t.Context().Err() == nil {
		pass(t, 10*time.Millisecond)
	}
	return "redis://" + address
}

// loading returns a Redis that takes long to load its data, by redis-server's setting for a delay per key, in
// microseconds.
func loading(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	first := redistest.Start(t, "--dir", dir)
	c := writer(t, first.URL())
	if _, err := c.Pipelined(t.Context(), func(p redis.Pipeliner) error {
		for i := range 5000 {
			p.Set(t.Context(), fmt.Sprint("key-", i), strings.Repeat("x", 1000), 0)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	first.Kill()
	_, port, _ := net.SplitHostPort(first.Addr)
	ctx, stop := context.WithCancel(context.Background())
	p := exec.CommandContext(ctx, redistest.Need(t, "redis-server"), "--port", port, "--bind", "127.0.0.1", "--dir", dir,
		"--save", "", "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024")
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = p.Wait() })
	for t.Context().Err() == nil {
		if err := c.Ping(t.Context()).Err(); err != nil && strings.HasPrefix(err.Error(), "LOADING") {
			break
		}
		pass(t, 10*time.Millisecond)
	}
	return first.URL()
}

// tlsServer returns a Redis with a certificate that nobody trusts.
func tlsServer(t *testing.T) string {
	t.Helper()
	cert, key := redistest.Certificate(t)
	address := free(t)
	_, port, _ := net.SplitHostPort(address)
	redistest.Start(t, "--tls-port", port, "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert, "--tls-auth-clients", "no")
	return "rediss://" + address
}
