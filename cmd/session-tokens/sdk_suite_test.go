package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// These tests say what the TypeScript SDK must do wherever it runs.

const sdkRefused = "not-a-credential-of-anybody"

// sdkServe runs the service with one user, whose whole list it returns, and allows scripts from the origin.
func sdkServe(t *testing.T, redis *redistest.Server, origin string) (p *e2eProgram, bearer, key string, listed e2eObject) {
	t.Helper()
	const user = "u-2"
	p = e2eNew(t, redis.URL())
	p.env = append(p.env, "SESSION_TOKENS_CORS_ORIGINS="+origin)
	expiry := time.Now().Unix() + 3600
	bearer = e2eSign(p.secret, user, expiry)
	session, refresh := e2eSession(user, bearer, expiry), e2eRefresh(user, "fake-refresh", expiry+60)
	e2eRun(t, p.env, "", e2eJSON(e2eObject{"session": session})+"\n"+e2eJSON(e2eObject{"refresh": refresh}), p.binary, "import", "-")
	key = strings.TrimSpace(string(e2eRun(t, p.env, "", "", p.binary, "apikey", "create", "--user", user, "--account", "Example")))
	p.serve(t, bearer, key, sdkRefused)
	if a := p.list(t, bearer); a.StatusCode != 200 { // checks that the response that the SDK will get conforms
		t.Fatalf("status %d, want 200", a.StatusCode)
	}
	return p, bearer, key, e2eObject{"status": 200, "data": e2eObject{"auth": []any{session}, "refresh": []any{refresh}}}
}

// sdkSuite calls the real service, which allows the origin if it is set, and servers that misbehave.
func sdkSuite(t *testing.T, call sdkCall, origin string) {
	redis := redistest.Start(t)
	p, bearer, key, listed := sdkServe(t, redis, origin)
	check := func(name string, it, want e2eObject) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Helper()
			got := call(t, it)
			if _, ok := want["message"]; !ok && got["name"] != "UnexpectedResponseError" {
				delete(got, "message") // the platform's own text
			}
			for _, secret := range []string{"hidden", sdkRefused} {
				if strings.Contains(e2eJSON(got), secret) {
					t.Errorf("it shows a credential: %v", got)
				}
			}
			e2eEqual(t, []byte(e2eJSON(got)), want)
		})
	}
	service := e2eObject{"baseUrl": "http://" + p.public + "/"}
	check("bearer", e2eObject{"credential": e2eObject{"bearer": bearer}, "options": service}, listed)
	check("API key", e2eObject{"credential": e2eObject{"apiKey": key}, "options": service}, listed)
	check("refused bearer", e2eObject{"credential": e2eObject{"bearer": sdkRefused}, "options": service},
		e2eObject{"status": 401, "error": e2eObject{"error": "the bearer token is not valid, or was revoked, or is suspended"}})
	check("refused API key", e2eObject{"credential": e2eObject{"apiKey": sdkRefused}, "options": service},
		e2eObject{"status": 401, "error": e2eObject{"error": "the API key is not valid, or was revoked, or has expired"}})
	redis.Kill()
	check("Redis killed", e2eObject{"credential": e2eObject{"bearer": bearer}, "options": service},
		sdkUnexpected(503, "the contract does not document this status", e2eObject{"error": "the store does not answer; try again"}, "1"))

	bad := sdkMisbehaving(t)
	hidden := e2eObject{"bearer": "hidden"}
	for path, want := range map[string]e2eObject{
		"/good":         {"status": 200, "data": e2eObject{}},
		"/html":         sdkUnexpected(200, `the contract does not document the media type "text/html"`, nil, nil),
		"/untyped":      sdkUnexpected(200, `the contract does not document the media type ""`, nil, nil),
		"/empty":        sdkUnexpected(200, "the body is not JSON", nil, nil),
		"/cut":          sdkUnexpected(200, "the body is not JSON", nil, nil),
		"/refused":      sdkUnexpected(401, "the body is not JSON", nil, nil),
		"/gateway":      sdkUnexpected(502, "the contract does not document this status", nil, nil),
		"/null":         sdkUnexpected(200, "the body is null", nil, nil),
		"/no-data":      sdkUnexpected(200, `the body has no "data"`, nil, nil),
		"/null-data":    sdkUnexpected(200, `the body has no "data"`, nil, nil),
		"/nothing":      sdkUnexpected(204, "the contract does not document this status", nil, nil),
		"/redirect":     {"name": "TypeError"},
		"/endless":      sdkUnexpected(200, "the body is over 1000 bytes", nil, nil),
		"/stalled":      {"name": "TimeoutError", "message": "no whole answer within 300 ms"},
		"/stalled-body": {"name": "TimeoutError", "message": "no whole answer within 300 ms"},
	} {
		options := e2eObject{"baseUrl": bad + path, "maxBytes": 1000}
		if strings.HasPrefix(path, "/stalled") {
			options["timeout"] = 300
		}
		check(path[1:], e2eObject{"credential": hidden, "options": options}, want)
	}
	for _, when := range []string{"before", "sent"} {
		check("abort "+when, e2eObject{"credential": hidden, "options": e2eObject{"baseUrl": bad + "/stalled"}, "abort": when},
			e2eObject{"name": "AbortError"})
	}
	check("at the limit", e2eObject{"credential": hidden, "options": e2eObject{"baseUrl": bad + "/good", "maxBytes": 11}},
		e2eObject{"status": 200, "data": e2eObject{}})
	check("over the limit", e2eObject{"credential": hidden, "options": e2eObject{"baseUrl": bad + "/good", "maxBytes": 10}},
		sdkUnexpected(200, "the body is over 10 bytes", nil, nil))

	sdkRetries(t, call)
	document, err := os.ReadFile("../../openapi.json")
	e2eOK(t, err)
	var contract struct{ Servers []struct{ URL string } }
	e2eOK(t, json.Unmarshal(document, &contract))
	check("default base URL", e2eObject{"credential": hidden, "options": e2eObject{}, "unsent": true},
		e2eObject{"address": contract.Servers[0].URL + "/accounts/session-tokens"})
	sdkMisuse(check)
}

