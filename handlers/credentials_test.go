package handlers_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

const (
	invalidToken   = `Bearer error="invalid_token"`
	invalidRequest = `Bearer error="invalid_request"`
)

func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Each bearer here has a live record of its own, so only the bearer itself can be refused.
func TestBearerRefused(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		foreign, err := credential.SignHS256([]byte(strings.Repeat("another one ", 3)), map[string]any{"sub": user, "exp": in(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		good := s.bearer(t, nil)
		part := strings.Split(good, ".")
		claims := segment(fmt.Sprintf(`{"sub":%q,"exp":%d}`, user, in(time.Hour)))
		for name, token := range map[string]string{
			"malformed":       "not-a-token",
			"empty":           "",
			"two words":       good + " x",
			"a list":          good + ", " + good,
			"expired":         s.bearer(t, map[string]any{"exp": in(-time.Minute)}),
			"not yet valid":   s.bearer(t, map[string]any{"nbf": in(time.Minute)}),
			"bound to a key":  s.bearer(t, map[string]any{"cnf": map[string]any{"jkt": "x"}}), // RFC 7800
			"aud null":        s.bearer(t, map[string]any{"aud": json.RawMessage("null")}),
			"without expiry":  s.bearer(t, map[string]any{"exp": nil}),
			"without user":    s.bearer(t, map[string]any{"sub": nil}),
			"a number user":   s.bearer(t, map[string]any{"sub": 7}),
			"foreign":         foreign,
			"signed by none":  segment(`{"alg":"none","typ":"JWT"}`) + "." + claims + ".",
			"None, no dot":    segment(`{"alg":"None"}`) + "." + claims,
			"cut short":       part[0] + "." + part[1] + "." + part[2][:20],
			"other claims":    part[0] + "." + claims + "." + part[2],
			"over 8 KiB":      s.bearer(t, map[string]any{"pad": strings.Repeat("x", 8<<10)}),
			"user breaks key": s.bearer(t, map[string]any{"sub": "a}b"}),
			"user too long":   s.bearer(t, map[string]any{"sub": strings.Repeat("u", 257)}),
			"empty user":      s.bearer(t, map[string]any{"sub": ""}),
			"user with a NUL": s.bearer(t, map[string]any{"sub": "a\x00b"}),
		} {
			t.Run(name, func(t *testing.T) {
				s.zadd(t, "session", encode(t, session(token, in(time.Hour))), in(time.Hour))
				s.get(t, "Authorization", "Bearer "+token).want(t, 401, invalidToken)
			})
		}
		s.zadd(t, "session", encode(t, session(good, in(time.Hour))), in(time.Hour))
		s.get(t, "Authorization", "Bearer "+good).want(t, 200, "")
		s.get(t, "authorization", "bEARER "+good).want(t, 200, "")  // RFC 9110, section 11.1: the scheme is case-insensitive
		s.get(t, "Authorization", "Bearer  "+good).want(t, 200, "") // RFC 6750, section 2.1: one space or more
		// A fast clock of the issuer locks nobody out: nbf says from when on a token is valid.
		early := s.bearer(t, map[string]any{"iat": in(45 * time.Second)})
		s.zadd(t, "session", encode(t, session(early, in(time.Hour))), in(time.Hour))
		s.get(t, "Authorization", "Bearer "+early).want(t, 200, "")
	})
}

func TestBearerWithoutLiveRecord(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		gone := s.bearer(t, nil)
		s.get(t, "Authorization", "Bearer "+gone).want(t, 401, invalidToken)

		// The record ends before the token does.
		early := s.bearer(t, nil)
		s.zadd(t, "session", encode(t, session(early, in(time.Minute))), in(time.Minute))
		s.get(t, "Authorization", "Bearer "+early).want(t, 200, "")
		s.wait(time.Minute)
		s.get(t, "Authorization", "Bearer "+early).want(t, 401, invalidToken)

		suspended := session(s.bearer(t, nil), in(time.Hour))
		suspended.IsSuspended = true
		s.zadd(t, "session", encode(t, suspended), in(time.Hour))
		s.get(t, "Authorization", "Bearer "+suspended.Token).want(t, 401, invalidToken)
	})
}

