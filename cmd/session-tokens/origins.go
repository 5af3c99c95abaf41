package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// checkOrigins refuses origins that could never match: they are compared byte by byte with what a browser sends.
func (s *serveCmd) checkOrigins() error {
	var problems []error
	for _, origin := range s.CORSOrigins {
		if err := checkOrigin(origin); err != nil {
			problems = append(problems, fmt.Errorf("--cors-origins: %w", err))
		}
	}
	return errors.Join(problems...)
}

func checkOrigin(origin string) error {
	switch {
	case strings.ContainsAny(origin, "*?"):
		return fmt.Errorf("%q has a wildcard: name each origin", origin)
	case origin == "null":
		return errors.New("null is what a browser sends for any file and any sandboxed frame: name an origin like https://app.example")
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return errors.New("not an origin like https://app.example: " + strconv.Quote(withoutUser(origin)))
	}
	sent, ok := sentOrigin(u)
	switch {
	case !ok:
		return fmt.Errorf("no browser sends %q: give an origin like https://app.example", withoutUser(origin))
	case sent != origin:
		return fmt.Errorf("%q never matches: a browser sends %s", withoutUser(origin), sent)
	}
	return nil
}

// sentOrigin returns a URL's origin as a browser writes it in the Origin header (RFC 6454 section 6.2 and the URL
// Standard): without user information and path, in lower case, with an ASCII host, and without the scheme's default
// port.
func sentOrigin(u *url.URL) (origin string, ok bool) {
	host, port := u.Hostname(), u.Port()
	if u.Scheme != "http" && u.Scheme != "https" {
		return u.Scheme + "://" + u.Host, true // a custom scheme, such as capacitor://localhost
	}
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil || number == 0 {
			return "", false
		}
		port = ":" + strconv.FormatUint(number, 10)
		if u.Scheme == "https" && number == 443 || u.Scheme == "http" && number == 80 {
			port = ""
		}
	}
	if host, ok = sentHost(host); !ok {
		return "", false
	}
	return u.Scheme + "://" + host + port, true
}

// lookup maps host names as browsers do: UTS 46, including characters that other programs refuse.
var lookup = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.BidiRule())

func sentHost(host string) (string, bool) {
	if address, err := netip.ParseAddr(host); err == nil {
		if address.Is6() {
			return "[" + address.String() + "]", address.Zone() == ""
		}
		return address.String(), true
	}
	name, err := lookup.ToASCII(host)
	last := strings.TrimSuffix(name, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	// A name whose last label is a number would be parsed as an IPv4 address.
	return name, err == nil && last != "" && (last[0] < '0' || last[0] > '9' || strings.Trim(last, "0123456789") != "")
}

// withoutUser removes user information, which may include a password.
func withoutUser(origin string) string {
	if at := strings.LastIndexByte(origin, '@'); at >= 0 {
		return "...@" + origin[at+1:]
	}
	return origin
}
