package credential

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/quiva-ai/session-tokens/store"
)

// The scopes that a control key may have. Neither includes the other.
const (
	ScopeRead  = "read"
	ScopeWrite = "write"
)

// Control is the program that calls with a control key, by the name that its key was given.
type Control struct {
	Name   string
	Scopes []string
}

// ControlStore is where control keys are looked up.
type ControlStore interface {
	// ControlKey returns what the key with this ID stands for, with the errors of Keys.APIKey.
	ControlKey(ctx context.Context, id string) (store.APIKey, error)
}

// ControlVerifier verifies control keys. They are stored like API keys, and begin with stc_. A key that holds is not
// looked up again for a second: a gateway calls with the same key all the time, and looking it up would double the
// cost of each introspection. A revoked key is therefore refused up to a second late.
type ControlVerifier struct {
	keys    ControlStore
	peppers *Peppers
	now     func() time.Time
	held    *lru.Cache[[sha256.Size]byte, held]
}

// held is a key that was verified at a time.
type held struct {
	Control
	at time.Time
}

const (
	controlMemory = time.Second
	maxHeld       = 1024 // keys; there are few programs
)

// Format hides the peppers, whatever the verb.
func (ControlVerifier) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "control key verifier")
}

// NewControlVerifier returns a verifier. Without peppers (nil) it refuses every key.
func NewControlVerifier(keys ControlStore, peppers *Peppers, now func() time.Time) *ControlVerifier {
	memory, _ := lru.New[[sha256.Size]byte, held](maxHeld) // fails only for a size below one
	return &ControlVerifier{keys, peppers, now, memory}
}

// Verify takes the bare key. Errors are those of [KeyVerifier.Verify].
func (v *ControlVerifier) Verify(ctx context.Context, value string) (Control, error) {
	sum, now := sha256.Sum256([]byte(value)), v.now()
	if known, ok := v.held.Get(sum); ok && now.Sub(known.at) < controlMemory {
		return known.Control, nil
	}
	record, err := verifyKey(ctx, v.peppers, v.now, controlPrefix, value, v.keys.ControlKey)
	if err != nil {
		return Control{}, err
	}
	c := Control{Name: record.Name, Scopes: strings.Split(record.Scopes, ",")}
	v.held.Add(sum, held{c, now})
	return c, nil
}

// maxControlName is in bytes: the name is the actor of events.
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
