package main

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"
)

// finding is something wrong. It reveals nothing about a record except the fingerprint of its bytes.
type finding struct {
	Kind        string `json:"kind"`
	Key         string `json:"key,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	Reason      string `json:"reason,omitempty"` // why a list leaves the member out
	Why         string `json:"why"`
	Repaired    bool   `json:"repaired"`

	mendable bool // --repair can fix it
}

// report prints findings as they come and counts them.
type report struct {
	to        io.Writer
	json, all bool
	before    func() // clears the progress bar
	tallies   map[string]*tally
	known     map[uint64]struct{} // SCAN may show a key twice
	seed      maphash.Seed
	err       error // the first write error
}

type tally struct {
	Found    int `json:"found"`
	Repaired int `json:"repaired"`
}

const (
	// shownOfAKind is how many findings of each kind are printed without --all.
	shownOfAKind = 20
	// maxKnown limits the memory for deduplication to about 20 MB. Beyond it a finding may be reported twice.
	maxKnown = 1 << 20
)

func newReport(to io.Writer, inJSON, all bool) *report {
	return &report{to: to, json: inJSON, all: all, before: func() {}, tallies: map[string]*tally{}, known: map[uint64]struct{}{}, seed: maphash.MakeSeed()}
}

// note reports something that is not a fault.
func (r *report) note(format string, args ...any) {
	r.print("note", struct {
		Kind string `json:"kind"`
		Why  string `json:"why"`
	}{"note", fmt.Sprintf(format, args...)}, fmt.Sprintf(format, args...))
}

func (r *report) find(f finding) {
	id := maphash.String(r.seed, strings.Join([]string{f.Kind, f.Key, f.Fingerprint, f.Why}, "\x00"))
	if f.Kind == "lifetime" { // its text changes as the lifetime runs down
		id = maphash.String(r.seed, f.Kind+f.Key)
	}
	if _, ok := r.known[id]; ok {
		return
	}
	if len(r.known) < maxKnown {
		r.known[id] = struct{}{}
	}
	t := r.tallies[f.Kind]
	if t == nil {
		t = new(tally)
		r.tallies[f.Kind] = t
	}
	t.Found++
	if f.Repaired {
		t.Repaired++
	}
	if t.Found > shownOfAKind && !r.all {
		return
	}
	var line strings.Builder
	if f.Key != "" {
		line.WriteString(printable(f.Key))
	}
	if f.Fingerprint != "" {
		line.WriteString(" " + f.Fingerprint)
	}
	if f.Key != "" {
		line.WriteString(": ")
	}
	if f.Reason != "" {
		fmt.Fprintf(&line, "reason %q: ", f.Reason)
	}
	line.WriteString(f.Why)
	if f.Repaired {
		line.WriteString(" (repaired)")
	}
	r.print(f.Kind, f, line.String())
}

func (r *report) print(kind string, object any, line string) {
	r.before()
	text := []byte(kind + " " + line)
	if r.json {
		text, _ = json.Marshal(object) // strings and numbers always marshal
	}
	if _, err := r.to.Write(append(text, '\n')); r.err == nil {
		r.err = err
	}
}

// left counts the findings that were not repaired.
func (r *report) left() (n int) {
	for _, t := range r.tallies {
		n += t.Found - t.Repaired
	}
	return n
}

// summary prints the totals.
func (r *report) summary(x *examination, complete bool) {
	var kinds []string
	for kind := range r.tallies {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	line := fmt.Sprintf("%s with %s looked at", count(x.keys, "key"), count(x.members, "member"))
	if !complete {
		line += ", not all"
	}
	if x.ended > 0 {
		line += fmt.Sprintf("; %d that had ended", x.ended)
		if x.Repair && x.failed == nil {
			line += ", removed"
		}
	}
	if len(kinds) == 0 {
		line += "; nothing found"
	}
	for _, kind := range kinds {
		t := r.tallies[kind]
		line += fmt.Sprintf("; %s %d", kind, t.Found)
		if t.Repaired > 0 {
			line += fmt.Sprintf(" (%d repaired)", t.Repaired)
		}
		if t.Found > shownOfAKind && !r.all {
			line += fmt.Sprintf(" (%d shown, --all shows all)", shownOfAKind)
		}
	}
	r.print("summary", struct {
		Kind     string            `json:"kind"`
		Complete bool              `json:"complete"`
		Keys     int               `json:"keys"`
		Members  int               `json:"members"`
		Ended    int               `json:"ended"`
		Findings map[string]*tally `json:"findings"`
	}{"summary", complete, x.keys, x.members, x.ended, r.tallies}, line)
}
