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

// checkOrigins: what a browser sends is compared letter by letter, so an origin that no browser would write
// like this never matches.
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

// sentOrigin returns how a browser writes the origin of a URL in the header Origin (RFC 6454 6.2, and the
// URL Standard): without user and path, in lower case, the host as ASCII, and no port that is the scheme's own.
func sentOrigin(u *url.URL) (origin string, ok bool) {
	host, port := u.Hostname(), u.Port()
	if u.Scheme != "http" && u.Scheme != "https" {
		return u.Scheme + "://" + u.Host, true // an app's own scheme, as in capacitor://localhost
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

// lookup is how browsers write a name: UTS 46, with all that other programs let stand in one.
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
	// A name that ends with a number would be read as an address.
	return name, err == nil && last != "" && (last[0] < '0' || last[0] > '9' || strings.Trim(last, "0123456789") != "")
}

// withoutUser is what may be printed: a URL can hold a password.
func withoutUser(origin string) string {
	if at := strings.LastIndexByte(origin, '@'); at >= 0 {
		return "...@" + origin[at+1:]
	}
	return origin
}
