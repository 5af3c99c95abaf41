package store_test

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The least that Redis must allow, as the README gives it.
func TestLeastPrivilege(t *testing.T) {
	server := redistest.Start(t)
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	as := map[string]*store.Redis{}
	for _, line := range regexp.MustCompile(`(?m)^    user (\w+) on >\.\.\. (.+)$`).FindAllStringSubmatch(string(readme), -1) {
		args := []any{"ACL", "SETUSER", line[1], "reset", "on", ">password-of-" + line[1]}
		for _, rule := range strings.Fields(line[2]) {
			args = append(args, rule)
		}
		if err := plain.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
		as[line[1]] = open(t, "redis://"+line[1]+":password-of-"+line[1]+"@"+server.Addr)
	}
	if len(as) != 2 {
		t.Fatalf("the README gives rules for %d users, want 2", len(as))
	}
	owner := open(t, server.URL())
	// What the README says that the service may have besides.
	service := as["service"]
	_, aboutErr := service.About(t.Context())
	_, keysErr := service.Keys(t.Context())
	for _, err := range []error{aboutErr, keysErr} {
		if !errors.Is(err, store.ErrPermission) {
			t.Errorf("service may ask: %v", err)
		}
	}
	besides := regexp.MustCompile("(?m)^`serve` may also have `(.+)`, `(.+)` and `(.+)`\\.").FindStringSubmatch(string(readme))
	if len(besides) != 4 {
		t.Fatal("the README does not say what serve may have besides")
	}
	for i := range store.DefaultMaxListRecords + 1 {
		plain.ZAdd(t.Context(), "session:{many}", redis.Z{Score: store.LastExpiry, Member: i})
	}
	if err := service.List(t.Context(), "many", new(store.Lists)); !errors.Is(err, store.ErrListTooLarge) || strings.Contains(err.Error(), "2001") {
		t.Errorf("without zcard: %v", err)
	}
	if err := plain.Do(t.Context(), "ACL", "SETUSER", "service", besides[1], besides[2], besides[3]).Err(); err != nil {
		t.Fatal(err)
	}
	service = open(t, "redis://service:password-of-service@"+server.Addr) // the other remembers that the list is too long
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
		if err := operations(as["operator"])[name](t.Context()); err != nil {
			t.Errorf("operator: %s: %v", name, err)
		}
		fill(t, owner)
		err := operations(as["service"])[name](t.Context())
		switch name {
		case "ready", "list", "API key": // what serving takes
			if err != nil {
				t.Errorf("service: %s: %v", name, err)
			}
		case "API keys": // may read, and here there is nothing to write
		default:
			if !errors.Is(err, store.ErrPermission) {
				t.Errorf("service may %s: %v", name, err)
			}
		}
	}
}

// What Redis does not allow is not said to be down: neither a command, nor a key, nor what a script runs.
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
				continue // it takes no script
			}
			if err := all[name](t.Context()); !errors.Is(err, store.ErrPermission) || errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%s: %s: %v", user, name, err)
			}
		}
	}
}
