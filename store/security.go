package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Security is what connections to Redis, and to its Sentinels, are secured with. The files are read for each
// connection that is made, so that a new content is used without a restart, and connections that there are go on.
type Security struct {
	CA        string // PEM: whose certificates are trusted, instead of those that the system trusts
	Cert, Key string // PEM: the certificate that this client shows, and its key; both or neither
	Password  string // of Redis; one line end after it is not part of it
	// The Sentinels have users and passwords of their own. No user is their default user.
	SentinelUser, SentinelPassword string
}

// check reads all files, whatever is wrong with one.
func (f *Security) check(p place) error {
	var problems []error
	if f.Cert != "" && f.Key == "" || f.Cert == "" && f.Key != "" {
		problems = append(problems, errors.New("--redis-cert-file and --redis-key-file belong together: set both, or neither"))
	} else if _, err := f.tls(); err != nil {
		problems = append(problems, err)
	}
	if !p.tls && (f.CA != "" || f.Cert != "" || f.Key != "") {
		problems = append(problems, errors.New("--redis-ca-file, --redis-cert-file and --redis-key-file are for TLS, which the Redis URL does not ask for: want rediss://, rediss-sentinel:// or rediss-cluster://"))
	}
	if f.Password != "" && p.password != "" {
		problems = append(problems, errors.New("both the Redis URL and --redis-password-file have a password: leave one out"))
	}
	if p.topology != sentinel && (f.SentinelUser != "" || f.SentinelPassword != "") {
		problems = append(problems, errors.New("--redis-sentinel-user and --redis-sentinel-password-file are for Sentinels, which the Redis URL does not name"))
	}
	for _, file := range []string{f.Password, f.SentinelPassword} {
		if file != "" {
			_, err := password(file)
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// tls is what a connection is made with now, but for the name of the server.
func (f *Security) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if f.CA != "" {
		text, err := os.ReadFile(f.CA)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%s holds no certificate in PEM", f.CA)
		}
	}
	if f.Cert != "" {
		pair, err := tls.LoadX509KeyPair(f.Cert, f.Key)
		if err != nil {
			return nil, fmt.Errorf("%s and %s: %w", f.Cert, f.Key, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// password reads one from a file. Its errors never show what the file holds.
func password(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if text == "" {
		return "", fmt.Errorf("%s is empty: it should hold a password", file)
	}
	return text, nil
}

// credentials returns what a new connection authenticates with.
func credentials(user, text, file string) func(context.Context) (string, string, error) {
	return func(context.Context) (string, string, error) {
		if file == "" {
			return user, text, nil
		}
		text, err := password(file)
		if err != nil {
			return "", "", &failure{operation: "connect", kind: ErrUnavailable, cause: causeFile, err: err}
		}
		return user, text, nil
	}
}
