package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// The secrets themselves have no flags, since other users of the machine can see a process's flags.
const (
	hs256Secret  = settingPrefix + "JWT_HS256_SECRET"
	apiKeyPepper = settingPrefix + "APIKEY_PEPPER"
)

// These settings are shared by several commands. They are strings, so that all errors in them can be reported
// together.

type redisSettings struct {
	RedisURL                  string `env:"REDIS_URL" placeholder:"URL" help:"Redis: redis://[user:password@]host:port[/number], unix://, redis-sentinel:// or redis-cluster://; rediss:// and so on with TLS. docs/records.md has all forms."`
	RedisPasswordFile         string `env:"SESSION_TOKENS_REDIS_PASSWORD_FILE" placeholder:"FILE" help:"File with the password of Redis, instead of one in the URL."`
	RedisCAFile               string `name:"redis-ca-file" env:"SESSION_TOKENS_REDIS_CA_FILE" placeholder:"FILE" help:"File with the certificates (PEM) whose signatures on that of Redis are trusted. By default those that the system trusts."`
	RedisCertFile             string `env:"SESSION_TOKENS_REDIS_CERT_FILE" placeholder:"FILE" help:"File with the certificate (PEM) that is shown to Redis."`
	RedisKeyFile              string `env:"SESSION_TOKENS_REDIS_KEY_FILE" placeholder:"FILE" help:"File with that certificate's key (PEM)."`
	RedisSentinelUser         string `env:"SESSION_TOKENS_REDIS_SENTINEL_USER" placeholder:"TEXT" help:"User of the Sentinels, if not their default user."`
	RedisSentinelPasswordFile string `env:"SESSION_TOKENS_REDIS_SENTINEL_PASSWORD_FILE" placeholder:"FILE" help:"File with the password of the Sentinels."`
	// All commands that read a list use the same limits.
	MaxListRecords string `env:"SESSION_TOKENS_MAX_LIST_RECORDS" default:"2000" help:"Most records of each kind that are read of a user; of one who has more nothing is read, and asking is an error."`
	MaxListBytes   string `env:"SESSION_TOKENS_MAX_LIST_BYTES" default:"4194304" help:"Most bytes that are read of a user's records."`
	connections    int    // size of the pool for reads; zero is the store's default
	writers        int    // size of the pool for changes, likewise
}

// changeSettings configure the commands that change records or API keys.
type changeSettings struct {
	WaitReplicas string `env:"SESSION_TOKENS_WAIT_REPLICAS" default:"0" help:"How many replicas must have a change before it is reported as done. If they don't within --wait-timeout, it is done nevertheless, and the status is 2."`
	MaxEvents    string `env:"SESSION_TOKENS_MAX_EVENTS" default:"10000" help:"How many events are kept, of all users."`
	WaitTimeout  string `env:"SESSION_TOKENS_WAIT_TIMEOUT" default:"1s" help:"How long to wait for replicas, up to 1m."`
}

// limitSettings configure the commands that store records.
type limitSettings struct {
	MaxRecords string `env:"SESSION_TOKENS_MAX_RECORDS" default:"100" help:"Most records of each kind that a user may have; to make room, the earliest expiry goes first."`
}

type secretSettings struct {
	JWTHS256SecretFile string `name:"jwt-hs256-secret-file" env:"SESSION_TOKENS_JWT_HS256_SECRET_FILE" placeholder:"FILE" help:"File with the secret that HS256 bearers are signed with, at least 32 bytes. Or put the secret itself in SESSION_TOKENS_JWT_HS256_SECRET."`
	JWTUserClaim       string `name:"jwt-user-claim" env:"SESSION_TOKENS_JWT_USER_CLAIM" default:"sub" help:"Claim that holds the user ID."`
	JWTIssuer          string `name:"jwt-issuer" env:"SESSION_TOKENS_JWT_ISSUER" placeholder:"TEXT" help:"Issuer that a bearer must name."`
	JWTAudience        string `name:"jwt-audience" env:"SESSION_TOKENS_JWT_AUDIENCE" placeholder:"TEXT" help:"Audience that a bearer must name."`
}

type pepperSettings struct {
	APIKeyPepperFile string `name:"apikey-pepper-file" env:"SESSION_TOKENS_APIKEY_PEPPER_FILE" placeholder:"FILE" help:"File with the peppers, secrets that API keys are hashed with and that Redis does not have: VERSION:SECRET, each secret at least 32 bytes, the first for new keys. Or put them in SESSION_TOKENS_APIKEY_PEPPER."`
}

