package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The TypeScript SDK's entry "control" sends what the control contract documents, and does not retry changes.
func TestSDKControl(t *testing.T) {
	node, project := redistest.Need(t, "node"), sdkProject(t)
	var mutex sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mutex.Lock()
		asked = append(asked, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("X-Control-Key")+" "+r.Header.Get("Content-Type")+" "+string(body)))
		mutex.Unlock()
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/introspect":
			_, _ = io.WriteString(w, `{"active":false}`)
		case "/revoke": // 200 without a body
			w.Header().Del("Content-Type")
		case "/refresh":
			w.WriteHeader(409)
			_, _ = io.WriteString(w, `{"error":"the refresh token was used before","code":"reused"}`)
		case "/users/a/b/suspension":
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(503)
			_, _ = io.WriteString(w, `{"error":"not now","code":"unavailable"}`)
		default:
			_, _ = io.WriteString(w, `{"records":null}`)
		}
	}))
	t.Cleanup(server.Close)
	got := e2eRun(t, append(os.Environ(), "CONTROL="+server.URL), project, `
		import { createControlClient, UnexpectedResponseError } from "@quiva-ai/session-tokens/control";
		const client = createControlClient("fake-key", { baseUrl: process.env.CONTROL });
		const show = async (call) => {
			try {
				const { data, error, response } = await call;
				console.log(response.status, JSON.stringify(data ?? error));
			} catch (error) { console.log(error instanceof UnexpectedResponseError, String(error)); }
		};
		const user = (user_id, fingerprint) => ({ params: { path: { user_id, fingerprint } } });
		await show(client.POST("/introspect", { body: { token: "a+b=", user_id: "c d" } }));
		await show(client.POST("/revoke", { body: { token: "é" } }));
		await show(client.POST("/refresh", { body: { user_id: "a" } }));
		await show(client.PUT("/users/{user_id}/suspension", user("a/b")));
		await show(client.GET("/users/{user_id}/session-tokens", { params: { path: { user_id: "a" }, query: { kind: "session" } } }));
		await show(client.PUT("/users/{user_id}/sessions/{fingerprint}/suspension", user("a", "..")));
		await show(client.PUT("/users/{user_id}/suspension", user("")));
		for (const [key, baseUrl] of [["", "http://a"], ["a\n", "http://a"], ["a", ""], ["a", undefined], ["a", "a"]])
			try { createControlClient(key, { baseUrl }); } catch (error) { console.log(String(error)); }
	`, node, "--input-type=module")
	const want = `200 {"active":false}
200 undefined
409 {"error":"the refresh token was used before","code":"reused"}
503 {"error":"not now","code":"unavailable"}
true UnexpectedResponseError: unexpected response with status 200: the body has no "records"
false TypeError: fingerprint makes another path: it is empty, "." or ".."
false TypeError: user_id makes another path: it is empty, "." or ".."
TypeError: controlKey is empty: is it set?
TypeError: controlKey must be a text of visible ASCII characters without spaces
TypeError: baseUrl is empty: is it set?
TypeError: baseUrl is empty: is it set?
TypeError: baseUrl must be an http or https URL without user, query and fragment
`
	if string(got) != want {
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
	const wantAsked = `POST /introspect fake-key application/x-www-form-urlencoded token=a%2Bb%3D&user_id=c+d
POST /revoke fake-key application/x-www-form-urlencoded token=%C3%A9
POST /refresh fake-key application/json {"user_id":"a"}
PUT /users/a%2Fb/suspension fake-key
GET /users/a/session-tokens?kind=session fake-key`
	if got := strings.Join(asked, "\n"); got != wantAsked {
		t.Errorf("it sends\n%s\nwant\n%s", got, wantAsked)
	}
}
