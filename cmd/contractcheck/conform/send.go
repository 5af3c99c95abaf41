package conform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// newClient follows no redirect: a credential must not go to another host.
func newClient(given *http.Client) *http.Client {
	c := http.Client{Timeout: timeout}
	if given != nil {
		c = *given
	} else if transport, is := http.DefaultTransport.(*http.Transport); is {
		// A connection for each request: one that hangs up does not spoil the next, and nothing is sent again unseen.
		transport = transport.Clone()
		transport.DisableKeepAlives = true
		c.Transport = transport
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	cut    bool // it was longer than longestBody
	sent   *request
	asked  *http.Request
}

// ask sends a request. Without an answer it returns nil, and has reported that. An error ends the run.
func (r *run) ask(ctx context.Context, operation string, q *request) (*answer, error) {
	if r.sent >= r.limit {
		return nil, errBound
	}
	if err := r.limiter.Wait(ctx); err != nil {
		return nil, err
	}
	asked, err := http.NewRequestWithContext(ctx, q.method, r.url(q), bytes.NewReader(q.body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	asked.Header = q.header.Clone()
	asked.Header.Set("User-Agent", userAgent)
	if len(q.cookies) > 0 {
		asked.Header["Cookie"] = append([]string{strings.Join(q.cookies, "; ")}, asked.Header["Cookie"]...)
	}
	r.sent++
	response, err := r.client.Do(asked)
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	defer response.Body.Close() //nolint:errcheck // all that is wanted was read
	r.answered++
	if response.StatusCode == http.StatusNotFound {
		r.notFound++
	}
	a := &answer{status: response.StatusCode, header: response.Header, sent: q, asked: asked}
	a.body, err = io.ReadAll(io.LimitReader(response.Body, longestBody+1))
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	r.gone = 0
	if a.cut = len(a.body) > longestBody; a.cut {
		r.uncheck("%s: an answer is longer than %d bytes: its body was not checked", operation, longestBody)
	}
	return a, nil
}

func (r *run) unanswered(ctx context.Context, operation string, q *request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	what := kind(err)
	r.silence = fmt.Errorf("none of the first %d requests was answered: %s: is the server running at this address?", r.sent, what)
	if r.answered == 0 && r.sent >= min(patience, r.limit) {
		return r.silence
	}
	r.report(operation, checkNoAnswer, "an answer", "none: "+what, q)
	var refused *net.OpError
	if r.gone++; what != slow && (!errors.As(err, &refused) || refused.Op != "dial") {
		r.gone = 0
	}
	if r.gone >= patience {
		return errGone
	}
	return nil
}

// kind says what went wrong without addresses and ports, which are others each time.
func kind(err error) string {
	var timed interface{ Timeout() bool }
	switch {
	case errors.As(err, &timed) && timed.Timeout():
		return slow
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was closed"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

func (r *run) url(q *request) string {
	u := r.base + q.path
	if len(q.query) > 0 {
		u += "?" + strings.Join(q.query, "&")
	}
	return u
}
