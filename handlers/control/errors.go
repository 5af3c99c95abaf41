package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// Errors of operations, besides those of package store.
var (
	errReused    = errors.New("the refresh token was spent")
	errSuspended = errors.New("the grant is suspended")
	errMismatch  = errors.New("the Idempotency-Key was used for another request")
	errKeyEnded  = errors.New("the API key that the request made has ended")
	errKeyShown  = errors.New("the API key that the request made is not shown any more")
	errBeingMade = errors.New("a request with this Idempotency-Key is being answered")
	errCursor    = errors.New("not a cursor")
	errNotPair   = errors.New("the session names another refresh token")
	errGrantEnd  = errors.New("the grant would end before its refresh token")
	errSameToken = errors.New("the new refresh token is the one that is presented")
)

var again = [2]string{"Retry-After", "1"}

// answers maps errors to HTTP responses; the first match wins. All others are a 500.
var answers = []struct {
	is      error
	status  int
	code    control.ErrorCode
	message string
	header  [2]string
	// explained means that the error's text goes on to say what is wrong, and never with what was sent.
	explained bool
}{
	{is: errPanic, status: 500, code: control.ErrorCodeInternal, message: "internal error"},
	{is: contract.ErrResponse, status: 500, code: control.ErrorCodeInternal, message: "internal error"},
	{is: store.ErrListTooLarge, status: 500, code: control.ErrorCodeInternal, message: "this user has too many records to list"},
	// Before the errors after which nothing is known: this change was made.
	{is: store.ErrReplicas, status: 503, code: control.ErrorCodeReplicas, message: "it is done, but not yet on as many replicas as asked for", header: again},
	{is: store.ErrUnavailable, status: 503, code: control.ErrorCodeUnavailable, message: "the store does not answer; try again", header: again},
	{is: store.ErrBusy, status: 503, code: control.ErrorCodeUnavailable, message: "the service is busy; try again", header: again},
	{is: store.ErrConflict, status: 503, code: control.ErrorCodeUnavailable, message: "the record kept changing; try again", header: again},
	{is: credential.ErrNoIssuerKeys, status: 503, code: control.ErrorCodeUnavailable, message: "the keys to verify JWTs with have not come yet; try again", header: again},
	{is: credential.ErrMissing, status: 401, code: control.ErrorCodeUnauthorized, message: "send a control key, in one X-Control-Key header", header: challenge},
	{is: credential.ErrKeyRefused, status: 401, code: control.ErrorCodeUnauthorized, message: "the control key is not valid, or was revoked, or has expired", header: challenge},
	{is: contract.ErrNoPath, status: 404, code: control.ErrorCodeNotFound, message: "there is no such path"},
	{is: contract.ErrNoMethod, status: 405, code: control.ErrorCodeMethodNotAllowed, message: "this path does not have that method"}, // Allow is added below
	{is: errScope, status: 403, code: control.ErrorCodeForbidden, message: "the key does not have the scope that this operation needs"},
	{is: errTooLarge, status: 413, code: control.ErrorCodeTooLarge, message: "the body is over 64 KiB", header: [2]string{"Connection", "close"}},
	{is: errSlow, status: 400, code: control.ErrorCodeBadRequest, message: "the body came too slowly", header: [2]string{"Connection", "close"}},
	{is: errBody, status: 400, code: control.ErrorCodeBadRequest, message: "send no body with this request"},
	{is: errQuery, status: 400, code: control.ErrorCodeBadRequest, message: "send parameters in the form, not in the query"},
	{is: errTwice, status: 400, code: control.ErrorCodeBadRequest, message: "send each parameter of the form once"},
	{is: contract.ErrMediaType, status: 415, code: control.ErrorCodeUnsupportedMediaType, message: "the body is not of the documented type", explained: true},
	{is: contract.ErrRequest, status: 400, code: control.ErrorCodeBadRequest, message: "the request is not as documented", explained: true},
	{is: errCursor, status: 400, code: control.ErrorCodeBadRequest, message: "the cursor is not one that an answer had"},
	{is: store.ErrEventID, status: 400, code: control.ErrorCodeBadRequest, message: "after is not what an answer had as next"},
	{is: errNotPair, status: 400, code: control.ErrorCodeBadRequest, message: "the session's refresh_token is not the refresh token that comes with it"},
	{is: errGrantEnd, status: 400, code: control.ErrorCodeBadRequest, message: "grant_end is for a session with a refresh token, and not before that one's expiry"},
	{is: errSameToken, status: 400, code: control.ErrorCodeBadRequest, message: "the new refresh token is the one that is presented"},
	{is: store.ErrRecord, status: 400, code: control.ErrorCodeBadRequest, message: "the record can't be kept", explained: true},
	{is: store.ErrUserID, status: 400, code: control.ErrorCodeBadRequest, message: "the user ID can't be used"},
	{is: store.ErrNotFound, status: 404, code: control.ErrorCodeNotFound, message: "there is none"},
	{is: errReused, status: 409, code: control.ErrorCodeReused, message: "the refresh token was used before: its grant is ended"},
	{is: errSuspended, status: 409, code: control.ErrorCodeSuspended, message: "the session or its user is suspended"},
	{is: errMismatch, status: 409, code: control.ErrorCodeIdempotencyMismatch, message: "the Idempotency-Key was used for another request"},
	{is: errKeyEnded, status: 409, code: control.ErrorCodeConflict, message: "the API key that this request made has ended; for another, use another Idempotency-Key"},
	{is: errKeyShown, status: 409, code: control.ErrorCodeConflict, message: "the API key that this request made is not shown any more; for another, use another Idempotency-Key"},
	{is: errBeingMade, status: 409, code: control.ErrorCodeConflict, message: "the request with this Idempotency-Key is still being answered"},
}