// sdkRetries calls servers that misbehave for a number of requests and then respond correctly.
func sdkRetries(t *testing.T, call sdkCall) {
	good := e2eObject{"status": 200, "data": e2eObject{}}
	unavailable := func(retryAfter any) e2eObject {
		return sdkUnexpected(503, "the contract does not document this status", e2eObject{"error": "not now"}, retryAfter)
	}
	lost := e2eObject{"name": "TypeError"}
	for name, c := range map[string]struct {
		bad     string // a status, with Retry-After, or what happens to the connection
		times   int32
		options e2eObject
		abort   string
		asked   int32
		want    e2eObject
		atLeast time.Duration
	}{
		"connection lost":          {"lost", 2, nil, "", 3, good, 0},
		"connection lost for good": {"lost", 100, nil, "", 3, lost, 0},
		"body cut":                 {"cut", 2, nil, "", 3, good, 0},
		"503":                      {"503", 2, nil, "", 3, good, 0},
		"503 for good":             {"503", 100, nil, "", 3, unavailable(nil), 0},
		"503 with seconds":         {"503 1", 1, nil, "", 2, good, time.Second},
		"503 with a date":          {"503 2s", 1, nil, "", 2, good, time.Second},
		"503 with a long time":     {"503 60", 1, nil, "", 1, unavailable("60"), 0},
		"503 with nonsense":        {"503 soon", 1, nil, "", 2, good, 0},
		"502":                      {"502", 1, nil, "", 1, sdkUnexpected(502, "the contract does not document this status", e2eObject{"error": "not now"}, nil), 0},
		"503, only once":           {"503", 1, e2eObject{"retries": 0}, "", 1, unavailable(nil), 0},
		"body cut, only once":      {"cut", 1, e2eObject{"retries": 0}, "", 1, lost, 0},
		"503, and no time is left": {"503 2", 1, e2eObject{"timeout": 500}, "", 1, unavailable("2"), 0},
		"503, then an abort":       {"503 3", 1, nil, "answered", 1, e2eObject{"name": "AbortError"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				for header, value := range map[string]string{"Origin": "*", "Headers": "Authorization"} {
					w.Header().Set("Access-Control-Allow-"+header, value)
				}
				w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
				if r.Method == http.MethodOptions {
					return
				}
				w.Header().Set("Content-Type", "application/json")
				if asked.Add(1) <= c.times {
					sdkMisbehave(w, c.bad)
				} else {
					fmt.Fprint(w, `{"data":{}}`)
				}
			}))
			defer server.Close()
			options := e2eObject{"baseUrl": server.URL}
			maps.Copy(options, c.options)
			it := e2eObject{"credential": e2eObject{"bearer": "hidden"}, "options": options}
			if c.abort != "" {
				it["abort"] = c.abort
			}
			began := time.Now()
			got := call(t, it)
			if got["name"] != "UnexpectedResponseError" {
				delete(got, "message") // the platform's own text
			}
			if e2eEqual(t, []byte(e2eJSON(got)), c.want); asked.Load() != c.asked && (c.bad != "lost" || asked.Load() < c.asked) { // a browser may retry on its own as well
				t.Errorf("asked %d times, want %d", asked.Load(), c.asked)
			}
			if took := time.Since(began); took < c.atLeast {
				t.Errorf("it took %v, want %v at least", took, c.atLeast)
			}
		})
	}
}

