package report

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Baseline is what is accepted: the lines of a file, of which each is a finding, a comment or empty. A line of a finding is
//
//	3f0c2a9d5b7e1684 breaking: GET /items: response-optional-property-removed: removed the optional property `id`
//
// Only the fingerprint and the command count. The text is for people.
type Baseline struct {
	name  string
	lines []acceptedLine
}

type acceptedLine struct {
	text                 string // the whole line
	fingerprint, command string // empty, unless it is a finding
}

const baselineHead = "# What contractcheck finds, and is accepted with --accept: a fingerprint, which is what counts, and its text.\n"

var acceptedFinding = regexp.MustCompile(`^([0-9a-f]{16}) ([a-z]+): `)

// ReadBaseline reads a file of accepted findings of these commands. Without the file, the error is [os.ErrNotExist].
func ReadBaseline(name string, commands []string) (*Baseline, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read what is accepted: %w", err)
	}
	b := &Baseline{name: name}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\uFEFF")) { // which some editors write first
		n++
		l := acceptedLine{text: strings.TrimRight(line, "\r\n")}
		if trimmed := strings.TrimSpace(line); trimmed != "" && trimmed[0] != '#' {
			parts := acceptedFinding.FindStringSubmatch(line)
			if parts == nil || !slices.Contains(commands, parts[2]) {
				return nil, fmt.Errorf("%s:%d: the line is neither a comment, which begins with #, nor an accepted finding as --write-accepted writes it: a fingerprint of 16 hexadecimal digits, a command, a colon, and text", name, n)
			}
			l.fingerprint, l.command = parts[1], parts[2]
		}
		b.lines = append(b.lines, l)
	}
	return b, nil
}

// NewBaseline returns a baseline for a file that is not there yet.
func NewBaseline(name string) *Baseline {
	return &Baseline{name: name, lines: []acceptedLine{{text: strings.TrimSuffix(baselineHead, "\n")}}}
}

// Accept takes what is accepted out of the findings. It notes the lines that match nothing any more, unless the command may have
// missed what they match.
func (r *Report) Accept(b *Baseline) {
	accepted := map[string]bool{}
	for _, l := range b.lines {
		accepted[l.fingerprint] = true
	}
	found := map[string]bool{}
	var left []Finding
	for _, f := range r.Findings {
		var missing []string
		for _, operation := range f.operations() {
			key := r.fingerprint(f, operation)
			if found[key] = true; !accepted[key] {
				missing = append(missing, operation)
			}
		}
		if len(missing) == 0 {
			r.Accepted = append(r.Accepted, f)
			continue
		}
		left = append(left, f)
		if len(missing) < len(f.operations()) {
			r.Note("%s is accepted at other operations, but not at %s", f.Check, strings.Join(missing, ", "))
		}
	}
	r.Findings = left
	r.acceptCoverage()
	if n := len(r.Accepted); n > 0 {
		r.Note("%s accepts what was found: %d finding%s", b.name, n, strings.Repeat("s", min(1, n-1)))
	}
	for i, l := range b.lines {
		if l.command == r.Command && !found[l.fingerprint] && !r.partial() {
			r.Note("%s:%d matches nothing any more: %s", b.name, i+1, l.text)
		}
	}
}

// partial reports whether something may not have been looked at.
func (r *Report) partial() bool { return r.Problem != "" || r.Filtered }

// acceptCoverage changes the state of what failed only by what is accepted now.
func (r *Report) acceptCoverage() {
	_, left := r.covered()
	_, accepted := (&Report{Command: r.Command, Coverage: r.Coverage, Findings: r.Accepted}).covered()
	for i := range r.Coverage {
		if c := &r.Coverage[i]; c.State == Failed && len(left[i]) == 0 && (len(r.Findings) == 0 || len(accepted[i]) > 0) {
			c.State, c.Reason = Passed, "what was found is accepted"
		}
	}
}

