package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
)

const unbounded = 1_000_000_000 // keys a second

func TestInspect(t *testing.T) {
	for name, start := range map[string]func(*testing.T) string{
		"one server": func(t *testing.T) string { return redistest.Start(t).URL() },
		"Sentinel":   func(t *testing.T) string { return redistest.StartSentinels(t).URL },
		"Cluster":    func(t *testing.T) string { return redistest.StartCluster(t).URL },
	} {
		t.Run(name, func(t *testing.T) {
			url := start(t)
			inspectAll(t, url)
			repairAll(t, url)
		})
	}
}

// inspect returns what was seen, by key, with all members of each key.
func inspect(t *testing.T, s *store.Redis, user string) map[string]store.Seen {
	t.Helper()
	all := map[string]store.Seen{}
	scanned := int64(0)
	err := s.Inspect(t.Context(), store.Inspection{User: user, Rate: unbounded, Progress: func(n, _ int64) { scanned = n }},
		func(_ context.Context, seen store.Seen) error {
			if seen.Key == "" || all[seen.Key].First && seen.First { // SCAN shows a key twice while its table is resized
				return fmt.Errorf("%q is seen twice", seen.Key)
			}
			seen.Members = append(all[seen.Key].Members, seen.Members...)
			seen.First = true
			all[seen.Key] = seen
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	if user == "" && scanned < int64(len(all)) {
		t.Errorf("%d keys scanned, want at least %d", scanned, len(all))
	}
	return all
}

// All keys of all servers are seen, with all there is to know about them.
func inspectAll(t *testing.T, url string) {
	ctx := t.Context()
	c := redistest.Client(t, url)
	redistest.Empty(t, c)
	const users = 500
	_, err := c.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range users {
			for n := range 3 {
				p.ZAdd(ctx, fmt.Sprintf("session:{%d}", i), redis.Z{Score: store.LastExpiry - float64(n), Member: n})
			}
		}
		p.Set(ctx, "sessions", "another program's", 0)
		p.Set(ctx, "session:plain", "?", 0)
		p.Set(ctx, "refresh:{odd}", "?", 0)
		p.ZAdd(ctx, "session:{a}b}", redis.Z{Member: "?"})
		p.ZAdd(ctx, "refresh:{ends}", redis.Z{Score: 1, Member: "over"}, redis.Z{Score: store.LastExpiry, Member: "live"}, redis.Z{Score: store.LastExpiry + 1, Member: "never"})
		p.Expire(ctx, "refresh:{ends}", time.Hour)
		p.HSet(ctx, "apikey:{broken}", "user_id", "u")
		p.ZAdd(ctx, "apikey:index", redis.Z{Score: 1, Member: "gone"}, redis.Z{Score: float64(storetest.Start.Unix()), Member: "in the making"})
		p.ZAdd(ctx, "apikey:users", redis.Z{Member: "{u}gone"}, redis.Z{Member: "{u}in the making"}, redis.Z{Member: "junk"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, url)
	for _, id := range []string{"good", "lost", "unlisted"} {
		key := store.APIKey{ID: id, UserID: "u", Account: "a", Pepper: "v1", Hash: "h", Created: time.Unix(1, 0), Expires: time.Unix(4102444800, 0)}
		if err := s.PutAPIKey(ctx, key); err != nil {
			t.Fatal(err)
		}
	}
	c.ZRem(ctx, "apikey:index", "lost")
	c.ZRem(ctx, "apikey:users", "{u}unlisted")
	c.Persist(ctx, "apikey:{lost}")

	all := inspect(t, s, "")
	for i := range users {
		key := fmt.Sprintf("session:{%d}", i)
		seen := all[key]
		if len(seen.Members) != 3 || seen.Live != 3 || seen.Lifetime != 0 || seen.ID != fmt.Sprint(i) || seen.Kind != store.Session {
			t.Fatalf("%s: %+v", key, seen)
		}
		delete(all, key)
	}
	index := all["apikey:index"]
	if index.Sort != store.SortIndex || !slices.Equal(index.Gone, []string{"gone"}) {
		t.Errorf("the index: %+v", index)
	}
	if users := all["apikey:users"]; users.Sort != store.SortIndex || !slices.Equal(users.Gone, []string{"junk", "{u}gone"}) {
		t.Errorf("the index of users: %+v", users)
	}
	ends := all["refresh:{ends}"]
	if ends.Live != 1 || len(ends.Members) != 3 || ends.Lifetime <= 59*time.Minute {
		t.Errorf("refresh:{ends}: %+v", ends)
	}
	for key, is := range map[string]func(store.Seen) bool{
		"session:plain":     func(s store.Seen) bool { return s.Sort == store.SortOther },
		"session:{a}b}":     func(s store.Seen) bool { return s.Sort == store.SortOther && s.Members == nil },
		"refresh:{odd}":     func(s store.Seen) bool { return s.Odd == "string" },
		"apikey:{broken}":   func(s store.Seen) bool { return s.Broken && !s.Indexed && s.Lifetime == 0 },
		"apikey:{good}":     func(s store.Seen) bool { return !s.Broken && s.Indexed && s.Lifetime > 0 && s.ID == "good" },
		"apikey:{lost}":     func(s store.Seen) bool { return !s.Broken && !s.Indexed && s.Lifetime == 0 },
		"apikey:{unlisted}": func(s store.Seen) bool { return !s.Broken && !s.Indexed },
		"apikey:index":      func(store.Seen) bool { return true },
		"apikey:users":      func(store.Seen) bool { return true },
		"refresh:{ends}":    func(store.Seen) bool { return true },
	} {
		if seen, ok := all[key]; !ok || !is(seen) {
			t.Errorf("%s: seen %t: %+v", key, ok, seen)
		}
		delete(all, key)
	}
	if len(all) > 0 {
		t.Errorf("seen besides: %v", slices.Collect(maps.Keys(all)))
	}
	for user, want := range map[string][]string{
		"7": {"session:{7}"}, "ends": {"refresh:{ends}"}, "odd": {"refresh:{odd}"}, "u": {"apikey:{good}", "apikey:{unlisted}"}, "nobody": nil,
	} {
		if got := slices.Sorted(maps.Keys(inspect(t, s, user))); !slices.Equal(got, want) {
			t.Errorf("of the user %s: %q, want %q", user, got, want)
		}
	}
	if clocks, err := s.Clocks(ctx); err != nil || len(clocks) != map[bool]int{true: 3, false: 1}[strings.HasPrefix(url, "redis-cluster")] {
		t.Errorf("%v, %v", clocks, err)
	}
	rights, err := s.Rights(ctx)
	if err != nil || len(rights.Read)+len(rights.Write)+len(rights.Inspect)+len(rights.About) > 0 {
		t.Errorf("who may do everything lacks %+v, %v", rights, err)
	}
	if n := len(inspect(t, s, "")); n != users+10 {
		t.Errorf("after trying what may be done there are %d keys", n)
	}
}

// A repair prolongs or revives no record, whatever happened since it was inspected.
func repairAll(t *testing.T, url string) {
	ctx := t.Context()
	c := redistest.Client(t, url)
	s := open(t, url)
	const key, expiry, late = "session:{u}", 4102444800.0, 4102444900.0
	for name, row := range map[string]struct {
		score, expiry float64 // -1 means none
		want          float64
	}{
		"late":                  {late, expiry, expiry},
		"early":                 {1800000000 + 2e9, expiry, 1800000000 + 2e9},
		"equal":                 {expiry, expiry, expiry},
		"ended by its score":    {1000000000, expiry, -1},
		"ended by its expiry":   {late, 1000000000, -1},
		"in milliseconds":       {expiry * 1000, expiry, expiry * 1000},
		"removed meanwhile":     {-1, expiry, -1},
		"a fraction of seconds": {late, expiry + 0.25, expiry + 0.25},
	} {
		redistest.Empty(t, c)
		if row.score >= 0 {
			c.ZAdd(ctx, key, redis.Z{Score: row.score, Member: "m"})
		}
		c.ZAdd(ctx, key, redis.Z{Score: store.LastExpiry, Member: "neighbour"})
		c.Expire(ctx, key, time.Hour)
		did, err := s.RepairSet(ctx, store.Session, "u", []store.Ending{{Expiry: row.expiry, Member: "m"}})
		if err != nil || !did.Lifetime || (did.Lowered == 1) != (row.want >= 0 && row.want < row.score) || (did.Ended == 1) != (row.want < 0 && row.score >= 0) {
			t.Errorf("%s: %+v, %v", name, did, err)
		}
		score, err := c.ZScore(ctx, key, "m").Result()
		if errors.Is(err, redis.Nil) {
			score, err = -1, nil
		}
		if err != nil || score != row.want {
			t.Errorf("%s: its score is %f, %v, want %f", name, score, err, row.want)
		}
		if c.ZCard(ctx, key).Val() == 0 || c.TTL(ctx, key).Val() > 0 {
			t.Errorf("%s: its neighbour is gone, or the set has a lifetime", name)
		}
	}
	// A revoked API key stays revoked; one with a TTL keeps it.
	redistest.Empty(t, c)
	if err := s.RepairAPIKey(ctx, "k", true); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	k := store.APIKey{ID: "k", UserID: "u", Pepper: "v1", Hash: "h", Created: time.Unix(7, 0), Expires: time.Unix(4102444800, 0)}
	if err := s.PutAPIKey(ctx, k); err != nil {
		t.Fatal(err)
	}
	c.Expire(ctx, "apikey:{k}", time.Hour)
	c.Del(ctx, "apikey:index", "apikey:users")
	if err := s.RepairAPIKey(ctx, "k", false); err != nil || c.ZScore(ctx, "apikey:users", "{u}k").Err() != nil || c.ZScore(ctx, "apikey:index", "k").Val() != 7 || c.TTL(ctx, "apikey:{k}").Val() > time.Hour {
		t.Errorf("not in the index, or it lives longer: %v", err)
	}
	c.Persist(ctx, "apikey:{k}")
	if err := s.RepairAPIKey(ctx, "k", true); err != nil || c.ExpireTime(ctx, "apikey:{k}").Val() != 4102444800*time.Second {
		t.Errorf("it has no lifetime: %v", err)
	}
	c.HSet(ctx, "apikey:{k}", "expires", 1000000000)
	if err := s.RepairAPIKey(ctx, "k", true); !errors.Is(err, store.ErrNotFound) || c.ZCard(ctx, "apikey:index").Val()+c.ZCard(ctx, "apikey:users").Val() != 0 {
		t.Errorf("over, and in the index: %v", err)
	}
	for _, index := range []string{"apikey:index", "apikey:users"} {
		c.ZAdd(ctx, index, redis.Z{Member: "gone"}, redis.Z{Member: "stays"})
		c.Expire(ctx, index, time.Hour)
		if err := s.RepairIndex(ctx, index, []string{"gone"}); err != nil || c.ZCard(ctx, index).Val() != 1 || c.TTL(ctx, index).Val() > 0 {
			t.Errorf("%s is not repaired: %v", index, err)
		}
	}
}

// Inspecting a set of any length takes no more memory than some of its members.
func TestInspectLargeSet(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	const members, size = 100_000, 500
	for i := range members / 10_000 {
		all := make([]redis.Z, 10_000)
		for n := range all {
			all[n] = redis.Z{Score: 4102444800, Member: fmt.Sprintf("%0*d", size, i*10_000+n)}
		}
		if err := c.ZAdd(t.Context(), "session:{u}", all...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, pages := heap(), uint64(0), 0
	seen := map[string]struct{}{}
	err := open(t, server.URL()).Inspect(t.Context(), store.Inspection{Rate: unbounded}, func(_ context.Context, s store.Seen) error {
		for _, m := range s.Members {
			seen[strings.Clone(strings.TrimLeft(m.Text, "0"))] = struct{}{}
		}
		if pages++; pages%100 == 0 {
			most = max(most, heap())
		}
		if len(s.Members) > 1000 {
			return fmt.Errorf("%d members at once", len(s.Members))
		}
		return nil
	})
	if err != nil || len(seen) != members {
		t.Errorf("%d members are seen, %v", len(seen), err)
	}
	// This test itself remembers some 60 bytes for each member.
	if most > before+members*size/4 {
		t.Errorf("it holds %d kB, of %d", (most-before)>>10, members*size>>10)
	}
}

// A connection that is lost in between causes no error, and nothing is seen twice.
func TestInspectWithLostConnections(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	const keys, members = 500, 1000
	for i := range keys {
		c.ZAdd(t.Context(), fmt.Sprintf("session:{%d}", i), redis.Z{Score: store.LastExpiry, Member: "m"})
	}
	for i := range members {
		c.ZAdd(t.Context(), "session:{0}", redis.Z{Score: store.LastExpiry, Member: fmt.Sprintf("%0100d", i)})
	}
	proxy := redistest.StartProxy(t, server.Addr)
	s := open(t, proxy.URL())
	seen, shown := map[string]bool{}, 0
	err := s.Inspect(t.Context(), store.Inspection{Rate: unbounded}, func(_ context.Context, one store.Seen) error {
		if shown++; shown%7 == 0 {
			proxy.Cut()
		}
		for _, m := range one.Members {
			if seen[one.Key+m.Text] {
				return fmt.Errorf("%s: a member is seen twice", one.Key)
			}
			seen[one.Key+m.Text] = true
		}
		return nil
	})
	if err != nil || len(seen) != keys+members {
		t.Errorf("%d members are seen, want %d: %v", len(seen), keys+members, err)
	}
}

// The result at the end is that of one master, or an error.
func TestInspectDuringFailover(t *testing.T) {
	top := redistest.StartSentinels(t)
	c := redistest.Client(t, top.URL)
	for i := range 500 {
		c.ZAdd(t.Context(), fmt.Sprintf("session:{%d}", i), redis.Z{Score: store.LastExpiry, Member: "m"})
	}
	old := top.Master(t.Context())
	sentinel := redis.NewClient(&redis.Options{Addr: top.Sentinels[0].Addr})
	defer sentinel.Close()
	began := false
	err := open(t, top.URL).Inspect(t.Context(), store.Inspection{Rate: unbounded}, func(ctx context.Context, _ store.Seen) error {
		if began {
			return nil
		}
		began = true
		if err := sentinel.Do(ctx, "sentinel", "failover", redistest.MasterName).Err(); err != nil {
			return err
		}
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
			}
			if now := top.Master(ctx); now != nil && now != old && strings.Contains(redistest.Client(t, old.URL()).Info(ctx, "replication").Val(), "role:slave") {
				return nil
			}
		}
	})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("%v, want that it is not known", err)
	}
}

// With the rules in docs/records.md for some work, no right for it is reported as missing.
func TestRights(t *testing.T) {
	page, err := os.ReadFile("../docs/records.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^    user (service|operator) on >\.\.\. (.+)$`).FindAllStringSubmatch(string(page), -1) {
		rules[line[1]] = line[2]
	}
	besides := regexp.MustCompile("what `service` has above, with `([^`]+)`").FindStringSubmatch(string(page))
	if len(rules) != 2 || besides == nil {
		t.Fatal("docs/records.md has no rules")
	}
	rules["doctor"] = rules["service"] + " " + besides[1]
	rules["repair"] = rules["operator"] + " " + besides[1]
	rules["old"] = strings.Replace(rules["service"], " %R~suspended:*", "", 1) // each list also reads whether the user is suspended
	// Each of the keys beside a user's sets, and each shared key, is needed for changes.
	beside := map[string]string{
		"about": "hsetnx about:*", "grants": "hget grants:*", "spent": "zscore spent:*", "suspended": "hset suspended:*", "outbox": "rpush outbox:*",
		"events": "xadd events:*", "events-seen": "zremrangebyrank events-seen:*", "made": "hsetnx made:*", "controlkey": "hset controlkey:*",
	}
	for key := range beside {
		rules["without-"+key] = strings.Replace(rules["operator"], " %RW~"+key+":*", map[bool]string{true: " %R~suspended:*"}[key == "suspended"], 1)
	}
	for _, command := range []string{"eval", "rpush", "hsetnx", "xlen", "zremrangebyrank", "hkeys"} {
		beside[command] = command + " "
		rules["without-"+command] = rules["operator"] + " -" + command
	}
	rules["stranger"] = "resetchannels %RW~other:* -@all +hello +zrange +hgetall"
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	for user, all := range rules {
		args := []any{"ACL", "SETUSER", user, "reset", "on", ">password"}
		for _, rule := range strings.Fields(all) {
			args = append(args, rule)
		}
		if err := c.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	users := map[string]string{
		"service": "serve", "operator": "serve change", "doctor": "serve look ask", "repair": "serve change look ask", "stranger": "", "old": "",
	}
	for what := range beside {
		users["without-"+what] = "serve"
	}
	for user, may := range users {
		s := open(t, "redis://"+user+":password@"+server.Addr)
		r, err := s.Rights(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for does, lacks := range map[string][]string{"serve": r.Read, "change": r.Write, "look": r.Inspect, "ask": r.About} {
			if len(lacks) == 0 {
				got = append(got, does)
			}
		}
		want := strings.Fields(may)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: may %q, want %q: lacks %+v", user, got, want, r)
		}
		if user == "service" && !slices.Contains(r.Write, "zadd session:*") || user == "stranger" && !slices.Contains(r.Read, "hgetall apikey:*") {
			t.Errorf("%s: lacks %+v", user, r)
		}
		if what, ok := strings.CutPrefix(user, "without-"); ok && (!strings.Contains(strings.Join(r.Write, ", "), beside[what]) || slices.ContainsFunc(r.Write, func(lack string) bool {
			return !strings.HasSuffix(lack, " "+what+":*") && !strings.HasPrefix(lack, what+" ") && !strings.HasSuffix(lack, " "+what+":index")
		})) {
			t.Errorf("%s: lacks %q", user, r.Write)
		}
		err = s.Inspect(t.Context(), store.Inspection{Rate: unbounded}, func(context.Context, store.Seen) error { return nil })
		if looks := slices.Contains(want, "look"); looks != (err == nil) || !looks && !errors.Is(err, store.ErrPermission) {
			t.Errorf("%s: %v", user, err)
		}
	}
	if n := c.DBSize(t.Context()).Val(); n != 0 {
		t.Errorf("trying has made %d keys", n)
	}
}
