package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"time"
)

type runCmd struct {
	Service string `required:"" help:"The session-tokens program."`
	Vegeta  string `required:"" help:"The vegeta program."`
	Out     string `required:"" help:"Folder for the results."`
	Rounds  int    `default:"2" help:"How many turns of a second each server has at full load, and at the fixed rate."`

	Modes     []string `default:"hot,warm,cold"`
	Sizes     []int    `default:"1,10,100,1000"`
	ManyUsers int      `default:"1000000" help:"How many users the larger Redis has, to compare with 1,000."`
}

var algorithms = []string{"HS256", "EdDSA"}

const (
	baseline = "unvalidated"
	// fixedShare of what the slowest server does at full load is a rate that all three can sustain.
	fixedShare = 0.5
	fixedMost  = 1000 // requests a second
)

// bench is one run.
type bench struct {
	runCmd

	dir     string // for files that are gone afterwards
	keys    *keys
	until   int64 // the latest expiry of all records
	data    *data
	load    *load
	redis   string
	servers []*server
	coldOne bool // the service has a small table
}

// Run measures everything and writes the results.
func (r *runCmd) Run(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := &bench{runCmd: *r, dir: dir, keys: newKeys(), until: time.Now().Unix() + lifetime}
	if b.load, err = newLoad(dir, r.Vegeta); err != nil {
		return err
	}
	results := newResults(b.Rounds)
	began := time.Now()
	if results.ManyUsers, err = b.manyUsers(ctx); err != nil {
		return err
	}
	if err := b.start(ctx); err != nil {
		return err
	}
	defer b.stop()
	for _, mode := range b.Modes {
		for _, records := range b.Sizes {
			cells, err := b.scenario(ctx, newScenario(mode, records))
			if err != nil {
				return fmt.Errorf("%s, %d records: %w", mode, records, err)
			}
			results.Cells = append(results.Cells, cells...)
		}
	}
	results.Seconds = int(time.Since(began).Seconds())
	return results.write(ctx, r.Out)
}

// startRedis starts an empty Redis that writes nothing to disk.
func (b *bench) startRedis(ctx context.Context) (url string, stop func(), err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return "", nil, err
	}
	_, port, _ := bytes.Cut([]byte(address), []byte(":"))
	cmd := exec.CommandContext(ctx, "redis-server", "--port", string(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", //nolint:gosec // all of it is ours
		"--dir", b.dir, "--maxmemory-policy", "noeviction")
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	return "redis://" + address, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }, ready(ctx, address)
}

func (b *bench) start(ctx context.Context) error {
	url, stopRedis, err := b.startRedis(ctx)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, stopRedis)
	b.redis = url
	if b.data, err = newData(url, b.keys, b.until); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, name := range []string{baseline, "service", "scaffold"} {
		var s *server
		if name == "service" {
			s, err = b.startService(ctx, url, "64")
		} else {
			s, err = startServer(ctx, name, nil, self, name, "--redis-url", url)
		}
		if err != nil {
			return err
		}
		b.servers = append(b.servers, s)
	}
	return nil
}

// startService starts the program as users run it, with keys for both algorithms.
func (b *bench) startService(ctx context.Context, url, memory string) (*server, error) {
	public, err := b.keys.publicPEM()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, "public.pem")
	if err := os.WriteFile(file, public, 0o600); err != nil {
		return nil, err
	}
	env := []string{"REDIS_URL=" + url, "SESSION_TOKENS_JWT_HS256_SECRET=" + string(b.keys.secret)}
	return startServer(ctx, "service", env, b.Service, "serve", "--jwt-public-key-file", file, "--known-memory", memory)
}

func (b *bench) stop() {
	for _, s := range b.servers {
		s.stop()
	}
}

// shrink gives the service a table that is too small for what it is asked for.
func (b *bench) shrink(ctx context.Context) error {
	if b.coldOne {
		return nil
	}
	b.coldOne = true
	for i, s := range b.servers {
		if s.name != "service" {
			continue
		}
		s.stop()
		small, err := b.startService(ctx, b.redis, "1")
		if err != nil {
			return err
		}
		b.servers[i] = small
	}
	return nil
}

// scenario measures a scenario with both algorithms.
func (b *bench) scenario(ctx context.Context, s scenario) (cells []cell, err error) {
	if s.Mode == "cold" {
		if err := b.shrink(ctx); err != nil {
			return nil, err
		}
	}
	for _, algorithm := range algorithms {
		bearers, err := b.data.fill(ctx, algorithm, s.distinct(), s.Records)
		if err != nil {
			return nil, err
		}
		var asked []string
		for _, user := range s.asked {
			asked = append(asked, bearers[user])
		}
		if err := b.load.use(asked); err != nil {
			return nil, err
		}
		c := cell{scenario: s, Algorithm: algorithm, Servers: map[string]*measured{}}
		if err := errors.Join(b.same(ctx, asked[0]), b.measure(ctx, &c)); err != nil {
			return nil, err
		}
		fmt.Println(c.line())
		cells = append(cells, c)
	}
	return cells, nil
}

