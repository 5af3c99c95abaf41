package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// consolePictures are the pictures that docs/ may show. "make screenshots" takes them.
var consolePictures = []string{"console.png", "console-dark.png", "console-end.png", "console-phone.png", "console-start.png"}

// Every view is accessible, in light and dark mode, on a phone and on a desktop; and screenshots are taken.
func TestConsoleViews(t *testing.T) {
	redistest.Need(t, "npm")
	axe, err := axeSource()
	e2eOK(t, err)
	c := newConsole(t)
	c.demo("grace", "ada")
	taken := map[string]bool{}
	// check checks the current view in every mode and size.
	check := func(view string, pictures map[string]string) {
		t.Helper()
		for _, scheme := range []string{"light", "dark"} {
			_, err := chromedp.Call(c.browser, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			e2eOK(t, err)
			for _, width := range []int64{1160, 390} {
				way := map[int64]string{1160: scheme, 390: scheme + " phone"}[width]
				c.do(chromedp.EmulateViewport(width, 844))
				c.axe(axe, view+", "+way)
				over, err := chromedp.Run(c.browser, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`))
				e2eOK(t, err)
				if over > 0 {
					t.Errorf("%s, %s: it is %d pixels too wide", view, way, over)
				}
				if name := pictures[way]; name != "" {
					c.picture(name)
					taken[name] = true
				}
			}
		}
		c.do(chromedp.EmulateViewport(1160, 844))
	}

	c.do(chromedp.Navigate(c.service.Control + "/console/"))
	check("the key", nil)
	c.typed("Control key", "wrong"+kb.Enter)
	c.sees("This control key is not accepted.")
	check("a wrong key", nil)
	c.typed("Control key", strings.Repeat(kb.Backspace, 5))
	c.open(c.key("support", credential.ScopeRead, credential.ScopeWrite))
	c.sees("Store\nanswers, in ", "Session and refresh token ended for ada", "Session and refresh token registered for grace")
	check("the start", map[string]string{"light": "console-start.png"})
	c.find("ada")
	c.sees("Edge 143 on Windows", "nightly export", "registered by login")
	check("a user", map[string]string{"light": "console.png", "dark": "console-dark.png", "light phone": "console-phone.png"})
	c.press("End all…")
	c.sees("This can't be undone.")
	check("what will end", map[string]string{"light": "console-end.png"})
	c.press("Cancel")
	c.press("Make an API key…")
	c.sees("Account ID")
	check("a key to make", nil)
	c.typed("Account ID", "acc-1"+kb.Enter)
	c.sees("Copy it now")
	check("a key that is made", nil)
	c.press("Close")
	c.press("Suspend user")
	c.sees("The user is suspended.")
	check("a suspended user", nil)
	c.press("Forget key")
	c.open(c.key("auditor", credential.ScopeRead))
	c.sees("This key lacks the scope write", "Edge 143 on Windows", "registered by login")
	check("a key that only reads", nil)
	c.redis.Freeze()
	c.press("Refresh")
	c.sees("The service can't do that now")
	check("a failure", nil)
	c.redis.Thaw()

	if len(taken) != len(consolePictures) {
		t.Errorf("it takes %v, want %v", taken, consolePictures)
	}
}

// docs/ shows only pictures that the tests take, and has each of them.
func TestConsolePictures(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	e2eOK(t, err)
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		e2eOK(t, err)
		for _, m := range regexp.MustCompile(`img/([^)"\s]+)`).FindAllSubmatch(text, -1) {
			if name := string(m[1]); strings.HasPrefix(name, "console") && !slices.Contains(consolePictures, name) {
				t.Errorf("%s shows %s, which no test takes", page, name)
			}
		}
	}
	for _, name := range consolePictures {
		info, err := os.Stat(filepath.Join("../../docs/img", name))
		if err != nil || info.Size() > 150_000 {
			t.Errorf("%s: take it anew, with make screenshots, of at most 150 kB (%v)", name, err)
		}
	}
}

// demo signs in each user on several devices.
func (c *consoleTest) demo(users ...string) {
	c.Helper()
	const ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
	const edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0"
	const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"
	for _, d := range []consoleDevice{
		{name: "phone", agent: ios, platform: "iPhone", location: "Lyon, France", ip: "192.0.2.44", life: 8*time.Hour + time.Minute, used: true},
		{name: "desk", agent: edge, platform: "Windows", location: "Berlin, Germany", ip: "198.51.100.7", life: 14*time.Minute + 55*time.Second, used: true},
		{name: "laptop", agent: firefox, platform: "Linux", ip: "2001:db8::17", life: 4*time.Hour + time.Minute},
		{name: "script", agent: "curl/8.14.1", location: "Dublin, Ireland", ip: "203.0.113.9", life: 50 * time.Minute, alone: true},
		{name: "gone", agent: firefox, platform: "Linux", location: "Oslo, Norway", ip: "203.0.113.77", life: time.Hour},
	} {
		for _, user := range users {
			c.signIn(user, d)
		}
	}
	for _, user := range users {
		c.call("PUT", "/users/"+user+"/sessions/"+store.Fingerprint(user+"-laptop")+"/suspension", nil, 200)
		c.call("DELETE", "/users/"+user+"/session-tokens/"+store.Fingerprint(user+"-gone"), nil, 200)
		c.call("POST", "/users/"+user+"/api-keys", e2eObject{"account": "acc-1", "name": "nightly export", "expires_in": 90 * 86400}, 201)
	}
}

// axe checks the page against the rules of axe-core, which include WCAG 2.2 AA.
func (c *consoleTest) axe(source, view string) {
	c.Helper()
	// The page's Content-Security-Policy does not apply to scripts from the debugger.
	found, err := chromedp.Run(c.browser, chromedp.Evaluate[[]string](source+`;
		axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
			nodes.map((node) => [id, help, node.target.join(" "), node.failureSummary].join("; "))))`, chromedp.EvalAwaitPromise))
	e2eOK(c.T, err)
	for _, problem := range found {
		c.Errorf("%s: axe: %s", view, problem)
	}
}

// picture takes a screenshot and stores it if SESSION_TOKENS_TEST_ARTIFACTS names a folder.
func (c *consoleTest) picture(name string) {
	c.Helper()
	taken, err := chromedp.Run(c.browser, chromedp.CaptureScreenshot())
	e2eOK(c.T, err)
	folder := os.Getenv("SESSION_TOKENS_TEST_ARTIFACTS")
	if folder == "" {
		return
	}
	e2eOK(c.T, os.MkdirAll(folder, 0o755))
	whole, err := png.Decode(bytes.NewReader(taken))
	e2eOK(c.T, err)
	var small bytes.Buffer
	e2eOK(c.T, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, fewColours(whole)))
	e2eOK(c.T, os.WriteFile(filepath.Join(folder, name), small.Bytes(), 0o644))
}

// fewColours reduces a picture to its 256 most frequent colours, with no visible difference at a third of the size.
func fewColours(whole image.Image) image.Image {
	area, count := whole.Bounds(), map[color.Color]int{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			count[whole.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return count[b] - count[a] })
	few := image.NewPaletted(area, color.Palette(colours[:min(256, len(colours))]))
	draw.Draw(few, area, whole, area.Min, draw.Src)
	return few
}

// axeSource returns the source of axe-core, in the version that the console's package requires.
var axeSource = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(filepath.Dir(self), "axe") // "go test" removes it
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		if err := sdkCopy(filepath.Join(folder, name), filepath.Join("../../gen/console", name)); err != nil {
			return "", err
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--omit=optional") // without the bundler's binaries
	install.Dir = folder
	install.Stderr = io.Discard
	if err := install.Run(); err != nil {
		return "", err
	}
	source, err := os.ReadFile(filepath.Join(folder, "node_modules/axe-core/axe.min.js"))
	return string(source), err
})
