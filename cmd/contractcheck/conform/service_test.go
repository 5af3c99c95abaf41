package conform_test

import (
	"os"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
)

// Here the server is this project's program.

func TestServiceConforms(t *testing.T) {
	s := startService(t)
	for seed := range uint64(3) {
		result, err := conform.Run(t.Context(), conform.Config{Document: s.document, BaseURL: s.url, Credentials: s.credentials,
			Seed: seed, Requests: 1000})
		ok(t, err)
		wantFindings(t, result)
		wantTexts(t, "unchecked", result.Unchecked)
		if result.Requests < 40 {
			t.Errorf("%d requests: that is not all there is to ask", result.Requests)
		}
	}
}

type service struct {
	document    []byte
	url         string
	credentials map[string]string
}

// startService starts session-tokens with its demo user, and returns its bearer token and API key as credentials.
func startService(t *testing.T) *service {
	t.Helper()
	document, err := os.ReadFile("../../../openapi.json")
	ok(t, err)
	running, err := servicetest.Start(nil, "--demo")
	ok(t, err)
	t.Cleanup(func() { ok(t, running.Stop()) })
	return &service{document: document, url: running.Public,
		credentials: map[string]string{"bearerAuth": running.Bearer, "apiKeyAuth": running.Key}}
}
