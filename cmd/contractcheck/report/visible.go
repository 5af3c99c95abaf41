package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

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

// shown returns a copy of the report in which every text is visible.
func (r *Report) shown() *Report {
	show := func(text string) string { return visible(text, goEscape) }
	return r.Replaced(show, show, func(fact string) string { return fact })
}

// Replaced returns a copy of the report in which texts are replaced: by says, those that may quote what was read or answered; by names, those
// that name operations, checks and files; and by fact, what fingerprints are made of.
func (r *Report) Replaced(says, names, fact func(text string) string) *Report {
	all := func(texts []string, replace func(string) string) []string {
		texts = slices.Clone(texts)
		for i := range texts {
			texts[i] = replace(texts[i])
		}
		return texts
	}
	findings := func(list []Finding) []Finding {
		list = slices.Clone(list)
		for i := range list {
			f := &list[i]
			f.Fact = fact(f.fact()) // before Message and the others change
			for _, text := range []*string{&f.Message, &f.Expected, &f.Got, &f.Curl} {
				*text = says(*text)
			}
			for _, name := range []*string{&f.Operation, &f.Check, &f.Where, &f.File} {
				*name = names(*name)
			}
			f.Places = all(f.Places, names)
		}
		return list
	}
	copied := *r
	copied.Command, copied.Contract, copied.Problem = names(r.Command), names(r.Contract), says(r.Problem)
	copied.Findings, copied.Accepted, copied.Notes = findings(r.Findings), findings(r.Accepted), all(r.Notes, says)
	copied.Coverage = slices.Clone(r.Coverage)
	for i := range copied.Coverage {
		c := &copied.Coverage[i]
		c.Operation, c.Check, c.Reason = names(c.Operation), names(c.Check), says(c.Reason)
	}
	return &copied
}
