package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The page shows which sessions and refresh tokens will end, and then they end together.
func TestConsoleEnds(t *testing.T) {
	c := newConsole(t)
	c.demo("ada")
	c.signIn("grace", consoleDevice{name: "phone", life: time.Hour}) // must not be affected
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	const phone, desk, laptop, script = "Safari 18 on iOS", "Microsoft Edge 143 on Windows", "Firefox 146 on Linux", "curl 8.14.1"
	c.sees("Devices4",
		phone+"\n\nLyon, France · 192.0.2.44 · iPhone\n\nexpires in 8 hours · registered", "last checked by a service", "with a refresh token, which expires in 30 days",
		desk+"\n\nBerlin, Germany · 198.51.100.7 · Windows\n\nexpires in 14 minutes",
		laptop+"suspended\n\nLocation unknown · 2001:db8::17 · Linux", "not checked by a service yet",
		script+"\n\nDublin, Ireland · 203.0.113.9 · platform unknown", "without a refresh token")

	// Cancelling ends nothing and restores the focus.
	one := "End… " + phone + ", " + store.Fingerprint("ada-phone")
	c.press(one)
	c.sees("End Safari 18 on iOS of ada?", "This ends 1 session and 1 refresh token:", phone+" · Lyon, France · 192.0.2.44 · with its refresh token", "This can't be undone.")
	c.unseen(desk, laptop, script)
	c.focus("Cancel")
	c.do(chromedp.KeyEvent(kb.Escape))
	c.gone("This can't be undone.")
	c.focus(one)
	c.has("ada", "desk", "laptop", "phone", "script")

	c.press(one)
	c.press("End 1 session and 1 refresh token")
	c.sees("Ended 1 session and 1 refresh token.", "Devices3", "Session and refresh token ended by support")
	c.gone(phone)
	c.has("ada", "desk", "laptop", "script")
	c.focus("User ada") // the button that opened the dialog is gone

	c.press("End others… and keep " + desk + ", " + store.Fingerprint("ada-desk"))
	c.sees("This ends 2 sessions and 1 refresh token and keeps "+desk+":", laptop, script)
	c.press("End 2 sessions and 1 refresh token")
	c.sees("Ended 2 sessions and 1 refresh token.", "Devices1")
	c.has("ada", "desk")

	c.signIn("ada", consoleDevice{name: "tablet", agent: "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", life: time.Hour})
	c.sees("Devices2", "Safari 18 on iOS") // shown because of the event: nothing was pressed
	c.press("End all…")
	c.sees("This ends 2 sessions and 2 refresh tokens:")
	c.press("End 2 sessions and 2 refresh tokens")
	c.sees("Ended 2 sessions and 2 refresh tokens.", "No device is signed in.")
	c.has("ada")
	c.has("grace", "phone")

	// A refresh token without a session, written by another program.
	expiry := time.Now().Add(time.Hour).Unix()
	e2eOK(t, redistest.Client(t, c.redis.URL()).ZAdd(t.Context(), "refresh:{ada}", redis.Z{Score: float64(expiry), Member: e2eJSON(e2eRefresh("ada", "alone", expiry))}).Err())
	c.press("Refresh")
	c.sees("Refresh token without its session")
	c.press("End… Refresh token without its session, " + store.Fingerprint("alone"))
	c.press("End 1 refresh token")
	c.sees("Ended 1 refresh token.", "No device is signed in.")
}

