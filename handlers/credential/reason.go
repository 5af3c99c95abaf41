package credential

import "errors"

// refusal is an error that also says why, for the operator: the client is told only what it is.
type refusal struct {
	is  error
	why reason
}

// reason is a type of its own so that nothing but a constant is passed by accident.
type reason string

func (r *refusal) Error() string { return r.is.Error() + ": " + string(r.why) }

func (r *refusal) Unwrap() error { return r.is }

func refused(why reason) error { return &refusal{ErrBearerRefused, why} }

func keyRefused(why reason) error { return &refusal{ErrKeyRefused, why} }

// Refusals that are found outside of this package.
var (
	// ErrNotListed: the signature holds, and no live session of the user has this bearer. It was revoked,
	// or never stored, or its record was left out.
	ErrNotListed = refused("not listed")
	ErrSuspended = refused("suspended")
	// ErrNoBearerKey: there is nothing to verify any bearer with.
	ErrNoBearerKey = refused("no key for bearers is set")
	// ErrNotAccepted: the operation accepts none of the schemes that the request presents.
	ErrNotAccepted = error(&refusal{ErrMissing, "scheme not accepted by the operation"})
)

// Reason returns why a credential was refused, for a log line and as a metric's label: it is one of some
// 30 constants. It is empty for an error that says nothing about a credential.
func Reason(err error) string {
	if r, ok := errors.AsType[*refusal](err); ok {
		return string(r.why)
	}
	for _, e := range []error{ErrMissing, ErrNoScheme, ErrAmbiguous, ErrTwoUsers, ErrBearerRefused, ErrKeyRefused} {
		if errors.Is(err, e) {
			return e.Error()
		}
	}
	return ""
}
