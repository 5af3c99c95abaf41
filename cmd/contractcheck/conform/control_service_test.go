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

// The control listener of the program, as it is built and started for good, with what the contract's examples speak
// of: each operation can be asked, and none is left out.
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
			examplesOf(t, document, running.Control, key, s)
			result, err := conform.Run(t.Context(), conform.Config{Document: document, BaseURL: running.Control,
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

// examplesOf registers the two sessions that the contract's examples speak of, and the API key.
func examplesOf(t *testing.T, document []byte, url, key string, s *store.Redis) {
	t.Helper()
	var contract struct {
		Paths map[string]struct {
			Post struct {
				RequestBody struct {
					Content map[string]struct{ Example json.RawMessage }
				}
			}
		}
		Components struct {
			Parameters map[string]struct{ Example any }
		}
	}
	ok(t, json.Unmarshal(document, &contract))
	body := contract.Paths["/users/{user_id}/sessions"].Post.RequestBody.Content["application/json"].Example
	user, _ := contract.Components.Parameters["UserIdParameter"].Example.(string)
	id, _ := contract.Components.Parameters["ApiKeyIdParameter"].Example.(string)
	if body == nil || user == "" || id == "" {
		t.Fatal("the contract has no examples to begin with")
	}
	for _, session := range [][]byte{body, bytes.ReplaceAll(body, []byte("token-1"), []byte("token-0"))} { // one of them is rotated
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/users/"+user+"/sessions", bytes.NewReader(session))
		ok(t, err)
		r.Header.Set("X-Control-Key", key)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		ok(t, err)
		answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			t.Fatalf("register the example: %s", answer.Status)
		}
	}
	ok(t, s.PutAPIKey(t.Context(), store.APIKey{ID: id, UserID: user, Account: "acc_1", Created: time.Now(), Expires: time.Now().Add(time.Hour)}))
}
