package store

import (
	"context"
	_ "embed"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Facts is what is known of a user's records besides what stands in them. Of records that other programs wrote
// nothing is.
type Facts struct {
	Suspended bool // all of the user's sessions are
	// Registered and Used are when records were, by fingerprint.
	Registered, Used map[string]time.Time
}

// Facts reads what is known of a user's records, in one round trip. Errors: [ErrUserID], [ErrUnavailable], [ErrBusy],
// [ErrPermission], [ErrLayout].
func (s *Redis) Facts(ctx context.Context, user string) (Facts, error) {
	if err := CheckUserID(user); err != nil {
		return Facts{}, err
	}
	var about, suspended *redis.MapStringStringCmd
	err := s.reading(ctx, "read facts", func() error {
		_, err := s.read.Pipelined(ctx, func(p redis.Pipeliner) error {
			about, suspended = p.HGetAll(ctx, aboutKey(user)), p.HGetAll(ctx, suspendedKey(user))
			return nil
		})
		return err
	})
	if err != nil {
		return Facts{}, failedAt("read facts", err, aboutKey(user), user)
	}
	f := Facts{Suspended: len(suspended.Val()) > 0, Registered: map[string]time.Time{}, Used: map[string]time.Time{}}
	for field, text := range about.Val() {
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil {
			continue
		}
		at := time.UnixMilli(int64(seconds * 1000))
		switch fingerprint, what, _ := strings.Cut(field, ":"); what {
		case "at":
			f.Registered[fingerprint] = at
		case "used":
			f.Used[fingerprint] = at
		}
	}
	return f, nil
}

//go:embed script/used.lua
var usedText string
var usedScript = newScript(usedText)

// MarkUsed notes when the record with the fingerprint was last used, if anything is known of it. It waits for no
// replica: what is lost is a time. Errors: [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) MarkUsed(ctx context.Context, user, fingerprint string, at time.Time) error {
	if err := CheckUserID(user); err != nil {
		return err
	}
	reply, _ := s.change(ctx, run(usedScript, []string{aboutKey(user)}, fingerprint, unix(at)))
	return failed("mark as used", reply.Err())
}
