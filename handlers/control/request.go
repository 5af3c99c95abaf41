package control

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// How long all questions of a request to the store may take, not counting the wait for replicas: a change that was
// given up may have been made.
const (
	readDeadline  = 2 * time.Second
	writeDeadline = 5 * time.Second
)

// changesInARow is how many changes a request may make one after the other, each with its own wait for replicas: an
// API key is added to two indexes and then stored.
const changesInARow = 3

// ChangeTime returns how long a request that changes something may take. Whether a change is on the replicas is known
// only at the end of the wait for them, and must still be reported.
func (s *Server) ChangeTime() time.Duration { return writeDeadline + changesInARow*s.cfg.Wait }

// writeTimeout is how long the client may take to read an answer once it is there.
const writeTimeout = 10 * time.Second

// Limits of a request's body.
const (
	maxBody     = 64 << 10
	bodyTimeout = 10 * time.Second
)

// keyHeader is the header of the control key.
const keyHeader = "X-Control-Key"

var (
	errScope    = errors.New("the key does not have the scope")
	errBody     = errors.New("the request has a body")
	errTooLarge = errors.New("the request's body is too large")
	errSlow     = errors.New("the request's body came too slowly")
	errQuery    = errors.New("the request has a query")
	errTwice    = errors.New("a parameter of the form is there twice")
)

// check lets a request pass if the contract allows it and its caller has the scope. It returns the request that the
// operation takes, with its deadline.
func (s *Server) check(x *exchange, r *http.Request) (*http.Request, context.CancelFunc, error) {
	// First of all: a caller without a key learns nothing, not even which paths exist.
	if err := s.authenticate(x, r); err != nil {
		return nil, nil, err
	}
	route := s.cfg.Contract.Route(echo.GetPath(r))
	operation, err := s.cfg.Contract.Find(route, r.Method)
	if err != nil {
		return nil, nil, err
	}
	x.operation = operation
	if !slices.Contains(x.caller.Scopes, operation.Extension("x-scope")) {
		return nil, nil, errScope
	}
	known := func(context.Context, string) error { return nil } // the only scheme is the control key, which has been verified
	inPath := params(route, echo.GetPath(r))
	if err := s.cfg.Contract.CheckRequest(r.Context(), r, operation, inPath, known); err != nil {
		return nil, nil, err
	}
	if user, ok := inPath["user_id"]; ok {
		if err := store.CheckUserID(user); err != nil { // the contract counts characters, the store bytes
			return nil, nil, err
		}
	}
	if err := s.checkBody(x, r); err != nil {
		return nil, nil, err
	}
	deadline := s.ChangeTime()
	if operation.Extension("x-scope") == "read" {
		deadline = readDeadline
	}
	if operation.ID == "listEvents" {
		deadline += longestWait
	}
	// The listener's own write time-out is shorter than a wait for events.
	_ = http.NewResponseController(x.client).SetWriteDeadline(s.cfg.Now().Add(deadline + writeTimeout))
	ctx := context.WithValue(r.Context(), exchangeKey{}, x)
	ctx = store.As(ctx, store.By{Cause: store.CauseOperator, Actor: x.caller.Name})
	ctx, cancel := context.WithTimeout(ctx, deadline)
	return r.WithContext(ctx), cancel, nil
}

// authenticate verifies the control key.
func (s *Server) authenticate(x *exchange, r *http.Request) (err error) {
	keys := r.Header.Values(keyHeader)
	if len(keys) != 1 || keys[0] == "" {
		return credential.ErrMissing
	}
	ctx, cancel := context.WithTimeout(r.Context(), readDeadline)
	defer cancel()
	x.caller, err = s.cfg.Keys.Verify(ctx, keys[0])
	return err
}

// params returns the decoded path parameters of a route.
func params(route, path string) map[string]string {
	found := map[string]string{}
	segments := strings.Split(path, "/")
	for i, part := range strings.Split(route, "/") {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			found[name], _ = url.PathUnescape(segments[i]) // can't fail: net/http has parsed the path
		}
	}
	return found
}

// checkBody reads and checks a body, of bounded length and within bounded time.
func (s *Server) checkBody(x *exchange, r *http.Request) error {
	if len(r.TransferEncoding) > 0 && r.ProtoMajor == 1 {
		// Together with Content-Length, which net/http hides, it is a way to smuggle another request behind this one.
		x.client.Header().Set("Connection", "close")
	}
	connection := http.NewResponseController(x.client)
	// Without a connection, as in some tests, nothing can be slow.
	_ = connection.SetReadDeadline(s.cfg.Now().Add(bodyTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(x.client, r.Body, maxBody))
	// From here on net/http watches the connection for a client that goes away.
	_ = connection.SetReadDeadline(time.Time{})
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow
	case err != nil:
		return fmt.Errorf("%w: its body breaks off", contract.ErrRequest)
	case !x.operation.HasBody() && len(body) > 0:
		return errBody
	case !x.operation.HasBody():
		return nil
	}
	x.body = body
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := s.cfg.Contract.CheckRequestBody(r, x.operation); err != nil {
		return err
	}
	if strings.HasPrefix(r.Header.Get(echo.HeaderContentType), echo.MIMEApplicationForm) {
		return checkForm(r, body)
	}
	// Two readers may take different values of a repeated name. Unpaired surrogates are left to the store.
	if !jsontext.Value(body).IsValid(jsontext.AllowInvalidUTF8(true)) {
		return fmt.Errorf("%w: the body: a name is there twice", contract.ErrRequest)
	}
	return nil
}

// checkForm accepts a form that has each parameter once (RFC 6749, section 3.2), in the body: the code that reads
// forms would merge the query into it, and tokens must not get into logs of URLs.
func checkForm(r *http.Request, body []byte) error {
	if r.URL.RawQuery != "" {
		return errQuery
	}
	form, err := url.ParseQuery(string(body))
	for _, name := range []string{"token", "token_type_hint", "user_id"} {
		if len(form[name]) > 1 {
			err = cmp.Or(err, errTwice)
		}
	}
	if err != nil && !errors.Is(err, errTwice) {
		return contract.ErrRequest // its own text repeats what was sent
	}
	r.Form, r.PostForm = form, form // so that they are not parsed again
	return err
}
