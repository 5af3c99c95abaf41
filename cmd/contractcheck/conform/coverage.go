package conform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Coverage says what became of one check at one operation.
type Coverage struct {
	Operation string // as in a [Finding], or "* /path" for the methods that the contract does not document for the path
	Check     string // one of [Checks]
	Checked   bool   // at least one answer was looked at for it
	Failed    bool   // something was found
	Reason    string // why it was not checked, or only in part
}

// othersOf returns the operation that stands for the methods that are not documented for a path.
func othersOf(path string) string { return "* " + path }

// ofMethods reports whether a check is about undocumented methods.
func ofMethods(check string) bool { return check == checkMethod || check == checkAllow }

// covered returns the record of a check at an operation. No check means any.
func (r *run) covered(operation, check string) *Coverage {
	if _, path, _ := strings.Cut(operation, " "); ofMethods(check) {
		operation = othersOf(path)
	}
	key := [2]string{operation, check}
	if r.coverage[key] == nil {
		r.coverage[key] = &Coverage{Operation: operation, Check: check}
	}
	return r.coverage[key]
}

// looked records that an answer was looked at.
func (r *run) looked(operation string, checks ...string) {
	for _, check := range checks {
		r.covered(operation, check).Checked = true
	}
}

// leftOut records why something was not checked, or only in part. The first reason stays.
func (r *run) leftOut(operation, check, format string, args ...any) {
	c := r.covered(operation, check)
	c.Reason = cmp.Or(c.Reason, printable(r.mask.Replace(fmt.Sprintf(format, args...))))
}

// coverageOf returns the whole coverage, by path, method and order of [Checks]. ended is why the run ended early, if it did.
func (r *run) coverageOf(ended string) []Coverage {
	var list []Coverage
	add := func(operation string, o *operation, checks ...string) {
		for _, check := range checks {
			c := *r.covered(operation, check)
			if !c.Checked && !c.Failed {
				c.Reason = cmp.Or(c.Reason, r.covered(operation, "").Reason, inapplicable(o, check), ended, absent[check], "no answer was one to look at")
			}
			if r.skip[check] {
				c.Checked, c.Reason = false, "skipped"
			}
			list = append(list, c)
		}
	}
	methods := []string{checkMethod, checkAllow}
	others := slices.DeleteFunc(checkNames(), ofMethods)
	for _, o := range r.contract.operations {
		if o.firstOfPath {
			add(othersOf(o.route.Path), o, methods...)
		}
		add(o.name, o, others...)
	}
	for name, why := range r.contract.unusable {
		r.leftOut(name, "", "%s", why)
		add(name, nil, others...)
	}
	last := othersOf("")
	slices.SortStableFunc(list, func(a, b Coverage) int { // ~ comes after all methods
		return byPath(strings.Replace(a.Operation, last, "~ ", 1), strings.Replace(b.Operation, last, "~ ", 1))
	})
	return list
}

// absent says what did not happen where a check was not made.
var absent = map[string]string{
	checkChallenge:        "no answer was a 401",
	checkAllow:            "no answer was a 405",
	checkUndocumentedBody: "each status that was answered has a documented body, or can't have one",
	checkBody:             "no answer had a body of JSON that the contract documents",
	checkRefuses:          "no request could be made that the contract forbids",
}

// inapplicable says why there is nothing to check, or is empty.
func inapplicable(o *operation, check string) string {
	switch {
	case o == nil:
	case check == checkAloneSuffices && len(o.security) == 0:
		return "the contract wants no credential"
	case slices.Contains([]string{checkNoCredential, checkMalformedCredential, checkWrongCredential, checkPartialCredential}, check) && !o.needsCredential():
		return "the contract wants no credential"
	case check == checkPartialCredential && !slices.ContainsFunc(o.security, func(names []string) bool { return len(names) > 1 }):
		return "no credentials are needed together"
	}
	return ""
}

// judged are the checks of what a documented success holds.
var judged = []string{checkContentType, checkUndocumentedBody, checkHeader, checkBody, checkUndeclaredProperty}

// refusedOnly records that no success was looked at.
func (r *run) refusedOnly(o *operation, why string) {
	for _, check := range judged {
		r.leftOut(o.name, check, "%s", why)
	}
}
