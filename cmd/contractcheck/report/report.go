// Package report owns what a command found, how it is written, and the exit status that follows. It must not know how
// anything is found.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The exit status.
const (
	Same    = 0
	Drift   = 1
	Unknown = 2 // it could not be told
)

// Finding is one difference.
type Finding struct {
	Operation string `json:"operation,omitempty"` // "GET /accounts/session-tokens"
	Check     string `json:"check,omitempty"`     // what was looked at; each command has names of its own
	Where     string `json:"where,omitempty"`     // a JSON pointer into the contract (RFC 6901), or a file
	Message   string `json:"message"`
	Expected  string `json:"expected,omitempty"`
	Got       string `json:"got,omitempty"`
	Curl      string `json:"curl,omitempty"` // repeats the request; secrets are masked
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
}

// Report is the result of a command.
type Report struct {
	Command  string    `json:"command"`
	Result   string    `json:"result"` // same, drift or unknown
	Findings []Finding `json:"findings"`
	Notes    []string  `json:"notes,omitempty"`   // what is good to know, such as what was not looked at
	Problem  string    `json:"problem,omitempty"` // why it could not be told
}

// Add adds a finding.
func (r *Report) Add(f Finding) { r.Findings = append(r.Findings, f) }

// Note adds a note.
func (r *Report) Note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// Status returns the exit status. Drift that was found stays drift, whatever could not be looked at.
func (r *Report) Status() int {
	switch {
	case len(r.Findings) > 0:
		return Drift
	case r.Problem != "":
		return Unknown
	}
	return Same
}

// Write writes the findings to stdout, and the problem to stderr. The verdict comes last.
func (r *Report) Write(stdout, stderr io.Writer, format string) error {
	r.Result = [...]string{Same: "same", Drift: "drift", Unknown: "unknown"}[r.Status()]
	var out strings.Builder
	verdict := ""
	switch format {
	case "json":
		if r.Findings == nil {
			r.Findings = []Finding{}
		}
		var encoded strings.Builder
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(r); err != nil {
			return err
		}
		out.WriteString(visible(encoded.String(), jsonEscape)) // the values stay what they are
	case "github":
		for _, f := range r.Findings {
			annotation(&out, "error", f.File, f.Line, r.Command, visible(f.text(), goEscape))
		}
		for _, note := range r.Notes {
			if r.Status() != Same { // or each run that is fine would leave one
				annotation(&out, "notice", "", 0, r.Command, visible(note, goEscape))
			}
		}
		if r.Problem != "" {
			annotation(&out, "error", "", 0, r.Command, visible("could not tell: "+r.Problem, goEscape))
		}
	default:
		for _, f := range r.Findings {
			fmt.Fprintln(&out, visible(f.text(), goEscape))
		}
		for _, note := range r.Notes {
			fmt.Fprintf(&out, "note: %s\n", strings.ReplaceAll(visible(note, goEscape), "\n", "\n  "))
		}
		verdict = fmt.Sprintf("%s: %s\n", r.Command, r.verdict())
	}
	_, findingsErr := io.WriteString(stdout, out.String())
	for line := range strings.Lines(visible(r.Problem, goEscape)) {
		fmt.Fprintf(stderr, "contractcheck: %s\n", strings.TrimRight(line, "\n"))
	}
	_, verdictErr := io.WriteString(stdout, verdict)
	return errors.Join(findingsErr, verdictErr)
}

func (r *Report) verdict() string {
	switch r.Status() {
	case Drift:
		return fmt.Sprintf("drift, %d finding%s", len(r.Findings), strings.Repeat("s", min(1, len(r.Findings)-1)))
	case Unknown:
		return "could not tell"
	}
	return "no drift"
}

// text returns the finding as plain text. All lines but the first are indented.
func (f Finding) text() string {
	var first []string
	for _, part := range []string{f.Operation, f.Check, f.Where, f.Message} {
		if part != "" {
			first = append(first, part)
		}
	}
	text := strings.ReplaceAll(strings.Join(first, ": "), "\n", "\n  ")
	for _, more := range [][2]string{{"expected", f.Expected}, {"got", f.Got}, {"repeat", f.Curl}} {
		if more[1] != "" {
			text += fmt.Sprintf("\n  %-8s  %s", more[0], strings.ReplaceAll(more[1], "\n", "\n            "))
		}
	}
	return text
}

// visible escapes what a terminal or a browser would not show as it is: control characters, which move the
// cursor or rename the window, characters without a shape, which turn the direction of what follows, and
// bytes that are not UTF-8. A report quotes servers and documents of others. Lines and tabs stay.
func visible(text string, escape func(r rune, raw string) string) string {
	var b strings.Builder
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if raw := text[i : i+size]; r == '\n' || r == '\t' || strconv.IsPrint(r) && (r != utf8.RuneError || size > 1) {
			b.WriteString(raw)
		} else {
			b.WriteString(escape(r, raw))
		}
	}
	return b.String()
}

// goEscape is as in a Go string: \x1b, \u202e.
func goEscape(_ rune, raw string) string { return strings.Trim(strconv.QuoteToASCII(raw), `"`) }

// jsonEscape is as in a JSON string, outside of which JSON has no such characters.
func jsonEscape(r rune, _ string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune{r}) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

// annotation writes a GitHub workflow command: its level is error or notice. The values are escaped, or a line in them would be a
// command of its own.
func annotation(out *strings.Builder, level, file string, line int, title, text string) {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	fmt.Fprintf(out, "::%s title=contractcheck %s", level, property.Replace(title))
	if file != "" {
		fmt.Fprintf(out, ",file=%s,line=%d", property.Replace(file), max(line, 1))
	}
	fmt.Fprintf(out, "::%s\n", value.Replace(text))
}
