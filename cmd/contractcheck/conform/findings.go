package conform

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maxFindings is the number of findings of one operation and check that are listed; the others are counted.
const maxFindings = 3

// group is the operation and check, of which maxFindings findings are listed.
func (f Finding) group() string { return f.Operation + " " + f.Check }

var arrayIndex = regexp.MustCompile(`/[0-9]+(/|:|$)`)

// report adds a finding. The indexes of arrays are not part of its fingerprint.
func (r *run) report(operation, check, expected, got string, q *request) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: got}, arrayIndex.ReplaceAllString(got, "/*"), q)
}

// reportAnswer adds a finding with the answer as what was got. Its body is not part of the fingerprint.
func (r *run) reportAnswer(operation, check, expected string, a *answer) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: r.contract.names.summary(a)}, statusAndType(a), a.sent)
}

// add adds a finding unless one with its fingerprint was reported, whatever the request. Secrets are masked here, so that
// no check has to think of it, and before the text is truncated, or half of one would stay.
func (r *run) add(f Finding, fingerprint string, q *request) {
	key := fmt.Sprintf("%q", []string{f.Operation, f.Check, f.Expected, fingerprint})
	if r.skip[f.Check] || r.reported[key] {
		return
	}
	r.reported[key] = true
	if r.found[f.group()]++; r.found[f.group()] > maxFindings {
		return
	}
	f.Expected, f.Got, f.Curl = printable(r.mask.Replace(f.Expected)), truncate(printable(r.mask.Replace(f.Got))), r.curl(q)
	r.findings = append(r.findings, f)
}

// ordered returns the findings sorted by path, method and check.
func (r *run) ordered() []Finding {
	rank := func(f Finding) int { return slices.IndexFunc(Checks, func(c Check) bool { return c.Name == f.Check }) }
	path := func(f Finding) string { _, path, _ := strings.Cut(f.Operation, " "); return path }
	slices.SortStableFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(path(a), path(b)), strings.Compare(a.Operation, b.Operation), cmp.Compare(rank(a), rank(b)))
	})
	for i, f := range r.findings {
		last := i+1 == len(r.findings) || f.group() != r.findings[i+1].group()
		if n := r.found[f.group()] - maxFindings; n > 0 && last {
			r.findings[i].Got += fmt.Sprintf(" (and %d more)", n)
		}
	}
	return r.findings
}
