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
	const json = "application/json"
	for name, tt := range map[string]struct {
		answer answer
		said   string // text of the error; empty if the response is documented
		server string // the server's message
	}{
		"documented":               {answer{200, json, `{"data":{"auth":[],"refresh":[]}}`}, "", ""},
		"documented, with charset": {answer{401, "application/json; charset=utf-8", `{"error":"no"}`}, "", ""},
		"401 without its words":    {answer{401, json, `{}`}, "", ""},
		"status with an Error":     {answer{503, json, `{"error":"not available for fake-key"}`}, `503 Service Unavailable, a body of type "application/json"`, "not available for fake-key"},
		"status with another JSON": {answer{500, json, `{"message":"fake-secret"}`}, "500 Internal Server Error", ""},
		"status with a page":       {answer{502, "text/html", "<p>fake-secret"}, `502 Bad Gateway, a body of type "text/html"`, ""},
		"status without a body":    {answer{204, "", ""}, "204 No Content", ""},
		"200 with a page":          {answer{200, "text/html", "<p>fake-secret"}, `200 OK, a body of type "text/html"`, ""},
		"401 without a body":       {answer{401, "text/plain", ""}, "401 Unauthorized", ""},
		"a redirect, not followed": {answer{302, "text/plain", ""}, "302 Found", ""},

		"200 with null":            {answer{200, json, `null`}, "200 OK, whose body is not of the documented type: it is null", ""},
		"200 without data":         {answer{200, json, `{}`}, `200 OK, whose body is not of the documented type: it has no "data", which is required`, ""},
		"200 with data as null":    {answer{200, json, `{"data":null}`}, `it has no "data", which is required`, ""},
		"200 with another name":    {answer{200, json, `{"Data":{"auth":[]}}`}, `it has no "data", which is required`, ""},
		"200 with a list":          {answer{200, json, `[]`}, "200 OK, whose body is not of the documented type: ", ""},
		"200 cut":                  {answer{200, json, `{"data":{"auth":[`}, "200 OK, whose body is not of the documented type: unexpected end of JSON input", ""},
		"200 empty":                {answer{200, json, ``}, "200 OK, whose body is not of the documented type: ", ""},
		"200 with a list as token": {answer{200, json, `{"data":{"auth":[{"token":["fake-secret"]}]}}`}, "200 OK, whose body is not of the documented type: ", ""},
		"401 with null":            {answer{401, json, `null`}, "401 Unauthorized, whose body is not of the documented type: it is null", ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/accounts/session-tokens" {
					t.Errorf("%s was followed, with the key %q", r.URL, r.Header.Get("X-Api-Key"))
				}
				w.Header().Set("Location", "/elsewhere")
				w.Header().Set("Retry-After", "7")
				w.Header()["Content-Type"] = []string{tt.answer.contentType}
				w.WriteHeader(tt.answer.status)
				_, _ = io.WriteString(w, tt.answer.body)
			}))
			defer server.Close()
			got, err := call(t, server.URL, client.APIKey("fake-key"))
			if tt.said == "" {
				if err != nil || (got.JSON200 == nil) == (got.JSON401 == nil) {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			e, ok := errors.AsType[*client.UndocumentedError](err)
			if !ok || got != nil || e.StatusCode != tt.answer.status || e.Header.Get("Retry-After") != "7" {
				t.Fatalf("got %+v, %#v", got, err)
			}
			if (e.Contract == nil) != (tt.server == "") || (e.Contract != nil && *e.Contract.Error != tt.server) {
				t.Errorf("the server's message is %+v, want %q", e.Contract, tt.server)
			}
			if !strings.Contains(err.Error(), tt.said) || !strings.Contains(err.Error(), "GET /accounts/session-tokens") || strings.Contains(err.Error(), "fake-") {
				t.Errorf("the error says %q", err)
			}
		})
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

	// MaxBody applies to any HTTP client; the time-out is the default client's.
	impatient := &http.Client{Timeout: 50 * time.Millisecond}
	if _, err := call(t, server.URL+"/slow", client.Bearer("fake"), client.WithHTTPClient(impatient)); !os.IsTimeout(errors.Unwrap(err)) && !os.IsTimeout(err) {
		t.Errorf("an answer that does not come: %v", err)
	}
	c, err := client.New(client.Bearer("fake"), client.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	doer := reflect.ValueOf(c.ClientInterface.(*client.Client).Client).Field(0).Elem().Field(0).Interface().(*http.Client)
	if doer.Timeout != client.Timeout || client.Timeout <= 0 {
		t.Errorf("the default timeout is %v, want %v", doer.Timeout, client.Timeout)
	}
}

