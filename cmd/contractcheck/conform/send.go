package conform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	timeout       = 10 * time.Second
	timeoutText   = "timeout"
	maxWait       = 10 * time.Second // in total, because of rate limiting
	maxBody       = 16 << 20         // bytes of a response body that are read
	maxUnanswered = 5                // requests without a response before the first response, or consecutive ones without a connection or timely response
	userAgent     = "contractcheck"
)

// newClient returns a client that does not follow redirects, so that no credential is sent to another host.
func newClient(given *http.Client) *http.Client {
	c := http.Client{Timeout: timeout}
	if given != nil {
		c = *given
	} else if transport, is := http.DefaultTransport.(*http.Transport); is {
		// Use a connection per request, so that a server that hangs up does not affect the next request, and so
		// that the transport does not retry.
		transport = transport.Clone()
		transport.DisableKeepAlives = true
		c.Transport = transport
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// answer is an HTTP response, read to its end or up to maxBody.
type answer struct {
	status      int
	header      http.Header
	body        []byte
	truncated   bool // the body was longer than maxBody
	sent        *request
	httpRequest *http.Request
}

// ask sends a request. If there is no response, it reports a finding and returns nil. An error ends the run.
func (r *run) ask(ctx context.Context, operation string, q *request) (*answer, error) {
	if r.sent >= r.maxRequests {
		return nil, errRequestLimit
	}
	if err := r.limiter.Wait(ctx); err != nil {
		return nil, err
	}
	httpRequest, err := http.NewRequestWithContext(ctx, q.method, r.url(q), bytes.NewReader(q.body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	httpRequest.Header = q.header.Clone()
	httpRequest.Header.Set("User-Agent", userAgent)
	r.addHeader(httpRequest)
	if len(q.cookies) > 0 {
		httpRequest.Header["Cookie"] = append([]string{strings.Join(q.cookies, "; ")}, httpRequest.Header["Cookie"]...)
	}
	r.sent++
	response, err := r.client.Do(httpRequest)
	if err == nil && response.StatusCode == http.StatusTooManyRequests {
		_ = response.Body.Close() // not read
		return r.limited(ctx, operation, q, response.Header)
	}
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	defer response.Body.Close() //nolint:errcheck // everything needed has been read
	r.answered++
	if response.StatusCode == http.StatusNotFound {
		r.notFound++
	}
	a := &answer{status: response.StatusCode, header: response.Header, sent: q, httpRequest: httpRequest}
	a.body, err = io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	r.unreachable, r.limits = 0, 0
	r.looked(operation, checkNoAnswer)
	if a.truncated = len(a.body) > maxBody; a.truncated {
		r.uncheck("%s: an answer is longer than %d bytes: its body was not checked", operation, maxBody)
		r.leftOut(operation, checkBody, "an answer is longer than %d bytes", maxBody)
	}
	return a, nil
}

// limited repeats a request after the time that the server asks for (RFC 9110 section 10.2.3). It gives up after
// maxWait in total: rate limiting says nothing about the contract.
func (r *run) limited(ctx context.Context, operation string, q *request, header http.Header) (*answer, error) {
	r.answered++
	wait := retryAfter(header)
	if r.waited+wait > maxWait {
		r.miss("", "the server limits requests (429), for longer than is waited for: what was not answered was not checked: give --rate")
		r.leftOut(operation, "", "the server limits requests (429)")
		if r.limits++; r.limits >= maxUnanswered {
			return nil, errLimited
		}
		return nil, nil
	}
	r.waited += wait
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return r.ask(ctx, operation, q)
	}
}

// retryAfter returns how long to wait, by the server's clock, or one second by default.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1_000_000)) * time.Second
	}
	until, err := http.ParseTime(value)
	now, err2 := http.ParseTime(header.Get("Date"))
	if err != nil || err2 != nil {
		return time.Second
	}
	return max(0, until.Sub(now))
}

// unanswered reports a request without a response. It returns an error if no further responses can be expected.
func (r *run) unanswered(ctx context.Context, operation string, q *request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	what := failureText(err)
	r.noAnswer = fmt.Errorf("none of the first %d requests was answered: %s: is the server running at this address?", r.sent, what)
	if r.answered == 0 && r.sent >= min(maxUnanswered, r.maxRequests) {
		return r.noAnswer
	}
	r.report(operation, checkNoAnswer, "an answer", "none: "+what, q)
	var refused *net.OpError
	if r.unreachable++; what != timeoutText && (!errors.As(err, &refused) || refused.Op != "dial") {
		r.unreachable = 0
	}
	if r.unreachable >= maxUnanswered {
		return errUnreachable
	}
	return nil
}

// failureText returns the cause of an error without addresses and ports, which vary.
func failureText(err error) string {
	var timed interface{ Timeout() bool }
	switch {
	case errors.As(err, &timed) && timed.Timeout():
		return timeoutText
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was closed"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// url returns the request's URL.
func (r *run) url(q *request) string {
	u := r.base + q.path
	if len(q.query) > 0 {
		u += "?" + strings.Join(q.query, "&")
	}
	return u
}
