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
	retries   = 2 // after the first try
	firstWait = 100 * time.Millisecond
	// maxWait is the longest Retry-After that is waited for. The caller knows better what to do in a longer time.
	maxWait = 3 * time.Second
)

type onceKey struct{}

// Once marks a request that is not to be tried again.
func Once(ctx context.Context, r *http.Request) error {
	*r = *r.WithContext(context.WithValue(ctx, onceKey{}, true))
	return nil
}

// retrying sends a GET or HEAD again that found no connection or lost it, or whose answer is a 503. All
// tries together have the time of one call of an http.Client. An answer's body has been read when Do
// returns, since it may be where the connection is lost.
type retrying struct {
	Doer
	limit time.Duration // 0: none
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
			return response, err // no time is left for another try
		}
	}
}

// whole reads the body too.
func (d retrying) whole(r *http.Request) (*http.Response, error) {
	response, err := d.Doer.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // all that is wanted was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// waitBefore returns whether there is reason to try again, and how long to wait before: at random between half
// of a time and all of it, so that not all clients come at once. The time doubles with each try; what
// Retry-After says comes on top.
func waitBefore(try int, response *http.Response, err error) (time.Duration, bool) {
	wait := firstWait << try
	wait = wait/2 + rand.N(wait/2) //nolint:gosec // no secret
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

// retryAfter reads seconds, or a date, which is compared with that of the answer (RFC 9110 10.2.3).
func retryAfter(h http.Header) (time.Duration, bool) {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true //nolint:gosec // 31 bits fit
	}
	at, err := http.ParseTime(text)
	now, dateErr := http.ParseTime(h.Get("Date"))
	return max(0, at.Sub(now)), err == nil && dateErr == nil
}

// lostConnection: no connection, or one that ended before the answer's end. A time-out is not among
// these, nor what TLS has against the server.
func lostConnection(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	var failed *net.OpError
	return errors.As(err, &failed) && !failed.Timeout() && (failed.Op == "dial" || failed.Op == "read" || failed.Op == "write")
}