// Sessions and users can be suspended and resumed.
func TestConsoleSuspends(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "brief", agent: "brief/1", life: 5 * time.Second, alone: true})
	active := func(device string, want bool) {
		t.Helper()
		var got struct{ Active bool }
		e2eOK(t, json.Unmarshal(c.call("POST", "/introspect", url.Values{"token": {"ada-" + device}, "user_id": {"ada"}}, 200), &got))
		if got.Active != want {
			t.Errorf("%s is active: %v", device, got.Active)
		}
	}
	c.do(chromedp.Navigate(c.service.Control + "/console"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.find("ada")
	c.sees("phone 1", "desk 1")
	c.press("Suspend phone 1, " + store.Fingerprint("ada-phone"))
	c.sees("The session is suspended.", "phone 1suspended", "Session suspended by support")
	active("phone", false)
	active("desk", true)

	c.press("Suspend user")
	c.sees("The user is suspended.", "User ada\nsuspended", "desk 1suspended", "User suspended by support")
	active("desk", false)
	c.press("Resume phone 1, " + store.Fingerprint("ada-phone"))
	c.sees("The session is resumed, but stays suspended with its user.")
	active("phone", false)
	c.press("Resume user")
	c.sees("The user is resumed.", "Suspend user", "User resumed by support")
	c.gone("suspended\n", "Resume user")
	active("phone", true)

	c.gone("brief 1") // it has expired

	// A user without a session is found by events.
	c.call("PUT", "/users/eve/suspension", nil, 200)
	c.find("eve")
	c.sees("User eve\nsuspended", "Resume user")
	c.find("bob")
	c.sees("Whether the user is suspended can't be told: there is no session, and no event that is kept says so.", "Suspend user", "Resume user")
	c.press("End all…") // what is shown may be old
	c.sees("There is nothing that this would end.")
	c.press("Close")

	// An answer is newer than the events that have been read before.
	c.press("Forget key")
	c.open(c.key("support-2", credential.ScopeRead, credential.ScopeWrite), `request.url.includes("wait=25") ? new Promise(() => {}) : real(request, init)`)
	c.find("eve")
	c.sees("User eve\nsuspended")
	c.press("Resume user")
	c.sees("eve: The user is resumed.", "Suspend user")
	c.unseen("Resume user", "User eve\nsuspended")
}

// Text in users' records, and user IDs, is never interpreted as markup.
func TestConsoleOddText(t *testing.T) {
	c := newConsole(t)
	const user, markup = `a/../b?c=%2F#d<i>&ü "e"`, `<img src=x onerror="throw 1">`
	d := consoleDevice{name: "phone", agent: markup, platform: markup, location: markup, ip: markup, life: time.Hour}
	c.signIn(user, d)
	c.do(chromedp.Navigate(c.service.Control + "/console"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("registered for " + user)
	c.find(user)
	c.sees("<img on "+markup, markup+" · "+markup+" · "+markup)
	c.press("End all…")
	c.press("End 1 session and 1 refresh token")
	c.sees("Session and refresh token ended by support", "No device is signed in.")
	c.do(chromedp.NavigateBack())
	c.sees("Who is signed in where?", "ended for "+user)

	// Nor does it change the direction of other text, or hide or crowd it out.
	const turned, hidden = "\u202etxet", "x\u200by\u2066"
	long := strings.Repeat("long ", 100)
	c.signIn(turned, consoleDevice{name: "phone", agent: turned + "/1", platform: turned, location: turned + " " + long, ip: hidden, life: time.Hour})
	c.call("POST", "/users/"+url.PathEscape(turned)+"/api-keys", e2eObject{"account": hidden, "name": turned, "expires_in": 86400}, 201)
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/" + url.PathEscape(turned)))
	c.sees("\ufffdtxet 1 on \ufffdtxet", "\ufffdtxet long", "x\ufffdy\ufffd · \ufffdtxet", "Account x\ufffdy\ufffd")
	c.unseen("\u202e", "\u200b", "\u2066", long)
	c.press("End all…")
	c.sees("End all sessions of \ufffdtxet?", "x\ufffdy\ufffd · with its refresh token")
	c.press("End 1 session and 1 refresh token")
	c.sees("\ufffdtxet: Ended 1 session and 1 refresh token.")
	c.unseen("\u202e", "\u200b", "\u2066", long)
}

// An API key is created, shown once, copied and revoked.
func TestConsoleAPIKeys(t *testing.T) {
	c := newConsole(t)
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(c.browser, browser.SetPermission, browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted})
		e2eOK(t, err)
	}
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("No API key.")
	c.press("Make an API key…")
	c.typed("Account ID", "acc-7")
	c.typed("Name, for people", "nightly export")
	c.press("Make")
	c.sees("Copy it now: it is not kept, and not shown again.")
	c.focus("Copy")
	c.press("Copy")
	c.sees("Copied.")
	key, err := chromedp.Run(c.browser, chromedp.Evaluate[string](`navigator.clipboard.readText()`, chromedp.EvalAwaitPromise))
	e2eOK(t, err)
	c.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape))
	c.sees("Copied.")                                                                                           // Escape does not close the dialog, since it is easily pressed by mistake
	_, err = chromedp.Run(c.browser, chromedp.Evaluate[bool](`document.querySelector("dialog").close(), true`)) // as a browser may
	e2eOK(t, err)
	c.sees("Copied.")
	_, err = chromedp.Run(c.browser, chromedp.Evaluate[any](`location.hash = "#/"`)) // as the Back button may
	e2eOK(t, err)
	c.settle()
	c.sees("Copied.")
	c.press("Close")
	c.gone("Copy it now")
	c.focus("Make an API key…")
	c.sees("API keys1", "nightly export\n\nAccount acc-7\n\nexpires in 89 days", "API key made by support")
	c.unkept(key)
	if got := c.status(c.service.Public+"/accounts/session-tokens", "X-Api-Key", key); got != 200 {
		t.Errorf("with the key the answer is %d", got)
	}
	c.press("End… the API key nightly export")
	c.sees("This ends 1 API key of ada: nightly export", "This can't be undone.")
	c.press("Cancel")
	c.sees("API keys1")
	c.press("End… the API key nightly export")
	c.press("End 1 API key")
	c.sees("Ended 1 API key.", "No API key.", "API key ended by support")
	c.refused(c.service.Public+"/accounts/session-tokens", "X-Api-Key", key)
}

