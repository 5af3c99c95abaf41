package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

type tokenCmd struct {
	User    string `required:"" help:"User ID that the bearer stands for."`
	Expires string `default:"1h" help:"How long it lives."`
	Store   bool   `help:"Also store the bearer's session record: without one it is refused."`

	redisSettings
	limitSettings
	changeSettings
	secretSettings
}

// Run prints the bearer token, and nothing else, to standard output.
func (t *tokenCmd) Run(ctx context.Context, p *program) (err error) {
	life, problem := lifetime("expires", t.Expires)
	problems := []error{problem}
	secret, problem := t.secret(p)
	if problem == nil && secret == nil {
		problem = errors.New("no secret to sign with: set --jwt-hs256-secret-file or SESSION_TOKENS_JWT_HS256_SECRET")
	}
	problems = append(problems, problem)
	var b *backend
	if t.Store {
		b, problem = t.open(p, false, &t.limitSettings, &t.changeSettings)
		problems = append(problems, problem)
	}
	defer closeBackend(b, &err)
	if err := errors.Join(append(problems, store.CheckUserID(t.User))...); err != nil {
		return err
	}
	bearer, expiry, err := t.sign(p.now(), secret, t.User, life)
	if err != nil {
		return err
	}
	// Print the token first, so that no session is stored whose token nobody has seen.
	if _, err := fmt.Fprintln(p.stdout, bearer); err != nil {
		return fmt.Errorf("the bearer can't be printed, so nothing is stored: %w", err)
	}
	if !t.Store {
		if terminal(p.stderr) { // only for people: a script may store the session itself later
			fmt.Fprintln(p.stderr, "session-tokens: this bearer is refused until its session is stored; use --store")
		}
		return nil
	}
	record, err := json.Marshal(developmentSession(t.User, bearer, expiry))
	if err != nil {
		return err
	}
	if _, err = b.Put(store.As(ctx, commandLine), store.Session, t.User, record); !done(err) {
		return fmt.Errorf("%w\nthe printed bearer's session is not stored, or that is not known: throw it away", err)
	}
	return err
}

// sign returns a bearer token that this configuration accepts, and its expiry in Unix seconds.
func (s *secretSettings) sign(now time.Time, secret []byte, user string, life time.Duration) (string, int64, error) {
	expiry := now.Add(life).Unix()
	claims := map[string]any{s.JWTUserClaim: user, "iat": now.Unix(), "exp": expiry, "jti": rand.Text()}
	if s.JWTIssuer != "" {
		claims["iss"] = s.JWTIssuer
	}
	if s.JWTAudience != "" {
		claims["aud"] = s.JWTAudience
	}
	bearer, err := credential.SignHS256(secret, claims)
	return bearer, expiry, err
}

func developmentSession(user, bearer string, expiry int64) gen.SessionObject {
	return gen.SessionObject{
		AccountID: "development", UserID: user, Account: "Development", Role: "developer",
		Expiry: float64(expiry), IP: "127.0.0.1", Agent: "session-tokens", Platform: "command line",
		Token: bearer, Location: "this machine",
	}
}
