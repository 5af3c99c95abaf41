package store_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// do runs commands on a server, one per line.
func do(t *testing.T, address string, commands ...string) {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: address})
	defer c.Close()
	for _, command := range commands {
		var args []any
		for _, word := range strings.Fields(command) {
			args = append(args, word)
		}
		if err := c.Do(t.Context(), args...).Err(); err != nil {
			t.Fatalf("%s: %v", command, err)
		}
	}
}

// Whatever is wrong with a Redis from its start is detected before a request arrives, and named.
func TestCauses(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "redis.sock")
	plain := redistest.Start(t, "--unixsocket", socket)
	do(t, plain.Addr, "ACL SETUSER nozrange on >password ~* +@all -zrange", "ACL SETUSER nohgetall on >password ~* +@all -hgetall",
		"ACL SETUSER nokeys on >password ~session:* ~refresh:* +@all", "ACL SETUSER nosession on >password ~refresh:* ~apikey:* +@all")
	locked := redistest.Start(t, "--requirepass", "another")
	_, secureURL, _ := redistest.StartTLS(t)
	secure := strings.TrimPrefix(secureURL, "rediss://")
	part := redistest.Start(t, "--cluster-enabled", "yes", "--cluster-require-full-coverage", "no")
	do(t, part.Addr, "CLUSTER ADDSLOTSRANGE 0 12000")
	inCluster := redis.NewClient(&redis.Options{Addr: part.Addr})
	defer inCluster.Close()
	for !strings.Contains(inCluster.ClusterInfo(t.Context()).Val(), "cluster_state:ok") {
	}
	whole := redistest.StartNode(t)
	full := redistest.Start(t)
	do(t, full.Addr, "CONFIG SET maxclients 1")
	frozen := redistest.Start(t)
	frozen.Freeze()
	dead := redistest.Start(t)
	dead.Kill()
	as := func(user string) string { return "redis://" + user + ":password@" + plain.Addr }

	for name, c := range map[string]struct {
		url   string
		cause store.Cause
	}{
		"as it should be":                       {plain.URL(), ""},
		"a unix socket":                         {"unix://" + socket, ""},
		"no listener":                           {dead.URL(), "refused"},
		"no socket":                             {"unix:///nowhere/redis.sock", "refused"},
		"no such host":                          {"redis://redis.invalid:6379", "no such host"},
		"stopped":                               {frozen.URL(), "timeout"},
		"wrong password":                        {"redis://:hidden@" + locked.Addr, "password"},
		"wrong user":                            {"redis://nobody:hidden@" + locked.Addr, "password"},
		"no password":                           {locked.URL(), "password"},
		"no password, and a number":             {locked.URL() + "/1", "password"},
		"a user where there are none":           {"redis://nobody:hidden@" + plain.Addr, "password"},
		"without zrange":                        {as("nozrange"), "permission"},
		"without hgetall":                       {as("nohgetall"), "permission"},
		"without the keys of API keys":          {as("nokeys"), "permission"},
		"without the keys of sessions":          {as("nosession"), "permission"},
		"database 99":                           {plain.URL() + "/99", "database"},
		"unknown CA":                            {secureURL, "tls"},
		"TLS asked of a plain Redis":            {"rediss://" + plain.Addr, "timeout"}, // it waits for the end of a line
		"TLS asked of another server":           {"rediss://" + talker(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "tls"},
		"a plain connection to TLS":             {"redis://" + secure, "closed"},
		"an HTTP server":                        {"redis://" + talker(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "protocol"},
		"a Sentinel":                            {"redis://" + sentinel(t), "sentinel"},
		"a Sentinel, and a number":              {"redis://" + sentinel(t) + "/1", "command"},
		"replica that has not synced":           {redistest.Start(t, "--replicaof", "127.0.0.1 1").URL(), "replica"},
		"replica that says it does not know":    {redistest.Start(t, "--replicaof", "127.0.0.1 1", "--replica-serve-stale-data", "no").URL(), "replica"},
		"node of a Cluster without any slot":    {redistest.Start(t, "--cluster-enabled", "yes").URL(), "cluster"},
		"node of a Cluster with most slots":     {part.URL(), "cluster"},
		"node of a Cluster, and a number":       {part.URL() + "/1", "cluster"},
		"node of a Cluster with all slots":      {whole.URL(), ""},
		"a plain Redis, taken for a node":       {"redis-cluster://" + plain.Addr, "no cluster"},
		"a node of a Cluster, found by another": {"redis-cluster://" + dead.Addr + "," + whole.Addr, ""},
		"no node of a Cluster":                  {"redis-cluster://" + dead.Addr, "refused"},
		"a Cluster with most slots":             {"redis-cluster://" + part.Addr, "cluster down"},
		"no Sentinel":                           {"redis-sentinel://" + dead.Addr + "/main", "sentinels"},
		"a plain Redis, taken for a Sentinel":   {"redis-sentinel://" + plain.Addr + "/main", "sentinels"},
		"a Sentinel of others":                  {"redis-sentinel://" + dead.Addr + "," + sentinel(t) + "/main", "no master"},
		"a Sentinel with a password":            {"redis-sentinel://" + sentinel(t, "requirepass hidden") + "/main", "password"},
		"Redis 6.0":                             {"redis://" + talker(t, "*6\r\n$7\r\nversion\r\n$6\r\n6.0.16\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n"), "version"},
		"Redis 5":                               {"redis://" + talker(t, "-ERR syntax error\r\n"), "version"},
		"no more clients":                       {full.URL(), "clients"},
		"loading":                               {"redis://" + talker(t, "-LOADING Redis is loading the dataset in memory\r\n"), "loading"},
		"protected mode":                        {"redis://" + talker(t, "-DENIED Redis is running in protected mode\r\n"), "protected mode"},
		"a script that does not end":            {"redis://" + talker(t, "-BUSY Redis is busy running a script.\r\n"), "script"},
		"an error that nobody thought of, long": {"redis://" + talker(t, "-ODD secret hidden\r\n"), "other"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "no more clients" {
				holder := redis.NewClient(&redis.Options{Addr: full.Addr})
				defer holder.Close()
				if err := holder.Ping(t.Context()).Err(); err != nil {
					t.Fatal(err)
				}
			}
			s := open(t, c.url)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			err := s.Ready(ctx)
			for tries := 0; c.cause != "timeout" && store.CauseOf(err) == "timeout" && tries < 10; tries++ {
				err = s.Ready(t.Context()) // the machine is busy
			}
			if c.cause == "clients" && store.CauseOf(err) == "closed" {
				return // Redis closes the connection before it reads, so its message may be lost
			}
			if cause := store.CauseOf(err); cause != c.cause || (err == nil) != (c.cause == "") {
				t.Fatalf("cause %q, want %q: %v", cause, c.cause, err)
			}
			if err == nil {
				return
			}
			if words := store.Explain(err); store.Hint(err) == "" || !strings.Contains(words, store.Hint(err)) || strings.Contains(words, "127.0.0.1") {
				t.Errorf("explained as %q", words)
			}
			if text := err.Error() + store.Explain(err); strings.Contains(text, "hidden") || strings.Contains(text, "password@") {
				t.Errorf("it shows a secret: %s", text)
			}
		})
	}
}

