package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// LayoutError is an [ErrLayout] that knows the key. Its text, which goes into logs, names the key without
// what is in braces; who works on Redis wants all of it.
type LayoutError struct {
	Key    string
	UserID string // whose key it is; empty if it is of API keys
}

// Error says what the key is for.
func (e *LayoutError) Error() string {
	name := e.Key
	if prefix, _, ok := strings.Cut(name, "{"); ok {
		name = prefix + "{...}"
	}
	return "the key " + name + " in Redis is of another type than the layout says"
}

// Is makes it an [ErrLayout].
func (e *LayoutError) Is(target error) bool { return target == ErrLayout }

// failedAt is failed with the key, where the operation has one.
func failedAt(operation string, err error, key, user string) error {
	if err = failed(operation, err); errors.Is(err, ErrLayout) {
		return fmt.Errorf("%s: %w", operation, &LayoutError{Key: key, UserID: user})
	}
	return err
}

// failedAtUser is failed with the key, where the operation has both of a user's: Redis does not say which of
// them is of another type, so each is asked for a member.
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
