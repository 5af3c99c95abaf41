package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/quiva-ai/session-tokens/store"
)

type revokeCmd struct {
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" optional:"" help:"Record to end, with all that share a refresh token with it. 'list' shows fingerprints."`
	All         bool   `help:"End all records of the user."`
	AllBut      string `placeholder:"FINGERPRINT" help:"End all records but this one and those that share a refresh token with it."`

	redisSettings
	changeSettings
}

// Run revokes the records and reports how many there were.
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
	b, err := r.open(p, false, nil, &r.changeSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	var ended []store.Ended
	var odd []string
	switch {
	case r.All:
		ended, odd, err = b.RevokeAll(store.As(ctx, commandLine), r.User)
	case r.AllBut != "":
		ended, err = b.RevokeOthers(store.As(ctx, commandLine), r.User, r.AllBut)
	default:
		ended, err = b.Revoke(store.As(ctx, commandLine), r.User, r.Fingerprint)
	}
	if !done(err) {
		return noRecord(err)
	}
	short := err
	fmt.Fprintf(p.stdout, "%s revoked\n", count(len(ended), "record"))
	for _, key := range odd {
		fmt.Fprintf(p.stderr, "session-tokens: %s was of another type than the layout says: deleted, with all it held\n", printable(key))
	}
	if r.Fingerprint != "" {
		return short
	}
	if err := r.sayWhatIsLeft(ctx, p, b); err != nil {
		_ = p.complain(short) // short's exit status would mean that all is done, but this failed
		return err
	}
	return short
}

// done reports whether the change was made, even if fewer replicas have it than required.
func done(err error) bool { return err == nil || errors.Is(err, store.ErrReplicas) }

// sayWhatIsLeft lists the user's API keys: an operator who revokes all of a user's records may expect the keys to
// be revoked too.
func (r *revokeCmd) sayWhatIsLeft(ctx context.Context, p *program, b *backend) error {
	keys, err := b.APIKeys(ctx, r.User)
	if len(keys) > 0 {
		fmt.Fprintf(p.stderr, "session-tokens: still valid: %s of the user\nsession-tokens: hint: session-tokens apikey list --user=%s\n",
			count(len(keys), "API key"), printable(r.User))
	}
	if err != nil {
		return fmt.Errorf("the records are revoked; whether API keys of the user are left is not known: %w", err)
	}
	return nil
}

type suspendCmd struct {
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" help:"Session to suspend. 'list' shows fingerprints."`

	redisSettings
	changeSettings
}

// Run suspends the session and reports it.
func (s *suspendCmd) Run(ctx context.Context, p *program) (err error) {
	b, err := s.open(p, false, nil, &s.changeSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	if err = b.Suspend(store.As(ctx, commandLine), s.User, s.Fingerprint); !done(err) {
		return noRecord(err)
	}
	fmt.Fprintln(p.stdout, "suspended")
	return err
}

type resumeCmd struct {
	User        string `arg:"" help:"User ID."`
	Fingerprint string `arg:"" help:"Session to resume. 'list' shows fingerprints."`

	redisSettings
	changeSettings
}

// Run resumes the session and reports it.
func (r *resumeCmd) Run(ctx context.Context, p *program) (err error) {
	b, err := r.open(p, false, nil, &r.changeSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	if err = b.Resume(store.As(ctx, commandLine), r.User, r.Fingerprint); !done(err) {
		return noRecord(err)
	}
	fmt.Fprintln(p.stdout, "resumed")
	return err
}

// noRecord adds a hint if a fingerprint is malformed or matches no record.
func noRecord(err error) error {
	switch {
	case errors.Is(err, store.ErrFingerprint):
		return fmt.Errorf("%w\nhint: session-tokens list USER, or: printf %%s \"$TOKEN\" | openssl sha1 -r | cut -c-16", err)
	case errors.Is(err, store.ErrNotFound):
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
