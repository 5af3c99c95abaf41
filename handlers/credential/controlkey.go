package credential

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// The scopes that a control key may have. None suffices for another.
const (
	ScopeRead  = "read"
	ScopeWrite = "write"
)

// Control is who asks with a control key: a program, by the name that its key was given.
type Control struct {
	Name   string
	Scopes []string
}

// ControlStore is where control keys are looked up.
type ControlStore interface {
	// ControlKey returns what the key with this ID stands for, with the errors that Keys.APIKey has.
	ControlKey(ctx context.Context, id string) (store.APIKey, error)
}

// ControlVerifier verifies control keys. They are kept as API keys are, and begin with stc_.
type ControlVerifier struct {
	keys    ControlStore
	peppers *Peppers
	now     func() time.Time
}

// Format hides the peppers, whatever the verb.
func (ControlVerifier) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "control key verifier")
}

// NewControlVerifier makes a verifier. Without peppers (nil) every key is refused.
func NewControlVerifier(keys ControlStore, peppers *Peppers, now func() time.Time) *ControlVerifier {
	return &ControlVerifier{keys, peppers, now}
}

// Verify takes the bare key. Errors are those of [KeyVerifier.Verify].
func (v *ControlVerifier) Verify(ctx context.Context, value string) (Control, error) {
	record, err := verifyKey(ctx, v.peppers, v.now, controlPrefix, value, v.keys.ControlKey)
	if err != nil {
		return Control{}, err
	}
	return Control{Name: record.Name, Scopes: strings.Split(record.Scopes, ",")}, nil
}

// maxControlName is in bytes: it is the actor of events.
const maxControlName = 64

// NewControlKey makes a key as [NewKey] does, for a program.
func NewControlKey(peppers *Peppers, random io.Reader, now time.Time, lifetime time.Duration, name string, scopes []string) (string, store.APIKey, error) {
	var problems []error
	if peppers == nil {
		problems = append(problems, errors.New("no peppers: give one or more VERSION:SECRET"))
	}
	if lifetime <= 0 {
		problems = append(problems, errors.New("the lifetime must be more than zero"))
	}
	if name == "" || len(name) > maxControlName || strings.ContainsFunc(name, notNameChar) {
		problems = append(problems, fmt.Errorf("a name has 1 to %d letters, digits, - and _", maxControlName))
	}
	if len(scopes) == 0 {
		problems = append(problems, errors.New("it needs a scope: read, write, or both"))
	}
	for i, scope := range scopes {
		if scope != ScopeRead && scope != ScopeWrite || slices.Contains(scopes[:i], scope) {
			problems = append(problems, fmt.Errorf("scopes are read and write, each once, not %q", scope))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return "", store.APIKey{}, fmt.Errorf("make a control key: %w", err)
	}
	return makeKey(peppers, random, controlPrefix, store.APIKey{
		Class: store.ControlKey, Name: name, Scopes: strings.Join(scopes, ","), Created: now, Expires: now.Add(lifetime),
	})
}
