package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/gen"
)

// lifetime is how long the run's records live, in seconds: longer than any run.
const lifetime = 24 * 60 * 60

// scenario is whose lists are asked for, and how long they are.
type scenario struct {
	Mode    string `json:"mode"`    // hot: one user; warm: some users often; cold: each user once in a while
	Records int    `json:"records"` // in each of a user's two sets
	// Users is how many users there are; of warm ones only those have records that are asked for.
	Users int   `json:"users"`
	asked []int // who, one request after the other
}

const (
	warmUsers = 10_000
	// warmAsked is how many requests it takes until the same users are asked for again.
	warmAsked = 10_000
	// Of 1,000 records each, 10,000 users would fill 10 GB. The users of 2,000 requests fill a tenth.
	warmAskedLarge = 2_000
)

// coldUsers have, at each size, many times the records that a table of 1 MiB can remember (40,960, of
// members and of lists), so next to none is known when it is asked for again.
var coldUsers = map[int]int{1: 40_000, 10: 10_000, 100: 2_000, 1000: 400}

func newScenario(mode string, records int) scenario {
	s := scenario{Mode: mode, Records: records}
	switch mode {
	case "hot":
		s.Users, s.asked = 1, []int{0}
	case "warm":
		s.Users = warmUsers
		n := warmAsked
		if records >= 1000 {
			n = warmAskedLarge
		}
		zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 1, warmUsers-1) //nolint:gosec // the same in every run
		for range n {
			s.asked = append(s.asked, int(zipf.Uint64())) //nolint:gosec // below warmUsers
		}
	case "cold":
		s.Users = coldUsers[records]
		for user := range s.Users {
			s.asked = append(s.asked, user)
		}
	}
	return s
}

// distinct returns the users that are asked for.
func (s scenario) distinct() []int {
	seen := map[int]bool{}
	var users []int
	for _, user := range s.asked {
		if !seen[user] {
			seen[user] = true
			users = append(users, user)
		}
	}
	return users
}

func userID(user int) string { return fmt.Sprintf("user-%06d", user) }

// data writes records into a Redis.
type data struct {
	redis *redis.Client
	keys  *keys
	until int64 // the latest expiry
}

func newData(url string, k *keys, until int64) (*data, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, err
	}
	options.ReadTimeout = time.Minute
	return &data{redis: redis.NewClient(options), keys: k, until: until}, nil
}

// batch is how many users are written at once.
func batch(records int) int { return max(1, 2000/records) }

// fill empties Redis and gives each user the records; the first session's token is his bearer. It
// returns the bearers of the users.
func (d *data) fill(ctx context.Context, algorithm string, users []int, records int) (map[int]string, error) {
	if err := d.redis.FlushAll(ctx).Err(); err != nil {
		return nil, err
	}
	bearers := map[int]string{}
	for len(users) > 0 {
		n := min(batch(records), len(users))
		p := d.redis.Pipeline()
		for _, user := range users[:n] {
			bearer, err := d.put(ctx, p, algorithm, userID(user), records)
			if err != nil {
				return nil, err
			}
			bearers[user] = bearer
		}
		if _, err := p.Exec(ctx); err != nil {
			return nil, err
		}
		users = users[n:]
	}
	return bearers, nil
}

func (d *data) put(ctx context.Context, p redis.Pipeliner, algorithm, user string, records int) (bearer string, err error) {
	if bearer, err = d.keys.sign(algorithm, user, d.until); err != nil {
		return "", err
	}
	sessions, refresh := make([]redis.Z, records), make([]redis.Z, records)
	for i := range records {
		expiry := d.until - int64(i)
		token := bearer
		if i > 0 { // as long as a bearer, and another one for each
			token = fmt.Sprintf("%s%08d", bearer[:len(bearer)-8], i)
		}
		other := fmt.Sprintf("refresh-of-%s-%08d-%s", user, i, strings.Repeat("x", 16))
		s, err := json.Marshal(session(user, token, other, expiry))
		if err != nil {
			return "", err
		}
		r, err := json.Marshal(refreshToken(user, other, expiry))
		if err != nil {
			return "", err
		}
		sessions[i], refresh[i] = redis.Z{Score: float64(expiry), Member: s}, redis.Z{Score: float64(expiry), Member: r}
	}
	p.ZAdd(ctx, "session:{"+user+"}", sessions...)
	p.ZAdd(ctx, "refresh:{"+user+"}", refresh...)
	return bearer, nil
}

var accountID, account, email, role = "acc-000001", "Acme Incorporated", "person@example.com", "admin"

func session(user, token, refresh string, expiry int64) gen.SessionObject {
	return gen.SessionObject{
		AccountID: accountID, UserID: user, Account: account, Email: &email, Role: role, Expiry: float64(expiry), IP: "192.0.2.10",
		Agent:    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
		Platform: "Linux", Token: token, RefreshToken: refresh, Location: "Berlin, Germany",
	}
}

func refreshToken(user, token string, expiry int64) gen.RefreshTokenObject {
	return gen.RefreshTokenObject{
		AccountID: &accountID, UserID: &user, Account: &account, Email: &email, Role: &role, Expiry: &expiry, Token: &token,
	}
}
