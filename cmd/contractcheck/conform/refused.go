package conform

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// refused sends requests that must be answered with 401: without a credential, with a malformed or wrong one, and
// with only some of those that are needed together.
func (r *run) refused(ctx context.Context, o *operation) error {
	if !o.needsCredential() {
		return nil
	}
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		return nil // reported already
	}
	if err := r.want401(ctx, o, checkNoCredential, "no credential", q); err != nil {
		return err
	}
	rng, done := newRNG(r.seed, o.name, rounds), map[string]bool{}
	for _, names := range o.security {
		for i, scheme := range names {
			others := slices.Delete(slices.Clone(names), i, i+1)
			if o.enough(others) {
				continue // sufficient by another alternative
			}
			for _, some := range [][]string{others, {scheme}} {
				if err := r.partial(ctx, o, some, done, q); err != nil {
					return err
				}
			}
			key := fmt.Sprint(scheme, " ", others)
			if done[key] {
				continue
			}
			done[key] = true
			for _, b := range r.malformed(scheme) {
				if err := r.tryBad(ctx, o, checkMalformedCredential, scheme, others, b, q); err != nil {
					return err
				}
			}
			for _, b := range r.wrong(scheme, rng) {
				if err := r.tryBad(ctx, o, checkWrongCredential, scheme, others, b, q); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// partial sends a request with the valid credentials of some schemes, unless these are sufficient.
func (r *run) partial(ctx context.Context, o *operation, some []string, done map[string]bool, q *request) error {
	what := strings.Join(some, " and ") + " alone"
	if len(some) == 0 || o.enough(some) || done[what] {
		return nil
	}
	done[what] = true
	if missing := r.missing(some); len(missing) > 0 {
		r.miss(checkPartialCredential, "%s: that %s is not enough was not checked: %s", o.name, what, credentialHint(missing))
		r.leftOut(o.name, checkPartialCredential, "no credential: %s", credentialHint(missing))
		return nil
	}
	return r.want401(ctx, o, checkPartialCredential, what, r.with(q, some))
}

// tryBad sends a request with a bad credential, and valid ones for the other schemes of the alternative.
func (r *run) tryBad(ctx context.Context, o *operation, check, scheme string, others []string, b badCredential, q *request) error {
	if r.credentials[scheme] != "" && b.text == r.onWire(scheme, r.credentials[scheme]) {
		return nil // short credentials may not change
	}
	q = r.with(q, others)
	r.carry(q, scheme, b.text)
	return r.want401(ctx, o, check, scheme+": "+b.what, q)
}

// want401 sends a request and reports any status other than 401.
func (r *run) want401(ctx context.Context, o *operation, check, what string, q *request) error {
	if r.skip[check] {
		return nil
	}
	a, err := r.ask(ctx, o.name, q)
	if a == nil {
		return err
	}
	r.looked(o.name, check)
	if a.status != http.StatusUnauthorized {
		// Accepting the credential is one fact, whatever each operation responds then.
		r.add(Finding{Operation: o.name, Check: check, Expected: "401 for " + what, Got: r.contract.names.summary(a)}, fmt.Sprintf("%dxx", a.status/100), a.sent)
		return nil
	}
	r.judge(ctx, o, a)
	return nil
}
