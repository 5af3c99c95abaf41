package handlers_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
)

const (
	invalidToken   = `Bearer error="invalid_token"`
	invalidRequest = `Bearer error="invalid_request"`
)

func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Each bearer here has a live record of its own, so only the bearer can be what is refused.
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
			"bound to a key":  s.bearer(t, map[string]any{"cnf": map[string]any{"jkt": "x"}}),
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
		s.get(t, "authorization", "bEARER "+good).want(t, 200, "") // RFC 9110 11.1: the scheme's case is free
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
		if err := s.store.RevokeAPIKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		s.get(t, "X-Api-Key", key).want(t, 401, "Bearer")
		// Unknown and whole: made for another installation.
		elsewhere, _, err := credential.NewKey(s.peppers, strings.NewReader(strings.Repeat("r", 99)), start, time.Hour, user, "Acme", "")
		if err != nil {
			t.Fatal(err)
		}
		s.get(t, "X-Api-Key", elsewhere).want(t, 401, "Bearer")
	})
}

// One documented answer for each, never a guess.
func TestNoneOrManyCredentials(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.signIn(t)
		key, _ := s.apiKey(t, user, time.Hour)
		other, _ := s.apiKey(t, "user-8", time.Hour)
		revoked, id := s.apiKey(t, user, time.Hour)
		if err := s.store.RevokeAPIKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		gone := s.bearer(t, nil)
		bearer := "Bearer " + token
		for name, c := range map[string]struct {
			query        string
			header       []string
			status       int
			authenticate string
		}{
			"none":                   {"", nil, 401, "Bearer"},
			"another scheme":         {"", []string{"Authorization", "Basic eDp5"}, 401, "Bearer"},
			"both":                   {"", []string{"Authorization", bearer, "X-Api-Key", key}, 200, ""},
			"both, the key empty":    {"", []string{"Authorization", bearer, "X-Api-Key", ""}, 401, "Bearer"},
			"both, the key revoked":  {"", []string{"Authorization", bearer, "X-Api-Key", revoked}, 401, "Bearer"},
			"both, the bearer bad":   {"", []string{"Authorization", bearer + "x", "X-Api-Key", key}, 401, invalidToken},
			"both, not listed":       {"", []string{"Authorization", "Bearer " + gone, "X-Api-Key", key}, 401, invalidToken},
			"both, of two users":     {"", []string{"Authorization", bearer, "X-Api-Key", other}, 401, "Bearer"},
			"Basic and key":          {"", []string{"Authorization", "Basic eDp5", "X-Api-Key", key}, 200, ""},
			"Basic and a bad key":    {"", []string{"Authorization", "Basic eDp5", "X-Api-Key", key + "x"}, 401, "Bearer"},
			"two spaces":             {"", []string{"Authorization", "Bearer  " + token}, 200, ""},
			"no scheme":              {"", []string{"Authorization", token}, 401, "Bearer"},
			"no scheme, and key":     {"", []string{"Authorization", token, "X-Api-Key", key}, 200, ""},
			"bearer twice":           {"", []string{"Authorization", bearer, "Authorization", bearer}, 400, invalidRequest},
			"key twice":              {"", []string{"X-Api-Key", key, "X-Api-Key", key}, 400, invalidRequest},
			"in the query":           {"?access_token=" + token, nil, 400, invalidRequest},
			"in the query as well":   {"?access_token=x", []string{"Authorization", bearer}, 400, invalidRequest},
			"another query":          {"?x=1&y=%ff&z", []string{"Authorization", bearer}, 200, ""},
			"the key as a parameter": {"?X-Api-Key=" + key, nil, 401, "Bearer"},
			"the key as a cookie":    {"", []string{"Cookie", "X-Api-Key=" + key}, 401, "Bearer"},
		} {
			t.Run(name, func(t *testing.T) {
				s.do(t, s.request(t, "GET", path+c.query, c.header...)).want(t, c.status, c.authenticate)
			})
		}
	})
}

// The operator is told why a credential was refused, in the log and by a metric. The client is not told more
// than the documented answer says.
func TestRefusalsHaveReasons(t *testing.T) {
	engines(t, func(t *testing.T, s *service) {
		token := s.signIn(t)
		key, _ := s.apiKey(t, user, time.Hour)
		other, _ := s.apiKey(t, "user-8", time.Hour)
		short, _ := s.apiKey(t, user, time.Minute)
		revoked, id := s.apiKey(t, user, time.Hour)
		if err := s.store.RevokeAPIKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		suspended := session(s.bearer(t, nil), in(time.Hour))
		suspended.IsSuspended = true
		s.zadd(t, "session", encode(t, suspended), in(time.Hour))
		s.wait(time.Minute)
		for want, header := range map[string][]string{
			"no credential":                            nil,
			"token without the scheme Bearer":          {"Authorization", token},
			"header twice, or credential in the query": {"Authorization", "Bearer " + token, "Authorization", "Bearer " + token},
			"credentials of different users":           {"Authorization", "Bearer " + token, "X-Api-Key", other},
			"malformed header":                         {"Authorization", "Bearer"},
			"malformed token":                          {"Authorization", "Bearer x"},
			"signature not accepted":                   {"Authorization", "Bearer " + token[:len(token)-8] + "AAAAAAAA"},
			"algorithm not accepted":                   {"Authorization", "Bearer " + segment(`{"alg":"none"}`) + ".e30."},
			"header not accepted":                      {"Authorization", "Bearer " + segment(`{"alg":"HS256","crit":[]}`) + ".e30."},
			"expired":                                  {"Authorization", "Bearer " + s.bearer(t, map[string]any{"exp": in(-time.Hour)})},
			"not valid yet":                            {"Authorization", "Bearer " + s.bearer(t, map[string]any{"nbf": in(time.Hour)})},
			"bound to a key":                           {"Authorization", "Bearer " + s.bearer(t, map[string]any{"cnf": 1})},
			"a claim is missing":                       {"Authorization", "Bearer " + s.bearer(t, map[string]any{"exp": nil})},
			"no usable user ID":                        {"Authorization", "Bearer " + s.bearer(t, map[string]any{"sub": nil})},
			"not listed":                               {"Authorization", "Bearer " + s.bearer(t, nil)},
			"suspended":                                {"Authorization", "Bearer " + suspended.Token},
			"no API key of this service":               {"X-Api-Key", key + "x"},
			"unknown API key":                          {"X-Api-Key", revoked},
			"expired API key":                          {"X-Api-Key", short},
		} {
			s.get(t, header...)
			lines := strings.Split(strings.TrimSpace(s.logged()), "\n")
			if last := lines[len(lines)-1]; !strings.Contains(last, `"reason":"`+want+`"`) {
				t.Errorf("%s: the log says %s", want, last)
			}
			if metrics := s.ask(t, "/metrics", 200); !strings.Contains(metrics, `session_tokens_refusals_total{reason="`+want+`"} 1`) {
				t.Errorf("%s: not counted", want)
			}
		}
		s.get(t, "Authorization", "Bearer "+token).want(t, 200, "")
		if lines := strings.Split(strings.TrimSpace(s.logged()), "\n"); strings.Contains(lines[len(lines)-1], "reason") {
			t.Error("a good request has a reason")
		}
	})
}

// serve does all that a start does with a contract.
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
	})
	return err
}

// A contract that this code could only half enforce stops the start.
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
