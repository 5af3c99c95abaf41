package conform

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// generator returns the generator for a round of an operation. Round 0 uses the contract's examples.
func (r *run) generator(o *operation, round int) *generator {
	return &generator{rng: newRNG(r.seed, o.name, round), examples: round == 0, strict: r.contract.conforms,
		known: func(p *openapi3.Parameter) (string, bool) { return r.value(o, p, round) }}
}

// first sends a request with the contract's examples, once with each security alternative.
func (r *run) first(ctx context.Context, o *operation) error {
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		o.noRequest = true
		r.miss("", "%s: no request can be generated: %v", o.name, err)
		r.leftOut(o.name, "", "no request can be generated: %v", err)
		return nil
	}
	o.failures = nil
	for _, names := range o.alternatives() {
		if err := r.valid(ctx, o, names, q); err != nil {
			return err
		}
	}
	if o.absences > 0 && o.absences == o.answers && !o.stale {
		o.stale = true
		return r.first(ctx, o)
	}
	o.explained = len(o.failures) > 0 && !slices.ContainsFunc(o.failures, func(check string) bool { return check == "" || r.skip[check] })
	return nil
}

// generated sends a request with generated values. Each round uses the next security alternative.
func (r *run) generated(ctx context.Context, o *operation, round int) error {
	if o.noRequest {
		return nil // reported already
	}
	q, err := o.request(r.generator(o, round))
	if err != nil {
		r.uncheck("%s: no request but the contract's example can be generated: %v", o.name, err)
		return nil
	}
	all := o.alternatives()
	return r.valid(ctx, o, all[round%len(all)], q)
}

// alternatives returns the security alternatives, or a single empty one if there are none.
func (o *operation) alternatives() [][]string {
	if len(o.security) == 0 {
		return [][]string{nil}
	}
	return o.security
}

// valid sends a request with valid credentials and judges the response.
func (r *run) valid(ctx context.Context, o *operation, names []string, q *request) error {
	if missing := r.missing(names); len(missing) > 0 {
		r.miss(checkAloneSuffices, "%s: that %s is enough was not checked: %s", o.name, strings.Join(names, " and "), credentialHint(missing))
		r.leftOut(o.name, checkAloneSuffices, "no credential: %s", credentialHint(missing))
		return nil
	}
	q = r.with(q, names)
	key := fmt.Sprintf("%q", *q)
	if r.seen[key] {
		return nil // the same request is generated repeatedly if there are few possible values
	}
	r.seen[key] = true
	a, err := r.ask(ctx, o.name, q)
	if a == nil {
		o.failures = append(o.failures, checkNoAnswer)
		return err
	}
	o.answers++
	if a.status/100 == 4 {
		o.refusals++
	}
	if a.status == http.StatusNotFound || a.status == http.StatusGone {
		o.absences++
	}
	if len(names) > 0 {
		r.looked(o.name, checkAloneSuffices)
	}
	r.learn(o, a)
	if len(names) > 0 && (a.status == http.StatusUnauthorized || a.status == http.StatusForbidden) {
		r.reportAnswer(o.name, checkAloneSuffices, strings.Join(names, " and ")+" is enough: no 401, no 403", a)
		o.failures = append(o.failures, checkAloneSuffices)
		return nil
	}
	if o.firstStatus == 0 {
		o.firstStatus, o.accepted = a.status, names
	}
	r.judge(ctx, o, a)
	if response, named := o.documented(a.status); response == nil {
		o.failures = append(o.failures, checkStatus)
	} else if !success(a.status, named) {
		o.failures = append(o.failures, "")
	}
	return nil
}
