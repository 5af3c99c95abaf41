package main

import (
	"strings"
	"testing"
)

func TestOrigins(t *testing.T) {
	for _, origin := range []string{"https://app.example", "http://localhost:3000", "https://app.example:8443", "http://app.example:443", "https://192.0.2.1",
		"http://[::1]:8080", "https://xn--bcher-kva.example", "https://a_b.example", "https://app.example.", "https://r3---sn.example", "https://3.app4",
		"capacitor://localhost", "chrome-extension://abcdefghijklmnop"} {
		if err := checkOrigin(origin); err != nil {
			t.Errorf("%s: %v", origin, err)
		}
	}
	// Each of these is refused, with what a browser would send or why it never matches.
	for origin, said := range map[string]string{
		"https://Shop.Example":           "a browser sends https://shop.example",
		"HTTPS://shop.example":           "a browser sends https://shop.example",
		"https://shop.example:443":       "a browser sends https://shop.example",
		"http://shop.example:80":         "a browser sends http://shop.example",
		"https://shop.example:":          "a browser sends https://shop.example",
		"https://shop.example:08443":     "a browser sends https://shop.example:8443",
		"https://shop.example/":          "a browser sends https://shop.example",
		"https://shop.example/a":         "a browser sends https://shop.example",
		"https://shop.example#a":         "a browser sends https://shop.example",
		"https://u:hidden@shop.example":  "a browser sends https://shop.example",
		"https://bücher.example":         "a browser sends https://xn--bcher-kva.example",
		"https://BÜCHER.example:443":     "a browser sends https://xn--bcher-kva.example",
		"https://straße.example":         "a browser sends https://xn--strae-oqa.example",
		"https://b%C3%BCcher.example":    "a browser sends https://xn--bcher-kva.example",
		"http://[2001:DB8:0::1]":         "a browser sends http://[2001:db8::1]",
		"https://shop.example:0":         "no browser sends",
		"https://shop.example:65536":     "no browser sends",
		"https://192.0.2":                "no browser sends",
		"https://xn--zzzzzzzz.example":   "no browser sends",
		"null":                           "any file and any sandboxed frame",
		"*":                              "has a wildcard",
		"https://*.shop.example":         "has a wildcard",
		"https://shop.exampl?":           "has a wildcard",
		"shop.example":                   "not an origin",
		"shop.example:443":               "not an origin",
		"//shop.example":                 "not an origin",
		"https://":                       "not an origin",
		"https://u:hidden@shop .example": "not an origin",
		" https://shop.example":          "not an origin",
		"":                               "not an origin",
	} {
		if err := checkOrigin(origin); err == nil || !strings.Contains(err.Error(), said) || strings.Contains(err.Error(), "hidden") ||
			strings.HasPrefix(said, "a browser") && !strings.HasSuffix(err.Error(), said) {
			t.Errorf("%q: %v, want %s", origin, err, said)
		}
	}
}