// A key with one scope can do what that allows, and the page says why the rest is not possible.
func TestConsoleScopes(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(c.key("auditor", credential.ScopeRead))
	c.sees("reads only", "This key lacks the scope write: it can't end, suspend, resume or make anything.", "phone 1", "registered by login")
	enabled, err := chromedp.Run(c.browser, chromedp.Evaluate[[]string](`Array.from(document.querySelectorAll("button:not(:disabled)"), (button) => button.innerText)`))
	e2eOK(t, err)
	if want := []string{"Find", "Forget key", "Refresh"}; !slices.Equal(enabled, want) {
		t.Errorf("with a key that only reads one can press %q, want %q", enabled, want)
	}
	c.press("Forget key")
	c.open(c.key("robot", credential.ScopeWrite))
	c.sees("changes only", "This key can't show devices", "This key can't show API keys", "This key can't show events")
	c.press("End all…")
	c.sees("This ends 1 session and 1 refresh token:", "Session "+store.Fingerprint("ada-phone"))
	c.press("End 1 session and 1 refresh token")
	c.sees("Ended 1 session and 1 refresh token.")
	c.has("ada")
	c.press("Suspend user")
	c.sees("The user is suspended.", "User ada\nsuspended")
	c.do(chromedp.Navigate(c.service.Control + "/console/#/"))
	c.sees("not known: the key lacks the scope read")
}

