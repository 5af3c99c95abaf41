package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// Errors of the server's own.
var (
	errBody  = errors.New("the request has a body")
	errPanic = errors.New("panic")
)

// answers turns errors into HTTP: the first that matches. That the store is down comes before all
// that is said of a credential: whether it is good is then not known.
var answers = []struct {
	is      error
	status  int
	message string
	header  [2]string
}{
	{store.ErrUnavailable, 503, "the list can't be read right now; try again", [2]string{"Retry-After", "1"}},
	{errPanic, 500, "internal error", [2]string{}},
	{contract.ErrNoPath, 404, "there is no such path", [2]string{}},
	{contract.ErrNoMethod, 405, "this path does not have that method", [2]string{}}, // Allow is added below
	{errBody, 400, "send no body with this request", [2]string{}},
	// RFC 6750 3.1: invalid_request, 400.
	{credential.ErrAmbiguous, 400, "present one credential, once: Authorization: Bearer, or the API key's header; not in the query",
		[2]string{"WWW-Authenticate", `Bearer error="invalid_request"`}},
	// RFC 6750 3.1: invalid_token, 401.
	{credential.ErrBearerRefused, 401, "the bearer token is not valid, or was revoked, or is suspended",
		[2]string{"WWW-Authenticate", `Bearer error="invalid_token"`}},
	{credential.ErrKeyRefused, 401, "the API key is not valid", [2]string{"WWW-Authenticate", "Bearer"}},
	// RFC 6750 3.1: without a credential, no error code.
	{credential.ErrMissing, 401, "a credential is required", [2]string{"WWW-Authenticate", "Bearer"}},
	{contract.ErrRequest, 400, "the request breaks the contract", [2]string{}},
}

// answerError is echo's error handler. The error itself never goes into the answer.
func (s *Server) answerError(err error, c echo.Context) {
	status, message := http.StatusInternalServerError, "internal error"
	for _, a := range answers {
		if errors.Is(err, a.is) {
			status, message = a.status, a.message
			if a.header[0] != "" {
				c.Response().Header().Set(a.header[0], a.header[1])
			}
			break
		}
	}
	var method *contract.MethodError
	if errors.As(err, &method) {
		c.Response().Header().Set("Allow", strings.Join(method.Allow, ", ")) // RFC 9110 15.5.6
	}
	if status >= http.StatusInternalServerError {
		s.log.ErrorContext(c.Request().Context(), "request failed", "request_id", exchangeOf(c).id, "error", err)
	}
	if err := c.JSON(status, gen.Error{Error: &message}); err != nil {
		s.log.ErrorContext(c.Request().Context(), "answer not sent", "request_id", exchangeOf(c).id, "error", err)
	}
}
