package main

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"
)

// finding is something that is wrong. It holds nothing of a record but the fingerprint of its bytes.
type finding struct {
	Kind        string `json:"kind"`
	Key         string `json:"key,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	Reason      string `json:"reason,omitempty"` // as a list has it that leaves the member out
	Why         string `json:"why"`
	Repaired    bool   `json:"repaired"`

	mendable bool // by a repair
}

// report prints findings as they come, and counts them.
type report struct {
	to        io.Writer
	json, all bool
	before    func() // clears the progress bar
	tallies   map[string]*tally
	known     map[uint64]struct{} // SCAN may show a key twice
	seed      maphash.Seed
	err       error // of printing
}

type tally struct {
	Found    int `json:"found"`
	Repaired int `json:"repaired"`
}

const (
	// shownOfAKind is how many findings of a kind are printed, unless all are asked for.
	shownOfAKind = 20
	// maxKnown bounds what is remembered of findings to some 20 MB. What is over it may be reported twice.
	maxKnown = 1 << 20
)

func newReport(to io.Writer, inJSON, all bool) *report {
	return &report{to: to, json: inJSON, all: all, before: func() {}, tallies: map[string]*tally{}, known: map[uint64]struct{}{}, seed: maphash.MakeSeed()}
}

// note says something that is not wrong.
func (r *report) note(format string, args ...any) {
	r.print("note", struct {
		Kind string `json:"kind"`
		Why  string `json:"why"`
	}{"note", fmt.Sprintf(format, args...)}, fmt.Sprintf(format, args...))
}

func (r *report) find(f finding) {
	id := maphash.String(r.seed, strings.Join([]string{f.Kind, f.Key, f.Fingerprint, f.Why}, "\x00"))
	if f.Kind == "lifetime" { // it gets shorter
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
		text, _ = json.Marshal(object) // of texts and numbers
	}
	if _, err := r.to.Write(append(text, '\n')); r.err == nil {
		r.err = err
	}
}

// left counts what was found and not repaired.
func (r *report) left() (n int) {
	for _, t := range r.tallies {
		n += t.Found - t.Repaired
	}
	return n
}

// summary says what there was in all.
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