// sdkMisbehave responds with a status and Retry-After, a text or a time relative to now, or breaks the connection.
func sdkMisbehave(w http.ResponseWriter, how string) {
	status, after, _ := strings.Cut(how, " ")
	switch status {
	case "lost":
		panic(http.ErrAbortHandler)
	case "cut":
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"data":`)
		return
	}
	if in, err := time.ParseDuration(after); err == nil {
		after = time.Now().Add(in).UTC().Format(http.TimeFormat)
	}
	if after != "" {
		w.Header().Set("Retry-After", after)
	}
	code, _ := strconv.Atoi(status)
	w.WriteHeader(code)
	fmt.Fprint(w, `{"error":"not now"}`)
}

// sdkMisuse checks that the SDK refuses at run time what JavaScript does not check, and reveals no credential.
func sdkMisuse(check func(name string, it, want e2eObject)) {
	text := func(name string) string { return name + " must be a text of visible ASCII characters without spaces" }
	const either, baseURL = "give either bearer or apiKey", "baseUrl must be an http or https URL without user, query and fragment"
	for _, c := range []struct {
		credential, options e2eObject
		want                string
	}{
		{e2eObject{}, nil, either},
		{e2eObject{"bearer": "hidden", "apiKey": "hidden"}, nil, either},
		{e2eObject{"bearer": ""}, nil, "bearer is empty: is it set?"},
		{e2eObject{"apiKey": ""}, nil, "apiKey is empty: is it set?"},
		{e2eObject{"bearer": nil}, nil, "bearer is null: is it set?"},
		{e2eObject{"bearer": "Bearer hidden"}, nil, "give the token without the word Bearer"},
		{e2eObject{"bearer": "bearer hidden"}, nil, "give the token without the word Bearer"},
		{e2eObject{"bearer": " Bearer hidden"}, nil, "give the token without the word Bearer"},
		{e2eObject{"bearer": "Bearer"}, nil, "give the token without the word Bearer"},
		{e2eObject{"bearer": "hidden\n"}, nil, text("bearer")},
		{e2eObject{"bearer": " hidden"}, nil, text("bearer")},
		{e2eObject{"apiKey": "hidden "}, nil, text("apiKey")},
		{e2eObject{"apiKey": " "}, nil, text("apiKey")},
		{e2eObject{"bearer": "hidden\r\nX-Other: hidden"}, nil, text("bearer")},
		{e2eObject{"bearer": []any{"hidden"}}, nil, text("bearer")},
		{e2eObject{"apiKey": "hidden hidden"}, nil, text("apiKey")},
		{e2eObject{"apiKey": "hiddenü"}, nil, text("apiKey")},
		{nil, e2eObject{"baseUrl": ""}, "baseUrl is empty: is it set?"},
		{nil, e2eObject{"baseUrl": nil}, "baseUrl is empty: is it set?"},
		{nil, e2eObject{"baseUrl": "ftp://a.example"}, baseURL},
		{nil, e2eObject{"baseUrl": "a.example"}, baseURL},
		{nil, e2eObject{"baseUrl": "https://hidden:hidden@a.example"}, baseURL},
		{nil, e2eObject{"baseUrl": "https://a.example/?hidden"}, baseURL},
		{nil, e2eObject{"timeout": 0}, "timeout must be a whole number from 1 to 2147483647"},
		{nil, e2eObject{"timeout": 1 << 31}, "timeout must be a whole number from 1 to 2147483647"},
		{nil, e2eObject{"retries": -1}, "retries must be a whole number from 0 to 10"},
		{nil, e2eObject{"maxBytes": 0.5}, "maxBytes must be a whole number from 1 to 9007199254740991"},
	} {
		it := e2eObject{"credential": e2eObject{"bearer": "hidden"}, "options": e2eObject{}, "unsent": true}
		if c.credential != nil {
			it["credential"] = c.credential
		}
		if c.options != nil {
			it["options"] = c.options
		}
		check("misuse", it, e2eObject{"name": "TypeError", "message": c.want})
	}
}

func sdkUnexpected(status int, reason string, body, retryAfter any) e2eObject {
	want := e2eObject{"name": "UnexpectedResponseError", "status": status, "retryAfter": retryAfter,
		"message": fmt.Sprintf("unexpected response with status %d: %s", status, reason)}
	if body != nil {
		want["error"] = body
	}
	return want
}

// sdkMisbehaving is a server whose responses violate the contract, open to scripts of every origin. No client may
// follow its redirects.
func sdkMisbehaving(t *testing.T) (url string) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the client went elsewhere: %s", r.URL.Path)
	}))
	t.Cleanup(elsewhere.Close)
	answers := map[string]func(w http.ResponseWriter, r *http.Request){
		"html": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<p>hidden")
		},
		"good": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":{}}`) },
		"untyped": func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			fmt.Fprint(w, `{"data":{}}`)
		},
		"empty":   func(http.ResponseWriter, *http.Request) {},
		"cut":     func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":{"auth":[{"token":"hidden`) },
		"refused": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401); fmt.Fprint(w, "hidden") },
		"gateway": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(502)
			fmt.Fprint(w, `{"message":"hidden"}`)
		},
		"null":      func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `null`) },
		"no-data":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{}`) },
		"null-data": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":null}`) },
		"nothing":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for _, err := w.Write(make([]byte, 512)); err == nil; _, err = w.Write(make([]byte, 512)) {
			} // until the client closes the connection
		},
		"stalled": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"stalled-body": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"data":`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "Authorization")
		if r.Method == http.MethodOptions {
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		answers[strings.TrimSuffix(r.URL.Path[1:], "/accounts/session-tokens")](w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}
