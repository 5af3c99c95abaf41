//go:build faults

package faults

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// backAfter is how soon there must be service again after a master is lost: 5 s after the others consider it down.
const backAfter = redistest.DownAfter + 5*time.Second

// The master is lost and its replica takes over. In the meantime, clients are told to retry.
func TestSentinelMasterLost(t *testing.T) {
	for _, fault := range []string{"killed", "frozen"} {
		t.Run(fault, func(t *testing.T) {
			top := redistest.StartSentinels(t)
			others := signInAll(t, redistest.Client(t, top.URL))
			s := serve(t, top.URL)
			crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
			pass(t, time.Second)
			lose(top.Servers[0], fault)
			pass(t, backAfter)
			seen := crowd.end()
			seen.only(t, 200, 503)
			within(t, "worst latency", seen.worst, answerLimit)
			within(t, "time without service", seen.gap, backAfter)
			report(t, "Sentinel: master "+fault+", 16 clients", seen, "")
		})
	}
}

func lose(s *redistest.Server, fault string) {
	if fault == "killed" {
		s.Kill()
	} else {
		s.Freeze()
	}
}

// Nobody waits for one of three Sentinels that does not respond.
func TestSentinelFrozenAtStart(t *testing.T) {
	top := redistest.StartSentinels(t)
	others := signInAll(t, redistest.Client(t, top.URL))
	top.Sentinels[0].Freeze()
	t.Cleanup(top.Sentinels[0].Thaw)
	s := serve(t, top.URL)
	crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, 2*time.Second)
	seen := crowd.end()
	seen.only(t, 200)
	within(t, "worst latency", seen.worst, answerLimit)
	report(t, "Sentinel: one Sentinel frozen at start, 16 clients", seen, "")
}

// slots splits users by whether their slot is on the first node of a new Cluster.
func slots(t *testing.T, c *redis.ClusterClient, users int) (first, others []string) {
	t.Helper()
	for i := range users {
		user := fmt.Sprintf("u-%d", i)
		if slot := c.ClusterKeySlot(t.Context(), "session:{"+user+"}").Val(); slot < 16384/3 {
			first = append(first, user)
		} else {
			others = append(others, user)
		}
	}
	if len(first) < 5 || len(others) < 5 {
		t.Fatalf("%d users in the slots of the first node, %d in others", len(first), len(others))
	}
	return first, others
}

func signInEach(t *testing.T, c redis.UniversalClient, users []string) (tokens []string) {
	t.Helper()
	for _, user := range users {
		tokens = append(tokens, signIn(t, c, user))
	}
	return tokens
}

// Losing a master of a Cluster affects only its own slots.
func TestClusterMasterLost(t *testing.T) {
	for _, fault := range []string{"killed", "frozen"} {
		t.Run(fault, func(t *testing.T) {
			// By default the other nodes refuse all commands while slots are not covered.
			top := redistest.StartCluster(t, "--cluster-require-full-coverage", "no")
			c := redistest.Client(t, top.URL).(*redis.ClusterClient)
			first, others := slots(t, c, crowd)
			ofFirst, ofOthers := signInEach(t, c, first), signInEach(t, c, others)
			s := serve(t, top.URL)
			hit := ask(t, s, 8, 10*time.Millisecond, authorization, bearers(ofFirst...))
			spared := ask(t, s, 8, 10*time.Millisecond, authorization, bearers(ofOthers...))
			pass(t, time.Second)
			lose(top.Servers[0], fault)
			pass(t, backAfter)
			seen, beside := hit.end(), spared.end()
			seen.only(t, 200, 503)
			beside.only(t, 200)
			within(t, "worst latency", seen.worst, answerLimit)
			within(t, "time without service", seen.gap, backAfter)
			report(t, "Cluster: a master "+fault+", 8 clients in its slots", seen, "8 clients in other slots: %s, worst %s", beside.text(), millis(beside.worst))
		})
	}
}

