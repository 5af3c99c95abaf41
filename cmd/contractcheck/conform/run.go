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

	"github.com/getkin/kin-openapi/openapi3"
	"golang.org/x/time/rate"
)

// run is the state of one [Run].
type run struct {
	contract    *contract
	credentials map[string]string
	base        string
	seed        uint64
	maxRequests int
	limiter     *rate.Limiter
	skip        map[string]bool
	client      *http.Client
	mask        *mask
	header      http.Header        // of each request
	values      map[string]string  // of parameters, as the configuration gives them
	learned     map[string]learned // by the path of the operation whose answers had them, and all by ""

	unsafeMethods, allFindings bool

	sent, answered int
	notFound       int             // number of responses with 404
	unreachable    int             // consecutive requests without a connection or a timely response
	waited         time.Duration   // total wait because of rate limiting
	limits         int             // consecutive requests that were refused nevertheless
	noAnswer       error           // the run's error if the server never responds
	seen           map[string]bool // valid requests already sent, to send each only once
	findings       []*Finding
	facts          map[string]*Finding     // by what is one fact about the server, on whatever path
	coverage       map[[2]string]*Coverage // by operation and check
	unchecked      []string
	incomplete     bool
}

const rounds = 6 // of generated requests per operation

// These errors end a run early. The run then returns no error but is incomplete.
var (
	errRequestLimit = errors.New("the bound on requests was reached")
	errUnreachable  = errors.New("the server does not answer any more")
	errLimited      = errors.New("the server refuses more requests")
)

// newRun returns an error if the configuration can't be used.
func newRun(c Config, contract *contract) (*run, error) {
	base, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, errors.New("the base URL must be like https://host/path") // not quoted, because it may contain a password
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the base URL must have no user, no query and no fragment")
	case c.Requests <= 0:
		return nil, fmt.Errorf("the bound on requests is %d: it must be greater than zero", c.Requests)
	case c.Rate < 0:
		return nil, fmt.Errorf("the rate is %g requests a second: it must be positive, or zero for no limit", c.Rate)
	}
	if err := checkCredentials(c.Credentials, contract.schemes); err != nil {
		return nil, err
	}
	r := &run{
		contract: contract, credentials: c.Credentials, base: strings.TrimSuffix(base.String(), "/"), seed: c.Seed, maxRequests: c.Requests,
		limiter: rate.NewLimiter(rate.Inf, 1), skip: map[string]bool{}, client: newClient(c.Client),
		mask: newMask(c.Credentials, c.Header), header: c.Header, seen: map[string]bool{}, facts: map[string]*Finding{}, coverage: map[[2]string]*Coverage{},
	}
	if err := checkValues(c.Values, contract); err != nil {
		return nil, err
	}
	contract.leaveOut(c.LeftOut)
	if err := contract.checkHeader(c.Header); err != nil {
		return nil, err
	}
	r.values, r.learned = c.Values, map[string]learned{"": {}}
	for _, note := range contract.notes {
		r.uncheck("%s", note)
	}
	r.unsafeMethods, r.allFindings = c.UnsafeMethods, c.AllFindings
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

// checkCredentials refuses credentials that can't be sent. Its errors do not quote them.
func checkCredentials(credentials map[string]string, schemes map[string]*openapi3.SecurityScheme) error {
	for _, name := range slices.Sorted(maps.Keys(credentials)) {
		scheme, value := schemes[name], credentials[name]
		if scheme == nil {
			return fmt.Errorf("the contract has no security scheme %q: it has %s", name,
				cmp.Or(strings.Join(slices.Sorted(maps.Keys(schemes)), ", "), "none"))
		}
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fmt.Errorf("the credential for %s is empty or has a control character", name)
		}
		if scheme.Type != "apiKey" && !isBasic(scheme) && len(value) >= len(headerBearer) && strings.EqualFold(value[:len(headerBearer)], headerBearer) {
			return fmt.Errorf("the credential for %s: give it without the word Bearer", name)
		}
		if isBasic(scheme) && !strings.Contains(value, ":") {
			return fmt.Errorf("the credential for %s must be user:password", name)
		}
	}
	return nil
}

// runStages runs the stages one after another, each over all operations. An error ends the run.
func (r *run) runStages(ctx context.Context) error {
	type stage struct {
		name   string
		checks []string // the stage is skipped if all of its checks are
		ask    func(context.Context, *operation) error
	}
	stages := []stage{
		{"the first requests", nil, r.first},
		{"refused credentials", []string{checkNoCredential, checkMalformedCredential, checkWrongCredential, checkPartialCredential}, r.refused},
		{"undocumented methods", []string{checkMethod, checkAllow}, r.methods},
		{"forbidden requests", []string{checkRefuses}, r.refuses},
		{"odd requests", []string{checkServerError}, r.edgeCases},
	}
	for round := 1; round < rounds; round++ {
		stages = append(stages, stage{fmt.Sprintf("generated requests, round %d", round), nil,
			func(ctx context.Context, o *operation) error { return r.generated(ctx, o, round) }})
	}
	for i, s := range stages {
		if len(s.checks) > 0 && !slices.ContainsFunc(s.checks, func(name string) bool { return !r.skip[name] }) {
			continue
		}
		operations := r.contract.operations
		if i == 0 {
			operations = r.contract.deletesLast()
		}
		for _, o := range operations {
			err := s.ask(ctx, o)
			if errors.Is(err, errRequestLimit) || errors.Is(err, errUnreachable) {
				r.miss("", "%v after %d requests, at %s, %s: the rest is left out", err, r.sent, o.name, s.name)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// uncheck adds a line to Result.Unchecked, once.
func (r *run) uncheck(format string, args ...any) {
	line := printable(r.mask.Replace(fmt.Sprintf(format, args...)))
	if !slices.Contains(r.unchecked, line) {
		r.unchecked = append(r.unchecked, line)
	}
}

// miss is like uncheck, but also marks the run as incomplete. It does nothing if the check is skipped; check may be
// empty.
func (r *run) miss(check, format string, args ...any) {
	if !r.skip[check] {
		r.uncheck(format, args...)
		r.incomplete = true
	}
}

// missOf is like miss for what can't be checked because the operation's valid requests failed. If those failures are findings, the
// run stays complete: its status follows from them, and they may have been accepted.
func (r *run) missOf(o *operation, check, format string, args ...any) {
	if o.explained {
		r.uncheck(format, args...)
		return
	}
	r.miss(check, format, args...)
}

// asFound completes "no request was accepted" if findings say so too.
func (o *operation) asFound() string {
	if o.explained {
		return ", as was found"
	}
	return ""
}

// neverAccepted reports as unchecked each operation that never succeeded although the contract documents a success.
func (r *run) neverAccepted() {
	for _, o := range r.contract.operations {
		if !o.succeeded && o.maySucceed() && (o.firstStatus != 0 || r.limits == 0) {
			if why := r.notThere(o); why != "" {
				r.uncheck("%s: not checked but for its refusals: %s", o.name, why)
				r.refusedOnly(o, why)
				continue
			}
			r.missOf(o, "", "%s: no request was accepted%s: what the contract says of a success was not checked", o.name, o.asFound())
			r.refusedOnly(o, "no request was accepted"+o.asFound())
		}
	}
}
