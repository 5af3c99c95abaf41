package main

import (
	"strings"

	"github.com/quiva-ai/session-tokens/store"
)

// named returns the text of an error, with the full name of each key that has the wrong type, and a hint on each
// line of hints. The error itself omits user IDs because it is logged as well.
func named(err error) (text, hints string) {
	text = err.Error()
	odd := layoutErrors(err)
	if hint := store.Hint(err); hint != "" && odd == nil {
		hints = "\nhint: " + hint
	}
	for _, e := range odd {
		key := printable(e.Key)
		text = strings.Replace(text, e.Error(), "the key "+key+" in Redis is of another type than the layout says", 1)
		switch id, isAPIKey := strings.CutPrefix(key, "apikey:{"); {
		case e.UserID != "":
			hints += "\nhint: to end all that the user has: session-tokens revoke --all -- " + printable(e.UserID)
		case isAPIKey:
			hints += "\nhint: to delete it: session-tokens apikey revoke " + strings.TrimSuffix(id, "}")
		default:
			hints += "\nhint: redis-cli DEL " + key + "; API keys made before stay valid, and are in no list"
		}
	}
	return text, hints
}

func layoutErrors(err error) (found []*store.LayoutError) {
	switch e := any(err).(type) { // errors.As would find only the first
	case *store.LayoutError:
		return []*store.LayoutError{e}
	case interface{ Unwrap() error }:
		return layoutErrors(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			found = append(found, layoutErrors(inner)...)
		}
	}
	return found
}
