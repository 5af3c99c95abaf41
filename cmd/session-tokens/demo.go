package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

const demoUser = "demo"

// startTimeout limits storing the demo user's records, which happens one at a time.
const startTimeout = 5 * time.Second

// demo is a user to try the service with. Secrets that are not configured are generated and lost when the process
// ends.
type demo struct {
	secret  []byte
	peppers *credential.Peppers
}

// keys fills in the secrets that are not configured, with the same ones on every call.
func (d *demo) keys(secret []byte, peppers *credential.Peppers) ([]byte, *credential.Peppers) {
	if secret != nil {
		d.secret = secret
	} else if d.secret == nil {
		d.secret = []byte(rand.Text() + rand.Text()) // 2 x 26 characters
	}
	if peppers != nil {
		d.peppers = peppers
	} else if d.peppers == nil {
		made, err := credential.ParsePeppers("demo:" + rand.Text() + rand.Text())
		if err == nil {
			d.peppers = made
		}
	}
	return d.secret, d.peppers
}

// add stores the demo user's records and prints example requests.
func (d *demo) add(ctx context.Context, p *program, log *slog.Logger, b *backend, s *serveCmd, listening, admin, control string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	bearer, records, err := demoRecords(p.now(), func(life time.Duration) (string, int64, error) {
		return s.sign(p.now(), d.secret, demoUser, life)
	})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for _, r := range records {
		text, err := json.Marshal(r.object)
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if _, err := b.Put(store.As(ctx, commandLine), r.kind, demoUser, text); !done(err) {
			return fmt.Errorf("demo: %w", err)
		}
	}
	key, record, err := credential.NewKey(d.peppers, rand.Reader, p.now(), 24*time.Hour, demoUser, "Demo", "demo")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := b.PutAPIKey(store.As(ctx, commandLine), record); !done(err) {
		return fmt.Errorf("demo: %w", err)
	}
	scheme := "http"
	if s.TLSCertFile != "" {
		scheme = "https"
	}
	controlKey, record, err := credential.NewControlKey(d.peppers, rand.Reader, p.now(), 24*time.Hour, "support", []string{credential.ScopeRead, credential.ScopeWrite})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := b.PutAPIKey(store.As(ctx, commandLine), record); !done(err) {
		return fmt.Errorf("demo: %w", err)
	}
	public, operator, controlURL := scheme+"://"+reachable(listening), "http://"+reachable(admin), "http://"+reachable(control)
	text := fmt.Sprintf(`
The user "demo" has three sessions, one of them suspended, and two refresh tokens. In a browser:

  %[1]s/          a start page, with links to the rest
  %[1]s/docs/     the contract, to read and to try
  %[2]s/console/  the console: paste the value of CONTROL_KEY, and find the user demo
  %[2]s/docs/     the control contract, to make and end sessions

To ask for the sessions, paste into another terminal:

  export TOKEN=%[3]s
  export KEY=%[4]s
  export PUBLIC=%[6]s ADMIN=%[1]s CONTROL=%[2]s CONTROL_KEY=%[5]s
  curl -i -H "Authorization: Bearer $TOKEN" $PUBLIC/accounts/session-tokens
  curl -i -H "X-Api-Key: $KEY" $PUBLIC/accounts/session-tokens
  curl -i -H "X-Control-Key: $CONTROL_KEY" $CONTROL/users/demo/session-tokens

Ctrl-C ends it. Other ports: SESSION_TOKENS_LISTEN, SESSION_TOKENS_ADMIN_LISTEN, SESSION_TOKENS_CONTROL_LISTEN.

`, operator, controlURL, bearer, key, controlKey, public)
	go func() { // the service must not wait for a reader of standard output
		if _, err := io.WriteString(p.stdout, text); err != nil {
			log.Warn("how to ask for the demo user's records can't be printed", "error", err)
		}
	}()
	return nil
}

// reachable replaces the unspecified address by a loopback address, which a client on this machine can use.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

type demoRecord struct {
	kind   store.Kind
	object any
}

// The user agents of the demo user's devices.
const (
	demoEdge    = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0"
	demoSafari  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
	demoFirefox = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"
)

// demoRecords returns the demo user's records and the bearer token of the session that is printed.
func demoRecords(now time.Time, sign func(life time.Duration) (string, int64, error)) (string, []demoRecord, error) {
	email := "demo@example.com"
	laptop, phone := rand.Text(), rand.Text()
	var records []demoRecord
	var bearer string
	for _, device := range []struct {
		refresh, agent, platform, location, ip string
		email                                  *string
		life                                   time.Duration
		suspended                              bool
	}{
		{"", demoEdge, "Windows", "Oslo", "192.0.2.30", nil, time.Hour, true},
		{phone, demoSafari, "iOS", "Lisbon", "192.0.2.20", &email, 8 * time.Hour, false},
		{laptop, demoFirefox, "Linux", "Berlin", "192.0.2.10", &email, 24 * time.Hour, false},
	} {
		token, expiry, err := sign(device.life)
		if err != nil {
			return "", nil, err
		}
		bearer = token
		records = append(records, demoRecord{store.Session, gen.SessionObject{
			AccountID: "demo-account", UserID: demoUser, Account: "Demo", Email: device.email, Role: "admin",
			Expiry: float64(expiry), IP: device.ip, Agent: device.agent, Platform: device.platform,
			Token: token, RefreshToken: device.refresh, IsSuspended: device.suspended, Location: device.location,
		}})
	}
	for token, life := range map[string]time.Duration{laptop: 30 * 24 * time.Hour, phone: 20 * 24 * time.Hour} {
		account, name, user, role, expiry := "demo-account", "Demo", demoUser, "admin", now.Add(life).Unix()
		records = append(records, demoRecord{store.Refresh, gen.RefreshTokenObject{
			AccountID: &account, Account: &name, UserID: &user, Email: &email, Role: &role, Expiry: &expiry, Token: &token,
		}})
	}
	return bearer, records, nil
}