func TestAPIKey(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		key, id := s.apiKey(t, user, time.Hour)
		other, _ := s.apiKey(t, "user-8", time.Hour)
		short, _ := s.apiKey(t, user, time.Minute)
		s.get(t, "X-Api-Key", key).want(t, 200, "")
		s.get(t, "X-Api-Key", short).want(t, 200, "")
		s.zadd(t, "session", encode(t, session("mine", in(time.Hour))), in(time.Hour))
		s.want(t, asKey(other), nil, nil)
		s.want(t, asKey(key), []string{"mine"}, nil)

		for name, bad := range map[string]string{
			"empty":        "",
			"malformed":    "stk_x",
			"a wrong sum":  key[:len(key)-1] + string('0'+('9'-key[len(key)-1])%2),
			"upper case":   strings.ToUpper(key),
			"two":          key + "," + key,
			"a bearer":     "Bearer " + key,
			"space inside": key[:10] + " " + key[10:],
		} {
			if bad == key {
				t.Fatal(name)
			}
			s.get(t, "X-Api-Key", bad).want(t, 401, "Bearer")
		}
		s.wait(time.Minute)
		s.get(t, "X-Api-Key", short).want(t, 401, "Bearer")
		if err := s.store.RevokeAPIKey(t.Context(), store.UserKey, id); err != nil {
			t.Fatal(err)
		}
		if a := s.get(t, "X-Api-Key", key).want(t, 401, "Bearer"); !strings.Contains(string(a.body), "is not valid, or was revoked, or has expired") {
			t.Errorf("the answer is %s", a.body)
		}
		// Well-formed but unknown: made for another installation.
		elsewhere, _, err := credential.NewKey(s.peppers, strings.NewReader(strings.Repeat("r", 99)), start, time.Hour, user, "Acme", "")
		if err != nil {
			t.Fatal(err)
		}
		s.get(t, "X-Api-Key", elsewhere).want(t, 401, "Bearer")
	})
}

