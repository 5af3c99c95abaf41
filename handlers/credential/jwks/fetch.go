package jwks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"
)

const (
	fetchLimit = 2 * time.Second // for a whole fetch, from DNS look-up to the last byte
	maxSet     = 256 << 10       // bytes: 100 RSA keys of 4096 bits with a certificate each
	maxHeader  = 64 << 10
)

// Outcome is the result of a fetch, fit for a metric's label.
type Outcome string

// All outcomes.
const (
	OK          Outcome = "ok"        // other keys than before
	Unchanged   Outcome = "unchanged" // the same keys
	Empty       Outcome = "empty"
	Unreadable  Outcome = "unreadable"
	TooLarge    Outcome = "too_large"
	Status      Outcome = "status"
	Timeout     Outcome = "timeout"
	TLS         Outcome = "tls"
	Unreachable Outcome = "unreachable"
)

// Outcomes lists all outcomes.
var Outcomes = []Outcome{OK, Unchanged, Empty, Unreadable, TooLarge, Status, Timeout, TLS, Unreachable}

func (o Outcome) good() bool { return o == OK || o == Unchanged }

// hints say what an operator can do.
var hints = map[Outcome]string{
	Empty:       "the set has no key that can be used: check --jwt-jwks-url and --jwt-algorithms",
	Unreadable:  "the answer is no JWKS of public keys: check --jwt-jwks-url",
	TooLarge:    "the answer has more than 256 KiB: check --jwt-jwks-url",
	Status:      "the answer is not a 200, and redirects are not followed: check --jwt-jwks-url",
	Timeout:     "there was no whole answer within 2 seconds: check that the issuer can be reached from here",
	TLS:         "the issuer's certificate is not trusted: check --jwt-jwks-url and --jwt-jwks-ca-file",
	Unreachable: "the issuer can't be reached: check --jwt-jwks-url, and that the issuer runs",
}

// fetch fetches the set. It follows no redirect, which would let the responder choose whose keys these are, and keeps
// no connection, since the next fetch is minutes away.
func (s *Source) fetch(ctx context.Context) ([]byte, Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	trusted, err := s.trusted()
	if err != nil {
		return nil, TLS, err
	}
	client := &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			TLSClientConfig:        &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12},
			DisableKeepAlives:      true,
			MaxResponseHeaderBytes: maxHeader,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		return nil, Unreachable, withoutURL(err)
	}
	r.Header.Set("Accept", "application/jwk-set+json, application/json")
	answer, err := client.Do(r)
	if err != nil {
		return nil, outcomeOf(err), withoutURL(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, Status, fmt.Errorf("the status is %d", answer.StatusCode)
	}
	set, err := io.ReadAll(io.LimitReader(answer.Body, maxSet+1))
	switch {
	case err != nil:
		return nil, outcomeOf(err), err
	case len(set) > maxSet:
		return nil, TooLarge, errors.New("the answer is too large")
	}
	return set, OK, nil
}

// trusted returns nil for the system's own certificates.
func (s *Source) trusted() (*x509.CertPool, error) {
	if s.CAFile == "" {
		return nil, nil
	}
	content, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("read --jwt-jwks-ca-file: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return nil, errors.New("--jwt-jwks-ca-file: the file has no certificate in PEM")
	}
	return pool, nil
}

func outcomeOf(err error) Outcome {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	case errors.As(err, &certificate), errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return TLS
	}
	return Unreachable
}

// withoutURL removes the address, whose query may hold a secret.
func withoutURL(err error) error {
	if of := (*url.Error)(nil); errors.As(err, &of) {
		return of.Err
	}
	return err
}
