package store

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/singleflight"
)

// sentinels know which server is the master. go-redis has a client that asks them; this one is here since it
// believes the first of them that answers, which may be cut off from the others and not know that there is a new
// master; has a fixed password; and after some failures dials once a second only.
//
// Each Sentinel counts the elections that it knows of (its configuration epoch). One that knows of fewer than
// another did is not believed.
type sentinels struct {
	master  string
	clients []*redis.Client // one for each of them
	changed func()          // is called when another server has become the master
	asking  singleflight.Group

	mu      sync.Mutex
	address string // of the master, empty if it was never known
	epoch   int    // of who said so
}

// sentinelPatience is how long a Sentinel has to answer. They are asked side by side.
const sentinelPatience = 200 * time.Millisecond

// newSentinels has a dialer of its own: a Sentinel that is silent says nothing of the connections to Redis.
func newSentinels(p place, sec *Security, d *dialer, changed func()) *sentinels {
	s := &sentinels{master: p.master, changed: changed}
	for _, address := range p.addresses {
		o := options(p.network, address, d, credentials(sec.SentinelUser, "", sec.SentinelPassword))
		o.DialTimeout, o.ReadTimeout, o.PoolTimeout = sentinelPatience, sentinelPatience, sentinelPatience
		o.PoolSize = 4 // as many as make changes at a time
		s.clients = append(s.clients, redis.NewClient(o))
	}
	return s
}

func (s *sentinels) close() error {
	var problems []error
	for _, c := range s.clients {
		problems = append(problems, c.Close())
	}
	return errors.Join(problems...)
}

// report is what one Sentinel says.
type report struct {
	address  string
	epoch    int
	electing bool // another master is being made
	err      error
}

// ask asks all Sentinels for the master, and takes the first answer that can be believed. Who comes while they are
// being asked waits for the same answer. Errors: [ErrUnavailable].
func (s *sentinels) ask(ctx context.Context) (string, error) {
	answer := s.asking.DoChan("", func() (any, error) {
		return s.askAll(context.WithoutCancel(ctx)) // others may wait for it too
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-answer:
		address, _ := a.Val.(string)
		return address, a.Err
	}
}

// reports asks all Sentinels, and heeds what each says, also where nobody hears of it any more.
func (s *sentinels) reports(ctx context.Context) <-chan report {
	reports := make(chan report, len(s.clients))
	for _, c := range s.clients {
		go func() {
			r := s.askOne(ctx, c)
			if r.err == nil && !s.heed(r, false) {
				r.err = errBehind
			}
			reports <- r
		}()
	}
	return reports
}

// settle waits until no Sentinel that answers is making another server the master. Until they are done, all of
// them name the one of before, which may be back and take what will be lost. Errors: [ErrUnavailable].
func (s *sentinels) settle(ctx context.Context) error {
	for range electionLooks {
		reports := s.reports(ctx)
		answered, electing := false, false
		var why error
		for range s.clients {
			r := <-reports
			answered = answered || r.err == nil
			electing = electing || r.electing
			why = cmp.Or(r.err, why)
		}
		if !answered {
			return why
		}
		if !electing {
			return nil
		}
		if err := pause(ctx, electionPause); err != nil {
			return err
		}
	}
	return &failure{operation: "ask the Sentinels", kind: ErrUnavailable, cause: causeSuperseded}
}

// An election that is not over within 5 s has failed, or waits for a slow replica.
const electionPause, electionLooks = 100 * time.Millisecond, 50

func (s *sentinels) askAll(ctx context.Context) (string, error) {
	reports := s.reports(ctx)
	var behind *report
	var why error
	for range s.clients {
		r := <-reports
		switch {
		case r.err == nil:
			return s.known(), nil
		case errors.Is(r.err, errBehind):
			if behind == nil || r.epoch > behind.epoch {
				behind = &r
			}
		case why == nil || CauseOf(why) == causeSentinels: // one that answers says more
			why = r.err
		}
	}
	if behind != nil { // none knows of as many elections as one did: all were set up anew
		s.heed(*behind, true)
		return s.known(), nil
	}
	if known := s.known(); known != "" { // it says itself whether it is still the master
		return known, nil
	}
	return "", why
}

var errBehind error = &failure{operation: "ask the Sentinels", kind: ErrUnavailable, cause: causeSentinels, err: errors.New("one is behind the others")}

// heed takes what a Sentinel said, unless it is behind another; anyway if nobody is known to be up to date.
func (s *sentinels) heed(r report, anyway bool) bool {
	s.mu.Lock()
	if r.epoch < s.epoch && !anyway {
		s.mu.Unlock()
		return false
	}
	before := s.address
	s.address, s.epoch = r.address, r.epoch
	s.mu.Unlock()
	if before != "" && before != r.address {
		s.changed()
	}
	return true
}

func (s *sentinels) known() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

func (s *sentinels) askOne(ctx context.Context, c *redis.Client) report {
	address := redis.NewStringSliceCmd(ctx, "sentinel", "get-master-addr-by-name", s.master)
	about := redis.NewMapStringStringCmd(ctx, "sentinel", "master", s.master)
	_, err := c.Pipelined(ctx, func(p redis.Pipeliner) error {
		_, _ = p.Process(ctx, address), p.Process(ctx, about)
		return nil
	})
	f := &failure{operation: "ask the Sentinels", kind: ErrUnavailable, cause: causeMaster}
	var refused redis.Error
	switch {
	case errors.Is(err, redis.Nil), errors.As(err, &refused) && strings.Contains(refused.Error(), "No such master"):
		return report{err: f}
	case err != nil:
		err = failed(f.operation, err)
		if cause := CauseOf(err); cause != causePassword && cause != causePermission && cause != causeTLS {
			f.cause, f.err = causeSentinels, err
			err = f
		}
		return report{err: err}
	case len(address.Val()) != 2:
		return report{err: f}
	}
	epoch, _ := strconv.Atoi(about.Val()["config-epoch"])
	flags := strings.Split(about.Val()["flags"], ",")
	return report{
		address: net.JoinHostPort(address.Val()[0], address.Val()[1]), epoch: epoch,
		electing: slices.Contains(flags, "o_down") || slices.Contains(flags, "failover_in_progress"),
	}
}
