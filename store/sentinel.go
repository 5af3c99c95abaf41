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

// sentinels asks the Sentinels which server is the master. It replaces the failover client of go-redis, which trusts
// the first Sentinel that answers, though that one may be partitioned from the others and not know the new master;
// which has a fixed password; and which, after some failures, dials only once a second.
//
// Each Sentinel knows the configuration epoch, which increases with each failover. An answer with a lower epoch than
// one seen before is not believed.
type sentinels struct {
	master  string
	clients []*redis.Client // one for each of them
	changed func()          // called when another server has become the master
	asking  singleflight.Group

	mu      sync.Mutex
	address string // of the master, empty if it was never known
	epoch   int    // the configuration epoch of that answer
}

// sentinelPatience is how long a Sentinel has to answer. They are asked concurrently.
const sentinelPatience = 200 * time.Millisecond

// newSentinels takes a dialer of its own, since a silent Sentinel says nothing about the connections to Redis.
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
	electing bool // a failover is due or in progress
	err      error
}

// ask asks all Sentinels for the master, and returns the first answer that can be believed. Concurrent callers share
// one answer. Errors: [ErrUnavailable].
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

// reports asks all Sentinels, and records what each says even if the caller no longer reads it.
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

// settle waits until no Sentinel that answers has a failover in progress. Until it is over they all name the old
// master, which may be back and accept writes that will be lost. Errors: [ErrUnavailable].
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

// A failover that takes longer than 5 s has failed, or waits for a slow replica.
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
		case why == nil || CauseOf(why) == causeSentinels: // an answer says more than none
			why = r.err
		}
	}
	if behind != nil { // all epochs are lower than one seen before: the Sentinels were set up anew
		s.heed(*behind, true)
		return s.known(), nil
	}
	if known := s.known(); known != "" { // the server itself says whether it is still the master
		return known, nil
	}
	return "", why
}

var errBehind error = &failure{operation: "ask the Sentinels", kind: ErrUnavailable, cause: causeSentinels, err: errors.New("one is behind the others")}

// heed records an answer, and reports whether it did: not if its epoch is lower than one seen before, unless anyway
// is set.
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
