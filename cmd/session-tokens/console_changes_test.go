package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// Only what was shown ends, even if somebody signs in while it is shown.
func TestConsoleEndsWhatIsShown(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("phone 1")
	c.press("End all…")
	c.sees("This ends 1 session and 1 refresh token:", "API keys stay")
	c.unseen("has changed")
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.sees("What this ends has changed", "This ends 2 sessions and 2 refresh tokens:", "desk 1") // because of the event
	c.press("Cancel")

	// The page with this key reads no events.
	c.press("Forget key")
	c.open(c.key("robot", credential.ScopeWrite))
	c.press("End all…")
	c.sees("This ends 2 sessions and 2 refresh tokens:")
	c.signIn("ada", consoleDevice{name: "tablet", agent: "tablet/1", life: time.Hour})
	c.press("End 2 sessions and 2 refresh tokens")
	c.sees("What this ends has changed", "This ends 3 sessions and 3 refresh tokens:")
	c.has("ada", "desk", "phone", "tablet")
	c.press("End 3 sessions and 3 refresh tokens")
	c.sees("ada: Ended 3 sessions and 3 refresh tokens.")
	c.has("ada")
}

// Once a request is sent it can't be cancelled, and its outcome is shown.
func TestConsoleShowsTheOutcome(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.gate()
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	// stays checks that the dialog can't be left, and then lets the request go.
	stays := func(busy string) {
		t.Helper()
		c.held()
		c.sees(busy)
		c.press("Cancel")
		c.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape))
		c.settle()
		c.sees(busy, "Cancel")
		c.pass()
	}
	c.press("End… phone 1, " + store.Fingerprint("ada-phone"))
	c.press("End 1 session and 1 refresh token")
	stays("Ending…")
	c.sees("ada: Ended 1 session and 1 refresh token.")
	c.press("Make an API key…")
	c.typed("Account ID", "acc-7")
	c.typed("Name, for people", "export"+kb.Enter)
	stays("Making…")
	c.sees("Copy it now")
	c.press("Close")
	c.press("End… the API key export")
	c.press("End 1 API key")
	stays("Ending…")
	c.sees("ada: Ended 1 API key.")
}

// gate holds each change back before it is sent, until pass is called. It is for a page before its key is entered.
func (c *consoleTest) gate() {
	c.Helper()
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.real = fetch, globalThis.fetch = async (request, init) => {
		if (request.method === "POST" || (request.method === "DELETE" && !request.url.includes("dry_run"))) await new Promise((resolve) => globalThis.pass = resolve);
		return real(request, init);
	}, true`))
	e2eOK(c.T, err)
}

// held waits until a change is held back.
func (c *consoleTest) held() {
	c.Helper()
	_, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`() => globalThis.pass !== undefined`, chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(c.T, err)
}

func (c *consoleTest) pass() {
	c.Helper()
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`pass(), delete globalThis.pass`))
	e2eOK(c.T, err)
}

// settle waits until the page has had an answer of the service, and has shown whatever it had to show before.
func (c *consoleTest) settle() {
	c.Helper()
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[any](`(globalThis.real ?? fetch)("../openapi.json").then((answer) => answer.text()).then(() =>
		new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))))`, chromedp.EvalAwaitPromise))
	e2eOK(c.T, err)
}

// API keys that others make and end are shown without a reload, and so is their expiry.
func TestConsoleFollowsAPIKeys(t *testing.T) {
	c := newConsole(t)
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead))
	c.sees("No API key.", "No event of this user is kept.")
	var made struct{ ID string }
	e2eOK(t, json.Unmarshal(c.call("POST", "/users/ada/api-keys", e2eObject{"account": "acc-1", "name": "export", "expires_in": 86400}, 201), &made))
	c.sees("API keys1", "export", "API key made by login")
	c.call("DELETE", "/users/ada/api-keys/"+made.ID, nil, 204)
	c.sees("No API key.", "API key ended by login")

	_, record, err := credential.NewKey(c.peppers, rand.Reader, time.Now(), 8*time.Second, "ada", "acc-1", "brief")
	e2eOK(t, err)
	e2eOK(t, c.store.PutAPIKey(t.Context(), record))
	c.press("Refresh")
	c.sees("API keys1", "brief")
	c.sees("No API key.")
}

// A session that expires while the service can't answer disappears as soon as it can.
func TestConsoleExpiryDuringAnOutage(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "brief", agent: "brief/1", life: 6 * time.Second, alone: true})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("brief 1", "registered by login")
	c.redis.Freeze()
	c.sees("brief 1", "expired ", "The service can't do that now.")
	c.redis.Thaw()
	c.gone("brief 1", "The service can't do that now.")
	c.sees("desk 1")
}

// What a key has shown is gone when another key without that scope replaces it.
func TestConsoleOtherKey(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.call("POST", "/users/ada/api-keys", e2eObject{"account": "acc-1", "name": "export", "expires_in": 86400}, 201)
	key := c.key("support", credential.ScopeRead, credential.ScopeWrite)
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(key)
	c.sees("phone 1", "export", "registered by login")
	e2eOK(t, c.store.RevokeAPIKey(t.Context(), store.ControlKey, strings.Split(key, "_")[1]))
	c.refused(c.service.Control+"/events", "X-Control-Key", key)
	c.press("Refresh")
	c.sees("The key is not accepted any more")
	c.press("Not now")
	c.sees("phone 1", "This control key is not accepted.")
	c.press("Refresh")
	c.sees("The key is not accepted any more")
	c.typed("Control key", c.key("robot", credential.ScopeWrite)+kb.Enter)
	c.sees("changes only", "This key can't show devices", "This key can't show API keys", "This key can't show events")
	c.unseen("phone 1", "export", "registered by login", "Devices1")
	c.unkept(key)
}

// A user ID that no request can carry, or that hides a space, is explained.
func TestConsoleUserIDs(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.signIn(" ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/.."))
	c.open(c.key("support", credential.ScopeRead))
	c.sees("This can't be shown", "The user IDs . and .. can't be a part of an address.")
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/a%7Bb"))
	c.sees("A user ID has no braces")
	c.typed("Find a user by ID", " ada"+kb.Enter)
	c.sees("desk 1", "This user ID begins or ends with a space.")
	c.do(chromedp.Click(chromedp.Search(`//a[.="Go to the one without"]`)))
	c.sees("phone 1")
	c.unseen("begins or ends")
}

