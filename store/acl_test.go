package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The ACL rules in docs/records.md are enough, and no more than needed, for each kind of Redis.
func TestLeastPrivilege(t *testing.T) {
	t.Run("one server", func(t *testing.T) {
		leastPrivilege(t, &redistest.Topology{Servers: []*redistest.Server{redistest.Start(t)}})
	})
	t.Run("Sentinel", func(t *testing.T) { leastPrivilege(t, redistest.StartSentinels(t)) })
	t.Run("Cluster", func(t *testing.T) { leastPrivilege(t, redistest.StartCluster(t)) })
}

// setUser creates a user on each server.
func setUser(t *testing.T, top *redistest.Topology, user string, rules ...string) {
	t.Helper()
	args := []any{"ACL", "SETUSER", user}
	for _, rule := range rules {
		args = append(args, rule)
	}
	if err := top.Ask(t.Context(), args...); err != nil {
		t.Fatal(err)
	}
}

// pageRules finds the rules in docs/records.md for a key pattern.
func pageRules(t *testing.T, page, pattern string, n int) []string {
	t.Helper()
	found := regexp.MustCompile("(?m)" + pattern).FindStringSubmatch(page)
	if len(found) != n+1 {
		t.Fatalf("docs/records.md has no line %s", pattern)
	}
	return found[1:]
}

func leastPrivilege(t *testing.T, top *redistest.Topology) {
	text, err := os.ReadFile("../docs/records.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	ownURL := top.URL
	if ownURL == "" {
		ownURL = top.Servers[0].URL()
	}
	plainURL := ownURL
	if top.Sentinels != nil {
		plainURL = top.Servers[0].URL()
	}
	plain := redistest.Client(t, plainURL)
	security := store.Security{}
	if top.Sentinels != nil {
		rules := pageRules(t, page, "A user of the Sentinels needs `(.+)`\\.", 1)
		security.SentinelUser, security.SentinelPassword = "watcher", filepath.Join(t.TempDir(), "password")
		setUser(t, &redistest.Topology{Servers: top.Sentinels}, "watcher", append([]string{"on", ">password-of-watcher"}, strings.Fields(rules[0])...)...)
		setUser(t, &redistest.Topology{Servers: top.Sentinels}, "default", "off")
		if err := os.WriteFile(security.SentinelPassword, []byte("password-of-watcher\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openAs := func(user string) *store.Redis {
		cfg := config()
		cfg.Security, cfg.WaitReplicas, cfg.WaitTimeout = security, 0, time.Second
		if user == "operator" && len(top.Servers) > 1 {
			cfg.WaitReplicas = 1
		}
		url := strings.Replace(ownURL, "://", "://"+user+":password-of-"+user+"@", 1)
		if user == "default" {
			url = ownURL
		}
		s, err := store.Open(url, cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	as := map[string]*store.Redis{}
	for _, line := range regexp.MustCompile(`(?m)^    user (\w+) on >\.\.\. (.+)$`).FindAllStringSubmatch(page, -1) {
		if line[1] != "service" && line[1] != "operator" {
			continue
		}
		setUser(t, top, line[1], append([]string{"reset", "on", ">password-of-" + line[1]}, strings.Fields(line[2])...)...)
		if top.Sentinels == nil && len(top.Servers) > 1 {
			setUser(t, top, line[1], pageRules(t, page, "^In a Cluster all users also need `(.+)` and `([^`]+)`\\.", 2)...)
		}
		as[line[1]] = openAs(line[1])
	}
	if len(as) != 2 {
		t.Fatalf("docs/records.md gives rules for %d users, want 2", len(as))
	}
	owner := openAs("default")
	// The optional rights that docs/records.md gives the service.
	service := as["service"]
	_, aboutErr := service.About(t.Context())
	_, keysErr := service.Keys(t.Context())
	for _, err := range []error{aboutErr, keysErr} {
		if !errors.Is(err, store.ErrPermission) {
			t.Errorf("service may ask: %v", err)
		}
	}
	besides := pageRules(t, page, "^`serve` may also have `(.+)`, `(.+)` and `(.+)`\\.", 3)
	for i := range store.DefaultMaxListRecords + 1 {
		plain.ZAdd(t.Context(), "session:{many}", redis.Z{Score: store.LastExpiry, Member: i})
	}
	if err := service.List(t.Context(), "many", new(store.Lists)); !errors.Is(err, store.ErrListTooLarge) || strings.Contains(err.Error(), "2001") {
		t.Errorf("without zcard: %v", err)
	}
	setUser(t, top, "service", besides...)
	service = openAs("service") // the other one remembers that the list is too large
	about, aboutErr := service.About(t.Context())
	keys, keysErr := service.Keys(t.Context())
	if aboutErr != nil || keysErr != nil || about.Version == "" || keys != 1 {
		t.Errorf("%v, %v: %+v, %d keys", aboutErr, keysErr, about, keys)
	}
	if err := service.List(t.Context(), "many", new(store.Lists)); !errors.Is(err, store.ErrListTooLarge) || !strings.Contains(err.Error(), "2001 sessions and 0 refresh tokens") {
		t.Errorf("with zcard: %v", err)
	}
	for name := range operations(owner) {
		fill(t, owner)
		plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "gone"})
		plain.ZAdd(t.Context(), "apikey:users", redis.Z{Member: "{u}gone"})
		if err := operations(as["operator"])[name](t.Context()); err != nil {
			t.Errorf("operator: %s: %v", name, err)
		}
		fill(t, owner)
		err := operations(as["service"])[name](t.Context())
		switch name {
		case "ready", "list", "API key": // the rights for serving
			if err != nil {
				t.Errorf("service: %s: %v", name, err)
			}
		case "API keys", "user's keys": // reading is allowed, and here there is nothing to write
		default:
			if !errors.Is(err, store.ErrPermission) {
				t.Errorf("service may %s: %v", name, err)
			}
		}
	}
	// Changes also reach those who read events.
	fill(t, as["operator"])
	as["operator"].Close()
	owner.Close()
	for _, outbox := range []string{"outbox:{u}", "outbox:{k}"} {
		if left, err := plain.LLen(t.Context(), outbox).Result(); err != nil || left != 0 {
			t.Errorf("operator: %d events are left in %s, %v", left, outbox, err)
		}
	}
}

// A denied command, key or script command is not reported as an unavailable Redis.
func TestNotAllowed(t *testing.T) {
	server := redistest.Start(t)
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	fill(t, open(t, server.URL()))
	for user, rules := range map[string]string{
		"command": "~* +@all -zrange -evalsha -eval",
		"key":     "~other:* +@all",
		"script":  "~* +@all -zadd -zremrangebyscore -zrem",
	} {
		args := []any{"ACL", "SETUSER", user, "reset", "on", ">password"}
		for _, rule := range strings.Fields(rules) {
			args = append(args, rule)
		}
		if err := plain.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
		all := operations(open(t, "redis://"+user+":password@"+server.Addr))
		for _, name := range []string{"list", "put"} {
			if user == "script" && name == "list" {
				continue // it uses no script
			}
			if err := all[name](t.Context()); !errors.Is(err, store.ErrPermission) || errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%s: %s: %v", user, name, err)
			}
		}
	}
}
