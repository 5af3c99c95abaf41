package report

import (
	"slices"
	"strings"
)

// The states of a check at an operation.
const (
	Passed     = "passed"
	Failed     = "failed"
	NotChecked = "not checked"
)

// Coverage says what became of one check at one operation. A command that compares has one check, which is named like
// the command.
type Coverage struct {
	// Operation is as in a finding, or "* /path" for the methods that the contract does not document for the path, or
	// empty for the rest of the document.
	Operation string `json:"operation,omitempty"`
	Check     string `json:"check"`
	State     string `json:"state" jsonschema:"enum=passed,enum=failed,enum=not checked"`
	Reason    string `json:"reason,omitempty"` // why it was not checked, or only in part
}

// Compared records that an operation was compared, and whether anything was found.
func (r *Report) Compared(operation string, found bool) {
	state := Passed
	if found {
		state = Failed
	}
	r.Coverage = append(r.Coverage, Coverage{Operation: operation, Check: r.Command, State: state})
}

// NotCompared records why an operation was not compared.
func (r *Report) NotCompared(operation, reason string) {
	r.Coverage = append(r.Coverage, Coverage{Operation: operation, Check: r.Command, State: NotChecked, Reason: reason})
}

// covered returns the coverage with the findings that belong to each row, and at its end a row for those that belong to none.
func (r *Report) covered() (rows []Coverage, findings [][]Finding) {
	at := map[string][]int{} // the findings, by operation
	for i, f := range r.Findings {
		_, path, _ := strings.Cut(f.Operation, " ")
		for _, operation := range slices.Compact(slices.Sorted(slices.Values(append([]string{f.Operation, "* " + path}, f.Places...)))) {
			at[operation] = append(at[operation], i)
		}
	}
	rows, findings = slices.Clone(r.Coverage), make([][]Finding, len(r.Coverage))
	belongs := make([]bool, len(r.Findings))
	for row, c := range rows {
		for _, i := range at[c.Operation] {
			if f := r.Findings[i]; f.Check == c.Check || c.Check == r.Command {
				belongs[i] = true
				findings[row] = append(findings[row], f)
			}
		}
	}
	others := map[Coverage]int{}
	for i, f := range r.Findings {
		if belongs[i] {
			continue
		}
		c := Coverage{Operation: f.Operation, Check: f.Check, State: Failed}
		row, known := others[c]
		if !known {
			row = len(rows)
			others[c] = row
			rows, findings = append(rows, c), append(findings, nil)
		}
		findings[row] = append(findings[row], f)
	}
	return rows, findings
}
