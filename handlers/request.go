package handlers

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
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// How long all questions of a request to the store may take. A client waits at most 500 ms for a read, including a
// 503. It waits longer for a change: one that was given up may have been made.
const (
	readDeadline  = 350 * time.Millisecond
	writeDeadline = 2 * time.Second
)

// Limits of a request's body, for operations that take one.
const (
	maxBody     = 1 << 20          // bytes; over a thousand times a usual record of 600 bytes
	bodyTimeout = 10 * time.Second // 1 MiB over a line of 1 Mbit/s
)

var (
	errBody     = errors.New("the request has a body")
	errTooLarge = errors.New("the request's body is too large")
	errSlow     = errors.New("the request's body came too slowly")
)

// hasBody reports whether there may be a body. A chunked body can be empty.
func hasBody(r *http.Request) bool { return r.ContentLength != 0 || len(r.TransferEncoding) > 0 }

// match finds the operation by the contract's own paths: in echo the last parameter matches slashes and may be empty,
// and echo falls back to a parameter if a literal path lacks the method.
func (s *Server) match(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, r := exchangeOf(c), c.Request()
		if route := s.contract.Route(echo.GetPath(r)); route != x.Path() {
			x.SetPath(route)
		} else if operation, err := s.contract.Find(route, r.Method); err == nil {
			x.operation = operation
		}
		if r.ProtoMajor == 1 && hasBody(r) && (x.operation == nil || !x.operation.HasBody() || len(r.TransferEncoding) > 0) {
			// Having both Content-Length and Transfer-Encoding is a way to smuggle another request behind this one,
			// and net/http hides that both were there. In HTTP/2 a body is delimited by its stream.
			x.Response().Header().Set("Connection", "close")
		}
		if r.ProtoMajor > 1 && hasBody(r) {
			// If the deadline for headers passes before the body is read, HTTP/2 would not read it any more. The
			// stream has the write time-out.
			_ = http.NewResponseController(x.client).SetReadDeadline(time.Time{})
		}
		return next(c)
	}
}

// checkRequest lets a request pass if the contract allows it and its caller is authenticated.
func (s *Server) checkRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		x, r := exchangeOf(c), c.Request()
		if x.operation == nil {
			_, err := s.contract.Find(x.Path(), r.Method)
			return cmp.Or(err, contract.ErrNoPath)
		}
		if !x.operation.HasBody() {
			if err := s.checkNoBody(x); err != nil {
				return err
			}
		}
		came := s.now()
		if err := s.turns.take(r.Context()); err != nil {
			return err
		}
		leave := sync.OnceFunc(func() {
			s.turns.leave(x.list != nil || err == nil || store.CauseOf(err) != "" && !errors.Is(err, store.ErrUnavailable))
		})
		defer leave()
		ctx, cancel := context.WithTimeout(r.Context(), max(turnRead, readDeadline-s.now().Sub(came)))
		defer cancel()
		if err := s.checkCaller(ctx, x); err != nil {
			return err
		}
		if x.operation.HasBody() {
			leave() // a client may send its body slowly
			if err := s.checkBody(x); err != nil {
				return err
			}
		}
		if x.operation.HasBody() || !x.operation.Safe() { // the time so far does not count
			ctx, cancel = context.WithTimeout(r.Context(), writeDeadline)
			defer cancel()
		}
		x.SetRequest(r.WithContext(context.WithValue(ctx, exchangeKey{}, x)))
		err = next(c)
		if err != nil && !x.called {
			// The generated code can't read what the contract's check accepted, such as a repeated parameter. Its own
			// error text may repeat what was sent.
			return contract.ErrRequest
		}
		return err
	}
}

// checkCaller checks the credential and the parameters.
func (s *Server) checkCaller(ctx context.Context, x *exchange) error {
	presented, err := s.schemes.Present(x.Request())
	if err != nil {
		return err
	}
	var refused error // why the credentials presented don't hold
	err = s.contract.CheckRequest(ctx, x.Request(), x.operation, params(x), func(ctx context.Context, accepted string) error {
		// The contract lists alternatives; this is called for each in turn.
		if refused == nil {
			if !slices.ContainsFunc(presented, func(p credential.Presented) bool { return p.Scheme == accepted }) {
				return credential.ErrNotAccepted
			}
			refused = s.authenticate(ctx, x, presented)
		}
		return refused
	})
	return cmp.Or(refused, err)
}

// checkNoBody accepts an empty body: some proxies send every request chunked, even a GET. Of a body that is not empty
// one byte is read, and the connection is closed afterwards (see match), as after any chunked body.
func (s *Server) checkNoBody(x *exchange) error {
	r := x.Request()
	if r.ContentLength == 0 && len(r.TransferEncoding) == 0 {
		return nil
	}
	if r.ContentLength > 0 {
		return errBody
	}
	connection, now := http.NewResponseController(x.client), s.now()
	_ = connection.SetReadDeadline(now.Add(headerTimeout))
	_, err := io.ReadFull(r.Body, make([]byte, 1))
	// After the body, net/http watches the connection for a client that goes away.
	_ = connection.SetReadDeadline(now.Add(bodyTimeout))
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow
	}
	return errBody
}

// checkBody reads and checks a body, of bounded length and within bounded time.
func (s *Server) checkBody(x *exchange) error {
	r, connection, until := x.Request(), http.NewResponseController(x.client), s.now().Add(bodyTimeout)
	// Without a connection, as in some tests, nothing can be slow.
	_ = connection.SetReadDeadline(until)
	_ = connection.SetWriteDeadline(until.Add(writeTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(x.client, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow
	case err != nil:
		return fmt.Errorf("%w: its body breaks off", contract.ErrRequest)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return s.contract.CheckRequestBody(r, x.operation)
}

// params returns the decoded path parameters, or nil if there are none.
func params(x *exchange) map[string]string {
	names := x.ParamNames()
	if len(names) == 0 {
		return nil
	}
	found := make(map[string]string, len(names))
	for _, name := range names {
		value, err := url.PathUnescape(x.Param(name))
		if err != nil {
			continue // can't happen: net/http has parsed the path
		}
		found[name] = value
	}
	return found
}