// sentinel starts a Sentinel that monitors nothing, and returns its address.
func sentinel(t *testing.T, settings ...string) string {
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	if err := os.WriteFile(file, []byte(strings.Join(settings, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return redistest.StartSentinel(t, file)
}

// talker is a server that gives the same answer to everything but HELLO.
func talker(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for b := make([]byte, 4096); ; {
					n, err := c.Read(b)
					if err != nil {
						return
					}
					for range bytes.Count(b[:n], []byte("\r\n*")) + 1 {
						fmt.Fprint(c, answer)
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// A primary that became a replica is no longer read from once Ready has seen it, whoever reads; the connections to it
// stay open.
func TestPrimaryBecomesReplica(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	do(t, server.Addr, "REPLICAOF 127.0.0.1 1")
	if err := s.Ready(t.Context()); store.CauseOf(err) != "replica" {
		t.Errorf("ready: %v", err)
	}
	if err := s.List(t.Context(), "u", new(store.Lists)); store.CauseOf(err) != "replica" {
		t.Errorf("list: %v", err)
	}
	do(t, server.Addr, "REPLICAOF NO ONE")
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("a primary again: %v", err)
	}
	if err := s.List(t.Context(), "u", new(store.Lists)); err != nil {
		t.Errorf("a primary again: %v", err)
	}
}

func TestAbout(t *testing.T) {
	server := redistest.Start(t, "--appendonly", "yes", "--maxmemory-policy", "allkeys-lru")
	s := open(t, server.URL())
	about, err := s.About(t.Context())
	if err != nil || !strings.Contains(about.Version, ".") || about.Role != "master" || about.Eviction != "allkeys-lru" || about.AppendOnly != "yes" {
		t.Errorf("%+v, %v", about, err)
	}
	if n, err := s.Keys(t.Context()); err != nil || n != 0 {
		t.Errorf("%d keys, %v", n, err)
	}
	writer := open(t, server.URL())
	fill(t, writer)
	writer.Close() // waits until its events are moved
	// Sessions, the facts about them, an API key, the two indexes, the events, and the keys of the moved events.
	if n, err := s.Keys(t.Context()); err != nil || n != 7 {
		t.Errorf("%d keys, %v", n, err)
	}
	do(t, server.Addr, "ACL SETUSER api on >password ~* +@all -info -dbsize")
	restricted := open(t, "redis://api:password@"+server.Addr)
	_, aboutErr := restricted.About(t.Context())
	_, keysErr := restricted.Keys(t.Context())
	if store.CauseOf(aboutErr) != "permission" || store.CauseOf(keysErr) != "permission" {
		t.Errorf("%v, %v", aboutErr, keysErr)
	}
}
