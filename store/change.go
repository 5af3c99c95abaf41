package store

import (
	"cmp"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// ReplicasError is an [ErrReplicas] with numbers.
type ReplicasError struct {
	Have, Want int
	Err        error // why the number is not known; then Have is 0
}

func (e *ReplicasError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("done here, and not known to be on %d replicas: %v", e.Want, e.Err)
	}
	return fmt.Sprintf("done here, not yet on %d replicas: on %d", e.Want, e.Have)
}

// Is reports whether target is [ErrReplicas].
func (e *ReplicasError) Is(target error) bool { return target == ErrReplicas }

// Unwrap returns Err.
func (e *ReplicasError) Unwrap() error { return e.Err }

// order is one command on keys of one slot. A script is sent by its hash, or in full.
type order struct {
	key     string
	command func(ctx context.Context, full bool) *redis.Cmd
}

// script is a Lua script, which a server knows by its SHA-1 once it has seen it.
type script struct{ text, hash string }

func newScript(text string) script {
	sum := sha1.Sum([]byte(text))
	return script{text, hex.EncodeToString(sum[:])}
}

func run(s script, keys []string, args ...any) order {
	return order{keys[0], func(ctx context.Context, full bool) *redis.Cmd {
		name, text := "evalsha", s.hash
		if full {
			name, text = "eval", s.text
		}
		all := append(make([]any, 0, 3+len(keys)+len(args)), name, text, len(keys))
		for _, key := range keys {
			all = append(all, key)
		}
		return redis.NewCmd(ctx, append(all, args...)...)
	}}
}

func command(name, key string, args ...any) order {
	return order{key, func(ctx context.Context, _ bool) *redis.Cmd {
		return redis.NewCmd(ctx, append([]any{name, key}, args...)...)
	}}
}

const (
	// redirections bounds the consecutive redirections to other nodes of a Cluster.
	redirections = 5
	// tryAgain is the pause before a retry while one of two keys has moved to another node and the other has not yet,
	// and tryAgainFor is how long to retry.
	tryAgain, tryAgainFor = 20 * time.Millisecond, 2 * time.Second
)

// change sends o to the server that has the key, once: if the reply is lost it is not known whether o was executed,
// and the error is an [ErrUnavailable]. It is retried only if the server says that it did nothing.
//
// The reply is valid even if err is not nil because of what follows it: an [ErrReplicas], or an [ErrUnavailable] if
// the server is no longer the master.
func (s *Redis) change(ctx context.Context, o order) (*redis.Cmd, error) {
	reply := redis.NewCmd(ctx)
	server, err := s.write.master(ctx, o.key)
	if err != nil {
		reply.SetErr(err)
		return reply, err
	}
	var waited *redis.IntCmd
	// With WaitReplicas, a script is sent in full: WAIT follows in the same pipeline, and if the server did not know
	// the script, WAIT would take as long, for nothing.
	full, asking, began, epoch := s.replicas > 0, false, s.now(), s.dialer.epoch.Load()
	for hops := 0; ; {
		reply = o.command(ctx, full)
		_, err := server.Pipelined(ctx, func(p redis.Pipeliner) error {
			if asking {
				p.Do(ctx, "asking")
			}
			_ = p.Process(ctx, reply)
			waited = s.wait(ctx, p)
			return nil
		})
		if reply.Err() == nil && reply.Val() == nil && err != nil {
			reply.SetErr(err) // nothing was sent, as with a wrong password
		}
		said := reply.Err()
		switch {
		case said == nil:
			return reply, s.settled(ctx, server, epoch, waited)
		case redis.HasErrorPrefix(said, "NOSCRIPT") && !full:
			full = true
		case redis.HasErrorPrefix(said, "TRYAGAIN") && s.now().Sub(began) < tryAgainFor:
			if err := pause(ctx, tryAgain); err != nil {
				return reply, err
			}
		case moved(said) && s.write.cluster != nil && hops < redirections:
			hops++
			named, err := s.write.named(ctx, said)
			if err != nil {
				return reply, err
			}
			server, asking = named, redis.HasErrorPrefix(said, "ASK")
		default:
			return reply, said
		}
	}
}

