package main

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// newBrowser starts a real headless browser for the duration of the test. It can reach 127.0.0.1 and no other host.
// Uncaught exceptions, errors on the console and violations of the Content-Security-Policy fail the test. Responses
// with an error status do not, although the browser logs them, nor do messages that contain one of the expected
// texts.
func newBrowser(t *testing.T, expected ...string) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], // these also give it a profile of its own
		chromedp.ExecPath(browserProgram(t)),
		chromedp.NoSandbox, // neither root nor users of recent Ubuntu can have a sandbox; the pages are our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.WindowSize(1280, 1000),
	)
	limited, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	allocator, free := chromedp.NewExecAllocator(limited, options...)
	browser, end := chromedp.NewContext(allocator)
	t.Cleanup(func() { end(); free(); stop() })

	const last = "the test's last word"
	read := make(chan struct{})
	messages := chromedp.Console(browser)
	go func() {
		defer close(read)
		for m, err := range messages {
			answered := strings.HasPrefix(m.Text, "Failed to load resource: the server responded with a status of ") ||
				slices.ContainsFunc(expected, func(text string) bool { return strings.Contains(m.Text, text) })
			switch {
			case err != nil:
				t.Errorf("the browser's console: %v", err)
			case m.Text == last:
				return
			case m.IsException() || m.Type == chromedp.ConsoleError && !answered:
				t.Errorf("the page %s: %s", m.URL, m)
			}
		}
	}()
	t.Cleanup(func() {
		if _, err := chromedp.Run(browser, chromedp.Evaluate[any](`console.log("`+last+`")`)); err != nil {
			t.Errorf("the browser's end: %v", err)
			end()
		}
		<-read
	})
	return browser
}

func browserProgram(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return redistest.Need(t, "chromium")
}
