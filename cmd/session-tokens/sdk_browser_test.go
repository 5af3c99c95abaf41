package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

func TestSDKInBrowser(t *testing.T) {
	pages := http.FileServer(http.Dir(sdkProject(t)))
	allowed, other := httptest.NewServer(pages), httptest.NewServer(pages)
	t.Cleanup(allowed.Close)
	t.Cleanup(other.Close)
	browser := newBrowser(t, "net::ERR_FAILED", "has been blocked by CORS policy", // a redirect, and the last page
		"net::ERR_EMPTY_RESPONSE", "net::ERR_CONTENT_LENGTH_MISMATCH") // connections lost
	call := func(t *testing.T, call e2eObject) e2eObject {
		t.Helper()
		result, err := chromedp.Run(browser, chromedp.Evaluate[e2eObject]("call("+e2eJSON(call)+")", chromedp.EvalAwaitPromise))
		e2eOK(t, err)
		return result
	}
	e2eOK(t, chromedp.Do(browser, chromedp.Navigate(allowed.URL)))
	sdkSuite(t, call, allowed.URL)

	p, bearer, _, listed := sdkServe(t, redistest.Start(t), other.URL)
	it := e2eObject{"credential": e2eObject{"bearer": bearer}, "options": e2eObject{"baseUrl": "http://" + p.public}}
	if got := call(t, it); got["name"] != "TypeError" {
		t.Errorf("the browser lets a page of an origin that is not allowed see %v", got)
	}
	e2eOK(t, chromedp.Do(browser, chromedp.Navigate(other.URL)))
	e2eEqual(t, []byte(e2eJSON(call(t, it))), listed)
}