// challenge names the authentication scheme (RFC 9110, section 11.6.1). None is registered for a key in a header of
// its own.
var challenge = [2]string{"WWW-Authenticate", `ControlKey header="X-Control-Key"`}

// checkAnswers returns an error for each error status that an operation documents but no error leads to.
func checkAnswers(o *contract.Operation) (problems []error) {
	can := map[int]bool{}
	for _, a := range answers {
		can[a.status] = true
	}
	for _, status := range o.ErrorStatuses() {
		if !can[status] {
			problems = append(problems, fmt.Errorf("operation %q documents the status %d, which no error leads to", o.ID, status))
		}
	}
	return problems
}

// answerError makes the response for an error. Only where answers says so is the text of the error part of it.
func (s *Server) answerError(ctx context.Context, x *exchange, err error) *response {
	response := newResponse()
	status, body := http.StatusInternalServerError, control.Error{Error: "internal error", Code: control.ErrorCodeInternal}
	for _, a := range answers {
		if errors.Is(err, a.is) {
			status, body = a.status, control.Error{Error: a.message, Code: a.code}
			if _, why, found := strings.Cut(err.Error(), a.is.Error()+": "); found && a.explained {
				body.Error += ": " + why
			}
			if a.header[0] != "" {
				response.header.Set(a.header[0], a.header[1])
			}
			break
		}
	}
	var method *contract.MethodError
	if errors.As(err, &method) {
		response.header.Set("Allow", strings.Join(method.Allow, ", ")) // RFC 9110, section 15.5.6
	}
	x.left = status >= http.StatusInternalServerError && errors.Is(err, context.Canceled) // it waits for no answer
	if status >= http.StatusInternalServerError && !x.left {
		line := []any{"request_id", x.id, "operation", x.operationID(), "cause", string(store.CauseOf(err)), "error", err}
		if hint := store.Hint(err); hint != "" {
			line = append(line, "hint", hint)
		}
		s.cfg.Log.ErrorContext(ctx, "control request failed", line...)
	}
	response.header.Set("Content-Type", "application/json")
	response.status = status
	_ = json.NewEncoder(&response.body).Encode(body) // strings can always be encoded, and a buffer written to
	return response
}
