package client

import (
	"context"
	"net/http"
	"time"

	"github.com/quiva-ai/session-tokens/gen/internal/sdk"
)

const (
	// Timeout bounds a call of the default HTTP client, from dialling to the body's last byte, with all tries.
	// An answer to ListEvents may wait for 30 seconds; the other 10 are what a call has in gen/client.
	Timeout = 40 * time.Second
	// MaxBody is how many bytes an answer may have: the longest lists, of 1000 records without their tokens,
	// are far below.
	MaxBody = 16 << 20
)

// New returns a client of the control listener at an http or https URL, that calls with a control key. By
// default a call ends after Timeout and no redirect is followed, since the key would go along; WithHTTPClient
// sets another HTTP client. No answer is read beyond MaxBody.
//
// A GET is tried up to two times more when the connection is lost or the answer is a 503, unless Once says
// otherwise. A call that changes something is tried once: the contract says with each which may be repeated,
// and whoever calls knows when to stop.
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

// Once is a RequestEditorFn for a call that is not to be tried again. With WithRequestEditorFn it is for
// all calls of a client.
func Once(ctx context.Context, r *http.Request) error { return sdk.Once(ctx, r) }

// UndocumentedError is an answer that the contract does not document. It has the answer's StatusCode and
// Header; as Contract the body, if that is the contract's Error; as Cause why the body is not the documented
// one, if the status and type are.
type UndocumentedError = sdk.UndocumentedError[Error]
