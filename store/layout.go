package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// LayoutError is an [ErrLayout] that names the key. Its message, which is logged, leaves out what stands in the key's
// braces; to repair Redis an operator needs the whole Key.
type LayoutError struct {
	Key    string
	UserID string // the user whose records the key holds, if known
}

// Error leaves out the part of the key in braces.
func (e *LayoutError) Error() string {
	name := e.Key
	if prefix, _, ok := strings.Cut(name, "{"); ok {
		name = prefix + "{...}"
	}
	return "the key " + name + " in Redis is of another type than the layout says"
}

// Is reports whether target is [ErrLayout].
func (e *LayoutError) Is(target error) bool { return target == ErrLayout }

// failedAt is failed for an operation on one key, which an [ErrLayout] then names.
func failedAt(operation string, err error, key, user string) error {
	if err = failed(operation, err); errors.Is(err, ErrLayout) {
		return fmt.Errorf("%s: %w", operation, &LayoutError{Key: key, UserID: user})
	}
	return err
}

// failedAtUser is failed for an operation on both of a user's sets. Redis does not say which of them has the wrong
// type, so each is queried.
func (s *Redis) failedAtUser(ctx context.Context, operation string, err error, user string) error {
	if err = failed(operation, err); !errors.Is(err, ErrLayout) {
		return err
	}
	for _, key := range keys(user) {
		if found := failedAt(operation, s.read.ZRange(ctx, key, 0, 0).Err(), key, user); errors.Is(found, ErrLayout) {
			return found
		}
	}
	return err
}
