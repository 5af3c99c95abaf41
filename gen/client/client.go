package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/gen/internal/sdk"
)

const (
	// Timeout is the time-out of a call by the default HTTP client, from dialling to the last byte of the body,
	// including retries.
	Timeout = 10 * time.Second
	// MaxBody is the maximum size of a response body in bytes. The most that the service keeps by default, 100
	// sessions and 100 refresh tokens, takes at most 2 MiB with bearer tokens of 8 KiB.
	MaxBody = 16 << 20
)

// Credential authenticates calls; make one with Bearer or APIKey. It holds a function because fmt prints the
// contents of unexported fields without calling their String methods.
type Credential struct {
	header func() (name, value string, err error)
}

// Bearer returns a credential for a JWT, which is sent as a bearer token (RFC 6750 section 2.1). The token does not
// include the word Bearer. New returns an error if it can't be sent as it is, for example because of the line end
// of a file it was read from.
func Bearer(token string) Credential {
	return Credential{func() (string, string, error) {
		if word, _, _ := strings.Cut(strings.TrimSpace(token), " "); strings.EqualFold(word, "Bearer") {
			return "", "", errors.New("give the token without the word Bearer")
		}
		return "Authorization", "Bearer " + token, sdk.CheckSecret("bearer", token)
	}}
}

// APIKey returns a credential for an API key.
func APIKey(key string) Credential {
	return Credential{func() (string, string, error) { return "X-Api-Key", key, sdk.CheckSecret("API key", key) }}
}

// New returns a client of the contract's server, or of the one set by WithBaseURL. By default calls end after
// Timeout, and redirects are not followed, since the credential would be sent along; WithHTTPClient sets another
// HTTP client. Responses are read up to MaxBody. A GET or HEAD is retried up to two times if the connection is lost
// or the response is a 503; see Once.
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
		WithHTTPClient(sdk.HTTPClient(Timeout)), WithRequestEditorFn(authenticate),
	}, options...)...)
	if err != nil {
		return nil, err
	}
	c.Client = sdk.Careful(c.Client, MaxBody)
	return &ClientWithResponses{c}, nil
}

// WithBaseURL sets the server's http or https URL. An empty URL is an error, since an unset variable must not send
// a credential to the contract's server.
func WithBaseURL(baseURL string) ClientOption {
	return func(c *Client) error {
		c.Server = baseURL
		return sdk.CheckBaseURL(baseURL)
	}
}

// Once is a RequestEditorFn that disables retries, for one call or, passed to WithRequestEditorFn, for all calls of
// a client.
func Once(ctx context.Context, r *http.Request) error { return sdk.Once(ctx, r) }

// UndocumentedError reports a response that the contract does not document. It has the response's StatusCode and
// Header. Contract is the body, if that is the contract's Error. Cause is why the body is not the documented one,
// if the status and type are documented.
type UndocumentedError = sdk.UndocumentedError[Error]
