package conform_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The program's own control listener conforms, and no operation goes untested. The run creates most resources
// itself. It is given one session, which no example names, and the session in the example of a rotation exists
// beforehand.
func TestControlListenerConforms(t *testing.T) {
	document, err := os.ReadFile("../../../gen/control/openapi.json")
	ok(t, err)
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			redis := redistest.Start(t)
			const pepper = "v1:not-a-secret-not-a-secret-not-a-secret"
			peppers, err := credential.ParsePeppers(pepper)
			ok(t, err)
			key, record, err := credential.NewControlKey(peppers, rand.Reader, time.Now(), time.Hour, "conform", []string{"read", "write"})
			ok(t, err)
			s, err := store.Open(redis.URL(), store.Config{Now: time.Now})
			ok(t, err)
			defer s.Close()
			ok(t, s.PutAPIKey(t.Context(), record))
			running, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), "SESSION_TOKENS_APIKEY_PEPPER=" + pepper})
			ok(t, err)
			t.Cleanup(func() { ok(t, running.Stop(key)) })
			register(t, document, running.Control, key, "token-1", "token-0")
			other := register(t, document, running.Control, key, `"example-`, `"another-`)
			result, err := conform.Run(t.Context(), conform.Config{Document: document, BaseURL: running.Control, Values: map[string]string{"fingerprint": other},
				Credentials: map[string]string{"controlKey": key}, Seed: seed, Requests: 2000})
			ok(t, err)
			wantFindings(t, result)
			wantTexts(t, "unchecked", result.Unchecked)
			if result.Incomplete || result.Requests < 200 {
				t.Errorf("%d requests, incomplete: %t", result.Requests, result.Incomplete)
			}
		})
	}
}

// register registers a session like the one in the contract's example, with from replaced by to in its tokens, and
// returns its fingerprint.
func register(t *testing.T, document []byte, url, key, from, to string) string {
	t.Helper()
	var contract struct {
		Paths map[string]struct {
			Post struct {
				RequestBody struct {
					Content map[string]struct{ Example json.RawMessage }
				}
			}
		}
	}
	ok(t, json.Unmarshal(document, &contract))
	example := contract.Paths["/users/{user_id}/sessions"].Post.RequestBody.Content["application/json"].Example
	body := bytes.ReplaceAll(example, []byte(from), []byte(to))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/users/user_1/sessions", bytes.NewReader(body))
	ok(t, err)
	r.Header.Set("X-Control-Key", key)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	ok(t, err)
	defer answer.Body.Close()
	var registered struct{ Fingerprints struct{ Session string } }
	ok(t, json.NewDecoder(answer.Body).Decode(&registered))
	if answer.StatusCode != http.StatusCreated || registered.Fingerprints.Session == "" {
		t.Fatalf("register a session: %s", answer.Status)
	}
	return registered.Fingerprints.Session
}