const byteOrderMark = "\ufeff" // some editors write it at the beginning of UTF-8 files

// settleEnvironment unsets settings that are empty, which kong would take for values, and removes the line end from
// a value that was read from a file.
func settleEnvironment() {
	for _, entry := range os.Environ() {
		variable, value, _ := strings.Cut(entry, "=")
		meant := strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r")
		switch {
		case variable == "REDIS_URL":
			meant = strings.TrimSpace(value) // a URL has no blanks
		case !strings.HasPrefix(variable, settingPrefix):
			continue
		}
		// These cannot fail for a name taken from the environment.
		if meant == "" {
			_ = os.Unsetenv(variable)
		} else if meant != value {
			_ = os.Setenv(variable, meant)
		}
	}
}

const settingPrefix = "SESSION_TOKENS_"

// ofKubernetes matches the variables that Kubernetes sets for each Service, one of which may be called
// session-tokens or session-tokens-admin.
var ofKubernetes = regexp.MustCompile(`_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT(_\d+_[A-Z]+(_(PROTO|PORT|ADDR))?)?$`)

// unknownSettings returns the variables that have the prefix of settings but are none: misspelt ones, or those of
// another version.
func unknownSettings(environ []string, model *kong.Application) (unknown []string) {
	known := []string{hs256Secret, apiKeyPepper}
	for _, command := range model.Leaves(false) {
		for _, flag := range command.Flags {
			known = append(known, flag.Envs...)
		}
	}
	for _, entry := range environ {
		variable, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(variable, settingPrefix) && !slices.Contains(known, variable) && !ofKubernetes.MatchString(variable) {
			unknown = append(unknown, variable)
		}
	}
	return unknown
}

// emptySettings refuses a setting with an empty value, as in --redis-url="$UNSET": the intention is unknown.
func emptySettings(command *kong.Context) error {
	var problems []error
	for _, given := range command.Path {
		if flag := given.Flag; flag != nil && len(flag.Envs) > 0 && strings.Trim(fmt.Sprint(command.FlagValue(flag)), "[ ]") == "" {
			problems = append(problems, fmt.Errorf("--%s is empty: give it a value, or leave it out", flag.Name))
		}
	}
	return errors.Join(problems...)
}

// secret reads a secret from a file or from the environment variable that corresponds to it. It returns nil, and no
// error, if neither is set.
func (p *program) secret(file, flag, variable string) ([]byte, error) {
	text := strings.TrimPrefix(p.env(variable), byteOrderMark)
	switch {
	case file == "" && text == "":
		return nil, nil
	case file == "":
		return []byte(text), nil
	case text != "":
		return nil, fmt.Errorf("both --%s and %s are set: unset one", flag, variable)
	}
	return readKeyFile(file, flag)
}

func (s *secretSettings) secret(p *program) ([]byte, error) {
	return p.secret(s.JWTHS256SecretFile, "jwt-hs256-secret-file", hs256Secret)
}

func (s *pepperSettings) pepperText(p *program) ([]byte, error) {
	return p.secret(s.APIKeyPepperFile, "apikey-pepper-file", apiKeyPepper)
}

// peppers returns nil if none are set; API keys are not available then.
func (s *pepperSettings) peppers(p *program) (*credential.Peppers, error) {
	text, err := s.pepperText(p)
	if err != nil || text == nil {
		return nil, err
	}
	return credential.ParsePeppers(string(text))
}

// backend holds the records of users, checked against the contract when they are read and when they are stored.
type backend struct {
	*store.Redis
	contract *contract.Contract
	records  *live.Records
}

