package conform

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// curl returns a shell command that repeats the request, with secrets masked. It is for a POSIX shell, with $'...'
// for bytes other than printable ASCII.
func (r *run) curl(q *request) string {
	words := []string{"curl", "-i", "--globoff"}
	if q.method == http.MethodHead {
		words = append(words, "--head")
	} else {
		words = append(words, "-X", q.method)
	}
	for _, name := range slices.Sorted(maps.Keys(q.header)) {
		for _, value := range q.header[name] {
			line := name + ": " + value
			if value == "" {
				line = name + ";" // curl's syntax for an empty value
			}
			words = append(words, "-H", quote(r.mask.Replace(line)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		if !has(q.header, name) {
			words = append(words, "-H", quote(name+": "+masked))
		}
	}
	if len(q.cookies) > 0 {
		words = append(words, "-H", quote(r.mask.Replace("Cookie: "+strings.Join(q.cookies, "; "))))
	}
	if q.body != nil {
		words = append(words, "--data-raw", quote(r.mask.Replace(string(q.body))))
	}
	return strings.Join(append(words, quote(r.mask.Replace(r.url(q)))), " ")
}

// quote quotes a word for the shell.
func quote(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}
