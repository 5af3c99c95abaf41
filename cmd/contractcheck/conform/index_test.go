package conform

import "testing"

// TestArrayIndex checks that a pointer into arrays is the same whatever the indexes are, and no other text is changed.
func TestArrayIndex(t *testing.T) {
	for got, want := range map[string]string{
		"/items/1: no":          "/items/*: no",
		"/boxes/1/20":           "/boxes/*/*",
		"the property /a/0/b/1": "the property /a/*/b/*",
		"application/v1+json":   "application/v1+json",
		"the property /2nd":     "the property /2nd",
	} {
		if got := arrayIndex.ReplaceAllString(got, "/*"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
