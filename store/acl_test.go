package store_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
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
		if user != "service" && len(top.Servers) > 1 {
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
		setUser(t, top, line[1], append([]string{"reset", "on", ">password-of-" + line[1]}, strings.Fields(line[2])...)...)
		if top.Sentinels == nil && len(top.Servers) > 1 {
			setUser(t, top, line[1], pageRules(t, page, "^In a Cluster all users also need `(.+)` and `([^`]+)`\\.", 2)...)
		}
		as[line[1]] = openAs(line[1])
	}
	if as["service"] == nil || as["operator"] == nil || as["control"] == nil || len(as) != 3 {
		t.Fatalf("docs/records.md gives rules for the users %v", slices.Collect(maps.Keys(as)))
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
		for _, user := range []string{"operator", "control"} {
			fill(t, owner)
			plain.ZAdd(t.Context(), "apikey:index", redis.Z{Member: "gone"})
			plain.ZAdd(t.Context(), "apikey:users", redis.Z{Member: "{u}gone"})
			if err := operations(as[user])[name](t.Context()); err != nil {
				t.Errorf("%s: %s: %v", user, name, err)
			}
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
	controlRights(t, as["control"])
	if err := as["operator"].Sweep(t.Context(), func(context.Context) error { return nil }); !errors.Is(err, store.ErrPermission) {
		t.Errorf("operator sweeps: %v", err)
	}
	// Changes also reach those who read events.
	fill(t, as["operator"])
	as["operator"].Close()
	as["control"].Close()
	owner.Close()
	for _, outbox := range []string{"outbox:{u}", "outbox:{k}"} {
		if left, err := plain.LLen(t.Context(), outbox).Result(); err != nil || left != 0 {
			t.Errorf("operator: %d events are left in %s, %v", left, outbox, err)
		}
	}
}

// controlRights does what only the control listener does.
func controlRights(t *testing.T, s *store.Redis) {
	t.Helper()
	ctx := t.Context()
	session := strings.NewReplacer(`"a"`, `"c"`, `"r"`, `"rc"`, `"u"`, `"v"`).Replace(record)
	refresh := `{"token":"rc","user_id":"v","expiry":4100000000}`
	next := strings.NewReplacer(`"c"`, `"d"`, `"rc"`, `"rd"`)
	key := store.APIKey{Class: store.ControlKey, ID: "ck", Name: "support", Scopes: "read", Created: storetest.Start, Expires: storetest.Start.Add(time.Hour)}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"register", func() error {
			_, err := s.Register(ctx, time.Time{}, store.Record{Kind: store.Session, UserID: "v", Text: []byte(session)}, store.Record{Kind: store.Refresh, UserID: "v", Text: []byte(refresh)})
			return err
		}},
		{"mark as used", func() error { return s.MarkUsed(ctx, "v", store.Fingerprint("c"), storetest.Start) }},
		{"rotate", func() error {
			_, err := s.Rotate(ctx, store.Rotation{UserID: "v", Presented: "rc", Session: []byte(next.Replace(session)), Refresh: []byte(next.Replace(refresh)), Grace: time.Second})
			return err
		}},
		{"facts", func() error { _, err := s.Facts(ctx, "v"); return err }},
		{"preview", func() error { _, err := s.Preview(ctx, "v", "", "all"); return err }},
		{"revoke the token", func() error { _, err := s.RevokeToken(ctx, "v", "rd"); return err }},
		{"put the control key", func() error { return s.PutAPIKey(ctx, key) }},
		{"control key", func() error { _, err := s.ControlKey(ctx, "ck"); return err }},
		{"control keys", func() error { _, err := s.ControlKeys(ctx); return err }},
		{"revoke the control key", func() error { return s.RevokeAPIKey(ctx, store.ControlKey, "ck") }},
		{"sweep", func() error { return s.Sweep(ctx, func(context.Context) error { return nil }) }},
	} {
		if err := step.do(); err != nil {
			t.Errorf("control: %s: %v", step.name, err)
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
