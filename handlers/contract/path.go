package contract

import (
	"net/http"
	"strings"
)

// Escaped returns the request such that a router matches its path as it was sent. Otherwise a router would match the
// decoded path whenever its encoding is the default one, and what it finds in the path is decoded later: "%2541" must
// not end as "A".
func Escaped(r *http.Request) *http.Request {
	if r.URL.RawPath != "" || !strings.Contains(r.URL.Path, "%") {
		return r
	}
	sent, url := *r, *r.URL
	url.RawPath = url.EscapedPath()
	sent.URL = &url
	return &sent
}
