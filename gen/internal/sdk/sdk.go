// Package sdk is what both Go SDKs do with a request and its answer: bounds, another try, and one error
// for an answer that a contract does not document. It must not know a contract, nor the service, and
// imports the standard library only. Its users are package gen/client and package gen/control/client; its
// neighbour, package request, writes what a call is given as parameters.
package sdk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Doer sends a request. An *http.Client is one.
type Doer interface {
	Do(r *http.Request) (*http.Response, error)
}

// HTTPClient is an SDK's own HTTP client: a call ends after the timeout, and no redirect is followed, since
// the credential would go along.
func HTTPClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Careful reads no answer beyond maxBody bytes, and tries a GET or HEAD again; see retrying.
func Careful(doer Doer, maxBody int64) Doer {
	var limit time.Duration
	if httpClient, ok := doer.(*http.Client); ok {
		limit = httpClient.Timeout
	}
	return retrying{bounded{doer, maxBody}, limit}
}

// bounded ends a body that is over maxBody with an *http.MaxBytesError.
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

// CheckSecret refuses what would be sent as no credential, as another one or as a header more.
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

// CheckBaseURL refuses what no path can be added to, and a URL with a secret in it. The error does not show it.
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
