package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/credential/jwks"
)

// keyTexts holds what the keys are made from: the contents of files, or environment variables, which don't change.
type keyTexts struct {
	secret, public, peppers string
	err                     string // why one could not be read
}

// keyring verifies credentials with the keys that were last read successfully. mu guards the fields below it: the
// goroutine that watches the files and the one that fetches the issuer's set both change them.
type keyring struct {
	settings        *serveCmd
	p               *program
	demo            *demo
	store           credential.Keys
	accepted        func(id string) // called with the ID of each API key that is accepted; may be nil
	controls        credential.ControlStore
	control         atomic.Pointer[credential.ControlVerifier]
	peppers         atomic.Pointer[credential.Peppers]
	log             *slog.Logger
	bearer, apiKeys atomic.Pointer[credential.Verifier]
	issuer          *jwks.Source // nil without an issuer

	mu       sync.Mutex
	set      []byte               // the issuer's JWKS, or nil
	keys     []credential.KeyInfo // for bearer tokens
	versions []string             // of the peppers

	contents[keyTexts] // used is what the verifiers were made from
}

// verifierOf verifies with whatever verifier the pointer holds at the time.
type verifierOf struct {
	*atomic.Pointer[credential.Verifier]
}

func (v verifierOf) Verify(ctx context.Context, value string) (credential.Principal, error) {
	return (*v.Load()).Verify(ctx, value)
}

// noBearer is the verifier if no key for bearer tokens is configured.
type noBearer struct{}

func (noBearer) Verify(context.Context, string) (credential.Principal, error) {
	return credential.Principal{}, credential.ErrNoBearerKey
}

// verifiers returns the verifiers by the names of the contract's security schemes.
func (k *keyring) verifiers() map[string]credential.Verifier {
	return map[string]credential.Verifier{"bearerAuth": verifierOf{&k.bearer}, "apiKeyAuth": verifierOf{&k.apiKeys}}
}

// read reads all keys, even if some can't be read.
func (s *serveCmd) read(p *program) (keyTexts, error) {
	secret, secretErr := s.secret(p)
	public, publicErr := readKeyFile(s.JWTPublicKeyFile, "jwt-public-key-file")
	peppers, peppersErr := s.pepperText(p)
	err := errors.Join(secretErr, publicErr, peppersErr)
	texts := keyTexts{secret: string(secret), public: string(public), peppers: string(peppers)}
	if err != nil {
		texts.err = err.Error()
	}
	return texts, err
}

// start reads the keys for the first time and reports everything that is wrong with them.
func (k *keyring) start() error {
	source, sourceErr := k.settings.source(k)
	k.issuer = source
	texts, readErr := k.settings.read(k.p)
	k.first(texts)
	err := errors.Join(sourceErr, readErr, k.use(texts, nil, errors.Join(sourceErr, readErr)))
	if err == nil && source != nil {
		source.Restore(func(set []byte) error { return k.use(texts, set, nil) })
	}
	return err
}

// issued verifies bearer tokens with a new key set of the issuer from now on.
func (k *keyring) issued(set []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.use(k.used, set, nil); err != nil {
		return err
	}
	k.log.Info("the issuer has other keys: from now on these are used")
	k.describe()
	return nil
}

