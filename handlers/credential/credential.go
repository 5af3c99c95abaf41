// Package credential owns the question "who is asking?": it finds the credentials that a request
// presents, and verifies them: each must hold, and for the same user. A bearer token is verified by its signature and claims (RFC 6750, 7519,
// 8725), an API key by the keyed hash in its record.
//
// It must not know echo, Redis, kin-openapi or any wire body: package contract says
// which security schemes there are and which operation wants them, records arrive through [Keys], and
// what is wrong leaves as one of seven sentinel errors, never as a status code. It does not decide whether
// a bearer is still live: a signature says who issued a token, only the user's own list says whether it
// was revoked.
//
// Its neighbours: package handlers calls [Connect] when the server starts, then Present and Verify on
// each request, turns the errors into answers, and has package live look for [Principal].Bearer in the
// user's list. Package store implements [Keys]. The programs in cmd configure the verifiers and make
// keys and development tokens.
//
// No error of this package, and no printed form of its types, holds any part of a credential or of a
// secret. The libraries' own error texts can, so they never leave it. What is remembered of a bearer that
// was verified, so that it need not be verified again, is a keyed hash of it.
package credential

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Errors, to be recognised with errors.Is. Their texts are constant, and so is what [Reason] says of them.
var (
	// ErrMissing: the request presents no credential that the contract knows. RFC 6750 3.1: the answer
	// names the scheme and no error code.
	ErrMissing = errors.New("no credential")
	// ErrNoScheme: a JWT stands in Authorization without the word Bearer, and nothing else is presented.
	ErrNoScheme = errors.New("token without the scheme Bearer")
	// ErrAmbiguous: one header twice, or a bearer in the query. RFC 6750 2 and 3.1: invalid_request.
	ErrAmbiguous = errors.New("ambiguous")
	// ErrTwoUsers: each credential holds, but not for the same user.
	ErrTwoUsers = errors.New("credentials of two users")
	// ErrBearerRefused: RFC 6750 3.1: invalid_token.
	ErrBearerRefused = errors.New("bearer token refused")
	// ErrKeyRefused: an unknown key, a wrong one, an expired and a revoked one take the same work and get
	// the same answer. Only the operator is told them apart.
	ErrKeyRefused = errors.New("API key refused")
	// ErrNoIssuerKeys: the issuer's keys have not come yet, so whether one of them is the bearer's is not
	// known. It says nothing about the credential.
	ErrNoIssuerKeys = errors.New("the issuer's keys have not come yet")
)

// Principal is who a verified credential stands for.
type Principal struct {
	User string // store.CheckUserID holds for it
	// Bearer is the bearer token as presented, to be found live in the user's list; empty if only an API
	// key was.
	Bearer string `json:"-"`
}

// Format hides the bearer, whatever the verb: a principal that is logged must not log a credential.
func (p Principal) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "principal "+p.User) }

// Verifier checks one scheme's credential.
type Verifier interface {
	// Verify takes the header's raw value. It returns ErrBearerRefused or ErrKeyRefused for a
	// credential that does not hold. Any other error means that nothing is known about the credential: it
	// is ErrNoIssuerKeys, or wraps what the store said (store.ErrUnavailable, store.ErrPermission,
	// store.ErrLayout).
	Verify(ctx context.Context, value string) (Principal, error)
}