// There is one documented answer for each, never a guess.
func TestNoneOrManyCredentials(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.signIn(t)
		key, _ := s.apiKey(t, user, time.Hour)
		others, _ := s.apiKey(t, "user-8", time.Hour)
		bearer, revoked := "Bearer "+token, "Bearer "+s.bearer(t, nil)
		for name, c := range map[string]struct {
			query        string
			header       []string
			status       int
			authenticate string
		}{
			"none":           {"", nil, 401, "Bearer"},
			"another scheme": {"", []string{"Authorization", "Basic eDp5"}, 401, "Bearer"},
			// Both must hold, and for the same user.
			"both":                   {"", []string{"Authorization", bearer, "X-Api-Key", key}, 200, ""},
			"both, the bearer bad":   {"", []string{"Authorization", "Bearer x", "X-Api-Key", key}, 401, invalidToken},
			"both, it is not listed": {"", []string{"Authorization", revoked, "X-Api-Key", key}, 401, invalidToken},
			"both, the key bad":      {"", []string{"Authorization", bearer, "X-Api-Key", "stk_x"}, 401, "Bearer"},
			"both, the key empty":    {"", []string{"Authorization", bearer, "X-Api-Key", ""}, 401, "Bearer"},
			"both, of two users":     {"", []string{"Authorization", bearer, "X-Api-Key", others}, 401, invalidToken},
			"both, and in the query": {"?access_token=x", []string{"Authorization", bearer, "X-Api-Key", key}, 400, invalidRequest},
			"both, the key twice":    {"", []string{"Authorization", bearer, "X-Api-Key", key, "X-Api-Key", key}, 400, invalidRequest},
			// An Authorization of another scheme is ignored.
			"Basic and key":          {"", []string{"Authorization", "Basic eDp5", "X-Api-Key", key}, 200, ""},
			"Negotiate and key":      {"", []string{"Authorization", "Negotiate YII=", "X-Api-Key", key}, 200, ""},
			"Basic and a bad key":    {"", []string{"Authorization", "Basic eDp5", "X-Api-Key", "stk_x"}, 401, "Bearer"},
			"the bare token":         {"", []string{"Authorization", token}, 401, "Bearer"},
			"the bare token and key": {"", []string{"Authorization", token, "X-Api-Key", key}, 200, ""},
			"bearer twice":           {"", []string{"Authorization", bearer, "Authorization", bearer}, 400, invalidRequest},
			"key twice":              {"", []string{"X-Api-Key", key, "X-Api-Key", key}, 400, invalidRequest},
			"in the query":           {"?access_token=" + token, nil, 400, invalidRequest},
			"in the query as well":   {"?access_token=x", []string{"Authorization", bearer}, 400, invalidRequest},
			"another query":          {"?x=1&y=%ff&z", []string{"Authorization", bearer}, 200, ""},
			"the key as a parameter": {"?X-Api-Key=" + key, nil, 401, "Bearer"},
			"the key as a cookie":    {"", []string{"Cookie", "X-Api-Key=" + key}, 401, "Bearer"},
		} {
			t.Run(name, func(t *testing.T) {
				a := s.do(t, s.request(t, "GET", path+c.query, c.header...)).want(t, c.status, c.authenticate)
				if name == "the bare token" && !strings.Contains(string(a.body), "send Authorization: Bearer ") {
					t.Errorf("the answer does not say what is missing: %s", a.body)
				}
			})
		}
	})
}

// The operator learns why a credential was refused, by a constant in the log and in the metrics; the client does not.
func TestRefusalReasons(t *testing.T) {
	s := embedded(t, nil)
	key, id := s.apiKey(t, user, time.Hour)
	short, _ := s.apiKey(t, user, time.Second)
	others, _ := s.apiKey(t, "user-8", time.Hour)
	suspended := session(s.bearer(t, nil), in(time.Hour))
	suspended.IsSuspended = true
	s.zadd(t, "session", encode(t, suspended), in(time.Hour))
	bearer := "Bearer " + s.signIn(t)
	s.wait(time.Second)
	if err := s.store.RevokeAPIKey(t.Context(), store.UserKey, id); err != nil {
		t.Fatal(err)
	}
	made := key[:61] + string('a'+(key[61]-'a'+1)%26)
	bodies := map[string]map[string]bool{}
	for want, header := range map[string][]string{
		"no credential":                   nil,
		"token without the scheme Bearer": {"Authorization", bearer[len("Bearer "):]},
		"a credential's header twice":     {"Authorization", bearer, "Authorization", bearer},
		"malformed header":                {"Authorization", "Bearer"},
		"malformed token":                 {"Authorization", "Bearer x"},
		"expired":                         {"Authorization", "Bearer " + s.bearer(t, map[string]any{"exp": in(-time.Minute)})},
		"a claim is missing":              {"Authorization", "Bearer " + s.bearer(t, map[string]any{"exp": nil})},
		"bound to a key":                  {"Authorization", "Bearer " + s.bearer(t, map[string]any{"cnf": 1})},
		"not listed":                      {"Authorization", "Bearer " + s.bearer(t, nil)},
		"suspended":                       {"Authorization", "Bearer " + suspended.Token},
		"credentials of two users":        {"Authorization", bearer, "X-Api-Key", others},
		"malformed API key":               {"X-Api-Key", "x"},
		"wrong check digits":              {"X-Api-Key", made},
		"API key unknown or revoked":      {"X-Api-Key", key},
		"API key expired":                 {"X-Api-Key", short},
	} {
		a := s.get(t, header...)
		if a.status != 401 && a.status != 400 {
			t.Errorf("%s: status %d", want, a.status)
		}
		if len(header) == 2 { // all of a kind get the same answer
			if bodies[header[0]] == nil {
				bodies[header[0]] = map[string]bool{}
			}
			bodies[header[0]][a.header.Get("WWW-Authenticate")+string(a.body)] = true
		}
		s.metric(t, fmt.Sprintf("session_tokens_refusals_total{reason=%q} 1", want))
		if line := fmt.Sprintf(`"request_id":%q,"operation":"getSessionTokens"`, a.header.Get("X-Request-Id")); !strings.Contains(s.logged(), line) {
			t.Errorf("%s: no line %s", want, line)
		}
		if !strings.Contains(s.logged(), fmt.Sprintf(`"reason":%q}`, want)) {
			t.Errorf("not in the log: %s", want)
		}
	}
	if len(bodies["X-Api-Key"]) != 1 || len(bodies["Authorization"]) != 2 { // including the one without Bearer
		t.Errorf("answers %v", bodies)
	}
	// An accepted request, or an error that says nothing about a credential, has no reason.
	before := strings.Count(s.logged(), `"reason":`)
	s.get(t, "Authorization", bearer).want(t, 200, "")
	s.do(t, s.request(t, "GET", "/other", "Authorization", "Bearer x")).want(t, 404, "")
	if after := strings.Count(s.logged(), `"reason":`); after != before {
		t.Errorf("%d reasons more", after-before)
	}
}