// Update makes the findings those that the baseline accepts for the command. What other commands found stays, as do comments,
// empty lines, and what the command may have missed.
func (b *Baseline) Update(r *Report) {
	found := map[string]string{} // the lines by fingerprint
	for _, f := range r.Findings {
		for _, operation := range f.operations() {
			key := r.fingerprint(f, operation)
			found[key] = key + " " + r.Command + ": " + f.line(operation)
		}
	}
	before := len(b.lines)
	b.lines = slices.DeleteFunc(b.lines, func(l acceptedLine) bool {
		_, again := found[l.fingerprint]
		return l.command == r.Command && !again && !r.partial()
	})
	removed := before - len(b.lines)
	for _, l := range b.lines {
		delete(found, l.fingerprint)
	}
	var added []acceptedLine
	for key, text := range found {
		added = append(added, acceptedLine{text, key, r.Command})
	}
	slices.SortFunc(added, func(a, b acceptedLine) int { return strings.Compare(a.text[16:], b.text[16:]) })
	b.lines = append(b.lines, added...)
	r.Note("%s was written: lines added: %d, removed: %d", b.name, len(added), removed)
}

// Write writes the file, as a whole or not at all.
func (b *Baseline) Write() error {
	name, err := filepath.EvalSymlinks(b.name) // or the link would be replaced
	if err != nil {
		name = b.name
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".accepted-*")
	if err != nil {
		return fmt.Errorf("write what is accepted: %w", err)
	}
	for _, l := range b.lines {
		if _, err = f.WriteString(l.text + "\n"); err != nil {
			break
		}
	}
	mode := os.FileMode(0o644) // as of other files in a repository
	if info, statErr := os.Stat(name); statErr == nil {
		mode = info.Mode().Perm()
	}
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("write what is accepted: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// operations returns where the finding was found: "" if that is no operation.
func (f Finding) operations() []string {
	if len(f.Places) > 0 {
		return f.Places
	}
	return []string{f.Operation}
}

// line returns the finding at one operation as one line.
func (f Finding) line(operation string) string {
	const maxRunes = 240
	text := join(operation, f.Check, f.Where, f.Message)
	for _, more := range [][2]string{{"expected", f.Expected}, {"got", f.Got}} {
		if more[1] != "" {
			text += "; " + more[0] + " " + more[1]
		}
	}
	runes := []rune(visible(strings.Join(strings.Fields(text), " "), goEscape))
	if len(runes) > maxRunes {
		return string(runes[:maxRunes]) + "..."
	}
	return string(runes)
}

// fingerprint returns what a finding at one operation keeps when lines move, and when a run is repeated.
func (r *Report) fingerprint(f Finding, operation string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{r.Command, operation, f.Check, f.Where, f.fact()}))
	return hex.EncodeToString(sum[:8])
}

// fact returns what was found, for the fingerprint.
func (f Finding) fact() string {
	if f.Fact != "" {
		return f.Fact
	}
	return f.Message + "\n" + f.Expected + "\n" + Stable(f.Got)
}

// Stable returns what was got without what differs each time: dates and times, UUIDs, identifiers in which letters and digits are mixed,
// numbers of four digits and more, lengths, and the places of a diff's parts.
func Stable(got string) string {
	for _, v := range varying {
		got = v.pattern.ReplaceAllString(got, v.by)
	}
	return token.ReplaceAllStringFunc(got, func(word string) string {
		digits := 0
		for _, c := range word {
			if c <= '9' {
				digits++
			}
		}
		if digits >= 3 || digits > 0 && len(word) >= 20 { // fewer are in names, as in address2line
			return "<id>"
		}
		return word
	})
}

var varying = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{regexp.MustCompile(`(?m)^@@ .*?@@`), "@@"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?`), "<time>"},
	{regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? \w{3} \d{4} \d\d:\d\d:\d\d( GMT)?`), "<time>"},
	{regexp.MustCompile(`\d\d:\d\d:\d\d(\.\d+)?`), "<time>"},
	{regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`), "<id>"},
	{regexp.MustCompile(`\d+(\.\d+)? ?(bytes|ms|µs|ns|s)\b`), "<n> $2"},
	{regexp.MustCompile(`\b\d{4,}\b`), "<n>"},
}

// token is a word that may be an identifier.
var token = regexp.MustCompile(`\b[0-9A-Za-z]{8,}\b`)