// use makes verifiers from the keys, and verifies requests with them from now on. The cache of verified bearer
// tokens goes with the old verifier. If anything is wrong, nothing changes.
func (k *keyring) use(texts keyTexts, set []byte, readErr error) error {
	secret, public := bytesOf(texts.secret), bytesOf(texts.public)
	var peppers *credential.Peppers
	var problem error
	if texts.peppers != "" {
		peppers, problem = credential.ParsePeppers(texts.peppers)
	}
	if k.demo != nil {
		secret, peppers = k.demo.keys(secret, peppers)
	}
	var bearer credential.Verifier = noBearer{}
	var infos []credential.KeyInfo
	algorithms := k.settings.JWTAlgorithms
	if readErr != nil {
		algorithms = nil // an unreadable key must not be reported as missing too
	}
	switch {
	case secret != nil || public != nil || k.issuer != nil:
		cfg := credential.BearerConfig{
			HS256Secret: secret, PublicKeys: public, IssuerKeys: set, Algorithms: algorithms, UserClaim: k.settings.JWTUserClaim,
			Issuer: k.settings.JWTIssuer, Audience: k.settings.JWTAudience, Now: k.p.now,
		}
		if k.issuer != nil {
			cfg.UnknownKey = k.issuer.Ask
		}
		verifier, err := credential.NewBearer(cfg)
		if problem = errors.Join(problem, err); err == nil {
			bearer, infos = verifier, verifier.Keys()
		}
	case peppers == nil && problem == nil && readErr == nil:
		problem = errors.New("no key to verify a credential with: set --jwt-hs256-secret-file, " +
			hs256Secret + ", --jwt-public-key-file, --jwt-jwks-url, --apikey-pepper-file or " + apiKeyPepper)
	}
	if problem != nil || readErr != nil {
		return problem
	}
	keyVerifier := credential.NewKeyVerifier(k.store, peppers, k.p.now)
	keyVerifier.Accepted = k.accepted
	var apiKeys credential.Verifier = keyVerifier
	k.control.Store(credential.NewControlVerifier(k.controls, peppers, k.p.now))
	k.peppers.Store(peppers)
	k.bearer.Store(&bearer)
	k.apiKeys.Store(&apiKeys)
	k.used, k.set, k.keys, k.versions = texts, set, infos, nil
	if peppers != nil {
		k.versions = peppers.Versions()
	}
	return nil
}

// currentPeppers returns the peppers that new API keys are hashed with, or nil.
func (k *keyring) currentPeppers() *credential.Peppers { return k.peppers.Load() }

func bytesOf(text string) []byte {
	if text == "" {
		return nil
	}
	return []byte(text)
}

// again rereads the keys.
func (k *keyring) again(asked bool) {
	if asked && k.issuer != nil {
		k.issuer.Ask()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	texts, readErr := k.settings.read(k.p)
	if !k.toTry(texts, asked) {
		return
	}
	if readErr == nil && texts == k.used {
		k.log.Info("keys were read again, and are the same")
		return
	}
	if err := errors.Join(readErr, k.use(texts, k.set, readErr)); err != nil {
		k.log.Warn("keys were read again and can't be used: those before stay", "error", err)
		return
	}
	k.log.Info("keys were read again: from now on these are used")
	k.describe()
}

// describe logs the keys, and warns about likely mistakes in their settings.
func (k *keyring) describe() {
	for _, key := range k.keys {
		attrs := []any{"place", key.Place, "kid", key.ID, "algorithm", key.Algorithm, "used", key.LeftOut == ""}
		if key.LeftOut != "" {
			attrs = append(attrs, "why_not", key.LeftOut)
		}
		k.log.Info("key for bearers", attrs...)
	}
	if k.versions != nil {
		k.log.Info("peppers for API keys", "versions", k.versions)
	}
	for setting, text := range map[string]string{
		"the HS256 secret": k.used.secret, "--jwt-issuer": k.settings.JWTIssuer,
		"--jwt-audience": k.settings.JWTAudience, "--jwt-user-claim": k.settings.JWTUserClaim,
	} {
		if wrapped(text) {
			k.log.Warn("it begins or ends with blanks or quotes, which count as part of it", "setting", setting)
		}
	}
	for i, pepper := range strings.Fields(k.used.peppers) {
		if _, secret, _ := strings.Cut(pepper, ":"); wrapped(secret) {
			k.log.Warn("it begins or ends with quotes, which count as part of it", "setting", fmt.Sprintf("pepper %d", i+1))
		}
	}
}

// wrapped reports whether the text has surrounding blanks or quotes, which are rarely intended.
func wrapped(text string) bool {
	if text != strings.TrimSpace(text) {
		return true
	}
	return len(text) > 1 && strings.ContainsAny(text[:1], "'\"`") && text[0] == text[len(text)-1]
}

// readKeyFile returns nil if no file is named. It removes a byte order mark, as some editors write one, and a final
// line end.
func readKeyFile(file, flag string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read --%s: %w", flag, err)
	}
	if wide := len(content) > 3 && (content[2] == 0 || content[3] == 0); wide &&
		(bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff"))) {
		return nil, fmt.Errorf("--%s: the file is in UTF-16, as Windows PowerShell writes it: save it as UTF-8", flag)
	}
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	content = bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r"))
	if len(content) == 0 {
		return nil, fmt.Errorf("--%s: the file is empty", flag)
	}
	return content, nil
}
