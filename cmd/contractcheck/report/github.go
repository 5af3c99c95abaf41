package report

import (
	"fmt"
	"strings"
)

// github returns the annotations of a GitHub workflow.
func (r *Report) github() string {
	var out strings.Builder
	for _, f := range r.Findings {
		annotation(&out, githubLevels[f.level()], f.File, f.Line, r.Command, visible(f.text(), goEscape))
	}
	for _, note := range r.Notes {
		if r.Status() != Same { // or each run that is fine would leave one
			annotation(&out, "notice", "", 0, r.Command, visible(note, goEscape))
		}
	}
	if r.Problem != "" {
		annotation(&out, "error", "", 0, r.Command, visible("could not tell: "+r.Problem, goEscape))
	}
	return out.String()
}

var githubLevels = map[Level]string{LevelError: "error", LevelWarning: "warning", LevelNote: "notice"}

// annotation writes a GitHub workflow command: its level is error, warning or notice. The values are escaped, or a line in them would be a
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
