package conform

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// most is how many findings there are of one operation and check.
const most = 3

// kind is what at most a few findings have in common.
func (f Finding) kind() string { return f.Operation + " " + f.Check }

var index = regexp.MustCompile(`/[0-9]+(/|:|$)`)

// report adds a finding.
func (r *run) report(operation, check, expected, got string, q *request) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: got}, index.ReplaceAllString(got, "/*"), q)
}

// reportAnswer adds a finding of which the answer is what was got. Its body does not make it another one.
func (r *run) reportAnswer(operation, check, expected string, a *answer) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: summary(a)}, head(a), a.sent)
}

// add adds a finding unless there is one, of whichever request, that is the same in essence. Secrets are masked
// here, so that no check has to think of it, and before the text is cut, or half of one would stay.
func (r *run) add(f Finding, essence string, q *request) {
	key := fmt.Sprintf("%q", []string{f.Operation, f.Check, f.Expected, essence})
	if r.skip[f.Check] || r.known[key] {
		return
	}
	r.known[key] = true
	if r.found[f.kind()]++; r.found[f.kind()] > most {
		return
	}
	f.Expected, f.Got, f.Curl = r.mask.Replace(f.Expected), cut(r.mask.Replace(f.Got)), r.curl(q)
	r.findings = append(r.findings, f)
}

// ordered are the findings by path, method and check.
func (r *run) ordered() []Finding {
	rank := func(f Finding) int { return slices.IndexFunc(Checks, func(c Check) bool { return c.Name == f.Check }) }
	path := func(f Finding) string { _, path, _ := strings.Cut(f.Operation, " "); return path }
	slices.SortStableFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(path(a), path(b)), strings.Compare(a.Operation, b.Operation), cmp.Compare(rank(a), rank(b)))
	})
	for i, f := range r.findings {
		last := i+1 == len(r.findings) || f.kind() != r.findings[i+1].kind()
		if n := r.found[f.kind()] - most; n > 0 && last {
			r.findings[i].Got += fmt.Sprintf(" (and %d more)", n)
		}
	}
	return r.findings
}
