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
	c.sees("What this ends has changed", "This ends 1 session and 1 refresh token:") // because of the event
	c.unseen("desk 1", "End 1", "End 2")
	// The second click of two is not for what the first has shown.
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[any](`(async () => {
		const button = [...document.querySelectorAll("dialog .actions button")].at(-1), turn = () => new Promise(requestAnimationFrame);
		button.click();
		while (!button.innerText.startsWith("End all")) await turn();
		button.click();
		while (button.ariaDisabled === "true") await turn();
		button.dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true }));
	})()`, chromedp.EvalAwaitPromise))
	e2eOK(t, err)
	c.settle()
	c.sees("now 2 sessions and 2 refresh tokens:", "desk 1", "End all there is")
	c.has("ada", "desk", "phone")
	c.press("Cancel")

	// The page with this key reads no events.
	c.press("Forget key")
	c.open(c.key("robot", credential.ScopeWrite))
	c.press("End all…")
	c.sees("This ends 2 sessions and 2 refresh tokens:")
	c.signIn("ada", consoleDevice{name: "tablet", agent: "tablet/1", life: time.Hour})
	c.press("End 2 sessions and 2 refresh tokens")
	c.sees("What this ends has changed", "This ends 2 sessions and 2 refresh tokens:")
	c.has("ada", "desk", "phone", "tablet")
	c.press("Show what it ends now")
	c.sees("This ends all there is at that time, now 3 sessions and 3 refresh tokens:")
	// Whoever goes on signing in can't go on for ever.
	c.signIn("ada", consoleDevice{name: "lamp", agent: "lamp/1", life: time.Hour})
	c.press("End all there is")
	c.sees("ada: Ended 4 sessions and 4 refresh tokens.")
	c.has("ada")
}

// Where the answer is lost, the page doesn't claim that nothing has ended.
func TestConsoleLostAnswer(t *testing.T) {
	c := newConsole(t, "net::ERR_FAILED")
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite),
		`real(request, init).then((answer) => request.method === "DELETE" && !request.url.includes("dry_run") ? Promise.reject(new TypeError("lost")) : answer)`)
	c.press("End all…")
	c.press("End 1 session and 1 refresh token")
	c.sees("The service can't be reached.", "Whether it was done is not known")
	c.settle()
	c.unseen("Nothing was ended", "nothing that this would end", "has changed")
	c.has("ada")
	c.press("Look again")
	c.sees("There is nothing that this would end.")
	c.unseen("The service can't be reached.")
	c.press("Close")
	c.sees("No device is signed in.")

	// A request that is late ends what the page has looked at again.
	c.press("Forget key")
	c.signIn("bob", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.open(c.key("support-2", credential.ScopeRead, credential.ScopeWrite),
		`request.method === "DELETE" && !request.url.includes("dry_run") ? (globalThis.late = () => real(request, init), Promise.reject(new TypeError("lost"))) : real(request, init)`)
	c.find("bob")
	c.press("End all…")
	c.press("End 1 session and 1 refresh token")
	c.sees("Whether it was done is not known")
	c.press("Look again")
	c.sees("This ends 1 session and 1 refresh token")
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`late(), true`))
	e2eOK(t, err)
	c.sees("What this ends has changed since it was shown.")
	c.unseen("Nothing was ended")
	c.has("bob")
}

// heldBack is for open: requests of lists, or of what an action would end, are held back while there is globalThis.slow.
const heldBack = `request.method !== "POST" && request.url.includes("/session-tokens?") && globalThis.slow ? new Promise((resolve) => slow.push(() => resolve(real(request, init)))) : real(request, init)`

// hold begins to hold requests back, and letGo lets the only one go that has been.
func (c *consoleTest) hold() { c.Helper(); c.number(`(globalThis.slow = []).length`) }

func (c *consoleTest) letGo() {
	c.Helper()
	_, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`() => slow.length === 1 && (slow.shift()(), true)`, chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(c.T, err)
}

