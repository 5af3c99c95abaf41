package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Sort is what a key is for.
type Sort int

// What a key of this layout may be for.
const (
	// SortSet is one of a user's two sets.
	SortSet Sort = iota
	// SortAPIKey is what an API key stands for.
	SortAPIKey
	// SortIndex is an index of API keys.
	SortIndex
	// SortOther is named like a key of the layout but is none: nothing reads it.
	SortOther
)

// Seen is what [Redis.Inspect] sees of a key.
type Seen struct {
	Key  string // of a SortOther it may be anything, even a token
	Sort Sort
	Kind Kind   // of a set
	ID   string // of the user whose set it is, or of the API key
	// Odd is the type of the key, if it is another than the layout says, or "other". Its contents are then not known.
	Odd string
	// Lifetime is the TTL of the key; zero if it has none.
	Lifetime time.Duration
	// Live counts the members of a set whose score is later than now and not past the year 9999.
	Live int64
	// Members are some members of a set. A set with many is seen several times; First marks the first time.
	Members []Member
	First   bool
	// Indexed says that the API key is in the indexes, and Broken that it can't be used because required fields are
	// missing.
	Indexed, Broken bool
	// Gone are members of the index whose API keys no longer exist.
	Gone []string
}

// Member is a member of a set with its score. It may be junk.
type Member struct {
	Text  string
	Score float64
}

// Inspection is what to inspect, and how.
type Inspection struct {
	// User selects the keys of one user: both sets, and the API keys that are in the index. Empty means all keys.
	User string
	// Rate is how many keys and members are read per second, at most.
	Rate int
	// Progress, if not nil, is called with the number of keys scanned and about how many there are; total is -1 if
	// that is not known.
	Progress func(scanned, total int64)
}

const (
	// scanCount is how many keys or members Redis looks at in one SCAN, which takes less than 0.1 ms.
	scanCount = 100
	// keysAtOnce bounds a reply: each key comes with up to about scanCount members.
	keysAtOnce = 10
)

// inspector is one run of [Redis.Inspect].
type inspector struct {
	*Redis
	Inspection
	visit          func(context.Context, Seen) error
	scanned, total int64
}

// Inspect calls visit for all keys that are named like those of the layout, and their members, holding only some of
// them at a time. Keys and members that exist throughout are seen at least once, except in a slot of a Cluster that
// is moved meanwhile. Inspect stops at the first error of visit. Errors: [ErrUserID], [ErrUnavailable],
// [ErrPermission].
func (s *Redis) Inspect(ctx context.Context, what Inspection, visit func(context.Context, Seen) error) error {
	i := &inspector{Redis: s, Inspection: what, visit: visit, total: -1}
	if what.User != "" {
		if err := CheckUserID(what.User); err != nil {
			return err
		}
		if err := i.look(ctx, keys(what.User)); err != nil {
			return err
		}
		return i.index(ctx, Seen{Key: apiKeyIndex, Sort: SortIndex, First: true})
	}
	if n, err := s.Keys(ctx); err == nil {
		i.total = n
	}
	masters, err := s.write.masters(ctx)
	if err != nil {
		return failed("scan", err)
	}
	epoch := s.dialer.epoch.Load()
	for _, m := range masters {
		if err := i.scan(ctx, m); err != nil {
			return err
		}
	}
	// A new master has its keys in another order, so not all were scanned.
	now, err := s.write.masters(ctx)
	if err != nil {
		return failed("scan", err)
	}
	if s.dialer.epoch.Load() != epoch || !slices.Equal(addresses(now), addresses(masters)) {
		return &failure{operation: "scan", kind: ErrUnavailable, cause: causeSuperseded}
	}
	return nil
}

func addresses(servers []*redis.Client) []string {
	var all []string
	for _, server := range servers {
		all = append(all, server.Options().Addr)
	}
	slices.Sort(all)
	return all
}

