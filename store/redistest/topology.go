package redistest

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// MasterName is the Sentinels' name of the master.
const MasterName = "main"

// DownAfter is how long a Sentinel, or a node of a Cluster, waits for an answer before it takes another server for
// down.
const DownAfter = time.Second

// Topology is a group of servers.
type Topology struct {
	Servers   []*Server // a master and its replicas, or the nodes of a Cluster, masters first
	Sentinels []*Server
	URL       string
}

// StartSentinels starts a master, two replicas, and three Sentinels, of which two must agree. All but the Sentinels
// get the same further arguments of redis-server's own.
func StartSentinels(t testing.TB, args ...string) *Topology {
	t.Helper()
	args = append([]string{"--repl-diskless-sync-delay", "0"}, args...) // otherwise replicas wait 5 s for others
	master := Start(t, args...)
	top := &Topology{Servers: []*Server{master}}
	host, port, _ := net.SplitHostPort(master.Addr)
	for range 2 {
		top.Servers = append(top.Servers, Start(t, append([]string{"--replicaof", host + " " + port}, args...)...))
	}
	await(t, "replicas in step", func(ctx context.Context) bool {
		return strings.Count(top.Servers[0].ask(ctx, "info", "replication"), "state=online") == 2
	})
	var hosts []string
	for i := range 3 {
		file := filepath.Join(t.TempDir(), "sentinel.conf")
		text := fmt.Sprintf("sentinel monitor %[1]s %[2]s %[3]s 2\nsentinel down-after-milliseconds %[1]s %[4]d\nsentinel failover-timeout %[1]s 3000\nsentinel parallel-syncs %[1]s 2\n",
			MasterName, host, port, DownAfter.Milliseconds())
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(i, err)
		}
		top.Sentinels = append(top.Sentinels, start(t, []string{file, "--sentinel"}, []string{"--dir", t.TempDir()}))
		hosts = append(hosts, top.Sentinels[i].Addr)
	}
	for _, s := range top.Sentinels {
		await(t, "a Sentinel that knows all others", func(ctx context.Context) bool {
			said := s.ask(ctx, "sentinel", "master", MasterName)
			return strings.Contains(said, "num-other-sentinels 2") && strings.Contains(said, "num-slaves 2")
		})
	}
	top.URL = "redis-sentinel://" + strings.Join(hosts, ",") + "/" + MasterName
	return top
}

// Master returns the server that the Sentinels name now, or nil.
func (top *Topology) Master(ctx context.Context) *Server {
	for _, sentinel := range top.Sentinels {
		address := strings.Fields(strings.Trim(sentinel.ask(ctx, "sentinel", "get-master-addr-by-name", MasterName), "[]"))
		for _, s := range top.Servers {
			if len(address) == 2 && net.JoinHostPort(address[0], address[1]) == s.Addr {
				return s
			}
		}
	}
	return nil
}

// clusterMasters is how many masters a Cluster has; each has a replica.
const clusterMasters = 3

// StartCluster starts a Cluster of three masters, with a replica each.
func StartCluster(t testing.TB, args ...string) *Topology {
	t.Helper()
	args = append([]string{"--cluster-enabled", "yes", "--cluster-node-timeout", fmt.Sprint(DownAfter.Milliseconds()), "--repl-diskless-sync-delay", "0"}, args...)
	top := &Topology{}
	var ids, hosts, buses []string
	for range 2 * clusterMasters {
		bus := freePort(t)
		s := Start(t, append([]string{"--cluster-port", bus}, args...)...)
		top.Servers = append(top.Servers, s)
		buses = append(buses, bus)
		hosts = append(hosts, s.Addr)
		ids = append(ids, s.ask(t.Context(), "cluster", "myid"))
	}
	const slots = 16384
	for i, s := range top.Servers {
		s.ask(t.Context(), "cluster", "set-config-epoch", fmt.Sprint(i+1))
		if i < clusterMasters {
			s.ask(t.Context(), "cluster", "addslotsrange", fmt.Sprint(i*slots/clusterMasters), fmt.Sprint((i+1)*slots/clusterMasters-1))
		}
		host, port, _ := net.SplitHostPort(s.Addr)
		top.Servers[0].ask(t.Context(), "cluster", "meet", host, port, buses[i])
	}
	for i, s := range top.Servers {
		await(t, "a node that knows all others", func(ctx context.Context) bool {
			nodes := s.ask(ctx, "cluster", "nodes")
			return strings.Count(nodes, "connected") == len(top.Servers) && !strings.Contains(nodes, "handshake")
		})
		if i >= clusterMasters {
			await(t, "a replica", func(ctx context.Context) bool {
				return s.ask(ctx, "cluster", "replicate", ids[i-clusterMasters]) == "OK"
			})
		}
	}
	for i, s := range top.Servers {
		await(t, "a Cluster that serves", func(ctx context.Context) bool {
			return strings.Contains(s.ask(ctx, "cluster", "info"), "cluster_state:ok") &&
				strings.Count(s.ask(ctx, "cluster", "nodes"), "slave") == clusterMasters &&
				(i < clusterMasters || strings.Contains(s.ask(ctx, "info", "replication"), "master_link_status:up"))
		})
	}
	top.URL = "redis-cluster://" + strings.Join(hosts, ",")
	return top
}

