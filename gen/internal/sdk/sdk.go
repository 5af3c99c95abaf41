// Package sdk is the code of both Go SDKs for requests and responses: limits, retries, and one error type for
// responses that a contract does not document. It must not know a contract or the service, and imports only the
// standard library. Package gen/client and package gen/control/client use it; its neighbour, package request,
// serializes parameters.
package sdk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Doer sends requests; *http.Client is a Doer.
type Doer interface {
	Do(r *http.Request) (*http.Response, error)
}

// HTTPClient returns an SDK's default HTTP client. Calls end after the timeout, and redirects are not followed,
// since the credential would be sent along.
func HTTPClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Careful returns a Doer that reads at most maxBody bytes of a response and retries a GET or HEAD; see retrying.
func Careful(doer Doer, maxBody int64) Doer {
	var limit time.Duration
	if httpClient, ok := doer.(*http.Client); ok {
		limit = httpClient.Timeout
	}
	return retrying{bounded{doer, maxBody}, limit}
}

// bounded fails the read of a body longer than maxBody with an *http.MaxBytesError.
type bounded struct {
	Doer
	maxBody int64
}

func (b bounded) Do(r *http.Request) (*http.Response, error) {
	response, err := b.Doer.Do(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, b.maxBody)
	}
	return response, err
}

// CheckSecret returns an error if the secret would be sent as no credential, as a different one, or as a further
// header.
func CheckSecret(name, secret string) error {
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

// CheckBaseURL returns an error for a URL to which no path can be appended, or that contains a secret. The error
// does not contain the URL.
func CheckBaseURL(baseURL string) error {
	if baseURL == "" {
		return errors.New("the base URL is empty")
	}
	u, err := url.Parse(baseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("the base URL must be like https://host/path, without user, query and fragment")
	}
	return nil
}
