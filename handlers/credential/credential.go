// Package credential answers the question "who is calling?": it finds the credentials that a request presents, and
// verifies that each holds, and all for the same user. A bearer token is verified by its signature and claims (RFC
// 6750, 7519, 8725), an API key by the keyed hash in its record.
//
// It must not know echo, Redis, kin-openapi or any wire body: package contract says which security schemes there are
// and which operation wants them, records arrive through [Keys], and problems are reported as one of seven sentinel
// errors, never as a status code. It does not decide whether a bearer is still live: a signature says who issued a
// token, but only the user's own list says whether it was revoked.
//
// Its neighbours: package handlers calls [Connect] when the server starts, then Present and Verify for each request,
// turns the errors into answers, and has package live look for [Principal].Bearer in the user's list. Package store
// implements [Keys]. The programs in cmd configure the verifiers and make keys and development tokens.
//
// No error of this package, and no printed form of its types, contains any part of a credential or of a secret. The
// libraries' own error texts may, so they never leave it. A bearer that was verified is remembered only as a keyed
// hash.
package credential

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Errors, to be recognised with errors.Is. Their texts are constant, and so is the [Reason] of each.
var (
	// ErrMissing means that the request presents no credential that the contract knows. By RFC 6750, section 3.1, the
	// answer names the scheme and no error code.
	ErrMissing = errors.New("no credential")
	// ErrNoScheme means that Authorization holds a JWT without the word Bearer, and nothing else is presented.
	ErrNoScheme = errors.New("token without the scheme Bearer")
	// ErrAmbiguous means that a header is repeated, or that a bearer is in the query: invalid_request (RFC 6750,
	// sections 2 and 3.1).
	ErrAmbiguous = errors.New("ambiguous")
	// ErrTwoUsers means that each credential holds, but not for the same user.
	ErrTwoUsers = errors.New("credentials of two users")
	// ErrBearerRefused means invalid_token (RFC 6750, section 3.1).
	ErrBearerRefused = errors.New("bearer token refused")
	// ErrKeyRefused is the error for an unknown, a wrong, an expired and a revoked key, which all take the same work.
	// Only the operator can tell them apart.
	ErrKeyRefused = errors.New("API key refused")
	// ErrNoIssuerKeys means that the issuer's keys have not come yet, so it is not known whether one of them verifies
	// the bearer. It says nothing about the credential.
	ErrNoIssuerKeys = errors.New("the issuer's keys have not come yet")
)

// Principal is the user for whom verified credentials stand.
type Principal struct {
	User string // valid by store.CheckUserID
	// Bearer is the bearer token as presented, still to be found live in the user's list; empty if only an API key
	// was presented.
	Bearer string `json:"-"`
}

// Format hides the bearer, whatever the verb: logging a principal must not log a credential.
func (p Principal) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "principal "+p.User) }

// Verifier checks one scheme's credential.
type Verifier interface {
	// Verify takes the header's raw value. It returns ErrBearerRefused or ErrKeyRefused for a credential that does
	// not hold. Any other error means that nothing is known about the credential: it is ErrNoIssuerKeys, or wraps an
	// error of the store (store.ErrUnavailable, store.ErrPermission, store.ErrLayout).
	Verify(ctx context.Context, value string) (Principal, error)
}
