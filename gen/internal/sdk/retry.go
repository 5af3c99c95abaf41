package sdk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	retries   = 2 // after the first attempt
	firstWait = 100 * time.Millisecond
	// maxWait is the longest Retry-After that is honoured. If it is longer, the caller knows better what to do.
	maxWait = 3 * time.Second
)

type onceKey struct{}

// Once marks a request as not to be retried.
func Once(ctx context.Context, r *http.Request) error {
	*r = *r.WithContext(context.WithValue(ctx, onceKey{}, true))
	return nil
}

// retrying repeats a GET or HEAD if there is no connection, if it is lost, or if the response is a 503. All
// attempts together have the time-out of one call of an http.Client. Do reads the whole body, since the connection
// may be lost while reading it.
type retrying struct {
	Doer
	limit time.Duration // 0: no time-out
}

func (d retrying) Do(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.Context().Value(onceKey{}) != nil {
		return d.Doer.Do(r)
	}
	ctx := r.Context()
	if d.limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d.limit)
		defer cancel()
	}
	for try := 0; ; try++ {
		response, err := d.whole(r.WithContext(ctx))
		wait, again := waitBefore(try, response, err)
		if !again || try == retries {
			return response, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			if err := context.Cause(r.Context()); err != nil {
				return nil, err
			}
			return response, err // no time is left for another attempt
		}
	}
}

// whole sends the request and reads the whole body.
func (d retrying) whole(r *http.Request) (*http.Response, error) {
	response, err := d.Doer.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // everything needed has been read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// waitBefore returns how long to wait before a retry, and whether to retry. The wait is random, between half a time
// and all of it, so that clients do not retry in step. The time doubles with each retry; Retry-After is added to
// it.
func waitBefore(try int, response *http.Response, err error) (time.Duration, bool) {
	wait := firstWait << try
	wait = wait/2 + rand.N(wait/2) //nolint:gosec // not a secret
	if err != nil {
		return wait, lostConnection(err)
	}
	if response.StatusCode != http.StatusServiceUnavailable {
		return 0, false
	}
	if asked, ok := retryAfter(response.Header); ok {
		return asked + wait, asked <= maxWait
	}
	return wait, true
}

// retryAfter parses Retry-After: seconds, or a date, which is compared with the response's Date (RFC 9110 section
// 10.2.3).
func retryAfter(h http.Header) (time.Duration, bool) {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true //nolint:gosec // 31 bits fit
	}
	at, err := http.ParseTime(text)
	now, dateErr := http.ParseTime(h.Get("Date"))
	return max(0, at.Sub(now)), err == nil && dateErr == nil
}

// lostConnection reports whether there was no connection, or it ended before the response did. Time-outs and TLS
// errors do not count.
func lostConnection(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	var failed *net.OpError
	return errors.As(err, &failed) && !failed.Timeout() && (failed.Op == "dial" || failed.Op == "read" || failed.Op == "write")
}
