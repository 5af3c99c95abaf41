package conform

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

func (r *run) generator(o *operation, round int) *generator {
	return &generator{rng: newRNG(r.seed, o.name, round), examples: round == 0}
}

// first asks with each alternative of the security alone, with the contract's own examples.
func (r *run) first(ctx context.Context, o *operation) error {
	q, err := o.request(r.generator(o, 0))
	if err != nil {
		o.hopeless = true
		r.miss("", "%s: no request can be generated: %v", o.name, err)
		return nil
	}
	for _, names := range o.alternatives() {
		if err := r.valid(ctx, o, names, q); err != nil {
			return err
		}
	}
	return nil
}

// generated asks with generated values, with the alternatives of the security in turn.
func (r *run) generated(ctx context.Context, o *operation, round int) error {
	if o.hopeless {
		return nil // said already
	}
	q, err := o.request(r.generator(o, round))
	if err != nil {
		r.uncheck("%s: no request but the contract's example can be generated: %v", o.name, err)
		return nil
	}
	all := o.alternatives()
	return r.valid(ctx, o, all[round%len(all)], q)
}

// alternatives are those of the security; where there are none, no scheme is needed.
func (o *operation) alternatives() [][]string {
	if len(o.security) == 0 {
		return [][]string{nil}
	}
	return o.security
}

// valid asks with valid credentials.
func (r *run) valid(ctx context.Context, o *operation, names []string, q *request) error {
	if missing := r.missing(names); len(missing) > 0 {
		r.miss(checkAloneSuffices, "%s: that %s is enough was not checked: %s", o.name, strings.Join(names, " and "), give(missing))
		return nil
	}
	q = r.with(q, names)
	key := fmt.Sprintf("%q", *q)
	if r.made[key] {
		return nil // where there is little to generate
	}
	r.made[key] = true
	a, err := r.ask(ctx, o.name, q)
	if a == nil {
		return err
	}
	if len(names) > 0 && (a.status == http.StatusUnauthorized || a.status == http.StatusForbidden) {
		r.reportAnswer(o.name, checkAloneSuffices, strings.Join(names, " and ")+" is enough: no 401, no 403", a)
		return nil
	}
	if o.plain == 0 {
		o.plain, o.good = a.status, names
	}
	r.judge(ctx, o, a)
	return nil
}
