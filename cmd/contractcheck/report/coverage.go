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

// has reports whether a finding belongs to what the coverage is about.
func (c Coverage) has(f Finding, command string) bool {
	if f.Check != c.Check && c.Check != command {
		return false
	}
	if path, others := strings.CutPrefix(c.Operation, "* "); others {
		_, at, _ := strings.Cut(f.Operation, " ")
		return at == path
	}
	return f.Operation == c.Operation || slices.Contains(f.Places, c.Operation)
}

// level returns the level of a finding: error, warning or note.
func level(Finding) string { return "error" }
