package main

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/redis/go-redis/v9"
)

// plain is the straightforward implementation: net/http, golang-jwt and go-redis, each used as its documentation
// shows, and concatenated strings. It checks no records, writes no log and has no metrics.
type plain struct {
	redis *redis.Client
	keys  *keys
}

type plainCmd struct{ serverFlags }

// Run serves until ctx is done.
func (p *plainCmd) Run(ctx context.Context) error {
	options, err := redis.ParseURL(p.RedisURL)
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()
	return p.serve(ctx, newPlain(client, newKeys()))
}

func newPlain(client *redis.Client, k *keys) http.Handler {
	p := &plain{redis: client, keys: k}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, p.sessionTokens)
	return mux
}

func (p *plain) sessionTokens(w http.ResponseWriter, r *http.Request) {
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(bearer, &claims, p.keys.forToken,
		jwt.WithValidMethods([]string{"HS256", "EdDSA"}), jwt.WithExpirationRequired())
	if err != nil {
		http.Error(w, `{"error":"no valid bearer"}`, http.StatusUnauthorized)
		return
	}

	live := &redis.ZRangeBy{Min: "(" + strconv.FormatInt(time.Now().Unix(), 10), Max: "+inf"}
	pipe := p.redis.Pipeline()
	sessions := pipe.ZRevRangeByScore(r.Context(), "session:{"+claims.Subject+"}", live)
	refresh := pipe.ZRevRangeByScore(r.Context(), "refresh:{"+claims.Subject+"}", live)
	if _, err := pipe.Exec(r.Context()); err != nil {
		http.Error(w, `{"error":"no answer from Redis"}`, http.StatusServiceUnavailable)
		return
	}

	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"data":{"auth":[`+strings.Join(sessions.Val(), ",")+`],"refresh":[`+strings.Join(refresh.Val(), ",")+`]}}`)
}
