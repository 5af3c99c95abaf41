package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// storeDeadline is for all that a request asks of the store. A client waits at the most 500 ms for
// an answer, also for a 503.
const storeDeadline = 350 * time.Millisecond

type callerKey struct{}

// callerFrom returns who passed checkRequest.
func callerFrom(ctx context.Context) credential.Principal {
	caller, _ := ctx.Value(callerKey{}).(credential.Principal)
	return caller
}

// hasBody: a request with both Content-Length and Transfer-Encoding is one way to smuggle another
// behind it, so one that has a body at all is refused and its connection closed.
func hasBody(r *http.Request) bool { return r.ContentLength != 0 || len(r.TransferEncoding) > 0 }

// checkRequest lets a request pass that the contract allows, from a caller who is known. The router
// has matched it already.
func (s *Server) checkRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, r := exchangeOf(c), c.Request()
		operation, err := s.contract.Find(c.Path(), r.Method)
		if err != nil {
			return err
		}
		x.operation = operation
		if hasBody(r) {
			return errBody
		}
		presented, value, err := s.schemes.Present(r)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(r.Context(), storeDeadline)
		defer cancel()

		var caller credential.Principal
		var refused error // why the one credential there is does not hold
		err = s.contract.CheckRequest(ctx, r, operation, params(c), func(ctx context.Context, scheme string) error {
			if scheme != presented {
				return credential.ErrMissing
			}
			caller, refused = s.schemes.Verify(ctx, scheme, value)
			return refused
		})
		if err := cmp.Or(refused, err); err != nil {
			return err
		}
		x.user = caller.User
		c.SetRequest(r.WithContext(context.WithValue(ctx, callerKey{}, caller)))
		return next(c)
	}
}

// params returns what the router found in the path, or nil.
func params(c echo.Context) map[string]string {
	names := c.ParamNames()
	if len(names) == 0 {
		return nil
	}
	found := make(map[string]string, len(names))
	for _, name := range names {
		found[name] = c.Param(name)
	}
	return found
}

// recoverPanic makes a panic an error like any other.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if value := recover(); value != nil {
				s.logPanic(c.Request().Context(), exchangeOf(c).id, value)
				err = errPanic
			}
		}()
		return next(c)
	}
}

// recoverOutside is for a panic of the middleware around recoverPanic. Nothing was sent then, since
// answers are held back; net/http would close the connection and print the panic's value.
func (s *Server) recoverOutside(w http.ResponseWriter, r *http.Request) {
	if value := recover(); value != nil {
		s.logPanic(r.Context(), w.Header().Get(echo.HeaderXRequestID), value)
		message := "internal error"
		_ = answerHeaders(func(c echo.Context) error {
			return c.JSON(http.StatusInternalServerError, gen.Error{Error: &message})
		})(s.public.NewContext(r, w))
	}
}

// logPanic logs where, and of which type, but not the value: it may hold a token.
func (s *Server) logPanic(ctx context.Context, requestID string, value any) {
	what := fmt.Sprintf("%T", value)
	var known runtime.Error
	if e, ok := value.(error); ok && errors.As(e, &known) {
		what = known.Error()
	}
	s.log.ErrorContext(ctx, "panic", "request_id", requestID, "what", what, "stack", string(debug.Stack()))
}