// A record that is gone without an event is removed from the page when an action doesn't find it.
func TestConsoleNotFound(t *testing.T) {
	c := newConsole(t)
	client, expiry := redistest.Client(t, c.redis.URL()), time.Now().Add(time.Hour).Unix()
	records := map[string]string{}
	for _, name := range []string{"phone", "desk", "tablet"} {
		session := e2eSession("ada", "ada-"+name, expiry)
		session["agent"], session["platform"] = name+"/1", ""
		records[name] = e2eJSON(session)
		e2eOK(t, client.ZAdd(t.Context(), "session:{ada}", redis.Z{Score: float64(expiry), Member: records[name]}).Err())
	}
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("Devices3", "phone 1", "desk 1", "tablet 1")
	e2eOK(t, client.ZRem(t.Context(), "session:{ada}", records["phone"]).Err())
	c.press("Suspend phone 1, " + store.Fingerprint("ada-phone"))
	c.sees("It is not there any more.", "Devices2", "desk 1", "tablet 1")
	c.unseen("phone 1")
	c.press("Refresh")
	c.gone("It is not there any more.")

	c.press("End… desk 1, " + store.Fingerprint("ada-desk"))
	c.sees("This ends 1 session:")
	e2eOK(t, client.ZRem(t.Context(), "session:{ada}", records["desk"]).Err())
	c.press("End 1 session")
	c.sees("It had ended already, or was rotated.")
	c.press("Close")
	c.sees("Devices1", "tablet 1")
	c.unseen("desk 1")
}

// A page that is not visible waits for no events, and catches up when it is visible again.
func TestConsoleHidden(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.real = fetch, globalThis.waiting = 0, globalThis.fetch = async (request, init) => {
		const waits = request.url?.includes("wait=25") ? 1 : 0;
		waiting += waits;
		try { return await real(request, init); } finally { waiting -= waits; }
	}, true`))
	e2eOK(t, err)
	c.open(c.key("support", credential.ScopeRead))
	c.sees("registered for ada")
	waiting := func(n int) {
		t.Helper()
		_, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`(n) => waiting === n`, chromedp.WithPollingArgs(n), chromedp.WithPollingTimeout(10*time.Second)))
		e2eOK(t, err)
	}
	hidden := func(is bool) {
		t.Helper()
		_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](fmt.Sprintf(`Object.defineProperty(document, "hidden", { configurable: true, get: () => %v }), document.dispatchEvent(new Event("visibilitychange")), true`, is)))
		e2eOK(t, err)
	}
	waiting(1)
	hidden(true)
	waiting(0)
	c.signIn("bob", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.settle()
	waiting(0)
	c.unseen("registered for bob", "can't")
	hidden(false)
	c.sees("registered for bob")
	waiting(1)
	c.signIn("eve", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.sees("registered for eve")
}

// A user with thousands of sessions is shown whole, and the page stays responsive.
func TestConsoleBigUser(t *testing.T) {
	const n = 2000
	c := newConsole(t)
	expiry := time.Now().Add(time.Hour).Unix()
	var sessions, refreshes []redis.Z
	for i := range n {
		session := e2eSession("ada", fmt.Sprintf("ada-%d", i), expiry)
		session["agent"], session["refresh_token"] = fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101 Firefox/%[1]d.0", 100+i%50), fmt.Sprintf("of-ada-%d", i)
		sessions = append(sessions, redis.Z{Score: float64(expiry), Member: e2eJSON(session)})
		refreshes = append(refreshes, redis.Z{Score: float64(expiry), Member: e2eJSON(e2eRefresh("ada", fmt.Sprintf("of-ada-%d", i), expiry))})
	}
	client := redistest.Client(t, c.redis.URL())
	e2eOK(t, client.ZAdd(t.Context(), "session:{ada}", sessions...).Err())
	e2eOK(t, client.ZAdd(t.Context(), "refresh:{ada}", refreshes...).Err())
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("Devices2000", "Firefox 149 on Linux")
	c.press("End all…")
	c.sees("This ends 2000 sessions and 2000 refresh tokens:")
	c.press("End 2000 sessions and 2000 refresh tokens")
	c.sees("ada: Ended 2000 sessions and 2000 refresh tokens.", "No device is signed in.")
	c.has("ada")
}
