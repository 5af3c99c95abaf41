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

// Security holds the certificates and passwords for connections to Redis and to its Sentinels. The files are read for
// each new connection, so a renewed file needs no restart; existing connections are kept.
type Security struct {
	CA        string // PEM file: the authorities to trust, instead of the system's
	Cert, Key string // PEM files: the client certificate and its key; both or neither
	Password  string // file with the password of Redis; one trailing line ending is ignored
	// The Sentinels have their own user and password file. Without a user it is their default user.
	SentinelUser, SentinelPassword string
}

// check reads all files, and reports all problems at once.
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

// tls returns the configuration for a new connection, without the name of the server.
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

// password reads a password from a file. Its errors never contain what the file holds.
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
