// Package report owns what a command found, how it is written, and the exit status that follows. It must not know how
// anything is found.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The exit status.
const (
	Same    = 0
	Drift   = 1
	Unknown = 2 // it could not be told
)

// Finding is one difference.
type Finding struct {
	Operation string   `json:"operation,omitempty"` // "GET /accounts/session-tokens"
	Places    []string `json:"places,omitempty"`    // all operations for which it was found, if there is more than one
	Check     string   `json:"check,omitempty"`     // what was looked at; each command has names of its own
	Where     string   `json:"where,omitempty"`     // a JSON pointer into the contract (RFC 6901), or a file
	Message   string   `json:"message"`
	Level     Level    `json:"level,omitempty" jsonschema:"enum=error,enum=warning,enum=note"`
	Expected  string   `json:"expected,omitempty"`
	Got       string   `json:"got,omitempty"`
	Curl      string   `json:"curl,omitempty"` // repeats the request; secrets are masked
	File      string   `json:"file,omitempty"`
	Line      int      `json:"line,omitempty"`

	// Fact is what was found, without what differs from run to run. Without it, that is Message, Expected and Got.
	Fact string `json:"-"`
}

// Report is the result of a command.
type Report struct {
	Command  string     `json:"command"`
	Contract string     `json:"contract,omitempty"`                                    // the file
	Result   string     `json:"result" jsonschema:"enum=same,enum=drift,enum=unknown"` // same, drift or unknown
	Findings []Finding  `json:"findings"`
	Accepted []Finding  `json:"accepted,omitempty"` // what was found too, but is accepted
	Coverage []Coverage `json:"coverage,omitempty"` // what was looked at, and what was not
	Notes    []string   `json:"notes,omitempty"`    // what is good to know, such as what was not looked at
	Problem  string     `json:"problem,omitempty"`  // why it could not be told
	Filtered bool       `json:"-"`                  // a filter has left out operations
	FailOn   Level      `json:"-"`                  // the lowest level of a failure; empty means [LevelNote]
}

// Add adds a finding. Its level is [LevelError], if it has none.
func (r *Report) Add(f Finding) {
	f.Level = f.level()
	r.Findings = append(r.Findings, f)
}

// Note adds a note, once.
func (r *Report) Note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// Status returns the exit status. Drift that was found stays drift, whatever could not be looked at.
func (r *Report) Status() int {
	switch {
	case slices.ContainsFunc(r.Findings, r.fails):
		return Drift
	case r.Problem != "":
		return Unknown
	}
	return Same
}

// Formats are the names of the formats.
const Formats = "text,json,github,junit,sarif,html"

// Encode returns the report in one of [Formats].
func (r *Report) Encode(format string) (string, error) {
	r.Result = [...]string{Same: "same", Drift: "drift", Unknown: "unknown"}[r.Status()]
	switch format {
	case "text":
		return r.text() + r.verdictLine(), nil
	case "json":
		return r.json()
	case "github":
		return r.github(), nil
	case "junit":
		return r.junit()
	case "sarif":
		return r.sarif()
	case "html":
		return r.html()
	}
	return "", fmt.Errorf("there is no format %q: there are %s", format, strings.ReplaceAll(Formats, ",", ", "))
}

// Write writes the findings to stdout, and the problem to stderr. Of text, the verdict comes last.
func (r *Report) Write(stdout, stderr io.Writer, format string) error {
	out, err := r.Encode(format)
	if err != nil {
		return err
	}
	verdict := ""
	if format == "text" {
		verdict = r.verdictLine()
	}
	_, findingsErr := io.WriteString(stdout, strings.TrimSuffix(out, verdict))
	for line := range strings.Lines(visible(r.Problem, goEscape)) {
		fmt.Fprintf(stderr, "contractcheck: %s\n", strings.TrimRight(line, "\n"))
	}
	_, verdictErr := io.WriteString(stdout, verdict)
	return errors.Join(findingsErr, verdictErr)
}

// json returns the report as one object. The values stay what they are.
func (r *Report) json() (string, error) {
	written := *r
	if written.Findings == nil {
		written.Findings = []Finding{}
	}
	return encodeJSON(written)
}

func encodeJSON(value any) (string, error) {
	var encoded strings.Builder
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	return visible(encoded.String(), jsonEscape), nil
}

func (r *Report) verdictLine() string { return fmt.Sprintf("%s: %s\n", r.Command, r.verdict()) }

func (r *Report) verdict() string {
	switch r.Status() {
	case Drift:
		return fmt.Sprintf("drift, %d finding%s", len(r.Findings), strings.Repeat("s", min(1, len(r.Findings)-1))) + r.passed()
	case Unknown:
		return "could not tell" + r.passed()
	}
	return "no drift" + r.passed()
}
