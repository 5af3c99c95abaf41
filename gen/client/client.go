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
		return "Authorization", "Bearer " + token, sdk.CheckSecret("bearer", token)
	}}
}

// APIKey calls with an API key.
func APIKey(key string) Credential {
	return Credential{func() (string, string, error) { return "X-Api-Key", key, sdk.CheckSecret("API key", key) }}
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
		WithHTTPClient(sdk.HTTPClient(Timeout)), WithRequestEditorFn(authenticate),
	}, options...)...)
	if err != nil {
		return nil, err
	}
	c.Client = sdk.Careful(c.Client, MaxBody)
	return &ClientWithResponses{c}, nil
}

// WithBaseURL calls the server at an http or https URL. An empty one is refused, since an unset
// variable must not send a credential to the contract's server.
func WithBaseURL(baseURL string) ClientOption {
	return func(c *Client) error {
		c.Server = baseURL
		return sdk.CheckBaseURL(baseURL)
	}
}

// Once is a RequestEditorFn for a call that is not to be tried again. With WithRequestEditorFn it is for
// all calls of a client.
func Once(ctx context.Context, r *http.Request) error { return sdk.Once(ctx, r) }

// UndocumentedError is an answer that the contract does not document. It has the answer's StatusCode and
// Header; as Contract the body, if that is the contract's Error; as Cause why the body is not the documented
// one, if the status and type are.
type UndocumentedError = sdk.UndocumentedError[Error]
