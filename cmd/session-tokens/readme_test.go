package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The README's example, as written, on each kind of Redis: nothing but the URL is another.
func TestReadmeExample(t *testing.T) {
	for _, program := range []string{"bash", "curl", "redis-cli"} {
		redistest.Need(t, program)
	}
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	readme, err := os.ReadFile("../../README.md")
	e2eOK(t, err)
	const first, then = "    export REDIS_URL=redis://127.0.0.1:6379\n", "    redis-cli -u $REDIS_URL ZADD"
	_, rest, found := strings.Cut(string(readme), first)
	example, rest, foundToo := strings.Cut(rest, "\n\nThat is the same on [any Redis]")
	_, rest, foundThree := strings.Cut(rest, then)
	other, _, foundFour := strings.Cut(then+rest, "\n\n")
	if !found || !foundToo || !foundThree || !foundFour {
		t.Fatal("README.md has no example that begins and ends so")
	}
	for kind, start := range map[string]func() string{
		"one server": func() string { return redistest.Start(t).URL() },
		"Sentinel":   func() string { return redistest.StartSentinels(t).URL },
		"Cluster":    func() string { return redistest.StartCluster(t).URL },
	} {
		script := example
		if kind == "one server" {
			script += "\n" + other
		}
		url := start() // its servers may take ports that are free now
		public, admin := freePort(t), freePort(t)
		script = strings.NewReplacer("make build\n", "", "./bin/session-tokens", binary, "127.0.0.1:8080", "127.0.0.1:"+public).Replace(script)
		run := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
		run.Dir = t.TempDir()
		run.Env = append(os.Environ(), "REDIS_URL="+url, "SESSION_TOKENS_LISTEN=127.0.0.1:"+public, "SESSION_TOKENS_ADMIN_LISTEN=127.0.0.1:"+admin)
		said, err := run.CombinedOutput()
		if err != nil || !strings.Contains(string(said), "1 record stored") || !strings.Contains(string(said), `"location":"Berlin"`) {
			t.Errorf("%s: %v\n%s", kind, err, said)
		}
		if kind == "one server" && !strings.Contains(string(said), "session ") {
			t.Errorf("%s: no session is listed\n%s", kind, said)
		}
	}
}
