package store

import (
	"context"
	_ "embed"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Facts holds what is known about a user's records beyond their contents. Nothing is known about records that other
// programs wrote.
type Facts struct {
	Suspended bool // all of the user's sessions are suspended
	// Registered and Used say when a record was registered and last used, by its fingerprint.
	Registered, Used map[string]time.Time
}

// Facts reads what is known about a user's records, in one round trip. Errors: [ErrUserID], [ErrUnavailable],
// [ErrBusy], [ErrPermission], [ErrLayout].
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

// MarkUsed records when the record with the fingerprint was last used, if it is a known one. Missing replicas are no
// error, since only a time could be lost. Errors: [ErrUserID], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) MarkUsed(ctx context.Context, user, fingerprint string, at time.Time) error {
	if err := CheckUserID(user); err != nil {
		return err
	}
	reply, _ := s.change(ctx, run(usedScript, []string{aboutKey(user)}, fingerprint, unix(at)))
	return failed("mark as used", reply.Err())
}
