package conform

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maxFindings is the number of findings listed per operation and check; the others are only counted.
const maxFindings = 3

// group returns the operation and check, for which maxFindings applies.
func (f Finding) group() string { return f.Operation + " " + f.Check }

var arrayIndex = regexp.MustCompile(`/[0-9]+\b`)

// report adds a finding. Array indexes are not part of its fingerprint.
func (r *run) report(operation, check, expected, got string, q *request) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: got}, arrayIndex.ReplaceAllString(got, "/*"), q)
}

// reportAnswer adds a finding that quotes the response. The response's body is not part of the fingerprint.
func (r *run) reportAnswer(operation, check, expected string, a *answer) {
	r.add(Finding{Operation: operation, Check: check, Expected: expected, Got: r.contract.names.summary(a)}, statusAndType(a), a.sent)
}

// add adds a finding. If the same was found before, with whatever request, it is one fact about the server, and
// only the operation is added to it. It masks secrets, so that the checks need not, and does so before truncation,
// which could leave part of a secret.
func (r *run) add(f Finding, fingerprint string, q *request) {
	if r.skip[f.Check] {
		return
	}
	r.covered(f.Operation, f.Check).Failed = true
	key := fmt.Sprintf("%q", []string{f.Check, f.Expected, fingerprint})
	known := r.facts[key]
	if known == nil {
		known = &f
		f.Fact = r.mask.Replace(fingerprint)
		f.Expected, f.Got, f.Curl = printable(r.mask.Replace(f.Expected)), truncate(printable(r.mask.Replace(f.Got))), r.curl(q)
		r.facts[key] = known
		r.findings = append(r.findings, known)
	}
	if !slices.Contains(known.Places, f.Operation) {
		known.Places = append(known.Places, f.Operation)
	}
}

// byPath compares operations by path, then by method.
func byPath(a, b string) int {
	_, pathA, _ := strings.Cut(a, " ")
	_, pathB, _ := strings.Cut(b, " ")
	return cmp.Or(strings.Compare(pathA, pathB), strings.Compare(a, b))
}

// ordered returns the findings to list, sorted by path, method and check.
func (r *run) ordered() []Finding {
	rank := func(f *Finding) int { return slices.IndexFunc(Checks, func(c Check) bool { return c.Name == f.Check }) }
	slices.SortStableFunc(r.findings, func(a, b *Finding) int {
		return cmp.Or(byPath(a.Operation, b.Operation), cmp.Compare(rank(a), rank(b)))
	})
	found := map[string]int{}
	for _, f := range r.findings {
		found[f.group()]++
	}
	var listed []Finding
	list := map[string]int{}
	for _, f := range r.findings {
		if list[f.group()]++; list[f.group()] > maxFindings && !r.allFindings {
			continue
		}
		slices.SortFunc(f.Places, byPath)
		if n := found[f.group()] - maxFindings; n > 0 && list[f.group()] == maxFindings && !r.allFindings {
			f.Got += fmt.Sprintf(" (and %d more)", n)
		}
		listed = append(listed, *f)
	}
	return listed
}
