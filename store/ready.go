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

// reserved is a user and an API key that nobody has: no writer takes such an ID. What is read of it is not looked at.
const reserved = "ready\x00"

// clusterProbes is how many users are asked for in a Cluster. A node with 9 of 10 keys has all of them once in 850
// times; one with half of the keys, never.
const clusterProbes = 64

// Ready asks what a request asks, of one user and one API key, and whether this is a Redis whose answers count.
// Errors: [ErrPartly] if some nodes of a Cluster don't answer; [ErrUnavailable], [ErrBusy], [ErrPermission].
func (s *Redis) Ready(ctx context.Context) error {
	if s.sentinels != nil {
		_, _ = s.sentinels.ask(ctx) // what follows is asked of the master that they name now; if all are gone, of the same
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
		s.dialer.renew() // the other connections don't know yet
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
	// A node that has all keys is as good as any server. Of one that has not, the client must know that it is a node.
	if err == nil {
		err = s.probe(ctx)
	}
	if CauseOf(err) == causeCluster {
		return &failure{operation: "ready", kind: ErrUnavailable, cause: causeCluster}
	}
	return err
}

// probe asks for users whom different nodes of a Cluster have.
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

// hello is what a Redis says of itself to every user that may connect at all.
type hello struct{ mode, role string }

// oldest is the first version with ZRANGE BYSCORE.
const oldest = "6.2"

// hello asks which kind of Redis this is. A replica may not know yet what was revoked, and one that has not
// synced knows nobody; a Sentinel knows no data. In a Cluster a replica names the node that has the key.
func (s *Redis) hello(ctx context.Context, c interface {
	Do(ctx context.Context, args ...any) *redis.Cmd
}) (hello, error) {
	answer, err := c.Do(ctx, "hello").Result()
	var refused redis.Error
	if errors.As(err, &refused) {
		return hello{}, nil // older than Redis 6, or in need of a password: what is asked next will say so
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

// older compares versions like 7.0.15 by their first two numbers. What is no version is not older.
func older(version, than string) bool {
	var major, minor, wantMajor, wantMinor int
	if n, _ := fmt.Sscanf(version, "%d.%d", &major, &minor); n != 2 {
		return false
	}
	_, _ = fmt.Sscanf(than, "%d.%d", &wantMajor, &wantMinor)
	return major < wantMajor || major == wantMajor && minor < wantMinor
}

// texts returns the names of a map whose values are texts. RESP2 has no maps: there it is a list.
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

// About is what an operator wants to know of a Redis. Of a Cluster it is that of the masters for whom it is worst.
type About struct {
	Version, Role string
	Eviction      string // maxmemory-policy: what is deleted at the memory limit
	AppendOnly    string // "yes" where what was written is kept in an append-only file, "no"; empty is not known
	// Replicas is how many are connected, and WantReplicas how many must have a change: see Config.WaitReplicas.
	Replicas, WantReplicas int
}

// Warnings says what of it an operator would not want to find out later.
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

// About asks Redis about itself. Errors: [ErrUnavailable], [ErrPermission] where the ACL does not let it.
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

// Keys is how many keys the database has. Errors: [ErrUnavailable], [ErrPermission] where the ACL does not let it.
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
