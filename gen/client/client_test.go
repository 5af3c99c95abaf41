package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quiva-ai/session-tokens/gen/client"
)

func TestUndocumentedAnswers(t *testing.T) {
	type answer struct {
		status            int
		contentType, body string
	}
	text := func(s string) *string { return &s }
	for name, tt := range map[string]struct {
		answer answer
		want   *client.UndocumentedError // nil: documented
		said   string
	}{
		"documented":               {answer{200, "application/json", `{"data":{"auth":[],"refresh":[]}}`}, nil, ""},
		"documented, with charset": {answer{401, "application/json; charset=utf-8", `{"error":"no"}`}, nil, ""},
		"status with an Error":     {answer{503, "application/json", `{"error":"not available"}`}, &client.UndocumentedError{503, "application/json", &client.Error{Error: text("not available")}}, `503 Service Unavailable, "not available"`},
		"status with another JSON": {answer{500, "application/json", `{"message":"fake-secret"}`}, &client.UndocumentedError{500, "application/json", nil}, "500 Internal Server Error"},
		"status with a page":       {answer{502, "text/html", "<p>fake-secret"}, &client.UndocumentedError{502, "text/html", nil}, `502 Bad Gateway, a body of type "text/html"`},
		"status without a body":    {answer{204, "", ""}, &client.UndocumentedError{204, "", nil}, "204 No Content"},
		"200 with a page":          {answer{200, "text/html", "<p>fake-secret"}, &client.UndocumentedError{200, "text/html", nil}, `200 OK, a body of type "text/html"`},
		"401 without a body":       {answer{401, "text/plain", ""}, &client.UndocumentedError{401, "text/plain", nil}, "401 Unauthorized"},
		"a redirect, not followed": {answer{302, "text/plain", ""}, &client.UndocumentedError{302, "text/plain", nil}, "302 Found"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/accounts/session-tokens" {
					t.Errorf("%s was followed, with the key %q", r.URL, r.Header.Get("X-Api-Key"))
				}
				w.Header().Set("Location", "/elsewhere")
				w.Header()["Content-Type"] = []string{tt.answer.contentType}
				w.WriteHeader(tt.answer.status)
				_, _ = io.WriteString(w, tt.answer.body)
			}))
			defer server.Close()
			got, err := call(t, server.URL, client.APIKey("fake-key"))
			if tt.want == nil {
				if err != nil || (got.JSON200 == nil) == (got.JSON401 == nil) {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			if e, ok := errors.AsType[*client.UndocumentedError](err); !ok || !reflect.DeepEqual(e, tt.want) {
				t.Fatalf("got %+v, %#v", got, err)
			}
			if !strings.Contains(err.Error(), tt.said) || !strings.Contains(err.Error(), "GET /accounts/session-tokens") || strings.Contains(err.Error(), "fake-") {
				t.Errorf("the error says %q", err)
			}
		})
	}
}