// Where events come faster than lists can be read, what is read is shown nevertheless.
func TestConsoleSteadyEvents(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite), heldBack)
	c.sees("Devices1", "registered by login")
	c.hold()
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	_, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`() => slow.length === 1`, chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(t, err)
	c.call("PUT", "/users/ada/sessions/"+store.Fingerprint("ada-desk")+"/suspension", nil, 200)
	c.sees("Session suspended by login") // the event
	c.letGo()
	c.sees("desk 1")
	c.letGo()
	c.sees("Devices2", "desk 1suspended")

	c.number(`slow = undefined, 0`)
	c.signIn("ada", consoleDevice{name: "lamp", agent: "lamp/1", life: time.Hour})
	c.sees("Devices3")
	c.hold()
	c.press("End… lamp 1, " + store.Fingerprint("ada-lamp"))
	_, err = chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`() => slow.length === 2`, chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(t, err)
	c.number(`globalThis.preview = slow.splice(0), 0`)
	c.call("DELETE", "/users/ada/sessions/"+store.Fingerprint("ada-desk")+"/suspension", nil, 200)
	c.letGo() // the list, because of the event
	c.number(`preview.forEach((go) => go()), 0`)
	c.sees("This ends 1 session and 1 refresh token")
}

// A suspension is never lost, and an answer is not taken for newer than what others did after it.
func TestConsoleSuspensionsOfOthers(t *testing.T) {
	c := newConsole(t, "net::ERR_FAILED")
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite), heldBack)
	c.sees("phone 1", "desk 1", "registered by login")
	c.press("Suspend user")
	c.sees("User ada\nsuspended", "User suspended by support")
	c.call("DELETE", "/users/ada/suspension", nil, 200)
	c.sees("Suspend user", "User resumed by login")
	c.hold()
	c.press("Refresh")
	c.settle()
	c.sees("Suspend user")
	c.unseen("User ada\nsuspended")
	c.letGo()

	// The list takes long, and the next change is made at once.
	c.press("Suspend phone 1, " + store.Fingerprint("ada-phone"))
	c.sees("The session is suspended.")
	c.press("Suspend desk 1, " + store.Fingerprint("ada-desk"))
	c.sees("suspended by support · " + store.Fingerprint("ada-desk"))
	c.number(`slow.splice(0).forEach((go) => go()), slow = undefined, 0`)
	c.sees("phone 1suspended", "desk 1suspended")

	// The failure of a change is shown on whatever page one has gone to.
	c.press("Forget key")
	c.open(c.key("support-2", credential.ScopeRead, credential.ScopeWrite), `request.method === "PUT" ? new Promise((_, no) => globalThis.lose = () => no(new TypeError("lost"))) : real(request, init)`)
	c.sees("phone 1suspended", "desk 1suspended", "User resumed by login") // no button moves any more
	c.press("Suspend user")
	c.find("bob")
	c.number(`lose(), 0`)
	c.sees("ada: The service can't be reached. Whether it was done is not known")
}

// A list is read again where the event of its change may be among those that were missed.
func TestConsoleMissedChange(t *testing.T) {
	c := newConsole(t)
	client, expiry := redistest.Client(t, c.redis.URL()), time.Now().Add(time.Hour).Unix()
	record := e2eJSON(e2eSession("ada", "ada-phone", expiry))
	e2eOK(t, client.ZAdd(t.Context(), "session:{ada}", redis.Z{Score: float64(expiry), Member: record}).Err())
	c.signIn("bob", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead))
	c.sees("Devices1", "Only the newest events")
	e2eOK(t, client.ZRem(t.Context(), "session:{ada}", record).Err())
	c.missEvents()
	c.sees("Some events are missing", "No device is signed in.")
}

