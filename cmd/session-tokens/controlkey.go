package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

type controlKeyCmd struct {
	Create controlKeyCreateCmd `cmd:"" help:"Make a control key and print it, this once."`
	List   controlKeyListCmd   `cmd:"" help:"Show control keys."`
	Revoke controlKeyRevokeCmd `cmd:"" help:"End a control key."`
}

type controlKeyCreateCmd struct {
	Name    string   `required:"" help:"Name of the program that it is for: the actor of its events."`
	Scope   []string `required:"" placeholder:"SCOPE" help:"What it may do: read, write, or read,write. None suffices for another."`
	Expires string   `default:"90d" help:"How long it lives, as in 90d."`

	redisSettings
	changeSettings
	pepperSettings
}

// Run prints the key to standard output and everything else to standard error.
func (c *controlKeyCreateCmd) Run(ctx context.Context, p *program) (err error) {
	life, problem := lifetime("expires", c.Expires)
	problems := []error{problem}
	peppers, problem := c.peppers(p)
	if problem == nil && peppers == nil {
		problem = errors.New("no pepper to hash the key under: set --apikey-pepper-file or SESSION_TOKENS_APIKEY_PEPPER")
	}
	problems = append(problems, problem)
	b, problem := c.open(p, false, nil, &c.changeSettings)
	problems = append(problems, problem)
	defer closeBackend(b, &err)
	if err := errors.Join(problems...); err != nil {
		return err
	}
	key, record, err := credential.NewControlKey(peppers, rand.Reader, p.now(), life, c.Name, c.Scope)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "control key %s, valid until %s; it is not shown again:\n", record.ID, record.Expires.UTC().Format(time.RFC3339))
	// Print the key before storing it, as apikey create does.
	if _, err := fmt.Fprintln(p.stdout, key); err != nil {
		return fmt.Errorf("the key can't be printed, so it is not stored: %w", err)
	}
	if err = b.PutAPIKey(store.As(ctx, commandLine), record); !done(err) {
		if errors.Is(err, store.ErrUnavailable) { // the command may have succeeded and only the reply been lost
			return fmt.Errorf("whether the printed key is stored is not known: throw it away\n%w\nhint: session-tokens controlkey revoke %s", err, record.ID)
		}
		return fmt.Errorf("the printed key is not stored: throw it away\n%w", err)
	}
	return err
}

// commandLine is the actor of changes made by these commands.
var commandLine = store.By{Cause: store.CauseOperator, Actor: "command-line"}

type controlKeyListCmd struct {
	redisSettings
}

// Run lists the keys' metadata, never the keys themselves.
func (c *controlKeyListCmd) Run(ctx context.Context, p *program) error {
	return listKeys(p, &c.redisSettings, "ID\tNAME\tSCOPES\tLAST FOUR", func(b *backend) ([]store.APIKey, error) { return b.ControlKeys(ctx) },
		func(k store.APIKey) []string { return []string{k.ID, k.Name, k.Scopes, k.LastFour} })
}

type controlKeyRevokeCmd struct {
	ID string `arg:"" help:"ID of the key. 'controlkey list' shows it."`

	redisSettings
	changeSettings
}

// Run revokes the key and reports it.
func (c *controlKeyRevokeCmd) Run(ctx context.Context, p *program) error {
	return revokeKey(ctx, p, &c.redisSettings, &c.changeSettings, store.ControlKey, c.ID, "there is no such control key\nhint: session-tokens controlkey list")
}

type eventsCmd struct {
	After  string `placeholder:"ID" help:"Only events after this one."`
	Follow bool   `short:"f" help:"Go on to print events as they come, until a signal."`

	redisSettings
}

const (
	// eventPage is how many events are read at a time, and eventPause how long --follow waits between reads.
	eventPage, eventPause = 500, 250 * time.Millisecond
)

// Run prints one line per event, oldest first.
func (e *eventsCmd) Run(ctx context.Context, p *program) (err error) {
	b, err := e.open(p, false, nil, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	for after := e.After; ; {
		events, missed, err := b.Events(ctx, after, eventPage)
		switch {
		case errors.Is(err, store.ErrEventID):
			return errors.New("--after is not the ID of an event: it is the first word of a line that this command prints")
		case ctx.Err() != nil:
			return nil // stopped by a signal
		case err != nil:
			return err
		}
		if missed {
			fmt.Fprintf(p.stderr, "session-tokens: events after %s may be missing: they are not kept any more\n", printable(after))
		}
		for _, one := range events {
			at := time.UnixMilli(int64(one.Time * 1000)).UTC().Format("2006-01-02T15:04:05.000Z")
			words := []string{one.ID, at, one.Transition, one.Kind, one.UserID, one.Fingerprint, one.Cause, one.Actor}
			for i := range words {
				words[i] = printable(words[i])
			}
			if _, err := fmt.Fprintln(p.stdout, strings.Join(words, "\t")); err != nil {
				return nil // run reports failed writes to standard output
			}
			after = one.ID
		}
		if len(events) == eventPage {
			continue
		}
		if !e.Follow {
			return nil
		}
		pause(ctx, eventPause)
	}
}
