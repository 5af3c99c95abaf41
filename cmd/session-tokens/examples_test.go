package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The programs in examples/ run by the commands of their READMEs, as written, with a real service.

func TestExampleGo(t *testing.T) {
	service := exampleService(t)
	const folder = "../../examples/go"
	env := append(os.Environ(), "PUBLIC="+service.Public)
	if got, want := exampleRun(t, folder, append(env, "TOKEN="+service.Bearer)), exampleShown(t, folder); got != want {
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
	exampleFails(t, folder, append(env, "TOKEN="+sdkRefused), "go run .", "401 Unauthorized: {\"error\":\"the bearer token is not valid")
}

func TestExamplePython(t *testing.T) {
	redistest.Need(t, "python3")
	env := os.Environ()
	has := func() bool {
		python := exec.Command("sh", "-c", "python3 -c 'import requests'")
		python.Env = env
		return python.Run() == nil
	}
	if !has() {
		env = append(env, "PATH=/usr/bin:"+os.Getenv("PATH")) // another Python may come before the system's
	}
	if !has() {
		redistest.Need(t, "python3-requests") // not a program's name, but .ci/get knows it
	}
	service := exampleService(t)
	const folder = "../../examples/python"
	env = append(env, "PUBLIC="+service.Public)
	if got, want := exampleRun(t, folder, append(env, "TOKEN="+service.Bearer)), exampleShown(t, folder); got != want {
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if strings.HasPrefix(r.URL.Path, "/401/") {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte("<p>Sign in to the proxy.</p>"))
	}))
	t.Cleanup(proxy.Close)
	for want, env := range map[string][]string{
		"TOKEN is not set: ":                                      append(slices.Clone(env), "TOKEN="),
		"the bearer token is not valid":                           append(slices.Clone(env), "TOKEN="+sdkRefused),
		"http://127.0.0.1:1 can't be reached (ConnectionError): ": append(slices.Clone(env), "TOKEN="+service.Bearer, "PUBLIC=http://127.0.0.1:1"),
		"unexpected answer: 200 text/html":                        append(slices.Clone(env), "TOKEN="+service.Bearer, "PUBLIC="+proxy.URL),
		"unexpected answer: 401 text/html":                        append(slices.Clone(env), "TOKEN="+service.Bearer, "PUBLIC="+proxy.URL+"/401"),
	} {
		exampleFails(t, folder, env, "python3 list.py", want)
	}
}

// A login service in another language uses the generated client to sign in, list, rotate, end all other sessions
// and read the events.
func TestLoginServiceInNode(t *testing.T) {
	folder := filepath.Join(exampleFolders(t), "login")
	redis := redistest.Start(t)
	const secret, pepper = "not-a-secret-not-a-secret-not-a-secret", "v1:not-a-secret-not-a-secret-not-a-secret"
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), hs256Secret + "=" + secret, apiKeyPepper + "=" + pepper})
	e2eOK(t, err)
	key := controlKeyFor(t, redis.URL(), pepper)
	env := append(os.Environ(), "CONTROL="+service.Control, "CONTROL_KEY="+key, "PUBLIC="+service.Public)
	said := exampleRun(t, folder, append(env, "SECRET="+secret))
	var seen, want map[string]any
	e2eOK(t, json.Unmarshal([]byte(said[strings.LastIndex(strings.TrimSpace(said), "\n")+1:]), &seen)) // after npm's output
	e2eOK(t, json.Unmarshal([]byte(exampleShown(t, folder)), &want))
	if !reflect.DeepEqual(seen, want) || seen["signed in"] != 200.0 {
		t.Errorf("it saw\n%v, want\n%v", seen, want)
	}
	for want, env := range map[string][]string{
		"SECRET is not set: ": append(slices.Clone(env), "SECRET="),
		"the service answers her bearer with 401: SECRET must be ": append(slices.Clone(env), "SECRET=not-the-secret-of-the-service-at-all"),
		"fetch failed: Error: connect ECONNREFUSED":                append(slices.Clone(env), "SECRET="+secret, "CONTROL=http://127.0.0.1:"+freePort(t)),
	} {
		exampleFails(t, folder, env, "node built/login.js", want)
	}
	e2eOK(t, service.Stop(key, secret))
}

