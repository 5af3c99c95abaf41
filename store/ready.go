package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// reserved is the ID of a user and of an API key that nobody has, since no writer accepts it. The contents of its
// keys are ignored.
const reserved = "ready\x00"

// clusterProbes is how many users are read to check a Cluster. The chance that a node with 9 of 10 keys has all of
// them is 1 in 850; with half of the keys it is practically none.
const clusterProbes = 64

// Ready makes the reads of a request, for one user and one API key, and checks that this is a Redis whose answers can
// be trusted. Errors: [ErrPartly] if some nodes of a Cluster don't answer; [ErrUnavailable], [ErrBusy],
// [ErrPermission].
func (s *Redis) Ready(ctx context.Context) error {
	if s.sentinels != nil {
		_, _ = s.sentinels.ask(ctx) // so that what follows goes to the current master, or to the last known one if no Sentinel answers
	}
	if s.place.topology == cluster {
		return s.probe(ctx)
	}
	var said hello
	err := s.reading(ctx, "ready", func() (err error) {
		said, err = s.hello(ctx, s.read)
		return err
	})
	if CauseOf(err) == causeReplica {
		s.dialer.renew() // the other connections don't know of it yet
	}
	if err != nil {
		return err
	}
	err = s.list(ctx, reserved, new(Lists))
	if err == nil {
		_, err = s.APIKey(ctx, reserved)
	}
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	if said.mode != "cluster" {
		return err
	}
	// A node that has all keys is as good as a single server. For any other, the URL must name a Cluster.
	if err == nil {
		err = s.probe(ctx)
	}
	if CauseOf(err) == causeCluster {
		return &failure{operation: "ready", kind: ErrUnavailable, cause: causeCluster}
	}
	return err
}

// probe reads users that lie on different nodes of a Cluster.
func (s *Redis) probe(ctx context.Context) error {
	var answers []redis.Cmder
	err := s.reading(ctx, "ready", func() (err error) {
		answers, err = s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i := range clusterProbes {
				p.ZRange(ctx, Session.key(reserved+strconv.Itoa(i)), 0, 0)
			}
			p.HGetAll(ctx, apiKeyKey(reserved))
			return nil
		})
		return err
	})
	if err == nil || errors.Is(err, ErrBusy) {
		return err
	}
	f := &failure{operation: "ready", kind: ErrUnavailable, cause: CauseOf(failed("ready", err))}
	for _, answer := range answers {
		if answer.Err() == nil {
			f.kind = ErrPartly
		} else if why := failed("ready", answer.Err()); errors.Is(why, ErrPermission) {
			return why
		}
	}
	return f
}

// hello is what a Redis says about itself to any user that can connect.
type hello struct{ mode, role string }

// oldest is the first version with ZRANGE BYSCORE.
const oldest = "6.2"

// hello checks what kind of Redis this is. A replica may not know yet what was revoked, and has no data before its
// first sync; a Sentinel has no data. In a Cluster, a replica redirects to the node that has the key.
func (s *Redis) hello(ctx context.Context, c interface {
	Do(ctx context.Context, args ...any) *redis.Cmd
}) (hello, error) {
	answer, err := c.Do(ctx, "hello").Result()
	var refused redis.Error
	if errors.As(err, &refused) {
		return hello{}, nil // older than Redis 6, or in need of a password: the next command will say so
	}
	if err != nil {
		return hello{}, err
	}
	fields := texts(answer)
	said := hello{mode: fields["mode"], role: fields["role"]}
	f := &failure{operation: "connect", kind: ErrUnavailable}
	switch inCluster := s.place.topology == cluster; {
	case said.mode == "sentinel":
		f.cause = causeSentinel
	case inCluster && said.mode != "cluster":
		f.cause = causeNoCluster
	case !inCluster && (said.role == "replica" || said.role == "slave"):
		f.cause = causeReplica
	case older(fields["version"], oldest):
		f.cause, f.detail = causeVersion, "it is "+fields["version"]
	default:
		return said, nil
	}
	return said, f
}

