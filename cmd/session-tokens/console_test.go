package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// A control key opens the console and is kept only in the page's memory.
func TestConsoleKey(t *testing.T) {
	c := newConsole(t)
	asked := requests(t, c.browser)
	c.do(chromedp.Navigate(c.service.Control))
	c.typed("Control key", "wrong"+kb.Enter)
	c.sees("This control key is not accepted. A control key begins with stc_.")
	key := c.key("support", credential.ScopeRead, credential.ScopeWrite)
	c.typed("Control key", strings.Repeat(kb.Backspace, 5)+key+kb.Enter)
	c.sees("Who is signed in where?", "reads and changes", "Service\nanswers, in ", "Store\nanswers, in ", "No event is kept.")

	c.typed("Find a user by ID", "{}"+kb.Enter)
	c.sees("A user ID has no braces and no control characters.")
	c.typed("Find a user by ID", strings.Repeat(kb.Backspace, 2)+"u-1"+kb.Enter)
	c.sees("User u-1", "No device is signed in.")

	for _, address := range asked() {
		if !strings.HasPrefix(address, c.service.Control+"/") || strings.Contains(address, key) {
			t.Errorf("the page asks for %s", address)
		}
	}
	c.unkept(key)
	c.press("Forget key")
	c.sees("See where a user is signed in, and end sessions.")
	c.unkept(key)
	_, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`() => document.activeElement.id === "control-key"`, chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(t, err)
	c.open(key)
	c.sees("User u-1") // the same view as before
	c.do(chromedp.Reload())
	c.sees("See where a user is signed in, and end sessions.")
}

// consoleTest is the console in a real browser, with a service and a real Redis.
type consoleTest struct {
	*testing.T
	browser context.Context
	service *servicetest.Service
	store   *store.Redis // the same Redis
	redis   *redistest.Server
	peppers *credential.Peppers
	login   string // the control key that call uses
}

// newConsole starts everything that a console needs. Browser messages that contain one of the texts are expected.
func newConsole(t *testing.T, expected ...string) *consoleTest {
	t.Helper()
	const pepper = "v1:not-a-secret-not-a-secret-not-a-secret"
	redis := redistest.Start(t)
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), hs256Secret + "=not-a-secret-not-a-secret-not-a-secret", apiKeyPepper + "=" + pepper})
	e2eOK(t, err)
	t.Cleanup(func() {
		if err := service.Stop(pepper); err != nil {
			t.Error(err)
		}
	})
	peppers, err := credential.ParsePeppers(pepper)
	e2eOK(t, err)
	s, err := store.Open(redis.URL(), store.Config{Now: time.Now})
	e2eOK(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return &consoleTest{T: t, browser: newBrowser(t, expected...), service: service, store: s, redis: redis, peppers: peppers}
}

// key creates a control key.
func (c *consoleTest) key(name string, scopes ...string) string {
	c.Helper()
	key, record, err := credential.NewControlKey(c.peppers, rand.Reader, time.Now(), time.Hour, name, scopes)
	e2eOK(c.T, err)
	e2eOK(c.T, c.store.PutAPIKey(c.Context(), record))
	return key
}

