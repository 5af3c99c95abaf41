package control

import (
	"encoding/base64"
	"encoding/json"
	"slices"
)

// position is where an entry stands in a list. It belongs to the entry, not to the page, so a list that changes
// meanwhile neither shows an entry twice nor omits one that was there throughout.
type position struct {
	Value float64 `json:"v"`           // the primary sort key
	Name  string  `json:"n"`           // the secondary sort key
	Twin  int     `json:"t,omitempty"` // how many entries with the same keys precede it
}

func (p position) same(other position) bool { return p.Value == other.Value && p.Name == other.Name }

// cursor encodes a position opaquely, since its form may change.
func (p position) cursor() string {
	text, _ := json.Marshal(p) // finite numbers and strings can always be encoded
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseCursor returns the position after which a page begins, or nil for the first page.
func parseCursor(cursor *string) (*position, error) {
	if cursor == nil {
		return nil, nil
	}
	var p position
	text, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err != nil || json.Unmarshal(text, &p) != nil || p.Name == "" {
		return nil, errCursor
	}
	return &p, nil
}

// pageOf returns up to limit entries of a list after a position, and the cursor of the next page if there may be
// more. The list is sorted by position.
func pageOf[T any](all []T, after *position, limit int, at func(T) position) (page []T, next *string) {
	first := 0
	if after != nil {
		first = slices.IndexFunc(all, func(entry T) bool { return at(entry).compare(*after) > 0 })
		if first < 0 {
			return nil, nil
		}
	}
	page = all[first:]
	if len(page) > limit {
		page = page[:limit]
		cursor := at(page[limit-1]).cursor()
		next = &cursor
	}
	return page, next
}

// limitOf returns how many entries a page may have. The contract's check sets the default; the value here is for a
// request that was not checked.
func limitOf(limit *int) int {
	if limit == nil {
		return 100
	}
	return *limit
}
