package client

import (
	"context"
	"net/http"
	"time"

	"github.com/quiva-ai/session-tokens/gen/internal/sdk"
)

const (
	// Timeout is the time-out of a call by the default HTTP client, from dialling to the last byte of the body,
	// including retries. A response to ListEvents may take 30 seconds; the other 10 are as in gen/client.
	Timeout = 40 * time.Second
	// MaxBody is the maximum size of a response body in bytes. The longest lists, of 1000 records without their
	// tokens, are far smaller.
	MaxBody = 16 << 20
)

// New returns a client of the control listener at an http or https URL, authenticated by a control key. By default
// calls end after Timeout, and redirects are not followed, since the key would be sent along; WithHTTPClient sets
// another HTTP client. Responses are read up to MaxBody.
//
// A GET is retried up to two times if the connection is lost or the response is a 503; see Once. Calls that change
// something are not retried: the contract says which of them are idempotent, and the caller knows when to give up.
func New(baseURL, controlKey string, options ...ClientOption) (*ClientWithResponses, error) {
	if err := sdk.CheckBaseURL(baseURL); err != nil {
		return nil, err
	}
	if err := sdk.CheckSecret("control key", controlKey); err != nil {
		return nil, err
	}
	authenticate := func(_ context.Context, r *http.Request) error {
		r.Header.Set("X-Control-Key", controlKey)
		return nil
	}
	c, err := NewClient(baseURL, append([]ClientOption{
		WithHTTPClient(sdk.HTTPClient(Timeout)), WithRequestEditorFn(authenticate),
	}, options...)...)
	if err != nil {
		return nil, err
	}
	c.Client = sdk.Careful(c.Client, MaxBody)
	return &ClientWithResponses{c}, nil
}

// Once is a RequestEditorFn that disables retries, for one call or, passed to WithRequestEditorFn, for all calls of
// a client.
func Once(ctx context.Context, r *http.Request) error { return sdk.Once(ctx, r) }

// UndocumentedError reports a response that the contract does not document. It has the response's StatusCode and
// Header. Contract is the body, if that is the contract's Error. Cause is why the body is not the documented one,
// if the status and type are documented.
type UndocumentedError = sdk.UndocumentedError[Error]