// open signs in to the page with a key. The expressions of the page's requests are in place of real(request, init).
func (c *consoleTest) open(key string, fetch ...string) {
	c.Helper()
	for _, expression := range fetch {
		_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.real ??= fetch, globalThis.fetch = async (request, init) => `+expression+`, true`))
		e2eOK(c.T, err)
	}
	c.typed("Control key", key+kb.Enter)
	c.gone("See where a user is signed in, and end sessions.")
}

// find opens a user's view from any view.
func (c *consoleTest) find(user string) {
	c.Helper()
	c.typed("Find a user by ID", user+kb.Enter)
	c.sees("User " + user)
}

// unkept fails if the secret is anywhere in the page, its storage, its cookies or its address.
func (c *consoleTest) unkept(secret string) {
	c.Helper()
	kept, err := chromedp.Run(c.browser, chromedp.Evaluate[string](`JSON.stringify([
		localStorage, sessionStorage, history.state, document.cookie, location, document.documentElement.outerHTML,
		Array.from(document.querySelectorAll("input, textarea"), (field) => field.value)])`))
	e2eOK(c.T, err)
	if strings.Contains(kept, secret) {
		c.Error("the page keeps the key")
	}
}

func (c *consoleTest) do(steps ...chromedp.Action[chromedp.Void]) {
	c.Helper()
	limited, cancel := context.WithTimeout(c.browser, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		c.Fatalf("%v; the page shows\n%s", err, c.shown())
	}
}

// press clicks the button with this name as soon as it can be used, within the dialog if one is open.
func (c *consoleTest) press(name string) {
	c.Helper()
	c.do(chromedp.Click(chromedp.Search(fmt.Sprintf(`//button[not(@disabled) and not(@aria-disabled="true" and not(normalize-space()="Cancel"))][@aria-label=%[1]q or normalize-space()=%[1]q][ancestor::dialog or not(//dialog)]`, name))))
}

// typed sends keys to the field with this label.
func (c *consoleTest) typed(label, keys string) {
	c.Helper()
	c.do(chromedp.SendKeys(chromedp.Search(fmt.Sprintf(`//*[@id=//label[normalize-space()=%q]/@for]`, label)), keys))
}

// shown returns the visible text, of the topmost dialog if one is open.
func (c *consoleTest) shown() string {
	text, _ := chromedp.Run(c.browser, chromedp.Evaluate[string](seen))
	return text
}

const seen = `([...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body).innerText.replace(/[ \u00a0]+/g, " ")`

// sees waits until all texts are visible.
func (c *consoleTest) sees(texts ...string) { c.Helper(); c.wait("every", texts) }

// gone waits until none of the texts is visible.
func (c *consoleTest) gone(texts ...string) { c.Helper(); c.wait("none", texts) }

func (c *consoleTest) wait(how string, texts []string) {
	c.Helper()
	want := map[string]string{"every": "texts.every((text) => seen.includes(text))", "none": "!texts.some((text) => seen.includes(text))"}[how]
	limited, cancel := context.WithTimeout(c.browser, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Run(limited, chromedp.PollFunction[chromedp.Void](`(texts) => { const seen = `+seen+`; return `+want+` }`, chromedp.WithPollingArgs(texts))); err != nil {
		c.Fatalf("%s of %q: %v; the page shows\n%s", how, texts, err, c.shown())
	}
}

// consoleDevice is a device that a user signs in on.
type consoleDevice struct {
	name, agent, platform, location, ip string
	life                                time.Duration
	used, alone                         bool // used: has been introspected once; alone: has no refresh token
}

// signIn registers a session, and its refresh token, as a login service does. The token is named after the user and
// the device.
func (c *consoleTest) signIn(user string, d consoleDevice) {
	c.Helper()
	token, now := user+"-"+d.name, time.Now()
	session := e2eSession(user, token, now.Add(d.life).Unix())
	session["agent"], session["platform"], session["location"], session["ip"] = d.agent, d.platform, d.location, d.ip
	body := e2eObject{"session": session}
	if d.alone {
		session["refresh_token"] = ""
	} else {
		body["refresh"] = e2eRefresh(user, "of-"+token, now.Add(30*24*time.Hour+time.Minute).Unix())
	}
	c.call("POST", "/users/"+url.PathEscape(user)+"/sessions", body, 201)
	if d.used {
		form := url.Values{"token": {token}, "user_id": {user}}
		c.call("POST", "/introspect", form, 200)
	}
}

// call sends a request to the control API, as a login service would. The body is a form or JSON.
func (c *consoleTest) call(method, path string, body any, status int) []byte {
	c.Helper()
	if c.login == "" {
		c.login = c.key("login", credential.ScopeRead, credential.ScopeWrite)
	}
	var sent io.Reader
	contentType := "application/json"
	switch body := body.(type) {
	case url.Values:
		sent, contentType = strings.NewReader(body.Encode()), "application/x-www-form-urlencoded"
	case e2eObject:
		sent = strings.NewReader(e2eJSON(body))
	}
	r, err := http.NewRequestWithContext(c.Context(), method, c.service.Control+path, sent)
	e2eOK(c.T, err)
	r.Header.Set("X-Control-Key", c.login)
	if sent != nil {
		r.Header.Set("Content-Type", contentType)
	}
	response, err := http.DefaultClient.Do(r)
	e2eOK(c.T, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	e2eOK(c.T, err)
	if response.StatusCode != status {
		c.Fatalf("%s %s: status %d, %s", method, path, response.StatusCode, answer)
	}
	return answer
}
