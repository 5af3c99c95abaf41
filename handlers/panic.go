package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
)

var errPanic = errors.New("panic")

// recoverPanic turns a panic into an error like any other.
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

// recoverOutside handles a panic in the middleware around recoverPanic. Nothing has been sent yet, since responses
// are held back, unless observe itself failed; net/http would close the connection and print the panic's value.
func (s *Server) recoverOutside(w http.ResponseWriter, r *http.Request) {
	if value := recover(); value != nil {
		s.logPanic(r.Context(), w.Header().Get(echo.HeaderXRequestID), value)
		message := "internal error"
		_ = answerHeaders(func(c echo.Context) error {
			return c.JSON(http.StatusInternalServerError, gen.Error{Error: &message})
		})(s.public.NewContext(r, w))
	}
}

// logPanic logs where a panic happened and its type, but not its value, which may hold a token.
func (s *Server) logPanic(ctx context.Context, requestID string, value any) {
	what := fmt.Sprintf("%T", value)
	var fault runtime.Error
	if e, ok := value.(error); ok && errors.As(e, &fault) {
		what = fault.Error()
	}
	s.log.ErrorContext(ctx, "panic", "request_id", requestID, "what", what, "stack", string(debug.Stack()))
}
