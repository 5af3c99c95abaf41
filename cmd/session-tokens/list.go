package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

type listCmd struct {
	User string `arg:"" help:"User ID."`
	JSON bool   `help:"Print the contract's answer instead of a table. It holds the tokens."`

	redisSettings
}

// Run prints the records that the service would return, in the same order.
func (l *listCmd) Run(ctx context.Context, p *program) (err error) {
	if err := store.CheckUserID(l.User); err != nil {
		return err
	}
	b, err := l.open(p, false, nil, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	list, err := b.records.List(ctx, l.User, "")
	if err != nil {
		return err
	}
	for _, out := range list.LeftOut {
		fmt.Fprintf(p.stderr, "session-tokens: left out a %s member, fingerprint %s: reason %q: %s\n", out.Kind, out.Fingerprint(), out.Reason, out.Rule)
	}
	sessions, refresh, err := list.Models()
	if err != nil {
		return err
	}
	if len(sessions)+len(refresh) == 0 {
		fmt.Fprintln(p.stderr, "session-tokens: the user has no live records")
	}
	if l.JSON {
		_, err := p.stdout.Write(list.Body())
		return err
	}
	if len(sessions)+len(refresh) == 0 {
		return nil
	}
	return table(p.stdout, sessions, refresh, p.now())
}

func table(w io.Writer, sessions []gen.SessionObject, refresh []gen.RefreshTokenObject, now time.Time) error {
	in := func(expiry float64) string { return expiresIn(expiry - float64(now.Unix())) }
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "KIND\tFINGERPRINT\tPLATFORM\tLOCATION\tIP\tEXPIRES IN\tSUSPENDED")
	for _, s := range sessions {
		suspended := "no"
		if s.IsSuspended {
			suspended = "yes"
		}
		fmt.Fprintf(t, "session\t%s\t%s\t%s\t%s\t%s\t%s\n", store.Fingerprint(s.Token),
			printable(s.Platform), printable(s.Location), printable(s.IP), in(s.Expiry), suspended)
	}
	for _, r := range refresh {
		fmt.Fprintf(t, "refresh\t%s\t-\t-\t-\t%s\t-\n", store.Fingerprint(*r.Token), in(float64(*r.Expiry)))
	}
	return t.Flush()
}
