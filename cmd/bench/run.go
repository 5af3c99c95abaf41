package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"time"
)

type runCmd struct {
	Service string `required:"" help:"The session-tokens program."`
	Vegeta  string `required:"" help:"The vegeta program."`
	Out     string `required:"" help:"Folder for the results."`
	Rounds  int    `default:"3" help:"How many turns of a second each server has at full load, and at the fixed rate."`

	Modes     []string `default:"hot,warm,cold"`
	Sizes     []int    `default:"1,10,100,1000"`
	ManyUsers int      `default:"1000000" help:"How many users the larger Redis has, to compare with 1,000."`
}

var modes = []string{"hot", "warm", "cold"}

var algorithms = []string{"HS256", "EdDSA"}

// serverNames are in the order of the first round. The last one, scaffold, does not take part in the rounds.
var serverNames = []string{baseline, "plain", "service", "scaffold"}

const (
	baseline = "unvalidated"
	// fixedShare is the fixed rate as a share of the full load of the slowest server other than scaffold, so that
	// all of these can sustain it. At a rate for scaffold, p99 would come from a few dozen requests.
	fixedShare = 0.5
	fixedMost  = 1000 // requests per second
	// fixedLeast is the number of requests in a turn at the fixed rate, unless that takes longer than fixedLongest
	// seconds.
	fixedLeast   = 300
	fixedLongest = 3
)

// bench is one run.
type bench struct {
	runCmd

	dir     string // for temporary files
	keys    *keys
	until   int64 // the latest expiry of all records
	data    *data
	load    *load
	servers []*server
	retaken int // number of turns that were repeated
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
	results.Seconds, results.Retaken = int(time.Since(began).Seconds()), b.retaken
	fmt.Printf("\nfor docs/benchmarks.md:\n\n%s", results.page())
	return results.write(ctx, r.Out)
}

// scenario measures a scenario with both algorithms.
func (b *bench) scenario(ctx context.Context, s scenario) (cells []cell, err error) {
	for _, algorithm := range algorithms {
		bearers, err := b.data.fill(ctx, algorithm, s.distinct(), s.Records, s.signed)
		if err != nil {
			return nil, err
		}
		var asked []string
		for _, one := range s.asked {
			asked = append(asked, bearers[one.user][one.session])
		}
		if err := b.load.use(asked); err != nil {
			return nil, err
		}
		c := cell{scenario: s, Algorithm: algorithm, Servers: map[string]*measured{}}
		if err := errors.Join(b.same(ctx, asked), b.measure(ctx, &c)); err != nil {
			return nil, err
		}
		fmt.Println(c.line())
		cells = append(cells, c)
	}
	return cells, nil
}

// samples is the number of responses that are compared.
const samples = 5

// same checks that all servers respond alike to a sample of the bearer tokens.
func (b *bench) same(ctx context.Context, bearers []string) error {
	for i := range min(samples, len(bearers)) {
		if err := b.sameAnswer(ctx, bearers[i*len(bearers)/samples]); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) sameAnswer(ctx context.Context, bearer string) error {
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

// measure gives the servers their turns one after another, so that other load on the machine affects all of them.
func (b *bench) measure(ctx context.Context, c *cell) error {
	for _, s := range b.servers {
		c.Servers[s.name] = &measured{}
		s.asked = 0
		// The service is warmed up until it has cached the bearer tokens. The other servers have no cache.
		for s.name == "service" && s.asked < c.warmUp() {
			err := b.again(func() error {
				_, _, err := b.load.full(ctx, s, 1)
				return err
			})
			if err != nil {
				return err
			}
		}
		s.peak()
	}
	atFull := func(s *server, m *measured) error { return b.turn(ctx, s, m) }
	last := len(b.servers) - 1
	fast, scaffold := b.servers[:last], b.servers[last]
	if err := b.turns(c, fast, atFull); err != nil {
		return err
	}
	slowest := fixedMost / fixedShare
	for _, s := range fast {
		slowest = min(slowest, slices.Min(c.Servers[s.name].Rates))
	}
	c.FixedRate = max(1, int(fixedShare*slowest))
	seconds := min(fixedLongest, 1+fixedLeast/c.FixedRate)
	c.FixedRequests = c.FixedRate * seconds * b.Rounds
	err := b.turns(c, fast, func(s *server, m *measured) error {
		l, err := b.load.fixed(ctx, s, c.FixedRate, seconds)
		if err != nil {
			return err
		}
		m.P50, m.P99 = append(m.P50, l.P50), append(m.P99, l.P99)
		m.Peak = max(m.Peak, s.peak())
		return nil
	})
	if err != nil {
		return err
	}
	// Scaffold's ratios are so far from 1 that one turn is enough. It comes last because it stays busy for a while
	// with the requests that were in flight at the end.
	return b.again(func() error { return atFull(scaffold, c.Servers[scaffold.name]) })
}

// turns gives each server its turns. The order rotates from round to round.
func (b *bench) turns(c *cell, servers []*server, turn func(*server, *measured) error) error {
	for round := range b.Rounds {
		for i := range servers {
			s := servers[(i+round)%len(servers)]
			if err := b.again(func() error { return turn(s, c.Servers[s.name]) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// again repeats a turn in which a response was not 200, once. On a shared machine Redis may be too slow for the
// service, which then answers 503.
func (b *bench) again(turn func() error) error {
	err := turn()
	if errors.Is(err, errRefused) {
		fmt.Printf("%v; this turn is taken again\n", err)
		b.retaken++
		err = turn()
	}
	return err
}

func (b *bench) turn(ctx context.Context, s *server, m *measured) error {
	before, err := s.counters(ctx)
	if err != nil {
		return err
	}
	answers, rate, err := b.load.full(ctx, s, 1)
	if err != nil {
		return err
	}
	after, err := s.counters(ctx)
	if err != nil {
		return err
	}
	requests := float64(answers)
	m.Peak = max(m.Peak, s.peak())
	m.Rates = append(m.Rates, rate)
	m.CPU = append(m.CPU, (after.cpu-before.cpu)/requests*1e6)
	m.Allocated = append(m.Allocated, (after.allocated-before.allocated)/requests)
	return nil
}