// A flood of made-up keys causes no look-up in the store.
func TestMadeUpKeysAskNoStore(t *testing.T) {
	keys := &countingKeys{}
	s := embedded(t, func(cfg *handlers.Config) {
		peppers := must[*credential.Peppers](t)(credential.ParsePeppers("v1:" + strings.Repeat("pepper", 6)))
		keys.kept = cfg.Store.(*store.Redis)
		cfg.Verifiers["apiKeyAuth"] = credential.NewKeyVerifier(keys, peppers, cfg.Now)
	})
	key, _ := s.apiKey(t, user, time.Hour)
	s.get(t, "X-Api-Key", key).want(t, 200, "")
	if n := keys.asked.Load(); n != 1 {
		t.Errorf("the store was asked %d times, want once", n)
	}
	for range 50 {
		id, random := strings.ToLower(rand.Text()), strings.ToLower(rand.Text()+rand.Text())
		made := "stk_" + id[:16] + "_" + random[:32] + "_"
		s.get(t, "X-Api-Key", fmt.Sprintf("%s%08x", made, crc32.ChecksumIEEE([]byte(made)))).want(t, 401, "Bearer")
		s.get(t, "X-Api-Key", made+random[32:40]).want(t, 401, "Bearer")
	}
	if n := keys.asked.Load(); n != 1 {
		t.Errorf("the store was asked %d times more", n-1)
	}
}

type countingKeys struct {
	kept  credential.Keys
	asked atomic.Int64
}

func (k *countingKeys) APIKey(ctx context.Context, id string) (store.APIKey, error) {
	k.asked.Add(1)
	return k.kept.APIKey(ctx, id)
}

// A credential that an operation does not ask for lets nobody in, but must hold if it is sent.
func TestCredentialThatIsNotAskedFor(t *testing.T) {
	document := strings.Replace(string(gen.Document()), `"operationId": "getSessionTokens",`, `"operationId": "getSessionTokens", "security": [{"bearerAuth": []}],`, 1)
	s := embedded(t, func(cfg *handlers.Config) {
		cfg.Contract = must[*contract.Contract](t)(contract.Load([]byte(document)))
	})
	key, _ := s.apiKey(t, user, time.Hour)
	others, _ := s.apiKey(t, "user-8", time.Hour)
	bearer := "Bearer " + s.signIn(t)
	s.get(t, "Authorization", bearer).want(t, 200, "")
	s.get(t, "X-Api-Key", key).want(t, 401, "Bearer")
	s.metric(t, `session_tokens_refusals_total{reason="scheme not accepted by the operation"} 1`)
	s.get(t, "Authorization", bearer, "X-Api-Key", key).want(t, 200, "")
	s.get(t, "Authorization", bearer, "X-Api-Key", "stk_x").want(t, 401, "Bearer")
	s.get(t, "Authorization", bearer, "X-Api-Key", others).want(t, 401, invalidToken)
	s.get(t, "Authorization", "Bearer x", "X-Api-Key", key).want(t, 401, invalidToken)
}

