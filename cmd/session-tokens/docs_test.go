package main

import (
	"bytes"
	"context"
	"image/png"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The contract can be read and tried at /docs, in a real browser.
func TestDocs(t *testing.T) {
	p, bearer, key, _ := sdkServe(t, redistest.Start(t), "")
	browser := newBrowser(t)
	asked := requests(t, browser)
	const dialog, operation = chromedp.CSS(".dialog-ux"), chromedp.CSS("#operations-Authentication-getSessionTokens")
	const open = chromedp.CSS(".btn.authorize")
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		limited, cancel := context.WithTimeout(browser, 20*time.Second)
		defer cancel()
		e2eOK(t, chromedp.Do(limited, steps...))
	}
	authorize := func(scheme chromedp.CSS, value string) {
		t.Helper()
		do(chromedp.Click(open),
			chromedp.SendKeys(dialog+" #"+scheme, value+kb.Enter),
			chromedp.Click(dialog+" .btn-done"))
	}
	logout := func() {
		t.Helper()
		do(chromedp.Click(open), chromedp.Click(dialog+` [aria-label="Remove authorization"]`), chromedp.Click(dialog+" .btn-done"))
	}
	// execute returns the response that the page shows, beginning with its status.
	execute := func() string {
		t.Helper()
		const answer = operation + " .live-responses-table .response"
		do(chromedp.Click(operation+" .execute"), chromedp.WaitVisible(answer))
		text, err := chromedp.Run(browser, chromedp.Text(answer))
		e2eOK(t, err)
		return text
	}
	clear := func() { t.Helper(); do(chromedp.Click(operation + " .btn-clear")) }

	do(chromedp.Navigate("http://"+p.admin+"/docs"), chromedp.Click(operation+" .try-out__btn"))
	headings, err := chromedp.Run(browser, chromedp.Evaluate[int](`document.querySelectorAll(".opblock-tag").length`))
	e2eOK(t, err)
	if headings != 1 {
		t.Errorf("%d headings over one operation", headings)
	}
	if text := execute(); !strings.HasPrefix(text, "401") || !strings.Contains(text, `"error":`) {
		t.Errorf("without a credential the page shows %s", text)
	}
	picture(t, browser, "docs.png") // taken now, while no credential is visible
	clear()
	authorize("auth-bearer-value", "wrong")
	if text := execute(); !strings.HasPrefix(text, "401") || !strings.Contains(text, "invalid_token") {
		t.Errorf("with a wrong bearer the page shows %s", text)
	}
	clear()
	logout()
	authorize("auth-bearer-value", bearer)
	if text := execute(); !strings.HasPrefix(text, "200") || !strings.Contains(text, "Lyon") {
		t.Errorf("with a bearer the page shows %s", text)
	}
	clear()
	logout()
	authorize("api_key_value", key)
	if text := execute(); !strings.HasPrefix(text, "200") || !strings.Contains(text, "Lyon") {
		t.Errorf("with an API key the page shows %s", text)
	}

	tried := 0
	for _, address := range asked() {
		u, err := url.Parse(address)
		switch {
		case err == nil && u.Scheme == "data":
		case err != nil || u.Host != p.admin && u.Host != p.public || strings.Contains(address, key) || strings.Contains(address, bearer):
			t.Errorf("the page asks for %s", address)
		case u.Host == p.public:
			tried++
		}
	}
	if tried < 4 {
		t.Errorf("%d requests to the public listener, want at least 4", tried)
	}
	// No credential outlives the page.
	kept, err := chromedp.Run(browser, chromedp.Evaluate[string](`JSON.stringify([localStorage, sessionStorage]) + document.cookie + location`))
	e2eOK(t, err)
	if strings.Contains(kept, key) || strings.Contains(kept, bearer) {
		t.Errorf("the page keeps %s", kept)
	}
}

// requests returns a function that lists the URLs that the browser has requested from now on.
func requests(t *testing.T, browser context.Context) func() []string {
	t.Helper()
	var mu sync.Mutex
	var addresses []string
	e2eOK(t, chromedp.Listen(browser, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			addresses = append(addresses, sent.Request.URL)
		}
	}))
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return addresses
	}
}

// picture takes a screenshot, stores it under that name if SESSION_TOKENS_TEST_ARTIFACTS names a folder, and fails
// if the page is nearly empty.
func picture(t *testing.T, browser context.Context, name string) {
	t.Helper()
	taken, err := chromedp.Run(browser, chromedp.FullScreenshot(100))
	e2eOK(t, err)
	folder := os.Getenv("SESSION_TOKENS_TEST_ARTIFACTS")
	if folder == "" {
		folder = t.TempDir()
	}
	e2eOK(t, os.MkdirAll(folder, 0o755))
	e2eOK(t, os.WriteFile(filepath.Join(folder, name), taken, 0o644))
	image, err := png.Decode(bytes.NewReader(taken))
	e2eOK(t, err)
	colors, size := map[any]bool{}, image.Bounds()
	for x := range size.Dx() {
		for y := range size.Dy() {
			colors[image.At(x, y)] = true
		}
	}
	if size.Dx() < 1000 || size.Dy() < 500 || len(colors) < 100 {
		t.Errorf("the picture is %v, with %d colours", size, len(colors))
	}
}

func TestDocsOrigins(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:9090": "http://localhost:9090 http://127.0.0.1:9090 http://[::1]:9090",
		"[::1]:9090":     "http://localhost:9090 http://127.0.0.1:9090 http://[::1]:9090",
		"[::]:9090":      "http://localhost:9090 http://127.0.0.1:9090 http://[::1]:9090",
		"127.0.0.2:9090": "http://localhost:9090 http://127.0.0.1:9090 http://[::1]:9090 http://127.0.0.2:9090",
		"192.0.2.1:9090": "http://192.0.2.1:9090",
	} {
		listener, err := net.ResolveTCPAddr("tcp", address)
		e2eOK(t, err)
		if got := strings.Join(docsOrigins(listener), " "); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