// The demo user opens an account page and ends sessions.
func TestExampleInBrowser(t *testing.T) {
	folder := filepath.Join(exampleFolders(t), "browser")
	port := freePort(t)
	page := "http://127.0.0.1:" + port
	service := exampleService(t, "--cors-origins", page)
	commands := exampleCommands(t, folder)
	env := append(os.Environ(), "CONTROL="+service.Control, "CONTROL_KEY="+service.ControlKey, "PUBLIC="+service.Public, "PORT="+port)
	built, started, _ := strings.Cut(commands, "npm start\n")
	if started != "" || !strings.Contains(commands, "npm start\n") {
		t.Fatalf("%s: the last command is not npm start", commands)
	}
	e2eRun(t, env, folder, "", "sh", "-ec", built)
	server := exec.CommandContext(t.Context(), "npm", "start")
	var said bytes.Buffer
	server.Dir, server.Env, server.Stdout, server.Stderr = folder, env, &said, &said
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // npm starts node
	e2eOK(t, server.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-server.Process.Pid, syscall.SIGTERM)
		_ = server.Wait()
		if slices.ContainsFunc([]string{service.Bearer, service.ControlKey}, func(secret string) bool { return strings.Contains(said.String(), secret) }) {
			t.Error("the page's server logs a secret")
		}
		if t.Failed() {
			t.Logf("the page's server says\n%s", &said)
		}
	})
	for until := time.Now().Add(30 * time.Second); ; {
		answer, err := http.Get(page)
		if err == nil {
			e2eOK(t, answer.Body.Close())
			break
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}

	browser := newBrowser(t)
	e2eOK(t, chromedp.Do(browser, chromedp.Navigate(page), chromedp.SendKeys("input", sdkRefused+"\n")))
	see := func(script string, want ...any) {
		t.Helper()
		got, err := chromedp.Run(browser, chromedp.Evaluate[any](`(async () => {
			const root = document.querySelector("session-tokens").shadowRoot, devices = () => [...root.querySelectorAll("[part=device]")].map((e) => e.textContent);
			const shown = async (count) => { while (devices().length !== count) await new Promise(requestAnimationFrame); return devices(); };
			const asked = []; globalThis.confirm = (question) => asked.push(question);
			`+script+`})()`, chromedp.EvalAwaitPromise))
		if e2eOK(t, err); e2eJSON(got) != e2eJSON(want) {
			t.Errorf("the page shows\n%v, want\n%v", got, want)
		}
	}
	const firefox, safari, edge = "Firefox on Linux", "Safari on iOS", "Microsoft Edge on Windows"
	see(`const message = root.querySelector("[role=alert]"); while (!message.textContent) await new Promise(requestAnimationFrame); return [message.textContent]`,
		"The service refused this bearer. Is it complete, and is its session still live?")
	e2eOK(t, chromedp.Do(browser, chromedp.SendKeys("input", service.Bearer+"\n")))
	see(`return shown(3)`, firefox, safari, edge)
	see(`root.querySelectorAll("[part~=end]")[2].click(); return [...asked, ...await shown(2)]`, "End "+edge+"?", firefox, safari)
	see(`root.querySelector("[part~=end-others]").click(); return [...asked, ...await shown(1)]`, "End all other sessions?", firefox)
	// The page says only what it knows.
	fails := func(answer string) string {
		return `const real = fetch, told = []; globalThis.alert = (text) => told.push(text);
			globalThis.fetch = (to, init) => init?.method === "DELETE" ? ` + answer + ` : real(to, init);
			root.querySelector("[part~=end]").click(); while (!told.length) await new Promise(requestAnimationFrame); globalThis.fetch = real; return told`
	}
	see(fails(`Promise.reject(new TypeError("Failed to fetch"))`), "It is not known whether anything was ended: look at the list.")
	see(fails(`Promise.resolve(new Response(null, { status: 503 }))`), "It is not known whether anything was ended: look at the list.")
	see(fails(`Promise.resolve(new Response(null, { status: 404 }))`), "Nothing was ended (404).")
	// The page's server does nothing for who has no live session.
	see(`const status = async (Authorization) => (await fetch("sessions?except=0123456789abcdef", { method: "DELETE", headers: { Authorization } })).status;
		return [await status(""), await status("Bearer `+sdkRefused+`"), ...devices()]`, 401, 401, firefox)
	see(`root.querySelector("[part~=end]").click(); return [...asked, ...await shown(0), root.querySelector("[role=alert]").textContent]`, "Sign out?", "")
}

func exampleService(t *testing.T, settings ...string) *servicetest.Service {
	t.Helper()
	service, err := servicetest.Start(nil, append(settings, "--demo")...)
	e2eOK(t, err)
	t.Cleanup(func() {
		if err := service.Stop(); err != nil {
			t.Error(err)
		}
	})
	return service
}

// exampleFolders copies examples/ next to the SDK, since node_modules and build output do not belong in the
// repository, and prepares the copy as its README says.
func exampleFolders(t *testing.T) string {
	t.Helper()
	redistest.Need(t, "node")
	folder := filepath.Join(filepath.Dir(sdkProject(t)), "examples")
	if _, err := os.Stat(folder); err == nil {
		return folder
	}
	e2eOK(t, sdkCopyTracked(folder, "../../examples"))
	exampleRun(t, folder, os.Environ())
	return folder
}

// exampleCommands returns the commands in the folder's README.
func exampleCommands(t *testing.T, folder string) string {
	t.Helper()
	return pageCommands(t, filepath.Join(folder, "README.md"), "")
}

// exampleRun runs the commands and returns their output.
func exampleRun(t *testing.T, folder string, env []string) string {
	t.Helper()
	return string(e2eRun(t, env, folder, "", "sh", "-ec", exampleCommands(t, folder)))
}

// exampleShown returns the output that the folder's README shows.
func exampleShown(t *testing.T, folder string) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join(folder, "README.md"))
	e2eOK(t, err)
	shown := regexp.MustCompile("(?s)```(?:text|json)\n(.*?)```").FindAllSubmatch(readme, -1)
	if len(shown) != 1 {
		t.Fatalf("%s/README.md shows %d outputs, want 1", folder, len(shown))
	}
	return string(shown[0][1])
}

// exampleFails runs a program that must end with status 1 and say why in one line, on standard error.
func exampleFails(t *testing.T, folder string, env []string, command, want string) {
	t.Helper()
	program := exec.CommandContext(t.Context(), "sh", "-c", command)
	program.Dir, program.Env = folder, env
	out, err := program.Output()
	failed, _ := errors.AsType[*exec.ExitError](err)
	if failed == nil || failed.ExitCode() != 1 || len(out) > 0 {
		t.Fatalf("%s: %v\n%s, want status 1", command, err, out)
	}
	said := strings.TrimSuffix(string(failed.Stderr), "exit status 1\n") // of "go run"
	if !strings.Contains(said, want) || strings.Count(said, "\n") != 1 {
		t.Errorf("%s: it prints\n%swant a line with %q", command, said, want)
	}
}
