package main

import (
	"context"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The control contract can be tried behind a proxy, at an address that the service does not know, and from there no
// other address is called.
func TestControlDocsPageBehindProxy(t *testing.T) {
	service := exampleService(t)
	target, err := url.Parse(service.Control)
	e2eOK(t, err)
	proxy := httptest.NewServer(httputil.NewSingleHostReverseProxy(target))
	defer proxy.Close()
	browser := newBrowser(t)
	asked := requests(t, browser)
	const dialog, operation = chromedp.CSS(".dialog-ux"), chromedp.CSS("#operations-Events-listEvents")
	const answer = operation + " .live-responses-table .response"
	limited, cancel := context.WithTimeout(browser, 20*time.Second)
	defer cancel()
	e2eOK(t, chromedp.Do(limited,
		chromedp.Navigate(proxy.URL+"/docs"),
		chromedp.Click(chromedp.CSS(".btn.authorize")),
		chromedp.SendKeys(dialog+" #api_key_value", service.ControlKey+kb.Enter),
		chromedp.Click(dialog+" .btn-done"),
		chromedp.Click(operation+" .try-out__btn"),
		chromedp.Click(operation+" .execute"),
		chromedp.WaitVisible(answer)))
	text, err := chromedp.Run(browser, chromedp.Text(answer))
	if e2eOK(t, err); !strings.HasPrefix(text, "200") || !strings.Contains(text, "key_made") {
		t.Errorf("the page shows %s", text)
	}
	for _, address := range asked() {
		if !strings.HasPrefix(address, proxy.URL+"/") && !strings.HasPrefix(address, "data:") {
			t.Errorf("the page asks for %s", address)
		}
	}
}
