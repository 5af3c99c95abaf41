package credential

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/golang-jwt/jwt/v5"
)

var (
	errHeader    = errors.New("header not accepted")
	errMalformed = errors.New("malformed token")
	errClaim     = errors.New("a claim of the wrong type")
)

// base64url refuses a segment whose last character has non-zero unused bits, as with jwt.WithStrictDecoding: each
// token has one text (RFC 4648, section 3.5).
var base64url = base64.RawURLEncoding.Strict()

// decode decodes one segment of a token into the header or the claims.
//
// It refuses what two readers may understand differently: a repeated name, at any depth, of which some take the first
// and others the last (RFC 7515, section 4; RFC 7519, section 4), and invalid UTF-8. The decoder would also refuse an
// unpaired surrogate, "\ud83d". Issuers that truncate a display name do write it, and all readers agree on it, so it
// is read as U+FFFD.
func decode(segment string, into json.UnmarshalerFrom) error {
	text, err := base64url.DecodeString(segment)
	if err != nil {
		return err
	}
	if !utf8.Valid(text) {
		return errMalformed
	}
	return json.Unmarshal(text, into, jsontext.AllowInvalidUTF8(true))
}

// object is the destination of [readMembers].
type object interface {
	// member takes a member's name and the first token of its value. It may read on to the end of the value; what it
	// leaves is skipped.
	member(name string, value jsontext.Token, d *jsontext.Decoder) error
}

// readMembers reads a JSON object token by token: without recursion into deep values, and without a map of members
// that nobody needs. It refuses a number that no float64 holds, wherever it stands, as other libraries do.
func readMembers(d *jsontext.Decoder, into object) error {
	begin, err := d.ReadToken()
	if err != nil || begin.Kind() != jsontext.KindBeginObject {
		return errors.Join(errMalformed, err)
	}
	for depth := d.StackDepth(); d.PeekKind() != jsontext.KindEndObject; {
		token, err := d.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		value, err := readToken(d)
		if err != nil {
			return err
		}
		if err := into.member(name, value, d); err != nil {
			return err
		}
		for d.StackDepth() > depth {
			if _, err := readToken(d); err != nil {
				return err
			}
		}
	}
	_, err = d.ReadToken()
	return err
}

func readToken(d *jsontext.Decoder) (jsontext.Token, error) {
	token, err := d.ReadToken()
	if err == nil && token.Kind() == jsontext.KindNumber {
		_, err = token.Float()
	}
	return token, err
}