// open connects to Redis and reports all errors in the settings together. Without a URL it uses a Redis in memory, if
// inMemory is set. limit is nil for a command that stores no records, and change for one that changes nothing.
func (s *redisSettings) open(p *program, inMemory bool, limit *limitSettings, change *changeSettings) (*backend, error) {
	c, err := contract.Load(gen.Document())
	if err != nil {
		return nil, err
	}
	schema, err := live.NewSchema(c)
	if err != nil {
		return nil, err
	}
	b := &backend{contract: c}
	limited, limitErr := limit.maxRecords()
	listRecords, recordsErr := positive("max-list-records", s.MaxListRecords)
	listBytes, bytesErr := positive("max-list-bytes", s.MaxListBytes)
	if limit != nil && limitErr == nil && recordsErr == nil && limited > listRecords {
		recordsErr = fmt.Errorf("--max-records is %d, which is more than the %d of --max-list-records: such a user could not be listed", limited, listRecords)
	}
	wait, waitTimeout, waitErr := change.wait()
	maxEvents, eventsErr := change.maxEvents()
	cfg := store.Config{
		Now: p.now, Check: schema.Check, MaxRecords: limited,
		MaxListRecords: listRecords, MaxListBytes: listBytes, Connections: s.connections, Writers: s.writers,
		WaitReplicas: wait, WaitTimeout: waitTimeout, MaxEvents: maxEvents,
		Security: store.Security{
			CA: s.RedisCAFile, Cert: s.RedisCertFile, Key: s.RedisKeyFile, Password: s.RedisPasswordFile,
			SentinelUser: s.RedisSentinelUser, SentinelPassword: s.RedisSentinelPasswordFile,
		},
	}
	if b.Redis, err = s.openStore(inMemory, cfg); err == nil {
		b.records = live.New(schema, b.Redis, p.now)
	}
	return b, errors.Join(limitErr, recordsErr, bytesErr, waitErr, eventsErr, err)
}

func (l *limitSettings) maxRecords() (int, error) {
	if l == nil {
		return store.DefaultMaxRecords, nil
	}
	return positive("max-records", l.MaxRecords)
}

func (r *changeSettings) wait() (replicas int, timeout time.Duration, err error) {
	if r == nil {
		return 0, 0, nil
	}
	replicas, err = strconv.Atoi(r.WaitReplicas)
	if err != nil || replicas < 0 || replicas > 1000 {
		err = fmt.Errorf("--wait-replicas must be a whole number from 0 to 1000, not %q", r.WaitReplicas)
	}
	timeout, timeoutErr := lifetime("wait-timeout", r.WaitTimeout)
	if timeoutErr == nil && (timeout > time.Minute || timeout < time.Millisecond) {
		timeoutErr = fmt.Errorf("--wait-timeout must be from 1ms to 1m, not %q", r.WaitTimeout)
	}
	return replicas, timeout, errors.Join(err, timeoutErr)
}

func (r *changeSettings) maxEvents() (int, error) {
	if r == nil {
		return 0, nil
	}
	return positive("max-events", r.MaxEvents)
}

// positive parses a whole number from 1 to 1<<30, so that sums of such numbers do not overflow.
func positive(flag, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("--%s must be a whole number from 1 up, not %q", flag, text)
	}
	if n > 1<<30 {
		return 0, fmt.Errorf("--%s must be at the most %d, not %q", flag, 1<<30, text)
	}
	return n, nil
}

func (s *redisSettings) openStore(inMemory bool, cfg store.Config) (*store.Redis, error) {
	switch {
	case s.RedisURL != "":
		return store.Open(s.RedisURL, cfg)
	case inMemory:
		return store.OpenInMemory(cfg)
	}
	return nil, errors.New("no Redis to work on: set --redis-url or REDIS_URL")
}

// parseDuration accepts what time.ParseDuration does, and whole days such as "90d".
func parseDuration(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		// 100 years fit in a time.Duration, whose limit is 292 years.
		if err != nil || n < -36500 || n > 36500 {
			return 0, fmt.Errorf("%q is not a number of days up to 36500", text)
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration like 90d, 1h30m or 45s", text)
	}
	return d, nil
}

// lifetime parses a duration that must be positive.
func lifetime(flag, text string) (time.Duration, error) {
	d, err := parseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("--%s: %w", flag, err)
	}
	if d <= 0 {
		return 0, fmt.Errorf("--%s must be longer than zero, not %q", flag, text)
	}
	return d, nil
}

// expiresIn formats a time in the future, given in seconds, as "89d23h" or "59m12s". An expiry may be beyond the
// range of a time.Duration.
func expiresIn(seconds float64) string {
	const day, centuries = 24 * 60 * 60, 100_000
	if seconds >= centuries*day {
		return fmt.Sprintf("over %dd", centuries)
	}
	d := time.Duration(seconds) * time.Second
	if days := d / (day * time.Second); days > 0 {
		return fmt.Sprintf("%dd%dh", days, int(d.Hours())%24)
	}
	if d >= time.Hour {
		return fmt.Sprintf("%dh%dm", int(d.Hours()), int(d.Minutes())%60)
	}
	return d.String()
}

// printable replaces characters that could control the terminal: records come from clients.
func printable(text string) string {
	if text == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
}

func closeBackend(b *backend, err *error) {
	if b == nil || b.Redis == nil {
		return
	}
	if closed := b.Close(); *err == nil && closed != nil {
		*err = fmt.Errorf("close: %w", closed)
	}
}
