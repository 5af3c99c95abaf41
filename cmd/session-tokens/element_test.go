package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const (
	chromeOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
	firefoxOnLinux  = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
)

// The element <session-tokens> of the packed SDK, on a page in a real browser.
func TestSDKElement(t *testing.T) {
	project := sdkProject(t)
	site := httptest.NewServer(http.FileServer(http.Dir(project)))
	t.Cleanup(site.Close)
	redis := redistest.Start(t)
	p := e2eNew(t, redis.URL())
	p.env = append(p.env, "SESSION_TOKENS_CORS_ORIGINS="+site.URL)
	now := time.Now().Unix()
	const user = "u-2"
	var lines, tokens []string
	session := func(life int64, change e2eObject) string {
		s := e2eSession(user, e2eSign(p.secret, user, now+life), now+life)
		for name, value := range change {
			s[name] = value
		}
		lines = append(lines, e2eJSON(e2eObject{"session": s}))
		tokens = append(tokens, s["token"].(string), s["refresh_token"].(string))
		return s["token"].(string)
	}
	bearer := session(14*60+20, e2eObject{"agent": chromeOnWindows, "location": ""})
	suspended := session(2*3600+60, e2eObject{"agent": firefoxOnLinux, "is_suspended": true})
	hostile := session(3*86400+60, e2eObject{"agent": `<img src="x" onerror="alert(1)">`, "platform": `"><script>alert(2)</script>`,
		"location": "\u202e<b>Oslo</b>\n" + strings.Repeat("x", 5000), "ip": "javascript:alert(3)"})
	session(10*86400+60, e2eObject{"agent": "", "platform": " ", "refresh_token": "of-" + bearer})
	for token, life := range map[string]int64{"of-" + bearer: 20 * 86400, "fake-refresh": 20*86400 + 60} {
		lines = append(lines, e2eJSON(e2eObject{"refresh": e2eRefresh(user, token, now+life)}))
		tokens = append(tokens, token)
	}
	e2eRun(t, p.env, "", strings.Join(lines, "\n"), p.binary, "import", "-")
	p.serve(t, tokens...)

	browser := newBrowser(t, "net::ERR_CONNECTION_REFUSED")
	do := func(script string) any {
		t.Helper()
		result, err := chromedp.Run(browser, chromedp.Evaluate[any]("(async () => {"+script+"})()", chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		return result
	}
	see := func(what, script string, want any) {
		t.Helper()
		if got := do(script); e2eJSON(got) != e2eJSON(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", what, e2eJSON(got), e2eJSON(want))
		}
	}
	clean := func(what string) {
		t.Helper()
		see(what+", by axe", `return violations()`, []any{})
		page := do(`return everything()`).(string)
		if slices.ContainsFunc(append(tokens, bearer), func(token string) bool { return strings.Contains(page, token) }) {
			t.Errorf("%s: a token is in the page", what)
		}
	}
	e2eOK(t, chromedp.Do(browser, chromedp.Navigate(site.URL+"/element.html")))
	// Properties set before the element is defined are kept.
	do(`list.credential = ` + e2eJSON(e2eObject{"bearer": bearer}) + `; list.options = ` + e2eJSON(e2eObject{"baseUrl": "http://" + p.public}) + `;
		await until(() => globalThis.defineSessionTokens); defineSessionTokens(); defineSessionTokens(); await until(() => rows().length)`)
	strange := "\ufffd<b>Oslo</b>\ufffd" + strings.Repeat("x", 67) + "…"
	listed := []any{
		[]any{"Chrome on Windows", "This session", "unknown", "192.0.2.1", "in 14 minutes", "Sign out"},
		[]any{"Unknown device", "Lyon", "192.0.2.1", "in 10 days", "End"},
		[]any{`"><script>alert(2)</script>`, strange, "javascript:alert(3)", "in 3 days", "End"},
		[]any{"Firefox on Linux", "Suspended", "Lyon", "192.0.2.1", "in 2 hours", "End"},
		[]any{"A device that can sign in again", "unknown", "unknown", "in 20 days", "End"},
	}
	see("the list", `return rows()`, listed)
	see("what is said of it", `return text("h2, p, section > button")`, "Where you are signed in|Devices: 5|End all others")
	clean("the list")
	do(`document.documentElement.style.colorScheme = "dark"`)
	clean("the list in the dark")
	picture(t, browser, "element.png")

	see("a narrow page", `const { style } = document.querySelector("main"); style.width = "300px";
		const wide = [list, ...within("*")].filter((e) => e.scrollWidth > 300).length; style.width = ""; return wide`, 0)

	// Sessions can be ended without a mouse; the page ends them, and the list keeps its position.
	do(`within("button[part~=end]")[3].focus()`)
	e2eOK(t, chromedp.Do(browser, chromedp.KeyEvent(kb.Enter)))
	do(`within("button[part~=end]")[0].click(); within("[part~=end-others]")[0].click(); within("button[part~=end]")[2].focus()`)
	events := []any{
		e2eObject{"end": e2eObject{"fingerprint": store.Fingerprint(suspended), "current": false, "device": "Firefox on Linux"}},
		e2eObject{"end": e2eObject{"fingerprint": store.Fingerprint(bearer), "current": true, "device": "Chrome on Windows"}},
		e2eObject{"end-others": e2eObject{"except": store.Fingerprint(bearer)}},
	}
	see("what the page is told", `return told.splice(0)`, events)
	e2eRun(t, p.env, "", "", p.binary, "revoke", user, store.Fingerprint(suspended))
	see("without the ended one", `await list.refresh(); return rows().map(([device]) => device)`, []any{
		"Chrome on Windows", "Unknown device", `"><script>alert(2)</script>`, "A device that can sign in again"})
	see("where the focus is", `return list.shadowRoot.activeElement.closest("li").querySelector("[part~=device]").textContent`, `"><script>alert(2)</script>`)
	e2eRun(t, p.env, "", "", p.binary, "revoke", user, store.Fingerprint(hostile))
	see("where the focus is when its session has ended", `await list.refresh(); return list.shadowRoot.activeElement.role`, "list")

	// Time passes, by the browser's clock.
	see("later", `const now = Date.now, wait = setTimeout; let skipped = 0, fired = 0;
		Date.now = () => now() + skipped; globalThis.setTimeout = (run, ms) => wait(() => (fired++, run()), Math.min(ms, 200));
		await list.refresh(); skipped = 60_000; await until(() => text("time").includes("in 13"));
		skipped = 14 * 60_000; await until(() => text("time").includes("less"));
		const asked = () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("accounts")).length, before = asked();
		skipped = 15 * 60_000; await until(() => asked() > before);
		await until(() => list.shadowRoot.querySelector("ul").ariaBusy === "false"); const once = asked(), turns = fired;
		await until(() => fired > turns + 3); if (asked() > once) return "the service, which lists it nevertheless, is asked again at once";
		skipped += 60_000; await until(() => asked() > once);
		Date.now = now; globalThis.setTimeout = wait; await list.refresh(); return text("time:not(li ~ li time)")`, "in 14 minutes")

	see("other texts", `list.texts = { language: "de", heading: "Geräte", expires: "Läuft ab", device: "{system}: {browser}", loaded: "{count} $& {none}" };
		await until(() => text("[part=status]").startsWith("3")); return [text("h2, [part=status]"), rows()[0].join(), within("section")[0].lang]`,
		[]any{"Geräte|3 $& {none}", "Windows: Chrome,This session,unknown,192.0.2.1,in 14 Minuten,Sign out", "de"})
	see("a language that there is not", `try { list.texts = { language: "_" }; } catch (error) { return error.name; }`, "RangeError")
	do(`list.texts = {}; await list.refresh()`)
	see("other looks", `const sheet = new CSSStyleSheet();
		sheet.replaceSync("session-tokens { --session-tokens-radius: 7px } session-tokens::part(current) { color: rgb(1, 2, 3) } session-tokens::part(end) { font-size: 31px }");
		document.adoptedStyleSheets = [sheet]; const [row] = within("li"), shown = getComputedStyle(row);
		const seen = [shown.borderTopLeftRadius, shown.color, getComputedStyle(row.querySelector("button")).fontSize];
		document.adoptedStyleSheets = []; return seen`, []any{"7px", "rgb(1, 2, 3)", "31px"})

	// What another implementation of the contract may answer.
	rewritten := func(change string) string {
		return `list.options = { baseUrl: "http://` + p.public + `", fetch: async (...asked) => { const answer = await (await fetch(...asked)).json(); ` + change + `; return Response.json(answer); } }; await list.refresh();`
	}
	for expiry, shown := range map[string]string{"9007199254740991": "in ages", "1e300": "in ages", "1e308": "in ages", "-1e308": "in less than a minute", "-1": "in less than a minute",
		"0": "in less than a minute", "undefined": "in less than a minute", "Date.now() / 1000 + 7200.5": "in 2 hours"} {
		see("the expiry "+expiry, rewritten(`answer.data.auth[1].expiry = `+expiry)+`return rows().map((row) => row.at(-2).replace(/^in 99,9[0-9]{2},[0-9]{3} days$/, "in ages"))`,
			[]any{shown, "in 10 days", "in 20 days"})
	}

	// Nobody sees the sessions of who was signed in before.
	of := func(user string) string {
		return `{ bearer: "x." + btoa('{"sub":"` + user + `","jti":"` + strings.Repeat("?~", 9) + `"}').replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") + ".x" }`
	}
	see("another bearer of the same user, and one of another", rewritten("")+`
		let go; const slow = new Promise((resolve) => go = resolve);
		list.options = { baseUrl: "http://`+p.public+`", fetch: async (...asked) => (await slow, fetch(...asked)) };
		const seen = [];
		list.credential = `+of(user)+`; seen.push(rows().length);
		list.credential = `+of("u-9")+`; seen.push(rows().length);
		list.credential = `+e2eJSON(e2eObject{"bearer": bearer})+`; go(); await until(() => rows().length); seen.push(rows().length);
		list.credential = { apiKey: "somebody" }; seen.push(rows().length);
		list.credential = `+e2eJSON(e2eObject{"bearer": bearer})+`; await list.refresh(); seen.push(rows().length);
		list.credential = null; seen.push(rows().length);
		list.credential = `+e2eJSON(e2eObject{"bearer": bearer})+`; await list.refresh(); return seen`, []any{3, 0, 3, 0, 3, 0})
	// The service may take the user from another claim, and the page may change the object that it gave.
	see("another user by another claim, and in the same object", `const seen = [], of = (claims) => ({ bearer: "x." + btoa(JSON.stringify(claims)) + ".x" });
		const { fetch } = globalThis, given = `+e2eJSON(e2eObject{"bearer": bearer})+`, show = async (first, then) => {
			list.credential = first; list.options = { baseUrl: "http://`+p.public+`", fetch: (to, init) => fetch(new Request(to, { headers: { Authorization: "Bearer " + given.bearer } }), init) };
			await list.refresh(); list.credential = then; seen.push(rows().length);
		};
		await show(of({ sub: "app", uid: "a", jti: "1", exp: 1 }), of({ sub: "app", uid: "a", jti: "2", exp: 2 }));
		await show(of({ sub: "app", uid: "a" }), of({ sub: "app", uid: "b" }));
		await show(of({ exp: 1, jti: "1" }), of({ exp: 2, jti: "2" }));
		const changed = of({ sub: "a" }); await show(changed, changed); changed.bearer = of({ sub: "c" }).bearer; list.credential = changed; seen.push(rows().length);
		list.credential = given; list.options = { baseUrl: "http://`+p.public+`" }; await list.refresh(); return seen`, []any{3, 0, 0, 3, 0})

	// An element that is on no page asks nothing, then or later.
	see("removed", `let asked = 0; const place = list.parentElement, wait = setTimeout;
		globalThis.setTimeout = (run) => wait(run, 1); await list.refresh();
		list.options = { baseUrl: "http://`+p.public+`", fetch: (...args) => (asked++, fetch(...args)) }; list.remove(); await list.refresh(); await new Promise((resolve) => wait(resolve, 100)); globalThis.setTimeout = wait;
		const before = [asked, rows().length]; place.append(list); await until(() => rows().length); return [...before, asked]`, []any{0, 0, 1})

	// A service that shows only fingerprints is supported.
	own := *p
	own.env = append(slices.Clone(p.env), "SESSION_TOKENS_SHOW_TOKENS=own")
	own.serve(t, tokens...)
	see("fingerprints only", `const same = rows().join(); list.options = `+e2eJSON(e2eObject{"baseUrl": "http://" + own.public})+`;
		await list.refresh(); within("[part~=end-others]")[0].click(); within("button[part~=end]")[2].click(); return [rows().join() === same, ...told.splice(0)]`,
		[]any{true, events[2], e2eObject{"end": e2eObject{"fingerprint": store.Fingerprint("fake-refresh"), "current": false, "device": "A device that can sign in again"}}})

	for _, c := range []struct{ what, set, want string }{
		{"not signed in", `list.credential = { bearer: "` + sdkRefused + `" }`, "You are not signed in."},
		{"nobody answers", `list.options = { baseUrl: "http://127.0.0.1:` + freePort(t) + `", retries: 0 }`, "The service can't be reached."},
		{"too slow", `list.options = { timeout: 1, fetch: () => new Promise((_, no) => setTimeout(() => no(new DOMException("", "TimeoutError")), 5)) }`, "The service can't be reached."},
		{"another answer", `list.options = { fetch: async () => new Response("<p>", { status: 502 }) }`, "The list can't be shown."},
		{"no list in the answer", `list.options = { fetch: async () => Response.json({ data: { auth: null } }) }`, "The list can't be shown."},
	} {
		see(c.what, c.set+`; await list.refresh(); return [rows().length, text("[role=alert], button")]`, []any{0, c.want + "|Try again"})
	}
	clean("what went wrong")
	see("to try again", `let broken = true; list.credential = `+e2eJSON(e2eObject{"bearer": bearer})+`;
		list.options = { baseUrl: "http://`+p.public+`", retries: 0, fetch: (...asked) => broken ? Promise.reject(new TypeError("")) : fetch(...asked) };
		await list.refresh(); broken = false; const [retry] = within("[part~=retry]"); retry.focus(); retry.click();
		await until(() => rows().length); return [text("[role=alert]"), list.shadowRoot.activeElement.role]`, []any{"", "list"})
	redis.Kill()
	see("no Redis", `await list.refresh(); return [rows().length, text("[role=alert]")]`, []any{0, "The list is not available right now."})
	see("misuse", `list.remove(); list.credential = { bearer: "Bearer a" };
		try { await list.refresh(); } catch (error) { return [error.message, within("[role=alert]")[0].textContent]; }`,
		[]any{"give the token without the word Bearer", "The list can't be shown."})
	see("nobody", `list.credential = null; await list.refresh(); return within("[part=error]")[0].hidden`, true)
}