// same checks that all servers give the same answer.
func (b *bench) same(ctx context.Context, bearer string) error {
	var answers []any
	for _, s := range b.servers {
		body, err := s.answer(ctx, bearer)
		if err != nil {
			return err
		}
		var answer any
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	for i, answer := range answers {
		if !reflect.DeepEqual(answer, answers[0]) {
			return fmt.Errorf("%s answers other than %s", b.servers[i].name, b.servers[0].name)
		}
	}
	return nil
}

// measure gives each server its turns, one after the other, so that what else the machine does meets
// all of them.
func (b *bench) measure(ctx context.Context, c *cell) error {
	for _, s := range b.servers {
		c.Servers[s.name] = &measured{}
		s.asked = 0
		// The service begins to measure when each user has been asked for once, the others, which
		// remember nothing, at once.
		for s.name == "service" && s.asked < len(c.asked) {
			if _, err := b.load.full(ctx, s, 1); err != nil {
				return err
			}
		}
		s.peak()
	}
	if err := b.turns(c, func(s *server, m *measured) error { return b.turn(ctx, s, m) }); err != nil {
		return err
	}
	slowest := fixedMost / fixedShare
	for _, m := range c.Servers {
		slowest = min(slowest, slices.Min(m.Rates))
	}
	c.FixedRate = max(1, int(fixedShare*slowest))
	return b.turns(c, func(s *server, m *measured) error {
		l, err := b.load.fixed(ctx, s, c.FixedRate, 1)
		m.P50, m.P99, m.Peak = append(m.P50, l.P50), append(m.P99, l.P99), max(m.Peak, s.peak())
		return err
	})
}

// turns gives each server its turns. Whoever comes first in one round comes later in the next.
func (b *bench) turns(c *cell, turn func(*server, *measured) error) error {
	for round := range b.Rounds {
		for i := range b.servers {
			s := b.servers[(i+round)%len(b.servers)]
			if s.name == "scaffold" && round > 0 {
				continue // its ratios are so far from 1 that one turn tells them
			}
			if err := turn(s, c.Servers[s.name]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) turn(ctx context.Context, s *server, m *measured) error {
	before, err := s.counters(ctx)
	if err != nil {
		return err
	}
	asked := s.asked
	rate, err := b.load.full(ctx, s, 1)
	if err != nil {
		return err
	}
	after, err := s.counters(ctx)
	if err != nil {
		return err
	}
	requests := float64(s.asked - asked)
	m.Rates = append(m.Rates, rate)
	m.CPU = append(m.CPU, (after.cpu-before.cpu)/requests*1e6)
	m.Allocated = append(m.Allocated, (after.allocated-before.allocated)/requests)
	return nil
}

// manyUsers asks for one user's list with few and with many users in Redis, in turns.
func (b *bench) manyUsers(ctx context.Context) (m manyUsers, err error) {
	m = manyUsers{Records: 10, Users: []int{1_000, b.ManyUsers}, Rates: make([][]float64, 2)}
	servers := make([]*server, len(m.Users))
	for i, users := range m.Users {
		url, stop, err := b.startRedis(ctx)
		if err != nil {
			return m, err
		}
		defer stop()
		d, err := newData(url, b.keys, b.until)
		if err != nil {
			return m, err
		}
		others := make([]int, users)
		for user := range others {
			others[user] = user + 1
		}
		if _, err := d.fill(ctx, "HS256", others, 1); err != nil {
			return m, err
		}
		p := d.redis.Pipeline()
		bearer, err := d.put(ctx, p, "HS256", userID(0), m.Records)
		if err == nil {
			_, err = p.Exec(ctx)
		}
		if err := errors.Join(err, b.load.use([]string{bearer})); err != nil {
			return m, err
		}
		if servers[i], err = b.startService(ctx, url, "64"); err != nil {
			return m, err
		}
		defer servers[i].stop()
	}
	for range b.Rounds + 1 {
		for i, s := range servers {
			rate, err := b.load.full(ctx, s, 1)
			if err != nil {
				return m, err
			}
			m.Rates[i] = append(m.Rates[i], rate)
		}
	}
	fmt.Println(m.line())
	return m, nil
}
