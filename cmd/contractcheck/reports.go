package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// reportFile is FORMAT=FILE, a file that has the report too. A job of CI wants text in its log and a file for who reads it by program.
type reportFile struct{ format, name string }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *reportFile) UnmarshalText(text []byte) error {
	format, name, ok := strings.Cut(string(text), "=")
	if !ok || name == "" || !slices.Contains(strings.Split(report.Formats, ","), format) {
		return errors.New("it must be FORMAT=FILE, as in junit=report.xml, with a format of " + report.Formats)
	}
	*f = reportFile{format, name}
	return nil
}

func writeReports(r *report.Report, files []reportFile) error {
	var all error
	for _, f := range files {
		text, err := r.Encode(f.format)
		if err == nil {
			err = os.WriteFile(f.name, []byte(text), 0o644) // #nosec G306 -- as a shell's > would
		}
		all = errors.Join(all, err)
	}
	return all
}
