package main

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// A login service in another language, with the generated client: sign in, list, rotate, end all others, see the
// events.
func TestLoginServiceInNode(t *testing.T) {
	node, project := redistest.Need(t, "node"), sdkProject(t)
	redis := redistest.Start(t)
	const secret, pepper = "not-a-secret-not-a-secret-not-a-secret", "v1:not-a-secret-not-a-secret-not-a-secret"
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), hs256Secret + "=" + secret, apiKeyPepper + "=" + pepper})
	e2eOK(t, err)
	key := controlKeyFor(t, redis.URL(), pepper)
	env := append(os.Environ(), "CONTROL="+service.Control, "CONTROL_KEY="+key, "PUBLIC="+service.Public, "SECRET="+secret)
	var seen map[string]any
	e2eOK(t, json.Unmarshal(e2eRun(t, env, project, "", node, "built/login.js"), &seen))
	want := map[string]any{
		"signed in": 200.0, "listed": 4.0, "same successor": true, "old bearer": 401.0, "new bearer": 200.0, "active": true, "ended": 2.0, "phone": 401.0,
		"events": []any{"registered refresh", "registered refresh", "registered session", "registered session", "revoked refresh", "revoked session", "rotated refresh"},
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("it saw\n%v, want\n%v", seen, want)
	}
	e2eOK(t, service.Stop(key, secret))
}

// controlKeyFor makes a control key of both scopes.
func controlKeyFor(t *testing.T, url, pepper string) string {
	t.Helper()
	peppers, err := credential.ParsePeppers(pepper)
	e2eOK(t, err)
	key, record, err := credential.NewControlKey(peppers, rand.Reader, time.Now(), time.Hour, "login", []string{credential.ScopeRead, credential.ScopeWrite})
	e2eOK(t, err)
	s, err := store.Open(url, store.Config{Now: time.Now})
	e2eOK(t, err)
	defer s.Close()
	e2eOK(t, s.PutAPIKey(t.Context(), record))
	return key
}

// The commands of docs/control.md, as written, against the demo.
func TestControlWalk(t *testing.T) {
	for _, program := range []string{"bash", "curl"} {
		redistest.Need(t, program)
	}
	service, err := servicetest.Start(nil, "--demo")
	e2eOK(t, err)
	page, err := os.ReadFile("../../docs/control.md")
	e2eOK(t, err)
	var script strings.Builder
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "    ") {
			script.WriteString(strings.TrimPrefix(line, "    "))
			if strings.HasPrefix(line, "    curl") {
				script.WriteString("echo ---\n")
			}
		}
	}
	env := append(os.Environ(), "CONTROL="+service.Control, "CONTROL_KEY="+service.ControlKey)
	said := string(e2eRun(t, env, t.TempDir(), "", "bash", "-euo", "pipefail", "-c", script.String()))
	lines := strings.Split(strings.TrimSuffix(said, "---\n"), "---\n")
	if len(lines) != 6 {
		t.Fatalf("%d answers, want 6:\n%s", len(lines), said)
	}
	for i, want := range []string{`"fingerprints"`, `"active":true`, `"session-2"`, `"records"`, ``, `"transition":"revoked"`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("answer %d is %s, want %s", i, lines[i], want)
		}
	}
	e2eOK(t, service.Stop())
}