// A failure is reported, and the page keeps its contents.
func TestConsoleFailures(t *testing.T) {
	c := newConsole(t, "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "net::ERR_NETWORK_CHANGED")
	c.signIn("ada", consoleDevice{name: "phone", agent: "phone/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "desk", agent: "desk/1", life: time.Hour})
	c.signIn("ada", consoleDevice{name: "tablet", agent: "tablet/1", life: time.Hour})
	key := c.key("support", credential.ScopeRead, credential.ScopeWrite)
	c.do(chromedp.Navigate(c.service.Control + "/console/#/users/ada"))
	c.open(key, gated)
	c.sees("phone 1", "desk 1")

	// 404: somebody else ended it first.
	c.press("End… phone 1, " + store.Fingerprint("ada-phone"))
	c.sees("This can't be undone.")
	c.call("DELETE", "/users/ada/session-tokens/"+store.Fingerprint("ada-phone"), nil, 200)
	c.sees("It had ended already, or was rotated.") // because of the event
	c.press("Close")
	c.sees("Devices2")
	// The same of the session to keep: all others go on, and the page must not say that they ended.
	c.signIn("ada", consoleDevice{name: "lamp", agent: "lamp/1", life: time.Hour})
	c.sees("lamp 1", "Devices3")
	c.press("End others… and keep lamp 1, " + store.Fingerprint("ada-lamp"))
	c.sees("This can't be undone.")
	c.call("DELETE", "/users/ada/session-tokens/"+store.Fingerprint("ada-lamp"), nil, 200)
	c.sees("Nothing was ended: the one to keep has ended, or was rotated.") // because of the event
	c.press("Close")
	c.sees("desk 1", "tablet 1", "Devices2")

	// 503: Redis does not respond, so the service can't know whether the change was made.
	c.press("End… tablet 1, " + store.Fingerprint("ada-tablet"))
	c.sees("This can't be undone.")
	c.press("End 1 session and 1 refresh token")
	c.held()
	c.redis.Freeze()
	c.pass()
	c.sees("The service can't do that now. The service says: the store does not answer; try again. Whether it was done is not known: look before you try again. The service asks to wait for 1 second.", "tablet 1")
	c.press("Close")
	c.press("Refresh")
	c.sees("The service can't do that now.", "desk 1", "Try again")
	end := "End… desk 1, " + store.Fingerprint("ada-desk")
	c.press(end)
	c.sees("The service can't do that now.")
	c.redis.Thaw()
	c.press("Try again") // the dialog's button, since the dialog is modal
	c.sees("This ends 1 session and 1 refresh token:")
	c.press("Cancel")
	c.press("Refresh")
	c.gone("The service can't do that now.")
	c.sees("desk 1")

	// Without a network.
	offline := func(is bool) {
		t.Helper()
		_, err := chromedp.Call(c.browser, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: is, DownloadThroughput: -1, UploadThroughput: -1}}})
		e2eOK(t, err)
	}
	offline(true)
	c.press("Suspend desk 1, " + store.Fingerprint("ada-desk"))
	c.sees("The service can't be reached. Is it running, and is this machine connected? Whether it was done is not known", "desk 1")
	offline(false)

	// 409, and failures between the page and the service, which the test simulates.
	answered := func(answer string) {
		t.Helper()
		c.press("Forget key") // a client keeps the fetch function that it was created with
		c.open(key, `request.method === "GET" || request.url.includes("dry_run") ? real(request, init) : `+answer)
		c.sees("desk 1")
	}
	answered(`Response.json({ error: "the Idempotency-Key was used for another request", code: "idempotency_mismatch" }, { status: 409 })`)
	c.press("Make an API key…")
	c.typed("Account ID", "acc-7"+kb.Enter)
	c.sees("The same was asked for just before, or with other details. The service says: the Idempotency-Key was used for another request. Nothing was changed.")
	c.press("Cancel")
	answered(`Response.json({ error: "the request with this Idempotency-Key is still being answered", code: "conflict" }, { status: 409 })`)
	c.press("Make an API key…")
	c.typed("Account ID", "acc-7"+kb.Enter)
	c.sees("is still being answered. Whether it was done is not known")
	c.press("Cancel")
	answered(`new Response("<h1>Bad Gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } })`)
	c.press("Suspend user")
	c.sees("Something answered with the status 502 that is not as the control API does. There may be a proxy")
	answered(`Response.json({ error: "the key does not have the scope that this operation needs", code: "forbidden" }, { status: 403 })`)
	c.press("Suspend user")
	c.sees("This control key may not do that. It lacks the scope for it. Nothing was changed.")
	answered(`real(request, init)`)

	// 401: the key is revoked while in use. With another key the page continues where it was.
	e2eOK(t, c.store.RevokeAPIKey(t.Context(), store.ControlKey, strings.Split(key, "_")[1]))
	c.refused(c.service.Control+"/events", "X-Control-Key", key)
	c.press("Refresh")
	c.sees("The key is not accepted any more")
	c.typed("Control key", c.key("support-2", credential.ScopeRead, credential.ScopeWrite)+kb.Enter)
	c.gone("The key is not accepted any more")
	c.sees("User ada", "desk 1")
	c.press(end)
	c.press("End 1 session and 1 refresh token")
	c.sees("Ended 1 session and 1 refresh token.", "ended by support-2")
}

