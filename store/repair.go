package store

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"strconv"
	"time"
)

//go:embed script/repair.lua
var repairText string
var repairScript = newScript(clockText + repairText)

// Ending is a record and its own expiry, in Unix seconds.
type Ending struct {
	Expiry float64
	Member string
}

// SetRepair is what [Redis.RepairSet] did.
type SetRepair struct {
	Lifetime bool // the key had a TTL, which was removed
	Lowered  int  // scores that were lowered to the record's expiry
	Ended    int  // members that were removed because they had expired
}

// RepairSet repairs what has only one right answer in a user's set, atomically: it removes the key's TTL and the
// members that have expired by the clock of Redis, and lowers scores that are later than the record's expiry. Members
// that have changed since they were inspected stay as they are. No record is prolonged or revived. Errors:
// [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) RepairSet(ctx context.Context, kind Kind, user string, late []Ending) (SetRepair, error) {
	if err := CheckUserID(user); err != nil {
		return SetRepair{}, err
	}
	args := make([]any, 0, 2*len(late))
	for _, e := range late {
		args = append(args, strconv.FormatFloat(e.Expiry, 'f', -1, 64), e.Member)
	}
	reply, after := s.change(ctx, run(repairScript, []string{kind.key(user)}, args...))
	did, err := reply.Int64Slice()
	if err == nil && len(did) != 3 {
		err = errProtocol
	}
	if err != nil {
		return SetRepair{}, failedAt("repair", err, kind.key(user), user)
	}
	return SetRepair{Lifetime: did[0] == 1, Lowered: int(did[1]), Ended: int(did[2])}, failed("repair", after)
}

// RepairIndex removes the TTL of an index of API keys, and the members in gone, whose keys no longer exist. Errors:
// [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) RepairIndex(ctx context.Context, index string, gone []string) error {
	orders := []order{command("persist", index)}
	if len(gone) > 0 {
		args := make([]any, len(gone))
		for i, member := range gone {
			args[i] = member
		}
		orders = append(orders, command("zrem", index, args...))
	}
	var after error
	for _, o := range orders {
		reply, err := s.change(ctx, o)
		if err := failedAt("repair", reply.Err(), index, ""); err != nil {
			return err
		}
		after = cmp.Or(after, err)
	}
	return failed("repair", after)
}

// RepairAPIKey adds an API key to the indexes. If forEver says that it has no TTL, it gets one that ends at its
// expiry. A key that is revoked meanwhile stays revoked. Errors: [ErrNotFound] if it is revoked or has expired;
// [ErrUnavailable], [ErrPermission], [ErrLayout]; [ErrReplicas] after the change was made.
func (s *Redis) RepairAPIKey(ctx context.Context, id string, forEver bool) error {
	k, err := s.APIKey(ctx, id)
	if err != nil {
		return err
	}
	if forEver {
		if reply, _ := s.change(ctx, command("pexpireat", apiKeyKey(id), k.Expires.UnixMilli())); reply.Err() != nil {
			return failed("repair", reply.Err())
		}
	}
	// In a Cluster the indexes may lie on other nodes, so this is not atomic.
	var after error
	for _, e := range k.entries() {
		reply, err := s.change(ctx, command("zadd", e.index, "NX", e.score, e.member))
		if reply.Err() != nil {
			return failedAt("repair", reply.Err(), e.index, "")
		}
		after = cmp.Or(after, err)
	}
	if _, err := s.APIKey(ctx, id); errors.Is(err, ErrNotFound) {
		_ = s.unlist(ctx, k) // if this fails, the next listing does it
		return err
	}
	return failed("repair", after)
}

// Clock compares the clock of a Redis with that of this process.
type Clock struct {
	Address string
	Ahead   time.Duration // how far Redis is ahead of this process; negative if behind
	Within  time.Duration // half of the round trip: the error bound of Ahead
}

// Clocks asks each master for its time. Errors: [ErrUnavailable], [ErrPermission].
func (s *Redis) Clocks(ctx context.Context) ([]Clock, error) {
	masters, err := s.write.masters(ctx)
	if err != nil {
		return nil, failed("clock", err)
	}
	var clocks []Clock
	for _, m := range masters {
		var c Clock
		for range 2 { // the first may include dialling
			before := s.now()
			said, err := m.Time(ctx).Result()
			if err != nil {
				return nil, failed("clock", err)
			}
			c.Within = s.now().Sub(before) / 2
			c.Ahead = said.Sub(before.Add(c.Within))
		}
		c.Address = m.Options().Addr
		if s.sentinels != nil {
			c.Address = s.sentinels.known()
		}
		clocks = append(clocks, c)
	}
	return clocks, nil
}
