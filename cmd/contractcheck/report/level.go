package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level says how much a finding matters.
type Level string

// The levels, of which the first is the highest.
const (
	LevelError   Level = "error"   // it breaks a consumer, or the contract
	LevelWarning Level = "warning" // it may break a consumer, or breaks a rule that is not the contract's
	LevelNote    Level = "note"    // it is text for people

	// LevelNone is the level of no finding. As [Report.FailOn] it means that no finding fails.
	LevelNone Level = "none"
)

// levels are the values of [Report.FailOn], from the one that lets most pass to the one that lets least pass.
var levels = []Level{LevelNone, LevelError, LevelWarning, LevelNote}

// fails reports whether the finding is a failure.
func (r *Report) fails(f Finding) bool {
	return slices.Index(levels, f.level()) <= slices.Index(levels, cmp.Or(r.FailOn, LevelNote))
}

func (f Finding) level() Level { return cmp.Or(f.Level, LevelError) }

// label is what the text of a finding begins with. Of an error, which is what is expected, it is nothing.
func (l Level) label() string {
	if l == LevelError {
		return ""
	}
	return string(l)
}

// passed says in brackets what was found but is no failure.
func (r *Report) passed() string {
	below := 0
	for _, f := range r.Findings {
		if !r.fails(f) {
			below++
		}
	}
	var parts []string
	if below > 0 {
		parts = append(parts, fmt.Sprintf("%d below --fail-on %s", below, r.FailOn))
	}
	if n := len(r.Accepted); n > 0 {
		parts = append(parts, fmt.Sprintf("%d accepted", n))
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