// older compares versions like 7.0.15 by their first two numbers. A malformed version is not older.
func older(version, than string) bool {
	var major, minor, wantMajor, wantMinor int
	if n, _ := fmt.Sscanf(version, "%d.%d", &major, &minor); n != 2 {
		return false
	}
	_, _ = fmt.Sscanf(than, "%d.%d", &wantMajor, &wantMinor)
	return major < wantMajor || major == wantMajor && minor < wantMinor
}

// texts returns the string values of a map reply by name. RESP2 has no maps: there the reply is a list.
func texts(answer any) map[string]string {
	found := map[string]string{}
	put := func(name, value any) {
		if text, ok := value.(string); ok {
			found[fmt.Sprint(name)] = text
		}
	}
	switch answer := answer.(type) {
	case map[any]any:
		for name, value := range answer {
			put(name, value)
		}
	case []any:
		for i := 0; i+1 < len(answer); i += 2 {
			put(answer[i], answer[i+1])
		}
	}
	return found
}

// About is what an operator wants to know about a Redis. Of a Cluster's masters, the worst values count.
type About struct {
	Version, Role string
	Eviction      string // maxmemory-policy: what is deleted at the memory limit
	AppendOnly    string // "yes" if writes are kept in an append-only file, or "no"; empty if not known
	// Replicas is how many are connected, and WantReplicas is Config.WaitReplicas.
	Replicas, WantReplicas int
}

// Warnings returns what an operator should know in advance, one message each.
func (a About) Warnings() (all []string) {
	if a.Eviction != "" && a.Eviction != "noeviction" {
		all = append(all, "at its memory limit Redis will delete live sessions in silence: set its maxmemory-policy to noeviction")
	}
	if a.AppendOnly == "no" {
		all = append(all, "Redis keeps no append-only file: if it crashes, what was revoked since its last snapshot is live again; set its appendonly to yes")
	}
	if a.Role != "" && a.Replicas < a.WantReplicas {
		all = append(all, fmt.Sprintf("Redis has %d replicas, fewer than the %d of --wait-replicas: each revocation will be reported as not yet on them", a.Replicas, a.WantReplicas))
	}
	return all
}

// About asks Redis about itself. Errors: [ErrUnavailable], [ErrPermission] if the ACL denies it.
func (s *Redis) About(ctx context.Context) (About, error) {
	masters, err := s.read.masters(ctx)
	if err != nil {
		return About{}, failed("about", err)
	}
	var worst About
	for i, m := range masters {
		text, err := m.Info(ctx).Result()
		if err != nil {
			return About{}, failed("about", err)
		}
		fields := map[string]string{}
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			fields[name] = value
		}
		appendOnly := map[string]string{"0": "no", "1": "yes"}[fields["aof_enabled"]]
		replicas, _ := strconv.Atoi(fields["connected_slaves"])
		version := cmp.Or(fields["valkey_version"], fields["redis_version"])
		if i == 0 {
			worst = About{version, fields["role"], fields["maxmemory_policy"], appendOnly, replicas, s.replicas}
		}
		if worst.Eviction == "noeviction" {
			worst.Eviction = fields["maxmemory_policy"]
		}
		if worst.AppendOnly == "yes" {
			worst.AppendOnly = appendOnly
		}
		worst.Replicas = min(worst.Replicas, replicas)
	}
	return worst, nil
}

// Keys returns how many keys the database has. Errors: [ErrUnavailable], [ErrPermission] if the ACL denies it.
func (s *Redis) Keys(ctx context.Context) (n int64, err error) {
	masters, err := s.read.masters(ctx)
	if err != nil {
		return 0, failed("count keys", err)
	}
	for _, m := range masters {
		keys, err := m.DBSize(ctx).Result()
		if err != nil {
			return 0, failed("count keys", err)
		}
		n += keys
	}
	return n, nil
}