// changeAll sends all orders to one server, in order. What the server did not execute is sent again by change, which
// follows redirections.
func (s *Redis) changeAll(ctx context.Context, server *redis.Client, orders []order) ([]*redis.Cmd, error) {
	replies := make([]*redis.Cmd, len(orders))
	var waited *redis.IntCmd
	epoch := s.dialer.epoch.Load()
	_, err := server.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, o := range orders {
			replies[i] = o.command(ctx, i == 0) // the first in full, which teaches the server the script
			_ = p.Process(ctx, replies[i])
		}
		waited = s.wait(ctx, p)
		return nil
	})
	// From the first order that was not executed, all are sent again: of two records with one token, the later must
	// win.
	var after error
	again := false
	for i, o := range orders {
		switch said := replies[i].Err(); {
		case said == nil && replies[i].Val() == nil && err != nil:
			replies[i].SetErr(err) // nothing was sent
			continue
		case redis.HasErrorPrefix(said, "NOSCRIPT"), redis.HasErrorPrefix(said, "TRYAGAIN"), moved(said) && s.write.cluster != nil:
			again = true
		}
		if again {
			var problem error
			if replies[i], problem = s.change(ctx, o); replies[i].Err() == nil && problem != nil {
				after = problem
			}
		}
	}
	return replies, cmp.Or(after, s.settled(ctx, server, epoch, waited))
}

// wait adds a WAIT to the pipeline, since it knows only the writes of its own connection, and in a Cluster those of
// one node.
func (s *Redis) wait(ctx context.Context, p redis.Pipeliner) *redis.IntCmd {
	if s.replicas == 0 {
		return nil
	}
	waited := redis.NewIntCmd(ctx, "wait", s.replicas, s.replicasTimeout.Milliseconds())
	_ = p.Process(ctx, waited)
	return waited
}

// confirmations is how many other masters of a Cluster are asked whether the server that made a change is still a
// master, and confirmTimeout how long they have. They know of its successor first: a node that was paused executes
// what it was sent before it hears of the failover.
const confirmations, confirmTimeout = 2, 200 * time.Millisecond

// deposed reports whether other nodes of the Cluster know that the server is no longer a master. Nodes that don't
// answer are ignored: a change must not fail because of them.
func (s *Redis) deposed(ctx context.Context, server *redis.Client) bool {
	masters, err := s.write.masters(ctx)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, confirmTimeout)
	defer cancel()
	verdicts, asked := make(chan bool, confirmations), 0
	for _, other := range masters {
		if other == server || asked == confirmations {
			continue
		}
		asked++
		go func() {
			slots, err := other.ClusterSlots(ctx).Result() //nolint:staticcheck // CLUSTER SHARDS needs Redis 7.0
			verdicts <- err == nil && !slices.ContainsFunc(slots, func(part redis.ClusterSlot) bool {
				return len(part.Nodes) > 0 && (part.Nodes[0].Addr == server.Options().Addr || part.Nodes[0].Addr == server.Options().NodeAddress)
			})
		}()
	}
	found := false
	for range asked {
		found = <-verdicts || found
	}
	return found
}

// settled returns what is still wrong after a change was executed.
func (s *Redis) settled(ctx context.Context, server *redis.Client, epoch int64, waited *redis.IntCmd) error {
	if s.write.cluster != nil && s.deposed(ctx, server) {
		return &failure{operation: "change", kind: ErrUnavailable, cause: causeSuperseded}
	}
	if s.sentinels != nil {
		// A server that was partitioned or paused may not know that another is the master now.
		if err := s.sentinels.settle(ctx); err != nil {
			return err
		}
		if s.dialer.epoch.Load() != epoch {
			return &failure{operation: "change", kind: ErrUnavailable, cause: causeSuperseded}
		}
	}
	if waited == nil {
		return nil
	}
	have, err := waited.Result()
	if err == nil && int(have) >= s.replicas {
		return nil
	}
	return &ReplicasError{Have: int(have), Want: s.replicas, Err: failed("wait for replicas", err)}
}

// done reports whether a reply counts: a server that is no longer the master may not know of a record.
func done(after error) bool { return after == nil || errors.Is(after, ErrReplicas) }

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// moved reports whether a node of a Cluster redirected to another one, and so did nothing.
func moved(err error) bool {
	return redis.HasErrorPrefix(err, "MOVED ") || redis.HasErrorPrefix(err, "ASK ")
}

// master returns the server that has the key.
func (c client) master(ctx context.Context, key string) (*redis.Client, error) {
	if c.cluster == nil {
		return c.single, nil
	}
	return c.cluster.MasterForKey(ctx, key)
}

// named returns the master to which a node of the Cluster redirected. For it go-redis reloads the topology.
func (c client) named(ctx context.Context, said error) (*redis.Client, error) {
	address := said.Error()[strings.LastIndexByte(said.Error(), ' ')+1:]
	masters, err := c.masters(ctx)
	for _, m := range masters {
		if m.Options().Addr == address {
			return m, nil
		}
	}
	if err == nil {
		err = said
	}
	return nil, err
}
