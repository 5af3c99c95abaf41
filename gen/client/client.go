package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// Timeout bounds a call of the default HTTP client, from dialling to the body's last byte.
	Timeout = 10 * time.Second
	// MaxBody is how many bytes an answer may have: 100 sessions and 100 refresh tokens, the most
	// that the service keeps by default, are at most 2 MiB with bearers of 8 KiB.
	MaxBody = 16 << 20
)

// Credential is what a call is made with: Bearer or APIKey.
type Credential struct{ header, value string }

// Bearer calls with a JWT (RFC 6750 2.1).
func Bearer(token string) Credential { return Credential{"Authorization", "Bearer " + token} }

// APIKey calls with an API key.
func APIKey(key string) Credential { return Credential{"X-Api-Key", key} }

// String hides the credential from whoever prints it.
func (c Credential) String() string { return c.header + ": ***" }

// GoString does as String does.
func (c Credential) GoString() string { return c.String() }

// New returns a client of the server at baseURL, or of the contract's server if baseURL is "". By
// default a call ends after Timeout and no redirect is followed, since the credential would go
// along; WithHTTPClient sets another HTTP client. No answer is read beyond MaxBody.
func New(baseURL string, credential Credential, options ...ClientOption) (*ClientWithResponses, error) {
	if baseURL == "" {
		baseURL = ServerURLProductionAPIServer
	}
	u, err := url.Parse(baseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the base URL must be like https://host/path, without user, query and fragment")
	}
	// "Bearer " alone is an empty token. What else may stand in a header is net/http's to say.
	if strings.TrimSpace(strings.TrimPrefix(credential.value, "Bearer ")) == "" || strings.ContainsAny(credential.value, "\r\n\x00") {
		return nil, errors.New("the credential is empty, or has a line break: make it with Bearer or APIKey")
	}
	c := &Client{Server: strings.TrimSuffix(baseURL, "/") + "/"}
	authenticate := func(_ context.Context, r *http.Request) error {
		r.Header.Set(credential.header, credential.value)
		return nil
	}
	for _, option := range append([]ClientOption{WithRequestEditorFn(authenticate)}, options...) {
		if err := option(c); err != nil {
			return nil, err
		}
	}
	if c.Client == nil {
		c.Client = &http.Client{
			Timeout:       Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	c.Client = bounded{c.Client}
	return &ClientWithResponses{c}, nil
}

// bounded ends a body that is over MaxBody with an *http.MaxBytesError.
type bounded struct{ HttpRequestDoer }

func (b bounded) Do(r *http.Request) (*http.Response, error) {
	response, err := b.HttpRequestDoer.Do(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, MaxBody)
	}
	return response, err
}

// UndocumentedError is an answer that the contract does not document: its status, or the type of its
// body.
type UndocumentedError struct {
	StatusCode  int
	ContentType string
	// Contract is the body, if it is the contract's Error. Nothing else of the body is kept.
	Contract *Error
}

// Error tells the status, and what the server says about it.
func (e *UndocumentedError) Error() string {
	text := fmt.Sprintf("the contract does not document the answer: %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	switch {
	case e.Contract != nil && e.Contract.Error != nil:
		return fmt.Sprintf("%s, %q", text, *e.Contract.Error)
	case e.ContentType != "":
		return fmt.Sprintf("%s, a body of type %q", text, e.ContentType)
	}
	return text
}

func undocumented(response *http.Response, body []byte) error {
	e := &UndocumentedError{StatusCode: response.StatusCode, ContentType: response.Header.Get("Content-Type")}
	var said Error
	if strings.Contains(e.ContentType, "json") && json.Unmarshal(body, &said) == nil && said.Error != nil {
		e.Contract = &said
	}
	return e
}