// StartNode starts a Cluster of one node, which has all slots.
func StartNode(t testing.TB, args ...string) *Server {
	t.Helper()
	s := Start(t, append([]string{"--cluster-enabled", "yes"}, args...)...)
	s.ask(t.Context(), "cluster", "addslotsrange", "0", "16383")
	await(t, "a Cluster that serves", func(ctx context.Context) bool {
		return strings.Contains(s.ask(ctx, "cluster", "info"), "cluster_state:ok")
	})
	return s
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// ask sends a command to the server, and returns its reply, or its error, as text.
func (s *Server) ask(ctx context.Context, args ...any) string {
	c := redis.NewClient(&redis.Options{Addr: s.Addr, MaxRetries: -1})
	defer c.Close()
	answer, err := c.Do(ctx, args...).Result()
	if err != nil {
		return err.Error()
	}
	if pairs, ok := answer.(map[any]any); ok {
		var text strings.Builder
		for name, value := range pairs {
			fmt.Fprintf(&text, "%v %v\n", name, value)
		}
		return text.String()
	}
	return fmt.Sprint(answer)
}

// Ask sends a command to each server, such as ACL SETUSER, which is not replicated.
func (top *Topology) Ask(ctx context.Context, args ...any) error {
	for _, s := range top.Servers {
		if said := s.ask(ctx, args...); said != "OK" {
			return fmt.Errorf("%v: %s", args[0], said)
		}
	}
	return nil
}

// await waits until is reports true, for up to half a minute.
func await(t testing.TB, what string, is func(context.Context) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is(ctx) {
		select {
		case <-ctx.Done():
			t.Fatalf("no %s within half a minute", what)
		case <-tick.C:
		}
	}
}

// Client returns a plain client of the Redis at a URL, of any topology. It plays the other program.
func Client(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	scheme, rest, _ := strings.Cut(url, "://")
	hosts, path, _ := strings.Cut(rest, "/")
	user, hosts, named := strings.Cut(hosts, "@")
	if !named {
		user, hosts = "", user
	}
	name, password, _ := strings.Cut(user, ":")
	logging.Disable()
	var c redis.UniversalClient
	switch scheme {
	case "redis-sentinel":
		master, _, _ := strings.Cut(path, "/")
		c = redis.NewFailoverClient(&redis.FailoverOptions{MasterName: master, SentinelAddrs: strings.Split(hosts, ","), Username: name, Password: password})
	case "redis-cluster":
		c = redis.NewClusterClient(&redis.ClusterOptions{Addrs: strings.Split(hosts, ","), Username: name, Password: password})
	default:
		options, err := redis.ParseURL(url)
		if err != nil {
			t.Fatal(err)
		}
		c = redis.NewClient(options)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Empty removes all data and scripts from the Redis.
func Empty(t testing.TB, c redis.UniversalClient) {
	t.Helper()
	empty := func(ctx context.Context, c *redis.Client) error {
		if err := c.FlushAll(ctx).Err(); err != nil {
			return err
		}
		return c.ScriptFlush(ctx).Err()
	}
	var err error
	switch c := c.(type) {
	case *redis.ClusterClient:
		err = c.ForEachMaster(t.Context(), empty)
	case *redis.Client:
		err = empty(t.Context(), c)
	}
	if err != nil {
		t.Fatal(err)
	}
}
