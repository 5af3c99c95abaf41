package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

//go:embed html.tmpl
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"join": strings.Join}).Parse(pageSource))

// page is what the HTML page shows. Nothing in it leads to a request: it can be kept, sent and opened anywhere.
type page struct {
	*Report
	Verdict   string
	Found     string // the heading over the findings
	New, Old  facts  // what was found, and what of it is accepted
	Unchecked []unchecked
	Checks    []string // the columns of the table
	Rows      []row
}

// facts are shown one below the other.
type facts struct {
	Facts  []fact
	Places string // the heading over the operations of one
}

// unchecked is a reason for which something was not looked at, or only in part.
type unchecked struct {
	Reason string
	What   []uncheckedPart
}

type uncheckedPart struct {
	Checks, Operations []string
	Partly             bool
}

// row is an operation with the coverage of each check.
type row struct {
	Operation string
	Cells     []cell
}

// cell is empty if the check does not exist for the operation.
type cell struct{ State, Class, Sign string }

// html returns a page for a reviewer.
func (r *Report) html() (string, error) {
	r = r.shown()
	p := page{Report: r, Verdict: r.verdict(), Unchecked: r.unchecked(), Found: "What differs"}
	places := "In"
	switch r.Command {
	case "upstream":
		p.Found = "What moved"
	case "breaking":
		p.Found, places = "What breaks whom", "It breaks who uses"
	case "conforms":
		p.Found, places = "What does not hold", "At"
	}
	p.New, p.Old = facts{factsOf(r.Findings), places}, facts{factsOf(r.Accepted), places}
	p.Checks, p.Rows = r.table()
	var out strings.Builder
	err := pageTemplate.Execute(&out, p)
	return out.String(), err
}

// unchecked returns what was not looked at, by reason.
func (r *Report) unchecked() []unchecked {
	var list []unchecked
	type key struct {
		reason, check string
		partly        bool
	}
	operations := map[key][]string{}
	var keys []key
	for _, c := range r.Coverage {
		if c.Reason == "" {
			continue
		}
		k := key{c.Reason, c.Check, c.State != NotChecked}
		if operations[k] == nil {
			keys = append(keys, k)
		}
		operations[k] = append(operations[k], c.Operation)
	}
	for _, k := range keys {
		i := slices.IndexFunc(list, func(u unchecked) bool { return u.Reason == k.reason })
		if i < 0 {
			i = len(list)
			list = append(list, unchecked{Reason: k.reason})
		}
		same := func(p uncheckedPart) bool { return p.Partly == k.partly && slices.Equal(p.Operations, operations[k]) }
		if j := slices.IndexFunc(list[i].What, same); j >= 0 {
			list[i].What[j].Checks = append(list[i].What[j].Checks, k.check)
		} else {
			list[i].What = append(list[i].What, uncheckedPart{Checks: []string{k.check}, Operations: operations[k], Partly: k.partly})
		}
	}
	return list
}

// table returns the coverage by operation and check.
func (r *Report) table() (checks []string, rows []row) {
	columns, lines := map[string]int{}, map[string]int{}
	for _, c := range r.Coverage {
		if _, known := columns[c.Check]; !known {
			columns[c.Check] = len(checks)
			checks = append(checks, c.Check)
		}
	}
	for _, c := range r.Coverage {
		i, known := lines[c.Operation]
		if !known {
			i = len(rows)
			lines[c.Operation] = i
			rows = append(rows, row{c.Operation, make([]cell, len(checks))})
		}
		rows[i].Cells[columns[c.Check]] = c.cell()
	}
	return checks, rows
}

func (c Coverage) cell() cell {
	switch {
	case c.State == Failed:
		return cell{c.State, "failed", "✗"}
	case c.State == NotChecked:
		return cell{c.State, "unchecked", "–"}
	case c.Reason != "":
		return cell{"passed in part", "passed", "(✓)"}
	}
	return cell{c.State, "passed", "✓"}
}

// Totals says in one sentence how much of the coverage has which state.
func (p page) Totals() string {
	count := map[string]int{}
	for _, c := range p.Coverage {
		count[c.State]++
	}
	return fmt.Sprintf("%d passed, %d failed, %d not checked", count[Passed], count[Failed], count[NotChecked])
}
