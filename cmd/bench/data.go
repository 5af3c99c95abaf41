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

// lifetime is the lifetime of the run's records in seconds: longer than any run.
const lifetime = 24 * 60 * 60

// scenario says whose lists are requested, and how long they are.
type scenario struct {
	Mode    string `json:"mode"`    // hot: one user; warm: some users often; cold: each bearer token is new
	Records int    `json:"records"` // in each of a user's two sets
	// Users is the number of users. In the warm mode only those that are requested have records.
	Users int `json:"users"`
	// signed is how many of a user's sessions, from the first on, have a valid bearer token.
	signed int
	asked  []request // in this order
}

// request names the session, of a user, whose bearer token is sent.
type request struct{ user, session int }

const (
	warmUsers = 10_000
	// warmAsked is the number of requests after which the sequence of users repeats.
	warmAsked = 10_000
	// With 1,000 records each, 10,000 users would take 10 GB. The users of 2,000 requests take a tenth.
	warmAskedLarge = 2_000
	// coldAsked is the number of distinct bearer tokens. The service caches 65,536 and evicts the least recently
	// used, so a token is no longer cached when it recurs.
	coldAsked = 100_000
)

func newScenario(mode string, records int) scenario {
	s := scenario{Mode: mode, Records: records, signed: 1}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same in every run
	switch mode {
	case "hot":
		s.Users, s.asked = 1, []request{{}}
	case "warm":
		s.Users = warmUsers
		n := warmAsked
		if records >= 1000 {
			n = warmAskedLarge
		}
		zipf := rand.NewZipf(random, 1.1, 1, warmUsers-1)
		for range n {
			s.asked = append(s.asked, request{user: int(zipf.Uint64())}) //nolint:gosec // below warmUsers
		}
	case "cold":
		s.Users, s.signed = coldAsked/records, records
		orders := make([][]int, s.Users) // so that not all users begin with the first session in their lists
		for user := range orders {
			orders[user] = random.Perm(records)
		}
		for turn := range records {
			for user, order := range orders {
				s.asked = append(s.asked, request{user, order[turn]})
			}
		}
	}
	return s
}

// warmUp is the number of requests that the service gets before it is measured: enough to cache the bearer tokens
// or, in the cold mode, just a few.
func (s scenario) warmUp() int {
	if s.Mode == "cold" {
		return 1
	}
	return len(s.asked)
}

// distinct returns the users that are requested.
func (s scenario) distinct() []int {
	seen := map[int]bool{}
	var users []int
	for _, one := range s.asked {
		if !seen[one.user] {
			seen[one.user] = true
			users = append(users, one.user)
		}
	}
	return users
}

func userID(user int) string { return fmt.Sprintf("user-%06d", user) }

// data writes records to Redis.
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

// batch returns the number of users to write per pipeline.
func batch(records int) int { return max(1, 2000/records) }

// fill empties Redis and stores each user's records. It signs the tokens of the first sessions of each user, signed
// in number, and returns them by user.
func (d *data) fill(ctx context.Context, algorithm string, users []int, records, signed int) (bearers map[int][]string, err error) {
	if err := d.redis.FlushAll(ctx).Err(); err != nil {
		return nil, err
	}
	bearers = map[int][]string{}
	for len(users) > 0 {
		n := min(batch(records), len(users))
		p := d.redis.Pipeline()
		for _, user := range users[:n] {
			if bearers[user], err = d.put(ctx, p, algorithm, userID(user), records, signed); err != nil {
				return nil, err
			}
		}
		if _, err := p.Exec(ctx); err != nil {
			return nil, err
		}
		users = users[n:]
	}
	return bearers, nil
}

// put stores one user's records.
func (d *data) put(ctx context.Context, p redis.Pipeliner, algorithm, user string, records, signed int) (bearers []string, err error) {
	sessions, refresh := make([]redis.Z, records), make([]redis.Z, records)
	for i := range records {
		expiry := d.until - int64(i)
		var token string
		if i < signed {
			if token, err = d.keys.sign(algorithm, user, d.until); err != nil {
				return nil, err
			}
			bearers = append(bearers, token)
		} else { // as long as a bearer token, and unique
			token = fmt.Sprintf("%s%08d", bearers[0][:len(bearers[0])-8], i)
		}
		other := fmt.Sprintf("refresh-of-%s-%08d-%s", user, i, strings.Repeat("x", 16))
		s, err := json.Marshal(session(user, token, other, expiry))
		if err != nil {
			return nil, err
		}
		r, err := json.Marshal(refreshToken(user, other, expiry))
		if err != nil {
			return nil, err
		}
		sessions[i], refresh[i] = redis.Z{Score: float64(expiry), Member: s}, redis.Z{Score: float64(expiry), Member: r}
	}
	p.ZAdd(ctx, "session:{"+user+"}", sessions...)
	p.ZAdd(ctx, "refresh:{"+user+"}", refresh...)
	return bearers, nil
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
