package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// These tests run the program as "make build" builds it, with a real Redis, and clients that share no code with the
// service.

func TestRecordsOfAnotherProgram(t *testing.T) {
	redis := redistest.Start(t)
	p := e2eNew(t, redis.URL())
	zadd := p.redisCLI(t)
	const user, other = "tenant a|Zoë:7", "other"
	now := time.Now().Unix()
	at := func(hours int64) int64 { return now + hours*3600 }

	bearer := e2eSign(p.secret, user, at(1))
	own, phone, late := e2eSession(user, bearer, at(1)), e2eSession(user, "fake-phone", at(3)), e2eSession(user, "fake-late", at(48))
	suspended := e2eSession(user, "fake-suspended", at(2))
	suspended["is_suspended"] = true
	month, week, day := e2eRefresh(user, "fake-month", at(720)), e2eRefresh(user, "fake-week", at(168)), e2eRefresh(user, "fake-day", at(24))
	delete(day, "user_id") // the contract does not require it
	late["undeclared"], month["undeclared"] = "not for clients", "not for clients"
	for kind, records := range map[string][]e2eObject{"session": {own, late, suspended, phone}, "refresh": {week, day, month}} {
		for _, r := range records {
			zadd(kind, user, r["expiry"].(int64), r)
			delete(r, "undeclared")
		}
	}
	for kind, record := range map[string]func(user, token string, expiry int64) e2eObject{"session": e2eSession, "refresh": e2eRefresh} {
		zadd(kind, user, at(-1), record(user, "fake-expired-by-score", at(5)))
		zadd(kind, user, at(5), record(user, "fake-expired-by-itself", at(-1)))
		zadd(kind, user, at(5), record(other, "fake-in-the-wrong-set", at(5)))
		zadd(kind, other, at(5), record(other, "fake-other", at(5)))
		zadd(kind, user, at(5), "junk")
		wrong := record(user, "fake-of-the-wrong-type", at(5))
		wrong["role"] = 7
		zadd(kind, user, at(5), wrong)
	}

	p.serve(t, bearer, "fake-", user)
	a := p.list(t, bearer)
	e2eEqual(t, a.body, e2eObject{"data": e2eObject{"auth": []any{late, phone, suspended, own}, "refresh": []any{month, week, day}}})
	if a.StatusCode != 200 {
		t.Errorf("status %d, want 200", a.StatusCode)
	}
	for _, bad := range []string{e2eSign(rand.Text()+rand.Text(), user, at(1)), e2eSign(p.secret, user, at(1))} {
		if a := p.list(t, bad); a.StatusCode != 401 {
			t.Errorf("a bearer signed with another secret, or without a record: status %d, want 401", a.StatusCode)
		}
	}
}

func TestRedisKilledAndBack(t *testing.T) {
	redis := redistest.Start(t)
	p := e2eNew(t, redis.URL())
	zadd := p.redisCLI(t)
	expiry := time.Now().Unix() + 3600
	bearer := e2eSign(p.secret, "u-1", expiry)
	write := func() { zadd("session", "u-1", expiry, e2eSession("u-1", bearer, expiry)) }
	health := func(when string, ready int) {
		t.Helper()
		readyz, healthz := e2eGet(t, p.admin, "/readyz", "").StatusCode, e2eGet(t, p.admin, "/healthz", "").StatusCode
		if readyz != ready || healthz != 200 {
			t.Errorf("%s: /readyz is %d, want %d; /healthz is %d, want 200", when, readyz, ready, healthz)
		}
	}
	up := func(when string) {
		t.Helper()
		again, late := time.NewTicker(20*time.Millisecond), time.After(5*time.Second)
		defer again.Stop()
		for p.list(t, bearer).StatusCode != 200 {
			select {
			case <-again.C:
			case <-late:
				t.Fatalf("%s: no 200 within 5 s", when)
			}
		}
		health(when, 200)
	}
	down := func(when string) {
		t.Helper()
		for range 3 { // the first request uses the old connections, the others make new ones
			a := p.list(t, bearer)
			var body struct{ Error string }
			err := json.Unmarshal(a.body, &body)
			if err != nil || body.Error == "" || strings.Contains(body.Error, redis.Addr) || a.StatusCode != 503 || a.Header.Get("Retry-After") == "" {
				t.Errorf("%s: status %d, Retry-After %q, body %s", when, a.StatusCode, a.Header.Get("Retry-After"), a.body)
			}
			if a.took >= 500*time.Millisecond {
				t.Errorf("%s: the answer took %v, 500 ms are promised", when, a.took)
			}
		}
		health(when, 503)
	}

	write()
	p.serve(t, bearer)
	up("at first")
	redis.Kill()
	down("killed")
	redis.Restart()
	write()
	up("back")
	redis.Freeze()
	down("frozen")
	redis.Thaw()
	up("thawed")
}

