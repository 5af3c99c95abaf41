package control

import (
	"encoding/base64"
	"encoding/json"
	"slices"
)

// position is where an entry stands in a list. It is that of the entry, not of the page, so a list that changes
// meanwhile neither shows an entry twice nor leaves one out that was there all the time.
type position struct {
	Value float64 `json:"v"`           // what the list is ordered by
	Name  string  `json:"n"`           // and then by that
	Twin  int     `json:"t,omitempty"` // how many others stand before it with the same two
}

func (p position) same(other position) bool { return p.Value == other.Value && p.Name == other.Name }

// cursor writes a position so that nobody reads it by mistake: its form may change.
func (p position) cursor() string {
	text, _ := json.Marshal(p) // numbers that are finite, and texts, can always be written
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseCursor returns the position that a page begins after, or nil for the first.
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

// pageOf returns the entries of a list after a position, up to a limit, and the cursor of the next page if there
// may be more. The list is in the order of positions.
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

// limitOf returns how many entries a page may have. The contract has a default, which is put in before; its value
// here is for a request that nobody has checked.
func limitOf(limit *int) int {
	if limit == nil {
		return 100
	}
	return *limit
}