// refused waits until a revoked key is refused: keys are cached for a second.
func (c *consoleTest) refused(address, header, key string) {
	c.Helper()
	for deadline := time.Now().Add(10 * time.Second); c.status(address, header, key) != 401; {
		if time.Now().After(deadline) {
			c.Fatal("the key is accepted after its end")
		}
	}
}

func (c *consoleTest) status(address, header, key string) int {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), http.MethodGet, address, nil)
	e2eOK(c.T, err)
	r.Header.Set(header, key)
	response, err := http.DefaultClient.Do(r)
	e2eOK(c.T, err)
	defer response.Body.Close()
	return response.StatusCode
}

// has fails unless exactly these devices of the user have sessions, each with its refresh token if it had one.
func (c *consoleTest) has(user string, devices ...string) {
	c.Helper()
	var page struct {
		Records []struct{ Fingerprint, Kind string }
	}
	e2eOK(c.T, json.Unmarshal(c.call("GET", "/users/"+user+"/session-tokens", nil, 200), &page))
	var got, want []string
	for _, r := range page.Records {
		got = append(got, r.Kind+" "+r.Fingerprint)
	}
	for _, d := range devices {
		want = append(want, "session "+store.Fingerprint(user+"-"+d))
		if d != "script" {
			want = append(want, "refresh "+store.Fingerprint("of-"+user+"-"+d))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.Errorf("%s has %q, want %q", user, got, want)
	}
}

// unseen fails if one of the texts can be seen.
func (c *consoleTest) unseen(texts ...string) {
	c.Helper()
	shown := c.shown()
	for _, text := range texts {
		if strings.Contains(shown, text) {
			c.Errorf("%q is in\n%s", text, shown)
		}
	}
}

// focus waits until the element with this name has the focus.
func (c *consoleTest) focus(name string) {
	c.Helper()
	const focused = `(document.activeElement.ariaLabel ?? document.activeElement.innerText)`
	if _, err := chromedp.Run(c.browser, chromedp.PollFunction[chromedp.Void](`(name) => `+focused+`.trim() === name`, chromedp.WithPollingArgs(name), chromedp.WithPollingTimeout(10*time.Second))); err != nil {
		has, _ := chromedp.Run(c.browser, chromedp.Evaluate[string](focused))
		c.Errorf("%q has the focus, not %q: %v", has, name, err)
	}
}

// Where more events came than are kept, before the page could read them, it says so.
func TestConsoleMissedEvents(t *testing.T) {
	c := newConsole(t)
	c.signIn("ada", consoleDevice{name: "laptop", agent: "curl/8.14.1", life: time.Hour})
	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	c.open(c.key("support", credential.ScopeRead))
	c.sees("registered for ada", "Expiry is not recorded.")
	c.gone("Some events are missing")
	c.missEvents()
	c.sees("User suspended: grace", "Some events are missing: more came at once than are kept.")
	c.unseen(": bob")
}

// missEvents writes an event of bob and one of grace at once, of which only the second is kept.
func (c *consoleTest) missEvents() {
	c.Helper()
	_, err := redistest.Client(c.T, c.redis.URL()).TxPipelined(c.Context(), func(p redis.Pipeliner) error {
		for _, user := range []string{"bob", "grace"} {
			p.XAdd(c.Context(), &redis.XAddArgs{Stream: "events:{all}", Values: []string{"event", fmt.Sprintf(
				`{"key":%q,"time":"%d","user_id":%[1]q,"kind":"user","fingerprint":"","transition":"suspended","cause":"operator","actor":"login"}`, user, time.Now().Unix())}})
		}
		p.XTrimMaxLen(c.Context(), "events:{all}", 1)
		return nil
	})
	e2eOK(c.T, err)
}