// scan looks at all keys of one server. A SCAN with a pattern would cost as much.
func (i *inspector) scan(ctx context.Context, server *redis.Client) error {
	for cursor := uint64(0); ; {
		page, err := i.page(ctx, "scan", func() *redis.ScanCmd { return server.Scan(ctx, cursor, "", scanCount) })
		if err != nil {
			return err
		}
		names, next := page.Val()
		cursor = next
		all := len(names)
		names = slices.DeleteFunc(names, func(name string) bool {
			return !strings.HasPrefix(name, "session:") && !strings.HasPrefix(name, "refresh:") && !strings.HasPrefix(name, "apikey:")
		})
		if err := i.rest(ctx, all-len(names)); err != nil {
			return err
		}
		for some := range slices.Chunk(names, keysAtOnce) {
			if err := i.look(ctx, some); err != nil {
				return err
			}
		}
		i.scanned += int64(all)
		if i.Progress != nil {
			i.Progress(i.scanned, i.total)
		}
		if cursor == 0 {
			return nil
		}
	}
}

// page reads some of the keys, or of the members of a key.
func (i *inspector) page(ctx context.Context, operation string, question func() *redis.ScanCmd) (page *redis.ScanCmd, err error) {
	err = i.reading(ctx, operation, func() error {
		page = question()
		return page.Err()
	})
	return page, err
}

// rest pauses for as long as the rate demands after so many reads.
func (i *inspector) rest(ctx context.Context, read int) error {
	if read == 0 {
		return nil
	}
	return failed("scan", pause(ctx, time.Duration(read)*time.Second/time.Duration(i.Rate)))
}

// named says what a key is for, by its name.
func named(key string) Seen {
	seen := Seen{Key: key, Sort: SortOther, First: true}
	prefix, id, _ := strings.Cut(key, ":")
	if key == apiKeyIndex || key == apiKeyUsers {
		seen.Sort = SortIndex
		return seen
	}
	id, opened := strings.CutPrefix(id, "{")
	id, closed := strings.CutSuffix(id, "}")
	if !opened || !closed || CheckUserID(id) != nil {
		return seen
	}
	switch {
	case prefix == string(Session), prefix == string(Refresh):
		seen.Sort, seen.Kind, seen.ID = SortSet, Kind(prefix), id
	case !strings.Contains(id, "_"): // a whole API key has underscores
		seen.Sort, seen.ID = SortAPIKey, id
	}
	return seen
}

// answers holds the replies about one key.
type answers struct {
	seen     Seen
	kind     *redis.StatusCmd
	lifetime *redis.DurationCmd
	live     *redis.IntCmd
	members  *redis.ScanCmd
	fields   *redis.MapStringStringCmd
	indexed  *redis.FloatCmd
	listed   *redis.FloatCmd // in the index of its user's keys
}

