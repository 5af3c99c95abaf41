package conform_test

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// Here the server is the program of this project, as it is built and started for good.

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

// startService starts session-tokens on a real Redis, with a user whose bearer and API key it accepts.
func startService(t *testing.T) *service {
	t.Helper()
	redis := redistest.Start(t)
	binary := filepath.Join(t.TempDir(), "session-tokens")
	command(t, "../../..", nil, "go", "build", "-trimpath", "-o", binary, "./cmd/session-tokens")
	env := append(os.Environ(), "REDIS_URL="+redis.URL(), "SESSION_TOKENS_JWT_HS256_SECRET="+rand.Text()+rand.Text(),
		"SESSION_TOKENS_APIKEY_PEPPER=v1:"+rand.Text()+rand.Text())
	document, err := os.ReadFile("../../../openapi.json")
	ok(t, err)
	s := &service{document: document, credentials: map[string]string{
		"bearerAuth": command(t, "", env, binary, "token", "--user", "u-1", "--store"),
		"apiKeyAuth": command(t, "", env, binary, "apikey", "create", "--user", "u-1", "--account", "Example"),
	}}

	cmd := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--drain-delay", "0s")
	cmd.Env = env
	stderr, err := cmd.StderrPipe()
	ok(t, err)
	ok(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		overdue := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		defer overdue.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the service ended with %v", err)
		}
	})
	lines := bufio.NewScanner(stderr)
	for s.url == "" && lines.Scan() {
		var said struct{ Public string } // of the line "listening" only
		_ = json.Unmarshal(lines.Bytes(), &said)
		if said.Public != "" {
			s.url = "http://" + said.Public
		}
	}
	if s.url == "" {
		t.Fatal("the service does not listen")
	}
	go func() { // or the service would block when the pipe is full
		for lines.Scan() {
		}
	}()
	return s
}

func command(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(name), args[0], err, out, stderr.String())
	}
	return strings.TrimSpace(string(out))
}
