package credential

import "errors"

// refusal is an error with a reason for the operator; the client learns only which error it is.
type refusal struct {
	is  error
	why reason
}

// reason is a type of its own so that only constants are passed by accident.
type reason string

func (r *refusal) Error() string { return r.is.Error() + ": " + string(r.why) }

func (r *refusal) Unwrap() error { return r.is }

func refused(why reason) error { return &refusal{ErrBearerRefused, why} }

func keyRefused(why reason) error { return &refusal{ErrKeyRefused, why} }

// Refusals that are found outside of this package.
var (
	// ErrNotListed means that the signature holds, but that no live session of the user has this bearer: it was
	// revoked, or never stored, or its record was left out.
	ErrNotListed = refused("not listed")
	ErrSuspended = refused("suspended")
	// ErrNoBearerKey means that no key is configured to verify bearers with.
	ErrNoBearerKey = refused("no key for bearers is set")
	// ErrNotAccepted means that the operation accepts none of the schemes that the request presents.
	ErrNotAccepted = error(&refusal{ErrMissing, "scheme not accepted by the operation"})
)

// Reason returns why a credential was refused, for a log line and as a metric's label: one of some 30 constants. It
// is empty for an error that says nothing about a credential.
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
