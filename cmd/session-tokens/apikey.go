package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

type apiKeyCmd struct {
	Create apiKeyCreateCmd `cmd:"" help:"Make an API key and print it, this once."`
	List   apiKeyListCmd   `cmd:"" help:"Show API keys."`
	Revoke apiKeyRevokeCmd `cmd:"" help:"End an API key."`
}

type apiKeyCreateCmd struct {
	User    string `required:"" help:"User ID that the key stands for."`
	Account string `required:"" help:"Account that the key belongs to."`
	Name    string `help:"A note for people."`
	Expires string `default:"90d" help:"How long it lives, as in 90d."`

	redisSettings
	changeSettings
	pepperSettings
}

// Run prints the key to standard output and everything else to standard error.
func (a *apiKeyCreateCmd) Run(ctx context.Context, p *program) (err error) {
	life, problem := lifetime("expires", a.Expires)
	problems := []error{problem}
	peppers, problem := a.peppers(p)
	if problem == nil && peppers == nil {
		problem = errors.New("no pepper to hash the key under: set --apikey-pepper-file or SESSION_TOKENS_APIKEY_PEPPER")
	}
	problems = append(problems, problem)
	b, problem := a.open(p, false, nil, &a.changeSettings)
	problems = append(problems, problem)
	defer closeBackend(b, &err)
	if err := errors.Join(append(problems, store.CheckUserID(a.User))...); err != nil {
		return err
	}
	key, record, err := credential.NewKey(peppers, rand.Reader, p.now(), life, a.User, a.Account, a.Name)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "API key %s, valid until %s; it is not shown again:\n", record.ID, record.Expires.UTC().Format(time.RFC3339))
	// Print the key before storing it, so that no valid key exists that nobody has seen. A key that was printed but
	// not stored is harmless.
	if _, err := fmt.Fprintln(p.stdout, key); err != nil {
		return fmt.Errorf("the key can't be printed, so it is not stored: %w", err)
	}
	if err := b.PutAPIKey(store.As(ctx, commandLine), record); err != nil {
		if errors.Is(err, store.ErrReplicas) {
			return err
		}
		if errors.Is(err, store.ErrUnavailable) { // the command may have succeeded and only the reply been lost
			return fmt.Errorf("whether the printed key is stored is not known: throw it away\n%w\nhint: session-tokens apikey revoke %s", err, record.ID)
		}
		return fmt.Errorf("the printed key is not stored: throw it away\n%w", err)
	}
	return nil
}

type apiKeyListCmd struct {
	User string `help:"Only this user's keys."`

	redisSettings
}

// Run lists the keys' metadata, never the keys themselves.
func (a *apiKeyListCmd) Run(ctx context.Context, p *program) error {
	return listKeys(p, &a.redisSettings, "ID\tUSER\tACCOUNT\tNAME", func(b *backend) ([]store.APIKey, error) { return b.APIKeys(ctx, a.User) },
		func(k store.APIKey) []string { return []string{k.ID, k.UserID, k.Account, k.Name} })
}

// listKeys prints a table of keys: the columns that of returns, the creation date and the time to expiry.
func listKeys(p *program, redis *redisSettings, head string, read func(*backend) ([]store.APIKey, error), of func(store.APIKey) []string) (err error) {
	b, err := redis.open(p, false, nil, nil)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	keys, err := read(b)
	if err != nil && !errors.Is(err, store.ErrLayout) {
		return err
	}
	t := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, head+"\tCREATED\tEXPIRES IN")
	for _, k := range keys {
		for _, text := range of(k) {
			fmt.Fprint(t, printable(text), "\t")
		}
		fmt.Fprintf(t, "%s\t%s\n", k.Created.UTC().Format(time.DateOnly), expiresIn(k.Expires.Sub(p.now()).Seconds()))
	}
	return errors.Join(t.Flush(), err) // with ErrLayout, the keys that could be read are still listed
}

type apiKeyRevokeCmd struct {
	ID string `arg:"" help:"ID of the key. 'apikey list' shows it."`

	redisSettings
	changeSettings
}

// Run revokes the key and reports it.
func (a *apiKeyRevokeCmd) Run(ctx context.Context, p *program) error {
	return revokeKey(ctx, p, &a.redisSettings, &a.changeSettings, store.UserKey, a.ID, "there is no such API key\nhint: session-tokens apikey list")
}

func revokeKey(ctx context.Context, p *program, redis *redisSettings, change *changeSettings, class store.Class, id, none string) (err error) {
	b, err := redis.open(p, false, nil, change)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	err = b.RevokeAPIKey(store.As(ctx, commandLine), class, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return errors.New(none)
	case errors.Is(err, store.ErrLayout): // the index has another type, but the key is revoked
		fmt.Fprintln(p.stdout, "revoked")
		_ = p.complain(err)
		return errShown // even if too few replicas have the change
	case done(err):
		fmt.Fprintln(p.stdout, "revoked")
	}
	return err
}