func TestRefusesWhatCannotWork(t *testing.T) {
	const fake = "fake-secret"
	at := func(baseURL string) client.ClientOption { return client.WithBaseURL(baseURL) }
	for name, tt := range map[string]struct {
		credential client.Credential
		option     client.ClientOption
		said       string
	}{
		"no credential":         {client.Credential{}, at(baseURL), "make it with Bearer or APIKey"},
		"empty bearer":          {client.Bearer(""), at(baseURL), "the bearer is empty: is it set?"},
		"empty key":             {client.APIKey(" "), at(baseURL), "the API key is empty: is it set?"},
		"two lines":             {client.APIKey(fake + "\nA: b"), at(baseURL), "the API key must be a text of visible ASCII characters without spaces"},
		"a space":               {client.Bearer(fake + " " + fake), at(baseURL), "the bearer must be a text of visible ASCII"},
		"a tab":                 {client.Bearer(fake + "\t" + fake), at(baseURL), "the bearer must be a text of visible ASCII"},
		"not ASCII":             {client.APIKey(fake + "ü"), at(baseURL), "the API key must be a text of visible ASCII"},
		"only a line end":       {client.Bearer("\r\n"), at(baseURL), "the bearer is empty: is it set?"},
		"a line end behind":     {client.Bearer(fake + "\n"), at(baseURL), "the bearer has white space or a line end around it"},
		"a Windows line end":    {client.APIKey(fake + "\r\n"), at(baseURL), "the API key has white space or a line end around it"},
		"a space before":        {client.Bearer(" " + fake), at(baseURL), "the bearer has white space or a line end around it"},
		"a space behind":        {client.Bearer(fake + " "), at(baseURL), "the bearer has white space or a line end around it"},
		"Bearer alone":          {client.Bearer("Bearer "), at(baseURL), "give the token without the word Bearer"},
		"a space and Bearer":    {client.Bearer(" bearer  " + fake), at(baseURL), "give the token without the word Bearer"},
		"the word Bearer":       {client.Bearer("Bearer " + fake), at(baseURL), "give the token without the word Bearer"},
		"the word bearer":       {client.Bearer("bearer " + fake), at(baseURL), "give the token without the word Bearer"},
		"no base URL":           {client.APIKey(fake), at(""), "the base URL is empty"},
		"no scheme":             {client.APIKey(fake), at("api.example"), "the base URL must be like"},
		"no host":               {client.APIKey(fake), at("https:///v1"), "the base URL must be like"},
		"other scheme":          {client.APIKey(fake), at("ftp://api.example"), "the base URL must be like"},
		"user in the base URL":  {client.APIKey(fake), at("https://u:" + fake + "@api.example"), "the base URL must be like"},
		"query in the base URL": {client.APIKey(fake), at("https://api.example?a=" + fake), "the base URL must be like"},
	} {
		c, err := client.New(tt.credential, tt.option)
		if err == nil || c != nil || strings.Contains(err.Error(), fake) || !strings.Contains(err.Error(), tt.said) {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
}

// fmt does not call methods of values in unexported fields.
func TestPrintedCredentialIsHidden(t *testing.T) {
	const fake = "fake-secret"
	for _, credential := range []client.Credential{client.Bearer(fake), client.APIKey(fake)} {
		inside := struct{ credential client.Credential }{credential}
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			said := fmt.Sprintf(format+" "+format+" "+format, credential, inside, &inside)
			if strings.Contains(said, fake) || strings.Contains(said, fmt.Sprintf("%x", fake)) {
				t.Errorf("%s shows it: %s", format, said)
			}
		}
	}
}

// The server and headers are the contract's, and the service's responses conform to it.
func TestContract(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(client.Bearer("fake"))
	if err != nil {
		t.Fatal(err)
	}
	if server := c.ClientInterface.(*client.Client).Server; server != document.Servers[0].URL+"/" {
		t.Errorf("the default server is %s, the contract's is %s", server, document.Servers[0].URL)
	}
	header, sent := document.Components.SecuritySchemes["apiKeyAuth"].Value.Name, ""
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { sent = r.Header.Get(header) }))
	defer server.Close()
	if _, err := call(t, server.URL, client.APIKey("fake")); sent != "fake" || err == nil {
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
	for path := range strings.Lines(string(list)) {
		if !strings.HasPrefix(path, "github.com/quiva-ai/session-tokens/gen/client") && !strings.HasPrefix(path, "github.com/quiva-ai/session-tokens/gen/internal/") {
			t.Errorf("it is built of %s", path)
		}
	}
}

func call(t *testing.T, baseURL string, credential client.Credential, options ...client.ClientOption) (*client.GetSessionTokensResponse, error) {
	t.Helper()
	c, err := client.New(credential, append(options, client.WithBaseURL(baseURL))...)
	if err != nil {
		t.Fatal(err)
	}
	return c.GetSessionTokensWithResponse(t.Context())
}
