package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"

	"github.com/quiva-ai/session-tokens/store"
)

// unvalidated is tuned by hand: net/http without a router, the bearer token's signature and expiry, the service's
// own read of the two sets, and the members concatenated as they are, in reused buffers. It checks no records,
// writes no log and has no metrics.
type unvalidated struct {
	records *store.Redis
	keys    *keys
	parser  *jwt.Parser
	answers sync.Pool
	// ballast is never used. It enlarges the heap, so that garbage collection is rare.
	ballast []byte
}

type unvalidatedCmd struct{ serverFlags }

// Run serves until ctx is done.
func (u *unvalidatedCmd) Run(ctx context.Context) error {
	records, err := u.open()
	if err != nil {
		return err
	}
	defer records.Close()
	return u.serve(ctx, newUnvalidated(records, newKeys()))
}

type joined struct {
	lists store.Lists
	body  []byte
}

func newUnvalidated(records *store.Redis, k *keys) *unvalidated {
	return &unvalidated{
		records: records, keys: k, ballast: make([]byte, 64<<20),
		parser:  jwt.NewParser(jwt.WithValidMethods([]string{"HS256", "EdDSA"}), jwt.WithExpirationRequired()),
		answers: sync.Pool{New: func() any { return new(joined) }},
	}
}

func (u *unvalidated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.URL.Path != path {
		http.NotFound(w, r)
		return
	}
	user, err := u.user(r)
	if err != nil {
		http.Error(w, `{"error":"no valid bearer"}`, http.StatusUnauthorized)
		return
	}
	a, ok := u.answers.Get().(*joined)
	if !ok {
		return
	}
	defer u.answers.Put(a)
	if err := u.records.List(r.Context(), user, &a.lists); err != nil {
		http.Error(w, `{"error":"no answer from Redis"}`, http.StatusServiceUnavailable)
		return
	}
	a.body = append(a.body[:0], `{"data":{"auth":[`...)
	a.body = join(a.body, a.lists.Sessions)
	a.body = append(a.body, `],"refresh":[`...)
	a.body = join(a.body, a.lists.Refresh)
	a.body = append(a.body, `]}}`...)
	w.Header()["Content-Type"] = []string{"application/json"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	_, _ = w.Write(a.body)
}

func join(body []byte, members [][]byte) []byte {
	for i, member := range members {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, member...)
	}
	return body
}

func (u *unvalidated) user(r *http.Request) (string, error) {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return "", errors.New("no bearer")
	}
	var claims jwt.RegisteredClaims
	_, err := u.parser.ParseWithClaims(bearer, &claims, u.keys.forToken)
	return claims.Subject, err
}
