package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// answers maps errors to HTTP responses; the first match wins. An unavailable store comes before all errors of
// credentials, since it is then not known whether a credential is good.
var answers = []struct {
	is      error
	status  int
	message string
	header  [2]string
	// documented marks an operation's own error, which the contract must document. If it does not, the error is not
	// meant for clients.
	documented bool
	// explained means that the error's text goes on to say what is wrong, and never with what was sent.
	explained bool
}{
	{is: store.ErrUnavailable, status: 503, message: "the store does not answer; try again", header: [2]string{"Retry-After", "1"}},
	// Redis answers, but others have all connections. A retry a moment later helps.
	{is: store.ErrBusy, status: 503, message: "the service is busy; try again", header: [2]string{"Retry-After", "1"}},
	{is: credential.ErrNoIssuerKeys, status: 503, message: "the keys to verify bearer tokens with have not come yet; try again", header: [2]string{"Retry-After", "1"}},
	// It concerns one user, whose bearer is then neither good nor bad.
	{is: store.ErrListTooLarge, status: 500, message: "this user has too many records to list"},
	{is: errPanic, status: 500, message: "internal error"},
	{is: contract.ErrNoPath, status: 404, message: "there is no such path"},
	{is: contract.ErrNoMethod, status: 405, message: "this path does not have that method"}, // Allow is added below
	{is: errBody, status: 400, message: "send no body with this request"},
	// RFC 6750, section 3.1: invalid_request, 400.
	{is: credential.ErrAmbiguous, status: 400, message: "send each credential's header once, and none in the query",
		header: [2]string{"WWW-Authenticate", `Bearer error="invalid_request"`}},
	// RFC 6750, section 3.1: invalid_token, 401.
	{is: credential.ErrBearerRefused, status: 401, message: "the bearer token is not valid, or was revoked, or is suspended",
		header: [2]string{"WWW-Authenticate", `Bearer error="invalid_token"`}},
	{is: credential.ErrKeyRefused, status: 401, message: "the API key is not valid, or was revoked, or has expired", header: [2]string{"WWW-Authenticate", "Bearer"}},
	{is: credential.ErrTwoUsers, status: 401, message: "the bearer token and the API key are of different users",
		header: [2]string{"WWW-Authenticate", `Bearer error="invalid_token"`}},
	// RFC 6750, section 3.1: without a credential, no error code.
	{is: credential.ErrNoScheme, status: 401, message: "the Authorization header lacks the word Bearer: send Authorization: Bearer <token>",
		header: [2]string{"WWW-Authenticate", "Bearer"}},
	{is: credential.ErrMissing, status: 401, message: "a credential is required", header: [2]string{"WWW-Authenticate", "Bearer"}},
	{is: contract.ErrRequest, status: 400, message: "the request breaks the contract", explained: true},
	{is: contract.ErrMediaType, status: 415, message: "the contract does not list this Content-Type", explained: true},
	{is: errTooLarge, status: 413, message: "the body is too large", header: [2]string{"Connection", "close"}},
	{is: errSlow, status: 408, message: "the body came too slowly", header: [2]string{"Connection", "close"}}, // RFC 9110, section 15.5.9
	{is: store.ErrNotFound, status: 404, message: "there is no such record", documented: true},
	{is: store.ErrConflict, status: 409, message: "the record kept changing; try again", documented: true},
	{is: store.ErrRecord, status: 400, message: "the record can't be kept", documented: true, explained: true},
	{is: store.ErrUserID, status: 400, message: "the user ID can't be used", documented: true},
}

// checkAnswers returns an error for each error status that the contract documents but no error leads to: the
// operation would promise what never happens.
func checkAnswers(operations []*contract.Operation) error {
	can := map[int]bool{}
	for _, a := range answers {
		can[a.status] = true
	}
	var problems []error
	for _, o := range operations {
		for _, status := range o.ErrorStatuses() {
			if !can[status] {
				problems = append(problems, fmt.Errorf("operation %q documents the status %d, which no error leads to: "+
					"add one to the table in handlers/errors.go, or take the status out of the contract", o.ID, status))
			}
		}
	}
	return errors.Join(problems...)
}

// answerError is echo's error handler. Only where answers says so is the text of the error part of the answer.
func (s *Server) answerError(err error, c echo.Context) {
	x := exchangeOf(c)
	status, message := http.StatusInternalServerError, "internal error"
	for _, a := range answers {
		if errors.Is(err, a.is) && (!a.documented || x.operation != nil && x.operation.Documents(a.status)) {
			status, message = a.status, a.message
			if _, why, found := strings.Cut(err.Error(), a.is.Error()+": "); found && a.explained {
				message += ": " + why
			}
			// In HTTP/2 this would end a proxy's connection, which carries the requests of other clients too.
			if a.header[0] != "" && (a.header[0] != "Connection" || c.Request().ProtoMajor == 1) {
				c.Response().Header().Set(a.header[0], a.header[1])
			}
			break
		}
	}
	x.refusal = ""
	if status < http.StatusInternalServerError {
		x.refusal = credential.Reason(err)
	}
	var method *contract.MethodError
	if errors.As(err, &method) {
		c.Response().Header().Set("Allow", strings.Join(method.Allow, ", ")) // RFC 9110, section 15.5.6
	}
	x.left = status >= http.StatusInternalServerError && errors.Is(err, context.Canceled) // it waits for no answer
	if cause := store.CauseOf(err); cause != "" && !x.left {
		s.metrics.redisErrors.WithLabelValues(string(cause)).Inc()
	}
	if status >= http.StatusInternalServerError && !x.left {
		user := x.caller.User
		if layout := (*store.LayoutError)(nil); errors.As(err, &layout) {
			user = layout.UserID
		}
		line := []any{"request_id", x.id, "user", userHash(user), "cause", string(store.CauseOf(err)), "error", err}
		if hint := store.Hint(err); hint != "" {
			line = append(line, "hint", hint)
		}
		s.log.ErrorContext(c.Request().Context(), "request failed", line...)
	}
	if err := c.JSON(status, gen.Error{Error: &message}); err != nil {
		s.log.ErrorContext(c.Request().Context(), "answer not sent", "request_id", x.id, "error", err)
	}
}