// Slots move to another node while they are being read.
func TestClusterSlotsMove(t *testing.T) {
	cli := redistest.Need(t, "redis-cli")
	top := redistest.StartCluster(t)
	c := redistest.Client(t, top.URL).(*redis.ClusterClient)
	first, others := slots(t, c, 4*crowd)
	tokens := signInEach(t, c, first)
	signInEach(t, c, others)
	id := func(s *redistest.Server) string {
		return redis.NewClient(&redis.Options{Addr: s.Addr}).Do(t.Context(), "cluster", "myid").Val().(string)
	}
	s := serve(t, top.URL)
	all := ask(t, s, 16, 5*time.Millisecond, authorization, bearers(tokens...))
	moving := exec.CommandContext(t.Context(), cli, "--cluster", "reshard", top.Servers[0].Addr,
		"--cluster-from", id(top.Servers[0]), "--cluster-to", id(top.Servers[1]), "--cluster-slots", "1500", "--cluster-yes")
	// Meanwhile, sessions are ended and created.
	records, err := store.Open(top.URL, store.Config{Now: time.Now, Check: func(store.Kind, []byte) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	stop, changing := make(chan struct{}), make(chan struct{})
	changes := 0
	go func() {
		defer close(changing)
		for {
			for _, user := range others[:3] {
				select {
				case <-stop:
					return
				default:
				}
				errs := []error{change(t.Context(), records, user), change(t.Context(), records, first[changes%len(first)]+"-other")}
				if err := errors.Join(errs...); err != nil {
					t.Errorf("a change while slots move: %v", err)
				}
				changes++
			}
		}
	}()
	began := time.Now()
	said, err := moving.CombinedOutput()
	took := time.Since(began)
	close(stop)
	<-changing
	if err != nil {
		t.Fatalf("reshard: %v\n%s", err, said)
	}
	pass(t, 500*time.Millisecond)
	seen := all.end()
	seen.only(t, 200)
	within(t, "worst latency", seen.worst, answerLimit)
	report(t, "Cluster: 1,500 slots move to another node, 16 clients in the slots of the first", seen, "moved in %.1f s; %d changes meanwhile, none failed", took.Seconds(), changes)
}

// change registers a session and its refresh token for the user and ends them.
func change(ctx context.Context, s *store.Redis, user string) error {
	token := fmt.Sprintf("token-%d", time.Now().UnixNano())
	if _, err := s.Put(ctx, store.Session, user, []byte(session(user, token))); err != nil {
		return err
	}
	if _, err := s.Put(ctx, store.Refresh, user, []byte(refresh(user, "refresh of "+token))); err != nil {
		return err
	}
	n, err := s.Revoke(ctx, user, store.Fingerprint(token))
	if err == nil && len(n) != 2 {
		err = fmt.Errorf("%v ended, want 2 records", n)
	}
	return err
}

// revoker ends all records of users, one user after another, and notes for which users that was reported as done.
type revoker struct {
	mu   sync.Mutex
	done []string
	said map[string]int // other results
}

func (r *revoker) run(ctx context.Context, s *store.Redis, users []string) {
	for _, user := range users {
		for ctx.Err() == nil {
			_, _, err := s.RevokeAll(ctx, user)
			r.mu.Lock()
			if err == nil {
				r.done = append(r.done, user)
			} else {
				r.said[string(store.CauseOf(err))]++
			}
			r.mu.Unlock()
			if err == nil {
				break
			}
		}
	}
}

// revoking revokes the records of many users concurrently.
func revoking(t *testing.T, s *store.Redis, users []string) (*revoker, func()) {
	ctx, stop := context.WithCancel(t.Context())
	r := &revoker{said: map[string]int{}}
	var all sync.WaitGroup
	const writers = 4 // the size of the store's connection pool for changes
	for part := range slices.Chunk(users, (len(users)+writers-1)/writers) {
		all.Go(func() { r.run(ctx, s, part) })
	}
	return r, func() { stop(); all.Wait() }
}

// An old master comes back: every record that was reported as revoked stays revoked.
func TestOldMasterComesBack(t *testing.T) {
	for _, kind := range []string{"Sentinel", "Cluster"} {
		// Short enough that a reply may arrive when another node is the master already, and long enough that none
		// does.
		for _, freeze := range []time.Duration{5 * redistest.DownAfter / 2, 4 * redistest.DownAfter} {
			t.Run(fmt.Sprintf("%s/%v", kind, freeze), func(t *testing.T) { oldMasterComesBack(t, kind, start(t, kind), freeze) })
		}
	}
}

func start(t *testing.T, kind string) *redistest.Topology {
	t.Helper()
	if kind == "Cluster" {
		return redistest.StartCluster(t)
	}
	return redistest.StartSentinels(t)
}

const toRevoke = 20_000

func oldMasterComesBack(t *testing.T, kind string, top *redistest.Topology, freeze time.Duration) {
	c := redistest.Client(t, top.URL)
	users := refreshTokens(t, c)
	s, err := store.Open(top.URL, store.Config{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, stop := revoking(t, s, users)
	defer stop()
	pass(t, 300*time.Millisecond)
	top.Servers[0].Freeze()
	pass(t, freeze)
	top.Servers[0].Thaw()
	pass(t, time.Second)
	stop()
	undone := left(t, c, r.done)
	if len(r.done) == 0 || undone > 0 {
		t.Errorf("%d of %d users' records that were said to be ended are there", undone, len(r.done))
	}
	report(t, fmt.Sprintf("%s: a master frozen for %v, while all that users have is revoked", kind, freeze), outcome{}, "%d revoked, %d of them undone; told otherwise: %s", len(r.done), undone, causes(r.said))
}

// refreshTokens stores a refresh token for each of many users.
func refreshTokens(t *testing.T, c redis.UniversalClient) (users []string) {
	t.Helper()
	for from := 0; from < toRevoke; from += 1000 {
		_, err := c.Pipelined(t.Context(), func(p redis.Pipeliner) error {
			for i := from; i < from+1000; i++ {
				user := fmt.Sprintf("r-%d", i)
				users = append(users, user)
				p.ZAdd(t.Context(), "refresh:{"+user+"}", redis.Z{Score: float64(time.Now().Add(time.Hour).Unix()), Member: refresh(user, "a token")})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return users
}

// left counts the users who still have records.
func left(t *testing.T, c redis.UniversalClient, users []string) (n int) {
	t.Helper()
	for part := range slices.Chunk(users, 1000) {
		answers, err := c.Pipelined(t.Context(), func(p redis.Pipeliner) error {
			for _, user := range part {
				p.Exists(t.Context(), "refresh:{"+user+"}")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range answers {
			n += int(a.(*redis.IntCmd).Val())
		}
	}
	return n
}

func causes(said map[string]int) string {
	if len(said) == 0 {
		return "nothing"
	}
	var parts []string
	for cause, n := range said {
		parts = append(parts, fmt.Sprintf("%s: %d", cause, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// A master fails before its replica has its latest changes: with --wait-replicas no change is lost that was
// reported as done.
func TestReplicaBehind(t *testing.T) {
	for _, replicas := range []int{0, 1} {
		t.Run(fmt.Sprintf("wait=%d", replicas), func(t *testing.T) {
			master := redistest.Start(t, "--repl-diskless-sync-delay", "0")
			users := refreshTokens(t, writer(t, master.URL()))
			p := redistest.StartProxy(t, master.Addr)
			host, port, _ := net.SplitHostPort(p.Addr)
			replica := redistest.Start(t, "--replicaof", host+" "+port)
			c := writer(t, replica.URL())
			for left(t, c, users) < toRevoke {
				pass(t, 10*time.Millisecond)
			}
			p.Delay(300 * time.Millisecond)
			s, err := store.Open(master.URL(), store.Config{Now: time.Now, WaitReplicas: replicas, WaitTimeout: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			r, stop := revoking(t, s, users)
			defer stop()
			pass(t, 2*time.Second)
			master.Kill()
			stop()
			if err := c.ReplicaOf(t.Context(), "NO", "ONE").Err(); err != nil {
				t.Fatal(err)
			}
			undone := left(t, c, r.done)
			if len(r.done) == 0 || replicas > 0 && undone > 0 {
				t.Errorf("%d of %d users' records that were said to be ended are there", undone, len(r.done))
			}
			if replicas == 0 && undone == 0 {
				t.Error("nothing was lost without waiting, so this test shows nothing")
			}
			report(t, fmt.Sprintf("a replica 300 ms behind takes over from a master that was killed, --wait-replicas %d", replicas), outcome{},
				"%d revoked, %d of them undone", len(r.done), undone)
		})
	}
}

// Redis is killed and restarts with its persisted data.
func TestRedisForgets(t *testing.T) {
	for _, kept := range []struct {
		name  string
		args  []string
		loses bool
	}{
		{"with snapshots only, as Debian has it", []string{"--save", "3600 1 300 100 60 10000", "--appendonly", "no"}, true},
		{"with appendonly yes", []string{"--appendonly", "yes"}, false},
		{"with appendonly yes and appendfsync always", []string{"--appendonly", "yes", "--appendfsync", "always"}, false},
	} {
		t.Run(kept.name, func(t *testing.T) {
			r := redistest.Start(t, kept.args...)
			c := writer(t, r.URL())
			users := refreshTokens(t, c)
			if err := c.Save(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(r.URL(), store.Config{Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			revoking, stop := revoking(t, s, users)
			defer stop()
			pass(t, time.Second)
			r.Kill()
			stop()
			r.Restart()
			undone := left(t, c, revoking.done)
			if len(revoking.done) == 0 || (undone > 0) != kept.loses {
				t.Errorf("%d of %d users' records that were said to be ended are there", undone, len(revoking.done))
			}
			report(t, "Redis "+kept.name+" killed and started again", outcome{}, "%d revoked, %d of them undone", len(revoking.done), undone)
		})
	}
}

// TLS connections are idle while Redis restarts, and no request fails afterwards.
func TestTLSRestart(t *testing.T) {
	r, url, ca := redistest.StartTLS(t, "--appendonly", "yes", "--dir", t.TempDir())
	others := signInAll(t, writer(t, r.URL()))
	s := serve(t, url, "--redis-ca-file", ca)
	fill := ask(t, s, 32, 0, authorization, bearers(others...))
	pass(t, time.Second)
	fill.end().only(t, 200)
	r.Kill()
	r.Restart()
	pass(t, 100*time.Millisecond)
	after := ask(t, s, 32, 0, authorization, bearers(others...))
	pass(t, time.Second)
	seen := after.end()
	seen.only(t, 200)
	if log := s.end(t); t.Failed() {
		t.Log(lines(log, "request failed"))
	}
	report(t, "Redis with TLS restarted while all connections to it were idle, 32 clients", seen, "")
}

// The same with a firewall that drops idle connections.
func TestTLSSilentFirewall(t *testing.T) {
	r, url, ca := redistest.StartTLS(t)
	others := signInAll(t, writer(t, r.URL()))
	p := redistest.StartProxy(t, strings.TrimPrefix(url, "rediss://"))
	_, port, _ := net.SplitHostPort(p.Addr)
	s := serve(t, "rediss://127.0.0.1:"+port, "--redis-ca-file", ca)
	fill := ask(t, s, 32, 0, authorization, bearers(others...))
	pass(t, time.Second)
	fill.end().only(t, 200)
	pass(t, 2*time.Second)
	p.Silence()
	pass(t, 100*time.Millisecond) // as in TestSilentFirewall
	one := ask(t, s, 1, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, 2*time.Second)
	seen := one.end()
	seen.only(t, 200)
	report(t, "idle connections with TLS forgotten by a firewall", seen, "")
}
