package main

import (
	"errors"
	"os"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// baseline returns what --accept names, or nil. With --write-accepted the file need not be there, nor be readable.
func (c *cli) baseline(commands []string) (*report.Baseline, error) {
	switch {
	case c.Accept == "" && c.WriteAccepted:
		return nil, errors.New("--write-accepted needs --accept FILE")
	case c.Accept == "":
		return nil, nil
	}
	b, err := report.ReadBaseline(c.Accept, commands)
	if c.WriteAccepted && (errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission)) {
		return report.NewBaseline(c.Accept), nil
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(err, errors.New("hint: --write-accepted makes it"))
	}
	return b, err
}

// accept takes what is accepted out of the report. With --write-accepted that is all, once it is written. A run that could not tell, and
// found nothing, leaves the file as it is, and so does one that was interrupted.
func (c *cli) accept(r *report.Report, b *report.Baseline, interrupted bool) error {
	if b == nil {
		return nil
	}
	switch {
	case !c.WriteAccepted:
	case interrupted:
		r.Note("%s was not written, because the run was interrupted", c.Accept)
	case len(r.Findings) > 0 || r.Problem == "":
		b.Update(r)
		if err := b.Write(); err != nil {
			return err
		}
	}
	r.Accept(b)
	return nil
}