// A revoked key is reported once, and a key that comes late does not open what was left.
func TestConsoleRefusedOnce(t *testing.T) {
	c := newConsole(t)
	key := c.key("support", credential.ScopeRead)
	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	c.open(key, `request.url?.includes("limit=1&") || request.url?.endsWith("limit=1")
		? (globalThis.looks = (globalThis.looks ?? 0) + 1, globalThis.hold ? hold.then(() => real(request, init)) : real(request, init)) : real(request, init)`)
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.setInterval = ((set) => (run, ms) => set(run, Math.min(ms, 100)))(setInterval), true`))
	e2eOK(t, err)
	c.find("ada")
	c.do(chromedp.NavigateBack())
	c.sees("Store\nanswers, in ")
	e2eOK(t, c.store.RevokeAPIKey(t.Context(), store.ControlKey, strings.Split(key, "_")[1]))
	c.refused(c.service.Control+"/events", "X-Control-Key", key)
	c.call("PUT", "/users/eve/suspension", nil, 200) // answers the request that waits for events
	c.sees("The key is not accepted any more")
	c.press("Not now")
	_, err = chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`(before) => looks > before + 3`, chromedp.WithPollingArgs(c.number(`looks`)), chromedp.WithPollingTimeout(10*time.Second)))
	e2eOK(t, err)
	c.settle()
	c.sees("This control key is not accepted.")
	c.unseen("The key is not accepted any more")

	c.find("ada")
	c.press("Refresh")
	c.sees("The key is not accepted any more")
	_, err = chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.hold = new Promise((resolve) => globalThis.go = resolve), true`))
	e2eOK(t, err)
	c.typed("Control key", c.key("support-2", credential.ScopeRead)+kb.Enter)
	c.sees("Opening…")
	c.press("Forget key")
	c.sees("See where a user is signed in")
	_, err = chromedp.Run(c.browser, chromedp.Evaluate[bool](`go(), true`))
	e2eOK(t, err)
	c.settle()
	c.sees("See where a user is signed in")
	c.unseen("User ada")
}

// The start page says so where the service accepts requests, but does not answer.
func TestConsoleHangingService(t *testing.T) {
	c := newConsole(t)
	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	c.open(c.key("support", credential.ScopeRead), `globalThis.hangs && !request.url?.includes("wait=25") ? new Promise((_, no) => (init?.signal ?? request.signal).addEventListener("abort", () => no(init?.signal?.reason ?? request.signal.reason))) : real(request, init)`)
	_, err := chromedp.Run(c.browser, chromedp.Evaluate[bool](`AbortSignal.timeout = ((timeout) => (ms) => timeout(Math.min(ms, 200)))(AbortSignal.timeout.bind(AbortSignal)),
		globalThis.setInterval = ((set) => (run, ms) => set(run, Math.min(ms, 100)))(setInterval), true`))
	e2eOK(t, err)
	c.find("ada")
	c.do(chromedp.NavigateBack())
	c.sees("Service\nanswers, in ", "Store\nanswers, in ")
	_, err = chromedp.Run(c.browser, chromedp.Evaluate[bool](`globalThis.hangs = true`))
	e2eOK(t, err)
	c.sees("Service\ncan't be reached", "Store\nThe service took too long to answer.")
}

// Once a request is sent it can't be cancelled, and its outcome is shown.
func TestConsoleShowsTheOutcome(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite), gated)
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

// gated is for open: each change is held back before it is sent, until pass is called.
const gated = `(request.method === "POST" || (request.method === "DELETE" && !request.url.includes("dry_run"))
	? new Promise((resolve) => globalThis.pass = resolve) : Promise.resolve()).then(() => real(request, init))`

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

// number returns what a script of the page does.
func (c *consoleTest) number(script string) int {
	c.Helper()
	n, err := chromedp.Run(c.browser, chromedp.Evaluate[int](script))
	e2eOK(c.T, err)
	return n
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

	// This key reads no events, so that only what it is used for can tell.
	robot := c.key("robot-2", credential.ScopeWrite)
	c.press("Forget key")
	c.open(robot)
	c.press("End all…")
	c.sees("This ends 1 session and 1 refresh token:")
	e2eOK(t, c.store.RevokeAPIKey(t.Context(), store.ControlKey, strings.Split(robot, "_")[1]))
	c.refused(c.service.Control+"/events", "X-Control-Key", robot)
	c.press("End 1 session and 1 refresh token")
	c.sees("The key is not accepted any more")
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
	c.focus("Close") // the button that was pressed is gone
	c.press("Close")
	c.sees("Devices1", "tablet 1")
	c.unseen("desk 1")
}

// A page that is not visible waits for no events, and catches up when it is visible again.
func TestConsoleHidden(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	c.open(c.key("support", credential.ScopeRead), `{
		const waits = request.url?.includes("wait=25") ? 1 : 0;
		globalThis.waiting = (globalThis.waiting ?? 0) + waits;
		return real(request, init).finally(() => waiting -= waits);
	}`)
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

// A user with thousands of sessions is shown whole, and they can be ended.
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
