package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// SECURITY.md's claims about what somebody with write access to Redis can and can't do. Alice is the victim,
// Mallory writes.
func TestRedisWriter(t *testing.T) {
	server := redistest.Start(t)
	const secret, pepper = "not-a-secret-not-a-secret-not-a-secret", "v1:not-a-secret-not-a-secret-not-a-secret"
	env := map[string]string{"REDIS_URL": server.URL(), hs256Secret: secret, apiKeyPepper: pepper}
	t.Setenv("REDIS_URL", server.URL())
	command := func(with map[string]string, args ...string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		err := run(t.Context(), args, &program{
			stdout: &stdout, stderr: &stderr, env: func(name string) string { return with[name] }, environ: os.Environ, now: time.Now,
		})
		if err != nil {
			t.Fatalf("%v: %s", args, &stderr)
		}
		return strings.TrimSpace(stdout.String())
	}
	service, err := servicetest.Start([]string{"REDIS_URL=" + server.URL(), hs256Secret + "=" + secret, apiKeyPepper + "=" + pepper})
	e2eOK(t, err)
	defer func() { e2eOK(t, service.Stop(secret, pepper)) }()
	ask := func(header, value string) (status int, body string) {
		t.Helper()
		request, err := http.NewRequest(http.MethodGet, service.Public+"/accounts/session-tokens", nil)
		e2eOK(t, err)
		request.Header.Set(header, value)
		response, err := http.DefaultClient.Do(request)
		e2eOK(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		e2eOK(t, err)
		return response.StatusCode, string(text)
	}
	bearer := func(what, token string, want int) {
		t.Helper()
		if status, _ := ask("Authorization", "Bearer "+token); status != want {
			t.Errorf("%s: %d, want %d", what, status, want)
		}
	}
	writer := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer writer.Close()
	store := func(user, token string) {
		t.Helper()
		expiry := time.Now().Add(time.Hour).Unix()
		e2eOK(t, writer.ZAdd(t.Context(), "session:{"+user+"}", redis.Z{Score: float64(expiry), Member: fmt.Sprintf(`{"account_id":"a","user_id":%q,
			"account":"A","role":"admin","expiry":%d,"ip":"192.0.2.1","agent":"a","platform":"p","location":"l","is_suspended":false,"refresh_token":"r","token":%q}`,
			user, expiry, token)}).Err())
	}

	alices := command(env, "token", "--user", "alice", "--store")
	bearer("Alice's bearer", alices, 200)
	command(env, "revoke", "alice", "--all")
	bearer("what was revoked", alices, 401)
	store("alice", alices)
	bearer("what was revoked, and stored again", alices, 200)

	forged := command(map[string]string{hs256Secret: strings.Repeat("mallory", 5)}, "token", "--user", "alice")
	store("alice", forged)
	bearer("a bearer that another key has signed, stored as Alice's", forged, 401)
	mallorys := command(env, "token", "--user", "mallory")
	store("alice", mallorys)
	bearer("Mallory's bearer, stored as Alice's", mallorys, 401)

	key := command(env, "apikey", "create", "--user", "mallory", "--account", "M")
	id := strings.Split(key, "_")[1]
	if status, body := ask("X-Api-Key", key); status != 200 || strings.Contains(body, alices) {
		t.Errorf("Mallory's key: %d", status)
	}
	for field, value := range map[string]string{"user_id": "alice", "expires": "4102444800"} {
		before := writer.HGet(t.Context(), "apikey:{"+id+"}", field).Val()
		e2eOK(t, writer.HSet(t.Context(), "apikey:{"+id+"}", field, value).Err())
		if status, _ := ask("X-Api-Key", key); status != 401 {
			t.Errorf("Mallory's key, with %s %s: %d", field, value, status)
		}
		e2eOK(t, writer.HSet(t.Context(), "apikey:{"+id+"}", field, before).Err())
	}
	made := key[:4] + strings.Repeat("a", 16) + key[20:]
	e2eOK(t, writer.HSet(t.Context(), "apikey:{"+strings.Repeat("a", 16)+"}", writer.HGetAll(t.Context(), "apikey:{"+id+"}").Val()).Err())
	if status, _ := ask("X-Api-Key", made); status != 401 {
		t.Errorf("a key made without a pepper: %d", status)
	}
}