// look reads all there is to know about some keys, in at most two round trips, and then the rest of their members.
func (i *inspector) look(ctx context.Context, names []string) error {
	all := make([]answers, len(names))
	err := i.ask(ctx, func(p redis.Pipeliner) {
		for n, name := range names {
			a := answers{seen: named(name), kind: p.Type(ctx, name), lifetime: p.PTTL(ctx, name)}
			switch a.seen.Sort {
			case SortSet:
				a.live = p.ZCount(ctx, name, "("+i.unixNow(), strconv.Itoa(LastExpiry))
				a.members = p.ZScan(ctx, name, 0, "", scanCount)
			case SortAPIKey:
				a.fields = p.HGetAll(ctx, name)
				a.indexed = p.ZScore(ctx, apiKeyIndex, a.seen.ID)
			}
			all[n] = a
		}
	})
	if err == nil {
		err = i.ask(ctx, func(p redis.Pipeliner) {
			for n, a := range all {
				if a.fields != nil {
					all[n].listed = p.ZScore(ctx, apiKeyUsers, userEntry(a.fields.Val()["user_id"], a.seen.ID))
				}
			}
		})
	}
	if err != nil {
		return err
	}
	for _, a := range all {
		if err := i.tell(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// ask sends several commands in one pipeline. A key of another type is no error: its type was asked for too.
func (i *inspector) ask(ctx context.Context, questions func(redis.Pipeliner)) error {
	return i.reading(ctx, "look", func() error {
		commands, err := i.write.Pipelined(ctx, func(p redis.Pipeliner) error {
			questions(p)
			return nil
		})
		for _, c := range commands {
			if err := c.Err(); err != nil && !errors.Is(err, redis.Nil) && !redis.HasErrorPrefix(err, "WRONGTYPE") {
				return err
			}
		}
		var reply redis.Error
		if errors.As(err, &reply) {
			return nil
		}
		return err
	})
}

// tell passes a key, and all of its members, to visit.
func (i *inspector) tell(ctx context.Context, a answers) error {
	seen, kind := a.seen, a.kind.Val()
	if kind == "none" { // gone meanwhile
		return i.rest(ctx, 1)
	}
	if wanted := map[Sort]string{SortSet: "zset", SortIndex: "zset", SortAPIKey: "hash", SortOther: kind}[seen.Sort]; kind != wanted {
		seen.Odd = kind
	}
	seen.Lifetime = max(0, a.lifetime.Val()) // it is negative without a TTL
	if seen.Odd != "" || seen.Sort == SortOther {
		if err := i.visit(ctx, seen); err != nil {
			return err
		}
		return i.rest(ctx, 1)
	}
	switch seen.Sort {
	case SortIndex:
		return i.index(ctx, seen)
	case SortAPIKey:
		if seen.Broken = broken(seen.ID, a.fields.Val()); i.User != "" && a.fields.Val()["user_id"] != i.User {
			return i.rest(ctx, 1)
		}
		seen.Indexed = a.indexed.Err() == nil && a.listed.Err() == nil
		if err := i.visit(ctx, seen); err != nil {
			return err
		}
		return i.rest(ctx, 1)
	}
	seen.Live = a.live.Val()
	for page, cursor := a.members.Val(); ; {
		seen.Members = membersOf(page)
		if err := i.visit(ctx, seen); err != nil {
			return err
		}
		if err := i.rest(ctx, max(1, len(seen.Members))); err != nil || cursor == 0 {
			return err
		}
		seen.First = false
		next, err := i.page(ctx, "look", func() *redis.ScanCmd { return i.write.ZScan(ctx, seen.Key, cursor, "", scanCount) })
		if errors.Is(err, ErrLayout) { // its type has changed meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		page, cursor = next.Val()
	}
}

func membersOf(page []string) []Member {
	all := make([]Member, 0, len(page)/2)
	for pair := range slices.Chunk(page, 2) {
		if len(pair) == 2 {
			score, _ := strconv.ParseFloat(pair[1], 64) // Redis writes scores that parse, infinity too
			all = append(all, Member{pair[0], score})
		}
	}
	return all
}

func broken(id string, fields map[string]string) bool {
	k, err := apiKey(id, fields)
	return err != nil || CheckUserID(k.UserID) != nil || k.Hash == "" || k.Pepper == ""
}

// index looks for entries whose API key is gone, or for the API keys of one user.
func (i *inspector) index(ctx context.Context, seen Seen) error {
	for cursor := uint64(0); ; {
		page, err := i.page(ctx, "look", func() *redis.ScanCmd { return i.write.ZScan(ctx, seen.Key, cursor, "", scanCount) })
		if errors.Is(err, ErrLayout) {
			seen.Odd = "other"
			return i.visit(ctx, seen)
		}
		if err != nil {
			return err
		}
		texts, next := page.Val()
		entries := membersOf(texts)
		cursor = next
		if i.User != "" {
			err = i.own(ctx, entries)
		} else if seen.Gone, err = i.gone(ctx, entries); err == nil {
			err = i.visit(ctx, seen)
		}
		if err != nil {
			return err
		}
		if err := i.rest(ctx, len(entries)); err != nil || cursor == 0 {
			return err
		}
		seen.First = false
	}
}

func (i *inspector) own(ctx context.Context, entries []Member) error {
	for some := range slices.Chunk(entries, keysAtOnce) {
		var names []string
		for _, entry := range some {
			names = append(names, apiKeyKey(entry.Text))
		}
		if err := i.look(ctx, names); err != nil {
			return err
		}
	}
	return nil
}

// gone returns the entries of API keys that have expired.
func (i *inspector) gone(ctx context.Context, entries []Member) (gone []string, err error) {
	lifetimes, made := make([]*redis.DurationCmd, len(entries)), make([]*redis.FloatCmd, len(entries))
	err = i.ask(ctx, func(p redis.Pipeliner) {
		for n, entry := range entries {
			id := idOf(entry.Text)
			lifetimes[n], made[n] = p.PTTL(ctx, apiKeyKey(id)), p.ZScore(ctx, apiKeyIndex, id)
		}
	})
	if err != nil {
		return nil, err
	}
	for n, entry := range entries {
		if lifetimes[n].Val() == -2 && i.isOver(made[n].Val()) {
			gone = append(gone, entry.Text)
		}
	}
	return gone, nil
}
