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
	// Timeout bounds a call of the default HTTP client, from dialling to the body's last byte, with all tries.
	Timeout = 10 * time.Second
	// MaxBody is how many bytes an answer may have: 100 sessions and 100 refresh tokens, the most
	// that the service keeps by default, are at most 2 MiB with bearers of 8 KiB.
	MaxBody = 16 << 20
)

// Credential is what a call is made with: Bearer or APIKey. It holds a function, since fmt prints what
// is in an unexported field and asks no String method there.
type Credential struct {
	header func() (name, value string, err error)
}

// Bearer calls with a JWT (RFC 6750 2.1), which is given without the word Bearer. New refuses one that
// can't be sent as it is, with white space around it, say: what was read from a file ends with a line end.
func Bearer(token string) Credential {
	return Credential{func() (string, string, error) {
		if word, _, _ := strings.Cut(strings.TrimSpace(token), " "); strings.EqualFold(word, "Bearer") {
			return "", "", errors.New("give the token without the word Bearer")
		}
		return "Authorization", "Bearer " + token, check("bearer", token)
	}}
}

// APIKey calls with an API key.
func APIKey(key string) Credential {
	return Credential{func() (string, string, error) { return "X-Api-Key", key, check("API key", key) }}
}

// check refuses what would be sent as no credential, as another one or as a header more.
func check(name, secret string) error {
	if strings.TrimSpace(secret) == "" {
		return fmt.Errorf("the %s is empty: is it set?", name)
	}
	if secret != strings.TrimSpace(secret) {
		return fmt.Errorf("the %s has white space or a line end around it: trim it", name)
	}
	if strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("the %s must be a text of visible ASCII characters without spaces", name)
	}
	return nil
}

// New returns a client of the contract's server, or of that of WithBaseURL. By default a call ends
// after Timeout and no redirect is followed, since the credential would go along; WithHTTPClient sets
// another HTTP client. No answer is read beyond MaxBody. A GET or HEAD is tried up to two times more when
// the connection is lost or the answer is a 503, unless Once says otherwise.
func New(credential Credential, options ...ClientOption) (*ClientWithResponses, error) {
	if credential.header == nil {
		return nil, errors.New("there is no credential: make it with Bearer or APIKey")
	}
	name, value, err := credential.header()
	if err != nil {
		return nil, err
	}
	authenticate := func(_ context.Context, r *http.Request) error {
		r.Header.Set(name, value)
		return nil
	}
	c, err := NewClient(ServerURLProductionAPIServer, append([]ClientOption{
		WithHTTPClient(&http.Client{
			Timeout:       Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
		WithRequestEditorFn(authenticate),
	}, options...)...)
	if err != nil {
		return nil, err
	}
	var limit time.Duration
	if httpClient, ok := c.Client.(*http.Client); ok {
		limit = httpClient.Timeout
	}
	c.Client = retrying{bounded{c.Client}, limit}
	return &ClientWithResponses{c}, nil
}

// WithBaseURL calls the server at an http or https URL. An empty one is refused, since an unset
// variable must not send a credential to the contract's server.
func WithBaseURL(baseURL string) ClientOption {
	return func(c *Client) error {
		if baseURL == "" {
			return errors.New("the base URL is empty")
		}
		u, err := url.Parse(baseURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return errors.New("the base URL must be like https://host/path, without user, query and fragment")
		}
		c.Server = baseURL
		return nil
	}
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

// UndocumentedError is an answer that the contract does not document: its status, the type of its
// body, or the body.
type UndocumentedError struct {
	StatusCode int
	// Header is the answer's, for Retry-After and the like.
	Header http.Header
	// Contract is the body, if it is the contract's Error. Nothing else of the body is kept.
	Contract *Error
	// Cause tells why the body is not the documented one. It is nil if the status or type is not documented.
	Cause error
}

// Error tells the status and what is not documented. The server's words are left to Contract: they may
// repeat what was sent, and with it the credential.
func (e *UndocumentedError) Error() string {
	text := fmt.Sprintf("the contract does not document the answer: %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	if e.Cause != nil {
		return fmt.Sprintf("%s, whose body is not of the documented type: %v", text, e.Cause)
	}
	if contentType := e.Header.Get("Content-Type"); contentType != "" {
		return fmt.Sprintf("%s, a body of type %q", text, contentType)
	}
	return text
}

// Unwrap returns Cause.
func (e *UndocumentedError) Unwrap() error { return e.Cause }

func undocumented(response *http.Response, body []byte) error {
	e := &UndocumentedError{StatusCode: response.StatusCode, Header: response.Header}
	var said Error
	if isJSON(response) && json.Unmarshal(body, &said) == nil && said.Error != nil {
		e.Contract = &said
	}
	return e
}

func isJSON(response *http.Response) bool {
	return strings.Contains(response.Header.Get("Content-Type"), "json")
}

// decode reads a body that the contract documents. Without the properties that the contract requires at
// the body's top, the zero value would pass for an answer: a list of no session.
func decode[T any](response *http.Response, body []byte, to **T, required ...string) error {
	cause := json.Unmarshal(body, to)
	if cause == nil && *to == nil {
		cause = errors.New("it is null")
	}
	if cause == nil && len(required) > 0 {
		var properties map[string]json.RawMessage
		cause = json.Unmarshal(body, &properties)
		for _, name := range required {
			if value := string(properties[name]); cause == nil && (value == "" || value == "null") {
				cause = fmt.Errorf("it has no %q, which is required", name)
			}
		}
	}
	if cause != nil {
		return &UndocumentedError{StatusCode: response.StatusCode, Header: response.Header, Cause: cause}
	}
	return nil
}