// e2eProgram is the program with one test's settings.
type e2eProgram struct {
	binary, redisURL, secret string
	env                      []string
	public, admin            string // addresses, once it is serving
}

func e2eNew(t *testing.T, redisURL string) *e2eProgram {
	t.Helper()
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	secret := rand.Text() + rand.Text()
	return &e2eProgram{binary: binary, redisURL: redisURL, secret: secret, env: []string{"REDIS_URL=" + redisURL,
		"SESSION_TOKENS_JWT_HS256_SECRET=" + secret, "SESSION_TOKENS_APIKEY_PEPPER=v1:" + rand.Text() + rand.Text()}}
}

// serve runs the service. At the end of the test it must drain, exit with status 0, and have logged no secret.
func (p *e2eProgram) serve(t *testing.T, secrets ...string) {
	t.Helper()
	service, err := servicetest.Start(p.env)
	e2eOK(t, err)
	p.public, p.admin = strings.TrimPrefix(service.Public, "http://"), strings.TrimPrefix(service.Admin, "http://")
	t.Cleanup(func() {
		if err := service.Stop(append(secrets, p.secret)...); err != nil {
			t.Error(err)
		}
	})
}

// list requests the session tokens and validates the response against the contract.
func (p *e2eProgram) list(t *testing.T, bearer string) e2eAnswer {
	t.Helper()
	document, err := os.ReadFile("../../openapi.json")
	e2eOK(t, err)
	c, err := contract.Load(document)
	e2eOK(t, err)
	a := e2eGet(t, p.public, "/accounts/session-tokens", bearer)
	operation, err := c.Find(a.Request.URL.Path, a.Request.Method)
	e2eOK(t, err)
	e2eOK(t, c.CheckResponse(a.Request, operation, a.StatusCode, a.Header, a.body))
	return a
}

type e2eAnswer struct {
	*http.Response
	body []byte
	took time.Duration
}

func e2eGet(t *testing.T, address, path, bearer string) e2eAnswer {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+address+path, nil)
	e2eOK(t, err)
	r.Header.Set("Authorization", "Bearer "+bearer)
	start := time.Now()
	response, err := (&http.Client{Timeout: 5 * time.Second}).Do(r)
	e2eOK(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	e2eOK(t, err)
	return e2eAnswer{response, body, time.Since(start)}
}

// redisCLI writes as any other program may, in the documented layout.
func (p *e2eProgram) redisCLI(t *testing.T) func(kind, user string, score int64, record any) {
	cli := redistest.Need(t, "redis-cli")
	return func(kind, user string, score int64, record any) {
		t.Helper()
		member, junk := record.(string)
		if !junk {
			member = e2eJSON(record)
		}
		said := e2eRun(t, nil, "", "", cli, "-u", p.redisURL, "ZADD", kind+":{"+user+"}", fmt.Sprint(score), member)
		if string(said) != "1\n" {
			t.Fatalf("ZADD: %s", said)
		}
	}
}

// e2eSign returns a bearer token, signed as in RFC 7515.
func e2eSign(secret, user string, expiry int64) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		encode(fmt.Appendf(nil, `{"sub":%q,"exp":%d,"jti":%q}`, user, expiry, rand.Text()))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

type e2eObject = map[string]any

func e2eSession(user, token string, expiry int64) e2eObject {
	return e2eObject{"account_id": "acc-1", "user_id": user, "account": "Example", "email": "someone@example.com", "role": "member",
		"expiry": expiry, "ip": "192.0.2.1", "agent": "curl/8", "platform": "Linux", "token": token,
		"refresh_token": "of-" + token, "is_suspended": false, "location": "Lyon"}
}

func e2eRefresh(user, token string, expiry int64) e2eObject {
	return e2eObject{"user_id": user, "account": "Example", "expiry": expiry, "token": token}
}

func e2eRun(t *testing.T, env []string, dir, stdin, name string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.WaitDelay = env, dir, strings.NewReader(stdin), time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(name), args[0], err, out, stderr.Bytes())
	}
	return out
}

func e2eJSON(value any) string {
	text, _ := json.Marshal(value) // maps, lists, strings and numbers always marshal
	return string(text)
}

// e2eEqual compares JSON by value.
func e2eEqual(t *testing.T, text []byte, want any) {
	t.Helper()
	var got any
	e2eOK(t, json.Unmarshal(text, &got))
	if e2eJSON(got) != e2eJSON(want) {
		t.Errorf("got\n%s\nwant\n%s", e2eJSON(got), e2eJSON(want))
	}
}

func e2eOK(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
