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
	return r.Replaced(func(text string) string { return visible(text, goEscape) })
}

// Replaced returns a copy of the report in which every text is what replace makes of it.
func (r *Report) Replaced(replace func(text string) string) *Report {
	in := func(texts ...*string) {
		for _, text := range texts {
			*text = replace(*text)
		}
	}
	all := func(texts []string) []string {
		texts = slices.Clone(texts)
		for i := range texts {
			in(&texts[i])
		}
		return texts
	}
	findings := func(list []Finding) []Finding {
		list = slices.Clone(list)
		for i := range list {
			f := &list[i]
			in(&f.Operation, &f.Check, &f.Where, &f.Message, &f.Expected, &f.Got, &f.Curl, &f.File, &f.Fact)
			f.Places = all(f.Places)
		}
		return list
	}
	copied := *r
	in(&copied.Command, &copied.Contract, &copied.Problem)
	copied.Findings, copied.Accepted, copied.Notes = findings(r.Findings), findings(r.Accepted), all(r.Notes)
	copied.Coverage = slices.Clone(r.Coverage)
	for i := range copied.Coverage {
		c := &copied.Coverage[i]
		in(&c.Operation, &c.Check, &c.Reason)
	}
	return &copied
}