// serve does everything that is done with a contract at the start.
func serve(document []byte, verifiers map[string]credential.Verifier) error {
	c, err := contract.Load(document)
	if err != nil {
		return err
	}
	schema, err := live.NewSchema(c)
	if err != nil {
		return err
	}
	_, err = handlers.New(handlers.Config{
		Contract: c, Records: live.New(schema, nil, time.Now), Verifiers: verifiers, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		OwnTokens: true,
	})
	return err
}

// A contract that this code could enforce only in part stops the start.
func TestContractThatCannotBeEnforced(t *testing.T) {
	for name, c := range map[string]struct {
		change func(doc map[string]any)
		want   string
	}{
		"an unknown scheme": {func(doc map[string]any) {
			schemes := doc["components"].(map[string]any)["securitySchemes"].(map[string]any)
			schemes["cookieAuth"] = map[string]any{"type": "apiKey", "in": "cookie", "name": "sid"}
			doc["security"] = append(doc["security"].([]any), map[string]any{"cookieAuth": []any{}})
		}, "cookieAuth"},
		"no security":       {func(doc map[string]any) { delete(doc, "security") }, "getSessionTokens"},
		"security for show": {func(doc map[string]any) { doc["security"] = append(doc["security"].([]any), map[string]any{}) }, "getSessionTokens"},
		"an open operation": {func(doc map[string]any) {
			get := doc["paths"].(map[string]any)[path].(map[string]any)["get"].(map[string]any)
			get["security"] = []any{}
		}, "getSessionTokens"},
		"no record schema": {func(doc map[string]any) {
			schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
			schemas["Session"] = schemas["SessionObject"]
			delete(schemas, "SessionObject")
			ok := doc["paths"].(map[string]any)[path].(map[string]any)["get"].(map[string]any)["responses"].(map[string]any)
			delete(ok, "200")
		}, "status 200 of getSessionTokens"},
		"a rule that a fingerprint breaks": {func(doc map[string]any) {
			session := doc["components"].(map[string]any)["schemas"].(map[string]any)["SessionObject"].(map[string]any)
			session["properties"].(map[string]any)["token"].(map[string]any)["minLength"] = 100
		}, "token of a session"},
		"no error schema": {func(doc map[string]any) {
			get := doc["paths"].(map[string]any)[path].(map[string]any)["get"].(map[string]any)
			delete(get["responses"].(map[string]any), "401")
			delete(doc["components"].(map[string]any)["schemas"].(map[string]any), "Error")
		}, "Error"},
	} {
		t.Run(name, func(t *testing.T) {
			var doc map[string]any
			if err := json.Unmarshal(must[[]byte](t)(os.ReadFile("../openapi.json")), &doc); err != nil {
				t.Fatal(err)
			}
			c.change(doc)
			err := serve(must[[]byte](t)(json.Marshal(doc)), map[string]credential.Verifier{
				"bearerAuth": &credential.Bearer{}, "apiKeyAuth": &credential.KeyVerifier{},
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one about %s", err, c.want)
			}
		})
	}
	err := serve(gen.Document(), nil)
	if err == nil || !strings.Contains(err.Error(), "bearerAuth") || !strings.Contains(err.Error(), "apiKeyAuth") {
		t.Errorf("without verifiers: %v", err)
	}
}