// header holds the members of the JOSE header (RFC 7515, section 4) that select the key. Reading a header that must
// be refused fails with errHeader.
type header struct {
	algorithm string
	keyID     string
	named     bool // there is a keyID, which may be empty
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (h *header) UnmarshalJSONFrom(d *jsontext.Decoder) error { return readMembers(d, h) }

// member refuses what would change how the token is to be read, or brings its own key.
func (h *header) member(name string, value jsontext.Token, _ *jsontext.Decoder) error {
	switch name {
	// crit: what is not understood must be refused, and no extension is (RFC 7515, section 4.1.11). b64: RFC 7797,
	// section 7.
	case "crit", "b64", "jwk", "x5c":
		return errHeader
	// jku and x5u are links, which are not followed. Tokens do carry them, so they are no error.
	case "alg", "typ", "cty", "kid", "jku", "x5u", "x5t", "x5t#S256", "nonce":
		if value.Kind() != jsontext.KindString {
			return errHeader
		}
	}
	switch name {
	case "alg":
		h.algorithm = canonical(value.String())
	case "kid":
		h.keyID, h.named = value.String(), true
	case "typ":
		if !isJWT(value.String()) {
			return errHeader
		}
	}
	return nil
}

// isJWT rejects tokens that the same issuer signed for other uses (RFC 8725, section 3.11). RFC 7515, section 4.1.9,
// lets "application/" be omitted; RFC 9068 has access tokens say "at+jwt".
func isJWT(typ string) bool {
	const prefix = "application/"
	if len(typ) > len(prefix) && strings.EqualFold(typ[:len(prefix)], prefix) {
		typ = typ[len(prefix):]
	}
	return strings.EqualFold(typ, "JWT") || strings.EqualFold(typ, "at+jwt")
}

// claims holds the registered claims (RFC 7519, section 4.1), and the one that names the user. Reading them checks
// their types, even of those that are not used here: a token that other software would refuse must not be half
// accepted.
type claims struct {
	userClaim string // the name of the user's claim, set before reading
	user      string // empty if it is missing or no string
	// bound says that the token's bearer must prove possession of a key (RFC 7800; by DPoP, RFC 9449, or by TLS, RFC
	// 8705). Accepting it without that proof would make a stolen token useful.
	bound bool

	issuer, subject   string
	audience          jwt.ClaimStrings
	expiry, notBefore date
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (c *claims) UnmarshalJSONFrom(d *jsontext.Decoder) error { return readMembers(d, c) }

func (c *claims) member(name string, value jsontext.Token, d *jsontext.Decoder) (err error) {
	if name == c.userClaim && value.Kind() == jsontext.KindString {
		c.user = value.String()
	}
	switch name {
	case "iss":
		c.issuer, err = stringOf(value)
	case "sub":
		c.subject, err = stringOf(value)
	case "jti":
		_, err = stringOf(value)
	case "aud":
		c.audience, err = stringsOf(value, d)
	case "exp":
		c.expiry, err = dateOf(value)
	case "nbf":
		c.notBefore, err = dateOf(value)
	case "iat":
		// The issue time is no reason to refuse a token (RFC 7519, section 4.1.6): the issuer's clock may be fast,
		// and nbf says from when on the token is valid. Others read it as an int64.
		_, err = numberOf(value, math.MaxInt64)
	case "cnf":
		c.bound = true
	}
	return err
}

func stringOf(value jsontext.Token) (string, error) {
	if value.Kind() != jsontext.KindString {
		return "", errClaim
	}
	return value.String(), nil
}

// stringsOf reads one string, or a list of strings up to its closing bracket.
func stringsOf(value jsontext.Token, d *jsontext.Decoder) (list []string, err error) {
	if value.Kind() != jsontext.KindBeginArray {
		one, err := stringOf(value)
		return []string{one}, err
	}
	for d.PeekKind() != jsontext.KindEndArray {
		value, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		one, err := stringOf(value)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// date is a NumericDate (RFC 7519, section 2): seconds since 1970. Zero means no date, as in [jwt.MapClaims].
type date float64

// maxDate is the last second of the year 9999. Beyond int64 the conversion wraps around, and a token that is not
// valid before the year 10^290 would be valid today.
const maxDate = 253402300799

func dateOf(value jsontext.Token) (date, error) {
	seconds, err := numberOf(value, maxDate)
	return date(seconds), err
}

func numberOf(value jsontext.Token, most float64) (float64, error) {
	if value.Kind() != jsontext.KindNumber {
		return 0, errClaim
	}
	number, err := value.Float()
	if err != nil || number < 0 || number > most {
		return 0, errClaim
	}
	return number, nil
}

// time truncates fractions of a second, as the library does.
func (d date) time() time.Time { return time.Unix(int64(d), 0) }

func (d date) numeric() (*jwt.NumericDate, error) {
	if d == 0 {
		return nil, nil
	}
	return &jwt.NumericDate{Time: d.time()}, nil
}

// The methods of [jwt.Claims], for the library's validator.

func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return c.expiry.numeric() }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error)      { return c.notBefore.numeric() }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error)       { return nil, nil } // never called
func (c *claims) GetIssuer() (string, error)                   { return c.issuer, nil }
func (c *claims) GetSubject() (string, error)                  { return c.subject, nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)       { return c.audience, nil }
