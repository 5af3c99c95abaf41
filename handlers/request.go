package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// How long all that a request asks of the store may take. A client waits at the most 500 ms for what is
// read, also for a 503. It waits longer for a change: one that was given up may have been made.
const (
	readDeadline  = 350 * time.Millisecond
	writeDeadline = 2 * time.Second
)

// Limits of a request's body, where the contract has one.
const (
	maxBody     = 1 << 20          // bytes; over a thousand times a usual record of 600
	bodyTimeout = 10 * time.Second // 1 MiB over a line of 1 Mbit/s
)

var (
	errBody     = errors.New("the request has a body")
	errTooLarge = errors.New("the request's body is too large")
	errSlow     = errors.New("the request's body came too slowly")
)

func hasBody(r *http.Request) bool { return r.ContentLength != 0 || len(r.TransferEncoding) > 0 }

// match finds the operation that the router has matched. It takes back a match that the contract does
// not have: echo's last parameter of a path takes slashes too, and may be empty.
func (s *Server) match(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x := exchangeOf(c)
		if !sameSegments(echo.GetPath(x.Request()), x.Path()) {
			x.SetPath("")
		}
		if operation, err := s.contract.Find(x.Path(), x.Request().Method); err == nil {
			x.operation = operation
		}
		if r := x.Request(); hasBody(r) && (x.operation == nil || !x.operation.HasBody() || len(r.TransferEncoding) > 0) {
			// A request with both Content-Length and Transfer-Encoding is one way to smuggle another behind
			// it, and net/http hides that it has both.
			x.Response().Header().Set("Connection", "close")
		}
		return next(c)
	}
}

// sameSegments reports whether each parameter of a route stands for one segment of the path.
func sameSegments(path, route string) bool {
	if !strings.Contains(route, ":") {
		return true
	}
	segments, parameters := strings.Split(path, "/"), strings.Split(route, "/")
	if len(segments) != len(parameters) {
		return false
	}
	for i := range segments {
		if segments[i] == "" && parameters[i] != "" {
			return false
		}
	}
	return true
}

// checkRequest lets a request pass that the contract allows, from a caller who is known and live.
func (s *Server) checkRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, r := exchangeOf(c), c.Request()
		if x.operation == nil {
			_, err := s.contract.Find(x.Path(), r.Method)
			return err
		}
		if hasBody(r) && !x.operation.HasBody() {
			return errBody
		}
		scheme, value, err := s.schemes.Present(r)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(r.Context(), readDeadline)
		defer cancel()
		var refused error // why the one credential there is does not hold
		err = s.contract.CheckRequest(ctx, r, x.operation, params(x), func(ctx context.Context, accepted string) error {
			if accepted != scheme {
				return credential.ErrMissing
			}
			refused = s.authenticate(ctx, x, scheme, value)
			return refused
		})
		if err := cmp.Or(refused, err); err != nil {
			return err
		}
		if x.operation.HasBody() {
			if err := s.checkBody(x); err != nil {
				return err
			}
		}
		if x.operation.HasBody() || !x.operation.Safe() { // the time that it took to get here does not count
			ctx, cancel = context.WithTimeout(r.Context(), writeDeadline)
			defer cancel()
		}
		x.SetRequest(r.WithContext(context.WithValue(ctx, exchangeKey{}, x)))
		return next(c)
	}
}

// checkBody reads and checks a body, in a time and of a length that are bounded.
func (s *Server) checkBody(x *exchange) error {
	r := x.Request()
	if connection := http.NewResponseController(x.client); hasBody(r) {
		// Where there is no connection, in a test say, there is nothing that could be slow.
		_ = connection.SetReadDeadline(s.now().Add(bodyTimeout))
		_ = connection.SetWriteDeadline(s.now().Add(bodyTimeout + writeTimeout))
	}
	r.Body = http.MaxBytesReader(x.client, r.Body, maxBody)
	err := s.contract.CheckRequestBody(r, x.operation)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow
	}
	return err
}

// params returns what the router found in the path, decoded, or nil.
func params(x *exchange) map[string]string {
	names := x.ParamNames()
	if len(names) == 0 {
		return nil
	}
	found := make(map[string]string, len(names))
	for _, name := range names {
		value, err := url.PathUnescape(x.Param(name))
		if err != nil {
			continue // net/http has read the path, so it is well escaped
		}
		found[name] = value
	}
	return found
}