func TestBrokenBody(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"auth":[{"token":["fake-secret"]}]}}`)
	}))
	defer server.Close()
	got, err := call(t, server.URL, client.Bearer("fake"))
	if err == nil || strings.Contains(err.Error(), "fake-secret") {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestBounds(t *testing.T) {
	endless := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(r.URL.Path, "/slow") {
			<-endless
			return
		}
		for block := []byte(strings.Repeat(" ", 1<<20)); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	defer close(endless)

	_, err := call(t, server.URL, client.Bearer("fake"))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); !ok || tooLarge.Limit != client.MaxBody {
		t.Errorf("an endless body: %v", err)
	}

	// The bound on the body holds for whatever HTTP client; the timeout is the default client's.
	impatient := &http.Client{Timeout: 50 * time.Millisecond}
	if _, err := call(t, server.URL+"/slow", client.Bearer("fake"), client.WithHTTPClient(impatient)); !os.IsTimeout(errors.Unwrap(err)) && !os.IsTimeout(err) {
		t.Errorf("an answer that does not come: %v", err)
	}
	c, err := client.New(server.URL, client.Bearer("fake"))
	if err != nil {
		t.Fatal(err)
	}
	doer := reflect.ValueOf(c.ClientInterface.(*client.Client).Client).Field(0).Interface().(*http.Client)
	if doer.Timeout != client.Timeout || client.Timeout <= 0 {
		t.Errorf("the default timeout is %v, want %v", doer.Timeout, client.Timeout)
	}
}

func TestRefusesWhatCannotWork(t *testing.T) {
	const fake = "fake-secret"
	for name, new := range map[string]func() (*client.ClientWithResponses, error){
		"no credential": func() (*client.ClientWithResponses, error) { return client.New("", client.Credential{}) },
		"empty bearer":  func() (*client.ClientWithResponses, error) { return client.New("", client.Bearer("")) },
		"empty key":     func() (*client.ClientWithResponses, error) { return client.New("", client.APIKey(" ")) },
		"two lines":     func() (*client.ClientWithResponses, error) { return client.New("", client.APIKey(fake+"\nA: b")) },
		"no scheme":     func() (*client.ClientWithResponses, error) { return client.New("api.example", client.APIKey(fake)) },
		"no host":       func() (*client.ClientWithResponses, error) { return client.New("https:///v1", client.APIKey(fake)) },
		"other scheme": func() (*client.ClientWithResponses, error) {
			return client.New("ftp://api.example", client.APIKey(fake))
		},
		"user in the base URL": func() (*client.ClientWithResponses, error) {
			return client.New("https://u:"+fake+"@api.example", client.APIKey(fake))
		},
		"query in the base URL": func() (*client.ClientWithResponses, error) {
			return client.New("https://api.example?a="+fake, client.APIKey(fake))
		},
	} {
		if c, err := new(); err == nil || c != nil || strings.Contains(err.Error(), fake) {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
	if said := fmt.Sprintf("%v %+v %#v %s", client.Bearer(fake), client.APIKey(fake), client.Bearer(fake), client.Bearer(fake)); strings.Contains(said, fake) {
		t.Errorf("a printed credential shows itself: %s", said)
	}
}

// The contract's server and headers, and the service's answers held against the contract.
func TestContract(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New("", client.Bearer("fake"))
	if err != nil {
		t.Fatal(err)
	}
	if server := c.ClientInterface.(*client.Client).Server; server != document.Servers[0].URL+"/" {
		t.Errorf("the default server is %s, the contract's is %s", server, document.Servers[0].URL)
	}
	if header := document.Components.SecuritySchemes["apiKeyAuth"].Value.Name; !strings.HasPrefix(client.APIKey("fake").String(), header+":") {
		t.Errorf("an API key is not sent as %s", header)
	}
	operation := document.Paths.Find("/accounts/session-tokens").Get
	for status, credential := range map[int]client.Credential{200: client.APIKey(apiKey), 401: client.Bearer("revoked")} {
		answer, err := call(t, baseURL, credential)
		if err != nil || answer.StatusCode() != status {
			t.Fatalf("got %v, %v; want %d", answer, err, status)
		}
		var body any
		if err := json.Unmarshal(answer.Body, &body); err != nil {
			t.Fatal(err)
		}
		if err := operation.Responses.Status(status).Value.Content.Get("application/json").Schema.Value.VisitJSON(body); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestImportsTheStandardLibraryOnly(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(list)); got != "github.com/quiva-ai/session-tokens/gen/client" {
		t.Errorf("it is built of\n%s", got)
	}
}

func call(t *testing.T, baseURL string, credential client.Credential, options ...client.ClientOption) (*client.GetSessionTokensResponse, error) {
	t.Helper()
	c, err := client.New(baseURL, credential, options...)
	if err != nil {
		t.Fatal(err)
	}
	return c.GetSessionTokensWithResponse(t.Context())
}
