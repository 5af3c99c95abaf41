package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// maxDocument is the size, in bytes, above which a fetched document is refused.
const maxDocument = 16 << 20

// errNotServed means that the server has nothing at the address.
var errNotServed = errors.New("it is not served")

// get returns the body of an answer with status 200; any other status is an error. An https address
// is not redirected to http: whoever sits on that hop could choose the document.
func (p *program) get(ctx context.Context, u *url.URL, fields http.Header) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	for name, values := range fields {
		request.Header[name] = values
	}
	if host := fields.Get("Host"); host != "" {
		request.Host = host
	}
	client := *p.client
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		switch {
		case via[0].URL.Scheme == "https" && next.URL.Scheme != "https":
			return errors.New("it leads away from https")
		case len(via) >= 10:
			return errors.New("it redirects ten times")
		}
		if next.URL.Host != u.Host { // they may be as secret as a credential, and are for that server
			for name := range fields {
				next.Header.Del(name)
			}
		}
		return nil
	}
	response, err := client.Do(request)
	if err != nil {
		var failed *url.Error // its address may hold what is in the query
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return nil, fmt.Errorf("get %s: %w", redacted(u), err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("get %s: %w: %s", redacted(u), errNotServed, response.Status)
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("get %s: the answer is %s", redacted(u), response.Status)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, response.Body, maxDocument))
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", redacted(u), err)
	}
	return body, nil
}

// parseURL parses an http or https URL. It refuses a user in it: an address is printed, and that would
// be a credential.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, errors.New("the address must be like http://127.0.0.1:9090 or https://host/path, without a user")
	}
	return u, nil
}

// redacted returns an address without its query and fragment, which may hold a credential.
func redacted(u *url.URL) string {
	without := *u
	without.RawQuery, without.Fragment = "", ""
	return without.String()
}
