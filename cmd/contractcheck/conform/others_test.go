package conform_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// These tests run against servers from the npm and Go registries. Each has its known findings, and no others.

// methods are the findings of a server that answers unknown methods with 404 instead of 405.
var methods = []string{"POST method", "PUT method", "PATCH method", "DELETE method", "TRACE method", "PROPFIND method"}

const petKey = "fake-pet-key-0123456789"

// askServer runs the checker against a server, on which it may write and delete freely.
func askServer(t *testing.T, url string, document []byte, change func(*conform.Config)) conform.Result {
	t.Helper()
	c := conform.Config{Document: document, BaseURL: url, Seed: 1, Requests: 2000, UnsafeMethods: true}
	if change != nil {
		change(&c)
	}
	result, err := conform.Run(t.Context(), c)
	ok(t, err)
	return result
}

func TestServersOfOthers(t *testing.T) {
	t.Parallel()
	t.Run("huma", func(t *testing.T) {
		t.Parallel()
		program := filepath.Join(t.TempDir(), "huma")
		download(t, "testdata/huma", append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly"), redistest.Need(t, "go"), "build", "-o", program, ".")
		url := startServer(t, exec.Command(program))
		response, err := http.Get(url + "/openapi.json")
		ok(t, err)
		defer response.Body.Close()
		document, err := io.ReadAll(response.Body)
		ok(t, err)
		result := askServer(t, url, document, nil)
		wantFindings(t, result,
			"GET no-answer", "POST no-answer", // its handler panics if it can't choose a format for an odd Accept header
			"POST refuses") // it takes null for an optional property, whose type is integer only, as if the property were absent
		wantTexts(t, "unchecked", result.Unchecked)
	})
	t.Run("npm", func(t *testing.T) {
		t.Parallel()
		node, dir := installNode(t, "testdata/others")
		document, err := os.ReadFile("testdata/others/pets.yaml")
		ok(t, err)
		for name, c := range map[string]struct {
			program         string
			want, unchecked []string
		}{
			"express-openapi-validator": {"express.js", []string{
				"POST www-authenticate", // OpenAPI's apiKey has no authentication scheme to name
			}, nil},
			// It coerces bodies (a number becomes a string), strips undeclared properties and accepts a missing
			// body, after which its own responses break the contract or are 500. Fastify answers an unknown method
			// with 404, not 405.
			"fastify-openapi-glue": {"fastify.mjs", slices.Concat(methods, []string{"OPTIONS method",
				"POST www-authenticate", "POST refuses", "POST server-error", "GET server-error", "GET status"}), nil},
			// It has no authentication and stores whatever it is sent.
			"json-server": {"json-server.js", slices.Concat(methods, []string{
				"POST no-credential", "POST malformed-credential", "POST wrong-credential",
				"GET refuses", "POST refuses", "POST server-error", "GET body", "POST body"}), nil},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				cmd := exec.Command(node, c.program)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "KEY="+petKey)
				result := askServer(t, startServer(t, cmd), document, func(c *conform.Config) { c.Credentials = map[string]string{"key": petKey} })
				wantFindings(t, result, c.want...)
				wantTexts(t, "unchecked", result.Unchecked, c.unchecked...)
			})
		}
	})
}
