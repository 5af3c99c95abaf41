package credential

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"
)

var (
	errHeader = errors.New("header")
	errNoKey  = errors.New("no key")
)

// reason is a type of its own so that nothing but a constant is passed by accident.
type reason string

func refused(why reason) error { return fmt.Errorf("%w: %s", ErrBearerRefused, string(why)) }

// reasonFor replaces the library's text, which can quote the token.
func reasonFor(err error) reason {
	for _, known := range []struct {
		err error
		why reason
	}{
		{errHeader, "header not accepted"},
		{errNoKey, "no such key"},
		{jwt.ErrTokenMalformed, "malformed token"},
		{jwt.ErrTokenUnverifiable, "algorithm not accepted"},
		{jwt.ErrTokenSignatureInvalid, "signature or algorithm not accepted"},
		{jwt.ErrTokenExpired, "expired"},
		{jwt.ErrTokenNotValidYet, "not valid yet"},
		{jwt.ErrTokenUsedBeforeIssued, "issued in the future"},
		{jwt.ErrTokenInvalidIssuer, "wrong issuer"},
		{jwt.ErrTokenInvalidAudience, "wrong audience"},
		{jwt.ErrTokenRequiredClaimMissing, "a claim is missing"},
	} {
		if errors.Is(err, known.err) {
			return known.why
		}
	}
	return "claims not accepted"
}

// headerHolds refuses what would change how the token is to be read, or brings its own key.
func headerHolds(header map[string]any) bool {
	// crit: RFC 7515 4.1.11: refuse what is not understood, and no extension is. b64: RFC 7797 7.
	for _, name := range []string{"crit", "b64", "jwk", "x5c"} {
		if _, present := header[name]; present {
			return false
		}
	}
	// jku and x5u are links, which are not followed. Tokens do carry them, so they are no error.
	for _, name := range []string{"typ", "cty", "kid", "jku", "x5u", "x5t", "x5t#S256", "nonce"} {
		if !stringOrAbsent(header, name) {
			return false
		}
	}
	typ, present := header["typ"].(string)
	return !present || isJWT(typ)
}

// isJWT keeps apart tokens that the same issuer signed for other uses (RFC 8725 3.11). RFC 7515 4.1.9
// lets "application/" be left out; RFC 9068 has access tokens say "at+jwt".
func isJWT(typ string) bool {
	const prefix = "application/"
	if len(typ) > len(prefix) && strings.EqualFold(typ[:len(prefix)], prefix) {
		typ = typ[len(prefix):]
	}
	return strings.EqualFold(typ, "JWT") || strings.EqualFold(typ, "at+jwt")
}

// maxDate is the last second of the year 9999. Beyond int64 the library's conversion wraps round, and
// a token that is not valid before the year 10^290 would be valid today.
const maxDate = 253402300799

// typesHold checks what RFC 7519 4.1 says of the registered claims, even of those that are not used
// here: a token that other software would refuse is not half-accepted.
func typesHold(claims map[string]any) bool {
	for _, name := range []string{"iss", "sub", "jti"} {
		if !stringOrAbsent(claims, name) {
			return false
		}
	}
	for _, name := range []string{"exp", "nbf", "iat"} {
		claim, present := claims[name]
		date, number := claim.(float64)
		if present && (!number || date < 0 || date > maxDate) {
			return false
		}
	}
	switch audience := claims["aud"].(type) {
	case nil:
		_, present := claims["aud"]
		return !present
	case string:
		return true
	case []any:
		for _, one := range audience {
			if _, ok := one.(string); !ok {
				return false
			}
		}
		return true
	}
	return false
}

func stringOrAbsent(object map[string]any, name string) bool {
	value, present := object[name]
	_, ok := value.(string)
	return !present || ok
}

// unambiguous reports whether header and claims read the same to everybody: valid UTF-8, and no name
// twice, of which some readers take the first and others the last (RFC 7515 4, RFC 7519 4).
func unambiguous(parser *jwt.Parser, token *jwt.Token, claims map[string]any) bool {
	segments := strings.SplitN(token.Raw, ".", 3)
	return namesOnce(parser, segments[0], token.Header) && namesOnce(parser, segments[1], claims)
}

// namesOnce compares the text with what it was decoded to: a name that is there twice is two colons
// in the text and one member. To read the text a second time, name by name, takes as long as all the
// rest of HS256.
func namesOnce(parser *jwt.Parser, segment string, decoded map[string]any) bool {
	text, err := parser.DecodeSegment(segment)
	return err == nil && utf8.Valid(text) && colons(text) == members(decoded)
}

// colons counts those outside strings. It wants valid JSON.
func colons(text []byte) (n int) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case quoted && text[i] == '\\':
			i++ // the next one is escaped: it ends no string
		case !quoted && text[i] == ':':
			n++
		}
	}
	return n
}

// members counts those of all objects in the value. It can't go deeper than maxToken characters of
// open brackets.
func members(value any) (n int) {
	switch value := value.(type) {
	case map[string]any:
		n = len(value)
		for _, member := range value {
			n += members(member)
		}
	case []any:
		for _, member := range value {
			n += members(member)
		}
	}
	return n
}
