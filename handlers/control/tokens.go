package control

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/server"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// RotateTokens replaces the session and the refresh token of a grant.
func (o *operations) RotateTokens(ctx context.Context, request server.RotateTokensRequestObject) (server.RotateTokensResponseObject, error) {
	body := exchangeFrom(ctx).body
	given, err := pairOf(body)
	if err != nil {
		return nil, err
	}
	var presented struct {
		RefreshToken string `json:"refresh_token"`
		UserID       string `json:"user_id"`
	}
	var fresh named
	_, _ = readRecord(body, &presented), readRecord(given.Refresh, &fresh) // pairOf has read them
	if presented.RefreshToken == fresh.Token {
		return nil, errSameToken
	}
	rotation := store.Rotation{
		UserID: presented.UserID, Presented: presented.RefreshToken, Grace: o.s.cfg.Grace, Session: given.Session, Refresh: given.Refresh,
	}
	next, err := o.s.cfg.Store.Rotate(owner(ctx), rotation)
	if err == nil && next.Outcome == store.GrantOver && !next.GrantEnd.IsZero() {
		// The end is fixed, so records that were lowered to it are not too late again.
		given = given.endingBy(next.GrantEnd.Unix())
		rotation.Session, rotation.Refresh = given.Session, given.Refresh
		if !next.GrantEnd.After(o.s.cfg.Now()) {
			return nil, store.ErrNotFound
		}
		next, err = o.s.cfg.Store.Rotate(owner(ctx), rotation)
	}
	if err != nil {
		return nil, err
	}
	switch next.Outcome {
	case store.Reused:
		return nil, errReused
	case store.GrantSuspended:
		return nil, errSuspended
	case store.GrantOver: // a record has expired meanwhile
		return nil, store.ErrRecord
	}
	if next.Session == nil { // the session has ended since, so there is no successor to return
		return nil, store.ErrNotFound
	}
	return successor(next)
}

// successor returns what the contract declares of the two records.
func successor(next store.Successor) (server.RotateTokensResponseObject, error) {
	var body control.Successor
	if err := errors.Join(readRecord(next.Session, &body.Session), readRecord(next.Refresh, &body.Refresh)); err != nil {
		return nil, errNotRecord // its text may quote the record
	}
	return server.RotateTokens200JSONResponse(body), nil
}

var errNotRecord = errors.New("what is kept of a grant can't be read")

// IntrospectToken reports whether a token is live.
func (o *operations) IntrospectToken(ctx context.Context, request server.IntrospectTokenRequestObject) (server.IntrospectTokenResponseObject, error) {
	inactive := server.IntrospectToken200JSONResponse{}
	w, err := o.whose(ctx, request.Body.Token, request.Body.UserID)
	if err != nil || w.user == "" {
		return inactive, err
	}
	list, err := o.s.cfg.Records.List(ctx, w.user, "")
	if err != nil {
		return nil, err
	}
	defer list.Release()
	kind, found, ok := w.find(list, request.Body.Token)
	if !ok || found.Suspended {
		return inactive, nil
	}
	fingerprint := store.Fingerprint(request.Body.Token)
	o.s.used.note(w.user, fingerprint, o.s.cfg.Now())
	return active(w.user, kind, fingerprint, found), nil
}

// active returns the answer for an active token. It omits when the token was registered, which would cost another
// round trip.
func active(user string, kind store.Kind, fingerprint string, found live.Found) server.IntrospectToken200JSONResponse {
	recordKind, expiry := control.RecordKind(kind), int64(found.Expiry)
	answer := server.IntrospectToken200JSONResponse{
		Active: true, Sub: &user, Exp: &expiry, Kind: &recordKind, Fingerprint: &fingerprint,
	}
	if kind == store.Session {
		bearer := control.IntrospectionTokenTypeBearer
		answer.TokenType = &bearer
	}
	if found.AccountID != "" {
		answer.AccountID = &found.AccountID
	}
	if found.Role != "" {
		answer.Role = &found.Role
	}
	return answer
}

// whose is the user to whom a token may belong, or nobody.
type whose struct {
	user string
	// refreshOnly says that the public operation would not accept the token, whatever the list says.
	refreshOnly bool
}

func (w whose) find(list *live.List, token string) (store.Kind, live.Found, bool) {
	if !w.refreshOnly {
		if found, ok := list.Find(store.Session, token); ok {
			return store.Session, found, true
		}
	}
	found, ok := list.Find(store.Refresh, token)
	return store.Refresh, found, ok
}

// whose finds out to whom a token may belong. A JWT names its user, if its signature and its claims hold. One that
// does not hold is no session's, but may be a refresh token, whose form is up to its issuer. An error means that
// nothing is known about the token.
func (o *operations) whose(ctx context.Context, token string, userID *string) (whose, error) {
	given := text(userID)
	if userID != nil {
		if err := store.CheckUserID(given); err != nil {
			return whose{}, err
		}
	}
	if strings.Count(token, ".") != 2 {
		return whose{user: given}, nil
	}
	principal, err := o.s.cfg.Bearer.Verify(ctx, "Bearer "+token)
	switch {
	case errors.Is(err, credential.ErrBearerRefused):
		return whose{user: given, refreshOnly: true}, nil
	case err != nil:
		return whose{}, err
	case userID != nil && given != principal.User:
		return whose{}, nil
	}
	return whose{user: principal.User}, nil
}

// RevokeToken ends the record that has a token, and its grant, even if the refresh token was already spent or the
// session's JWT no longer holds.
func (o *operations) RevokeToken(ctx context.Context, request server.RevokeTokenRequestObject) (server.RevokeTokenResponseObject, error) {
	w, err := o.whose(ctx, request.Body.Token, request.Body.UserID)
	if err != nil {
		return nil, err
	}
	if w.user != "" {
		_, err = o.s.cfg.Store.RevokeToken(owner(ctx), w.user, request.Body.Token)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	return server.RevokeToken200Response{}, nil
}

// markEvery is the shortest time between two marks of a record as used.
const markEvery = time.Minute
