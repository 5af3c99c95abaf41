package report

import (
	"fmt"
	"slices"
	"strings"
)

const (
	maxPlaces  = 3  // operations that the text names of one entry; the others are counted
	maxEntries = 10 // entries of one fact
)

// fact is what findings with the same level, check and message say.
type fact struct {
	Label, Check, Message string
	Entries               []entry
}

// entry is a part of a fact whose findings agree in all but the operation.
type entry struct {
	Where, Expected, Got string
	Curl                 string // of the first
	File                 string
	Line                 int
	Operations           []string
}

// factsOf returns the findings by fact, in the order in which these were found first.
func factsOf(findings []Finding) []fact {
	var facts []fact
	byFact := map[[3]string]int{}
	byEntry := map[[6]string]int{}
	for _, f := range findings {
		factKey := [3]string{f.level().label(), f.Check, f.Message}
		i, known := byFact[factKey]
		if !known {
			i = len(facts)
			byFact[factKey] = i
			facts = append(facts, fact{Label: f.level().label(), Check: f.Check, Message: f.Message})
		}
		entries := &facts[i].Entries
		entryKey := [6]string{f.level().label(), f.Check, f.Message, f.Where, f.Expected, f.Got}
		j, known := byEntry[entryKey]
		if !known {
			j = len(*entries)
			byEntry[entryKey] = j
			*entries = append(*entries, entry{Where: f.Where, Expected: f.Expected, Got: f.Got, Curl: f.Curl, File: f.File, Line: f.Line})
		}
		e := &(*entries)[j]
		operations := f.Places
		if len(operations) == 0 && f.Operation != "" {
			operations = []string{f.Operation}
		}
		for _, operation := range operations {
			if !slices.Contains(e.Operations, operation) {
				e.Operations = append(e.Operations, operation)
			}
		}
	}
	return facts
}

// text returns the findings, grouped by fact, and the notes as plain text.
func (r *Report) text() string {
	var out strings.Builder
	for _, fact := range factsOf(r.Findings) {
		head := join(fact.Label, fact.Check, fact.Message)
		if len(fact.Entries) == 1 {
			e := fact.Entries[0]
			operation := ""
			if len(e.Operations) == 1 {
				operation = e.Operations[0]
			}
			line := join(fact.Label, operation, fact.Check, e.Where, fact.Message)
			fmt.Fprintln(&out, visible(indent(line+places(e.Operations), "  ")+e.details("  "), goEscape))
			continue
		}
		fmt.Fprintln(&out, visible(indent(head, "  "), goEscape))
		for _, e := range fact.Entries[:min(len(fact.Entries), maxEntries)] {
			fmt.Fprintln(&out, visible("  "+indent(e.place(), "    ")+e.details("    "), goEscape))
		}
		if more := len(fact.Entries) - maxEntries; more > 0 {
			fmt.Fprintf(&out, "  and %d more, which --format json and html have\n", more)
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "note: %s\n", indent(visible(note, goEscape), "  "))
	}
	return out.String()
}

// text returns one finding as plain text. All lines but the first are indented.
func (f Finding) text() string {
	e := entry{Expected: f.Expected, Got: f.Got, Curl: f.Curl}
	return indent(join(f.level().label(), f.Operation, f.Check, f.Where, f.Message)+places(f.Places), "  ") + e.details("  ")
}

// place says where the entry was found.
func (e entry) place() string {
	switch {
	case len(e.Operations) == 1:
		return join(e.Operations[0], e.Where)
	case e.Where == "":
		return strings.TrimSuffix(strings.TrimPrefix(places(e.Operations), " ("), ")")
	}
	return e.Where + places(e.Operations)
}

// details returns what belongs to an entry besides its place, on lines of its own.
func (e entry) details(margin string) string {
	text := ""
	for _, more := range [][2]string{{"expected", e.Expected}, {"got", e.Got}, {"repeat", e.Curl}} {
		if more[1] != "" {
			text += fmt.Sprintf("\n%s%-8s  %s", margin, more[0], indent(more[1], margin+"          "))
		}
	}
	return text
}

// places names where something was found, if that is more than one operation.
func places(operations []string) string {
	named := operations[:min(len(operations), maxPlaces)]
	switch more := len(operations) - len(named); {
	case len(operations) <= 1:
		return ""
	case more > 0:
		return fmt.Sprintf(" (in %d places: %s and %d more)", len(operations), strings.Join(named, ", "), more)
	}
	return fmt.Sprintf(" (in %d places: %s)", len(operations), strings.Join(named, ", "))
}

// join joins those of the parts that are there.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ": ")
}

// indent indents all lines but the first.
func indent(text, margin string) string { return strings.ReplaceAll(text, "\n", "\n"+margin) }
