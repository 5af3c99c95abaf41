package main

import (
	"errors"
	"fmt"

	"github.com/quiva-ai/session-tokens/handlers/credential/jwks"
)

// issuerSettings configure the keys that an issuer publishes.
type issuerSettings struct {
	JWTJWKSURL       string `name:"jwt-jwks-url" env:"SESSION_TOKENS_JWT_JWKS_URL" placeholder:"URL" help:"Where an issuer publishes the JWKS that bearers are verified with: https://, or http:// on this machine."`
	JWTJWKSCAFile    string `name:"jwt-jwks-ca-file" env:"SESSION_TOKENS_JWT_JWKS_CA_FILE" placeholder:"FILE" help:"File with the certificates, PEM, that the issuer's is checked with, instead of the system's."`
	JWTJWKSCacheFile string `name:"jwt-jwks-cache-file" env:"SESSION_TOKENS_JWT_JWKS_CACHE_FILE" placeholder:"FILE" help:"File where the issuer's last good set is kept for the next start."`
}

// source returns nil if no issuer is configured.
func (s *issuerSettings) source(k *keyring) (*jwks.Source, error) {
	if s.JWTJWKSURL == "" {
		if s.JWTJWKSCAFile != "" || s.JWTJWKSCacheFile != "" {
			return nil, errors.New("--jwt-jwks-ca-file and --jwt-jwks-cache-file are for --jwt-jwks-url, which is not set")
		}
		return nil, nil
	}
	source, err := jwks.New(jwks.Config{
		URL: s.JWTJWKSURL, CAFile: s.JWTJWKSCAFile, CacheFile: s.JWTJWKSCacheFile, Use: k.issued, Now: k.p.now, Log: k.log,
	})
	if err != nil {
		return nil, fmt.Errorf("--jwt-jwks-url: %w", err)
	}
	return source, nil
}
