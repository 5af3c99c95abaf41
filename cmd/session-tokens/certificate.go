package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

type tlsSettings struct {
	TLSCertFile string `name:"tls-cert-file" env:"SESSION_TOKENS_TLS_CERT_FILE" placeholder:"FILE" help:"File with the public listener's certificate and those of its issuers, PEM: the listener is TLS, with HTTP/2."`
	TLSKeyFile  string `name:"tls-key-file" env:"SESSION_TOKENS_TLS_KEY_FILE" placeholder:"FILE" help:"File with the certificate's private key, PEM."`
	H2C         bool   `name:"h2c" env:"SESSION_TOKENS_H2C" help:"Take HTTP/2 without TLS on the public listener, too, from a proxy that begins with it (prior knowledge)."`
}

func (s *tlsSettings) check() error {
	switch {
	case (s.TLSCertFile == "") != (s.TLSKeyFile == ""):
		return errors.New("--tls-cert-file and --tls-key-file belong together: set both, or none")
	case s.TLSCertFile != "" && s.H2C:
		return errors.New("--h2c is HTTP/2 without TLS, and --tls-cert-file has it with TLS: leave one out")
	}
	return nil
}

// expiresSoon is how long before its expiry a certificate is warned about. Most are renewed 30 days before.
const expiresSoon = 7 * 24 * time.Hour

// pairTexts holds the contents of the two files.
type pairTexts struct {
	cert, key string
	err       string // why a file could not be read
}

// certificate holds the public listener's certificate, from the last contents of its files that were usable.
type certificate struct {
	settings *tlsSettings
	now      func() time.Time
	log      *slog.Logger
	pair     atomic.Pointer[tls.Certificate]
	contents[pairTexts]
}

// start reads the files for the first time.
func (c *certificate) start() error {
	if err := c.settings.check(); err != nil {
		return err
	}
	if !c.on() {
		return nil
	}
	texts, err := c.read()
	c.first(texts)
	if err != nil {
		return err
	}
	return c.use(texts)
}

func (c *certificate) on() bool { return c.settings.TLSCertFile != "" }

// source returns a function that returns the current certificate, or nil if there is none.
func (c *certificate) source() func() *tls.Certificate {
	if !c.on() {
		return nil
	}
	return c.pair.Load
}

func (c *certificate) read() (pairTexts, error) {
	cert, certErr := readKeyFile(c.settings.TLSCertFile, "tls-cert-file")
	key, keyErr := readKeyFile(c.settings.TLSKeyFile, "tls-key-file")
	texts, err := pairTexts{cert: string(cert), key: string(key)}, errors.Join(certErr, keyErr)
	if err != nil {
		texts.err = err.Error()
	}
	return texts, err
}

// use serves the certificate from now on. An expired one is served too: some clients accept it, and there is no
// other.
func (c *certificate) use(texts pairTexts) error {
	pair, err := tls.X509KeyPair([]byte(texts.cert), []byte(texts.key))
	if err != nil {
		return fmt.Errorf("--tls-cert-file and --tls-key-file: %w", err)
	}
	c.pair.Store(&pair)
	c.used = texts
	return nil
}

// again rereads the files. If only one of them has been replaced so far, they do not match and the old pair stays.
func (c *certificate) again(asked bool) {
	texts, err := c.read()
	if !c.toTry(texts, asked) {
		return
	}
	if err == nil && texts == c.used {
		c.log.Info("the TLS certificate was read again, and is the same")
		return
	}
	if err == nil {
		err = c.use(texts)
	}
	if err != nil {
		c.log.Warn("the TLS certificate was read again and can't be used: the one before stays", "error", err)
		return
	}
	c.log.Info("the TLS certificate was read again: from now on this one is used")
	c.describe()
}

// describe logs the certificate and warns if clients will refuse it.
func (c *certificate) describe() {
	if !c.on() {
		return
	}
	leaf, now := c.pair.Load().Leaf, c.now()
	names := append([]string{}, leaf.DNSNames...)
	for _, address := range leaf.IPAddresses {
		names = append(names, address.String())
	}
	of := []any{"subject", leaf.Subject.String(), "names", names, "issuer", leaf.Issuer.String(), "expires", leaf.NotAfter.Format(time.RFC3339)}
	c.log.Info("TLS certificate", of...)
	switch {
	case now.After(leaf.NotAfter):
		c.log.Warn("the TLS certificate has expired: clients refuse it", of...)
	case now.Before(leaf.NotBefore):
		c.log.Warn("the TLS certificate is not valid yet: clients refuse it", "from", leaf.NotBefore.Format(time.RFC3339))
	case leaf.NotAfter.Sub(now) < expiresSoon:
		c.log.Warn("the TLS certificate expires within 7 days", of...)
	}
}
