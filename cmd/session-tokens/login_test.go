package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// A service with a control listener records when its public listener last accepted an API key.
func TestAPIKeyLastUsed(t *testing.T) {
	redis := redistest.Start(t)
	const pepper = "v1:not-a-secret-not-a-secret-not-a-secret"
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), apiKeyPepper + "=" + pepper})
	e2eOK(t, err)
	key := controlKeyFor(t, redis.URL(), pepper)
	ask := func(method, url, header, value, body string, into any) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
		e2eOK(t, err)
		r.Header.Set(header, value)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		e2eOK(t, err)
		defer answer.Body.Close()
		if into != nil {
			e2eOK(t, json.NewDecoder(answer.Body).Decode(into))
		}
		return answer.StatusCode
	}
	var made struct{ Key string }
	ask("POST", service.Control+"/users/u-1/api-keys", "X-Control-Key", key, `{"account":"a-1","expires_in":3600}`, &made)
	began := time.Now().Unix()
	if status := ask("GET", service.Public+"/accounts/session-tokens", "X-API-Key", made.Key, "", nil); status != 200 {
		t.Fatalf("the key is answered by %d", status)
	}
	for until := time.Now().Add(10 * time.Second); ; {
		var page struct {
			Keys []struct {
				LastUsed int64 `json:"last_used"`
			}
		}
		ask("GET", service.Control+"/users/u-1/api-keys", "X-Control-Key", key, "", &page)
		if len(page.Keys) == 1 && page.Keys[0].LastUsed >= began {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("%+v, want a use after %d", page, began)
		}
	}
	e2eOK(t, service.Stop(key, made.Key))
}

// controlKeyFor creates a control key with both scopes.
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

// The commands of docs/control.md, as written, with the demo.
func TestControlWalk(t *testing.T) {
	for _, program := range []string{"bash", "curl"} {
		redistest.Need(t, program)
	}
	service, err := servicetest.Start(nil, "--demo")
	e2eOK(t, err)
	script := regexp.MustCompile(`(?m)^curl.*\n`).ReplaceAllString(pageCommands(t, "../../docs/control.md", ""), "${0}echo ---\n")
	env := append(os.Environ(), "CONTROL="+service.Control, "CONTROL_KEY="+service.ControlKey)
	said := string(e2eRun(t, env, t.TempDir(), "", "bash", "-euo", "pipefail", "-c", script))
	lines := strings.Split(strings.TrimSuffix(said, "---\n"), "---\n")
	if len(lines) != 6 {
		t.Fatalf("%d answers, want 6:\n%s", len(lines), said)
	}
	if strings.TrimSpace(lines[4]) != "" {
		t.Errorf("/revoke prints %q, want nothing, as the page says", lines[4])
	}
	shown := regexp.MustCompile("(?s)```text\n(.*?)```").FindAllStringSubmatch(pages(t)["docs/control.md"], -1)
	if len(shown) != 5 {
		t.Fatalf("docs/control.md shows %d answers, want 5", len(shown))
	}
	for i, got := range slices.Delete(lines, 4, 5) {
		sameControlAnswer(t, shown[i][1], got)
	}
	// The contract and the page that shows it are served too.
	document, err := os.ReadFile("../../gen/control/openapi.json")
	e2eOK(t, err)
	for path, want := range map[string]string{"/openapi.json": string(document), "/docs/": "swagger"} {
		answer, err := http.Get(service.Control + path)
		e2eOK(t, err)
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != 200 || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s, %v: %.200s", path, answer.Status, err, text)
		}
	}
	e2eOK(t, service.Stop())
}

// sameControlAnswer compares an answer with what the page shows of it. Times, and the IDs that are made of them, are of
// another day; "...," stands for the events of other users.
func sameControlAnswer(t *testing.T, shown, got string) {
	t.Helper()
	sameDay := func(text string) (body map[string]any) {
		text = regexp.MustCompile(`\b1\d{9}\b`).ReplaceAllString(text, "0")
		text = regexp.MustCompile(`"1\d{12}-\d+"`).ReplaceAllString(text, `"ID"`)
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		return body
	}
	shown, some := strings.CutPrefix(shown, `{"events": [...,`)
	if some {
		shown = `{"events": [` + shown
	}
	want, real := sameDay(shown), sameDay(got)
	if events, ok := real["events"].([]any); ok && some {
		real["events"] = events[len(events)-len(want["events"].([]any)):]
	}
	if !reflect.DeepEqual(real, want) {
		t.Errorf("the answer is\n%s\nwant\n%s", got, shown)
	}
}

// "events --follow" prints new events until a signal arrives.
func TestEventsFollow(t *testing.T) {
	redis := redistest.Start(t)
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	command := exec.CommandContext(t.Context(), binary, "events", "--follow")
	command.Env = []string{"REDIS_URL=" + redis.URL()}
	out, err := command.StdoutPipe()
	e2eOK(t, err)
	e2eOK(t, command.Start())
	for i, name := range []string{"first", "second"} {
		s, err := store.Open(redis.URL(), store.Config{Now: time.Now})
		e2eOK(t, err)
		e2eOK(t, s.SuspendUser(store.As(t.Context(), store.By{Cause: store.CauseOwner, Actor: name}), fmt.Sprint("u-", i)))
		e2eOK(t, s.Close())
		line := make([]byte, 200)
		n, err := out.Read(line)
		if err != nil || !strings.Contains(string(line[:n]), "\tsuspended\tuser\tu-"+fmt.Sprint(i)+"\t-\towner\t"+name+"\n") {
			t.Errorf("%v: %q", err, line[:n])
		}
	}
	e2eOK(t, command.Process.Signal(os.Interrupt))
	e2eOK(t, command.Wait())
	// A follower that was away for too long is told.
	plain := redistest.Client(t, redis.URL())
	first := plain.XRangeN(t.Context(), "events:{all}", "-", "+", 1).Val()[0].ID
	for _, c := range []struct {
		kept int64
		said string
	}{{2, ""}, {1, "session-tokens: events after " + first + " may be missing: they are not kept any more\n"}} {
		e2eOK(t, plain.XTrimMaxLen(t.Context(), "events:{all}", c.kept).Err())
		command := exec.CommandContext(t.Context(), binary, "events", "--after", first)
		command.Env = []string{"REDIS_URL=" + redis.URL()}
		var said strings.Builder
		command.Stderr = &said
		out, err := command.Output()
		if err != nil || said.String() != c.said || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%v: %s%s, want %s", err, out, &said, c.said)
		}
	}
}
