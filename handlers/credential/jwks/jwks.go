// Package jwks answers the question "which keys does the issuer have now?": it periodically fetches the JWK Set (RFC
// 7517) that an issuer publishes, and keeps the last good one, optionally also in a file.
//
// It must not know what a bearer is, nor echo or the store: package credential parses a set and says whether it can
// be used. It never fetches within a request; a request that needs an unknown key only asks for a fetch.
//
// Its neighbours: the programs in cmd make a verifier of package credential from each new set, and pass that
// verifier's hint that a key is unknown on to [Source.Ask]; package handlers shows [Source.Stats] and
// [Source.Missing] to the operator.
//
// The storage of jwkset, with which keys are parsed, can't be configured like this: it fetches within the request
// that needs an unknown key, replaces its keys by an empty set, drops a whole set for one odd key, reads an answer of
// any length, and has its own clock, without jitter.
package jwks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

const (
	// interval is how often the set is fetched, with a jitter of a fifth, so that many services that were started
	// together do not fetch together. A new key is fetched when its first bearer arrives, so this is how long a
	// withdrawn key stays good. That makes 288 fetches a day.
	interval = 5 * time.Minute
	// pause is the shortest time between two fetches, whatever is asked for. After a fetch without a good set the
	// next one follows soon after the pause.
	pause = 10 * time.Second
)

// Config is what a [Source] needs. Every field is required but CAFile and CacheFile.
type Config struct {
	URL       string
	CAFile    string // PEM file of authorities for the issuer's certificate, instead of the system's; read at each fetch
	CacheFile string // where the last good set is kept for the next start
	// Use makes bearers be verified with the keys of a new set. It returns an error if none of them can be used,
	// which wraps credential.ErrNoUsableKey if nothing else is wrong.
	Use func(set []byte) error
	Now func() time.Time
	Log *slog.Logger
}

// Source holds an issuer's keys. Its methods are safe for concurrent use, except Run and Restore.
type Source struct {
	Config
	asked chan struct{} // buffered, with room for one
	// after and limit are replaced in tests.
	after func(time.Duration) <-chan time.Time
	limit time.Duration

	set []byte // the set in use; only for Run and Restore

	mu    sync.Mutex
	stats Stats
}

// Stats are statistics for the operator.
type Stats struct {
	Good    time.Time // when the set in use was last fetched; zero if there is none
	Last    Outcome   // of the last fetch; empty before the first
	Fetches map[Outcome]int
}

// New returns a source. It refuses an address at which anybody could pretend to be the issuer.
func New(cfg Config) (*Source, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return nil, errors.New("it must be a URL like https://issuer.example/jwks.json, without user and fragment")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("it must begin with https://; http:// is for this machine only, as in http://127.0.0.1")
	}
	return &Source{
		Config: cfg, asked: make(chan struct{}, 1), after: time.After, limit: fetchLimit,
		stats: Stats{Fetches: map[Outcome]int{}},
	}, nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Ask has the set fetched soon, when an unknown key is needed. It does not block.
func (s *Source) Ask() {
	select {
	case s.asked <- struct{}{}:
	default: // already asked
	}
}

// Run fetches until ctx ends.
func (s *Source) Run(ctx context.Context) {
	for {
		good := s.refresh(ctx)
		if !wait(ctx, s.after(pause), nil) {
			return
		}
		if !wait(ctx, s.after(untilNext(good)), s.asked) {
			return
		}
	}
}

// untilNext returns how long to wait after the pause.
func untilNext(good bool) time.Duration {
	if !good {
		return rand.N(pause / 2) //nolint:gosec // it is no secret
	}
	return interval - pause + rand.N(2*interval/5) - interval/5 //nolint:gosec // it is no secret
}

// wait reports whether to continue.
func wait(ctx context.Context, until <-chan time.Time, asked <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-until:
	case <-asked:
	}
	return ctx.Err() == nil
}

// refresh fetches once, and reports whether that yielded a good set.
func (s *Source) refresh(ctx context.Context) bool {
	set, outcome, err := s.fetch(ctx)
	if ctx.Err() != nil {
		return false // the service is stopping
	}
	if err == nil {
		outcome, err = s.take(set)
	}
	s.say(s.Stats().Last, outcome, err)
	s.mu.Lock()
	s.stats.Fetches[outcome]++
	s.stats.Last = outcome
	if err == nil {
		s.stats.Good = s.Now()
	}
	s.mu.Unlock()
	if err == nil {
		s.keep()
	}
	return err == nil
}

// take puts a set into use, unless it is the one in use.
func (s *Source) take(set []byte) (Outcome, error) {
	if s.set != nil && credential.SameKeys(s.set, set) {
		return Unchanged, nil
	}
	switch err := s.Use(set); {
	case errors.Is(err, credential.ErrNoUsableKey):
		return Empty, err
	case err != nil:
		return Unreadable, err
	}
	s.set = set
	return OK, nil
}

// say logs changes. A repeated failure is only in the metrics.
func (s *Source) say(before, outcome Outcome, err error) {
	switch {
	case err == nil && before != "" && !before.good():
		s.Log.Info("the issuer's keys can be fetched again")
	case err != nil && outcome != before:
		then := "those before stay"
		if s.set == nil {
			then = "there are none yet"
		}
		s.Log.Warn("the issuer's keys can't be fetched", "meanwhile", then, "outcome", string(outcome), "hint", hints[outcome], "error", shorten(err))
	}
}

// shorten bounds text that another server may have written.
func shorten(err error) string {
	return fmt.Sprintf("%.300s", err.Error())
}

// Stats returns the statistics of all fetches.
func (s *Source) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Fetches = make(map[Outcome]int, len(Outcomes))
	for _, outcome := range Outcomes {
		stats.Fetches[outcome] = s.stats.Fetches[outcome]
	}
	return stats
}

// Missing says why there are no keys; it is empty if there are.
func (s *Source) Missing() string {
	stats := s.Stats()
	switch {
	case !stats.Good.IsZero():
		return ""
	case stats.Last == "":
		return "the issuer's keys are being fetched for the first time"
	}
	return "the issuer's keys have not come yet: " + hints[stats.Last]
}
