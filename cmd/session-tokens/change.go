package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/quiva-ai/session-tokens/store"
)

type revokeCmd struct {
	redisSettings
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" optional:"" help:"Record to end, with all that share a refresh token with it. 'list' shows fingerprints."`
	All         bool   `help:"End all records of the user."`
	AllBut      string `placeholder:"FINGERPRINT" help:"End all records but this one and those that share a refresh token with it."`
}

// Run says how many records it ended.
func (r *revokeCmd) Run(ctx context.Context, p *program) (err error) {
	given := 0
	for _, is := range []bool{r.Fingerprint != "", r.All, r.AllBut != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		return errors.New("say what to revoke, and only one of: a fingerprint, --all, --all-but FINGERPRINT")
	}
	b, err := r.open(p, false, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	var ended int
	switch {
	case r.All:
		ended, err = b.RevokeAll(ctx, r.User)
	case r.AllBut != "":
		ended, err = b.RevokeOthers(ctx, r.User, r.AllBut)
	default:
		ended, err = b.Revoke(ctx, r.User, r.Fingerprint)
	}
	if err != nil {
		return noRecord(err)
	}
	fmt.Fprintf(p.stdout, "%s revoked\n", count(ended, "record"))
	return nil
}

type suspendCmd struct {
	redisSettings
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" help:"Session to suspend. 'list' shows fingerprints."`
}

// Run says that the session is suspended.
func (s *suspendCmd) Run(ctx context.Context, p *program) (err error) {
	b, err := s.open(p, false, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	if err := b.Suspend(ctx, s.User, s.Fingerprint); err != nil {
		return noRecord(err)
	}
	fmt.Fprintln(p.stdout, "suspended")
	return nil
}

type resumeCmd struct {
	redisSettings
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" help:"Session to resume. 'list' shows fingerprints."`
}

// Run says that the session is resumed.
func (r *resumeCmd) Run(ctx context.Context, p *program) (err error) {
	b, err := r.open(p, false, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	if err := b.Resume(ctx, r.User, r.Fingerprint); err != nil {
		return noRecord(err)
	}
	fmt.Fprintln(p.stdout, "resumed")
	return nil
}

// noRecord adds what to do where a fingerprint finds nothing.
func noRecord(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return errors.New("the user has no such live record\nhint: session-tokens list USER")
	}
	return err
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
