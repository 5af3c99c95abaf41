package conform

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// run is the state of one [Run].
type run struct {
	contract    *contract
	credentials map[string]string
	base        string
	seed        uint64
	limit       int
	limiter     *rate.Limiter
	skip        map[string]bool
	client      *http.Client
	mask        *mask

	sent, answered int
	notFound       int             // answers with 404
	gone           int             // requests in a row for which there was no connection, or no answer in time
	silence        error           // what to say if nothing is answered
	made           map[string]bool // generated requests, to ask each once
	findings       []Finding
	known          map[string]bool // findings, in essence
	found          map[string]int  // findings by kind, also those that are not kept
	unchecked      []string
	incomplete     bool
}

const (
	timeout      = 10 * time.Second
	longestBody  = 16 << 20 // bytes of an answer that are read
	patience     = 5        // requests without an answer before any had one, or in a row without a connection or in time
	rounds       = 6        // of generated requests for each operation
	slow         = "timeout"
	userAgent    = "contractcheck"
	formOfBasic  = "user:password"
	headerBearer = "Bearer "
	headerBasic  = "Basic "
)

// What ends a run early, without making it an error.
var (
	errBound = errors.New("the bound on requests was reached")
	errGone  = errors.New("the server does not answer any more")
)

func newRun(c Config, contract *contract) (*run, error) {
	base, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, errors.New("the base URL must be like https://host/path") // not shown: it may hold a password
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the base URL must have no user, no query and no fragment")
	case c.Requests <= 0:
		return nil, fmt.Errorf("the bound on requests is %d: it must be greater than zero", c.Requests)
	case c.Rate < 0:
		return nil, fmt.Errorf("the rate is %g requests a second: it must be positive, or zero for no limit", c.Rate)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Credentials)) {
		scheme, value := contract.schemes[name], c.Credentials[name]
		if scheme == nil {
			return nil, fmt.Errorf("the contract has no security scheme %q: it has %s", name,
				cmp.Or(strings.Join(slices.Sorted(maps.Keys(contract.schemes)), ", "), "none"))
		}
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, fmt.Errorf("the credential for %s is empty or has a control character", name)
		}
		if scheme.Type != "apiKey" && !isBasic(scheme) && len(value) >= len(headerBearer) && strings.EqualFold(value[:len(headerBearer)], headerBearer) {
			return nil, fmt.Errorf("the credential for %s: give it without the word Bearer", name)
		}
		if isBasic(scheme) && !strings.Contains(value, ":") {
			return nil, fmt.Errorf("the credential for %s must be %s", name, formOfBasic)
		}
	}
	r := &run{
		contract: contract, credentials: c.Credentials, base: strings.TrimSuffix(base.String(), "/"), seed: c.Seed, limit: c.Requests,
		limiter: rate.NewLimiter(rate.Inf, 1), skip: map[string]bool{}, client: newClient(c.Client),
		mask: newMask(c.Credentials), made: map[string]bool{}, known: map[string]bool{}, found: map[string]int{},
	}
	if c.Rate > 0 {
		r.limiter.SetLimit(rate.Limit(c.Rate))
	}
	for _, name := range c.Skip {
		if !slices.ContainsFunc(Checks, func(c Check) bool { return c.Name == name }) {
			return nil, fmt.Errorf("there is no check %q: there are %s", name, strings.Join(checkNames(), ", "))
		}
		r.skip[name] = true
	}
	return r, nil
}

// stages is the plan.
func (r *run) stages(ctx context.Context) error {
	type stage struct {
		name   string
		checks []string // the stage is left out if all of them are
		ask    func(context.Context, *operation) error
	}
	plan := []stage{
		{"the first requests", nil, r.first},
		{"refused credentials", []string{checkNoCredential, checkMalformedCredential, checkWrongCredential, checkPartialCredential}, r.refused},
		{"undocumented methods", []string{checkMethod, checkAllow}, r.methods},
		{"odd requests", []string{checkServerError}, r.odd},
	}
	for round := 1; round < rounds; round++ {
		plan = append(plan, stage{fmt.Sprintf("generated requests, round %d", round), nil,
			func(ctx context.Context, o *operation) error { return r.generated(ctx, o, round) }})
	}
	for _, s := range plan {
		if len(s.checks) > 0 && !slices.ContainsFunc(s.checks, func(name string) bool { return !r.skip[name] }) {
			continue
		}
		for _, o := range r.contract.operations {
			err := s.ask(ctx, o)
			if errors.Is(err, errBound) || errors.Is(err, errGone) {
				r.miss("", "%v after %d requests, at %s, %s: the rest is left out", err, r.sent, o.name, s.name)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) uncheck(format string, args ...any) {
	line := r.mask.Replace(fmt.Sprintf(format, args...))
	if !slices.Contains(r.unchecked, line) {
		r.unchecked = append(r.unchecked, line)
	}
}

// miss is uncheck for something essential: without it the run can't tell, unless the check, if it is of one, is left out.
func (r *run) miss(check, format string, args ...any) {
	if !r.skip[check] {
		r.uncheck(format, args...)
		r.incomplete = true
	}
}

// neverAccepted tells of operations of which no success was seen, though the contract documents one.
func (r *run) neverAccepted() {
	for _, o := range r.contract.operations {
		if !o.succeeded && o.maySucceed() {
			r.miss("", "%s: no request was accepted: what the contract says of a success was not checked", o.name)
		}
	}
}
