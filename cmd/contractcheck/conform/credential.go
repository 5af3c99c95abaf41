package conform

import (
	"encoding/base64"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Prefixes of the Authorization header's value.
const (
	headerBearer = "Bearer "
	headerBasic  = "Basic "
)

func isBasic(s *openapi3.SecurityScheme) bool {
	return s.Type == "http" && strings.EqualFold(s.Scheme, "basic")
}

// carry adds an encoded credential to a request: an API key, or the value of Authorization.
func (r *run) carry(q *request, scheme, text string) {
	s := r.contract.schemes[scheme]
	switch {
	case s.Type != "apiKey":
		q.add("Authorization", text)
	case s.In == openapi3.ParameterInHeader:
		q.add(s.Name, text)
	case s.In == openapi3.ParameterInQuery:
		q.query = append(q.query, url.QueryEscape(s.Name)+"="+url.QueryEscape(text))
	case s.In == openapi3.ParameterInCookie:
		q.cookies = append(q.cookies, s.Name+"="+text)
	}
}

// onWire encodes a credential for carry. A credential that is neither basic nor an API key is a bearer token.
func (r *run) onWire(scheme, value string) string {
	switch s := r.contract.schemes[scheme]; {
	case s.Type == "apiKey":
		return value
	case isBasic(s):
		return headerBasic + base64.StdEncoding.EncodeToString([]byte(value))
	}
	return headerBearer + value
}

// with returns the request with the valid credentials for those schemes, as far as there are any.
func (r *run) with(q *request, schemes []string) *request {
	q = q.clone()
	for _, scheme := range schemes {
		if value := r.credentials[scheme]; value != "" {
			r.carry(q, scheme, r.onWire(scheme, value))
		}
	}
	return q
}

// missing returns the schemes without a credential.
func (r *run) missing(schemes []string) []string {
	return slices.DeleteFunc(slices.Clone(schemes), func(s string) bool { return r.credentials[s] != "" })
}

// credentialHint names the options that provide the missing credentials.
func credentialHint(missing []string) string {
	return "give --credential " + strings.Join(missing, "=VALUE --credential ") + "=VALUE"
}

// badCredential is a credential that no server may accept.
type badCredential struct{ what, text string }

// malformed returns credentials that violate the scheme's syntax.
func (r *run) malformed(scheme string) []badCredential {
	switch s := r.contract.schemes[scheme]; {
	case s.Type == "apiKey":
		return []badCredential{{"an empty API key", ""}, {"an API key with spaces", "not a key"}}
	case isBasic(s):
		return []badCredential{{"Basic and nothing", "Basic"}, {"Basic that is not base64", headerBasic + "%%%"},
			{"Basic without a colon", headerBasic + base64.StdEncoding.EncodeToString([]byte("nobody"))}}
	}
	return []badCredential{{"Bearer and nothing", "Bearer"}, {"a bearer with spaces", headerBearer + "not a token"},
		{"a bearer with dots that is not a JWT", headerBearer + "not.a.token"}}
}

// wrong returns credentials that are well-formed but invalid. Those derived from a valid credential are equally
// secret.
func (r *run) wrong(scheme string, rng *rand.Rand) []badCredential {
	given := r.credentials[scheme]
	switch s := r.contract.schemes[scheme]; {
	case isBasic(s):
		return []badCredential{{"an unknown user", r.onWire(scheme, "nobody-"+alike("aaaaaaaa", rng)+":"+alike("aaaaaaaaaaaaAAA000", rng))}}
	case s.Type == "apiKey" && given == "":
		return []badCredential{{"an unknown API key", alike("aaaaaaaaAAAAAAAA00000000aaaaaaaa", rng)}}
	case s.Type == "apiKey":
		return []badCredential{{"an unknown API key", alike(given, rng)}, {"a valid API key with one character changed", r.changed(given, len(given)*3/4)}}
	}
	parts := strings.Split(given, ".")
	jwt := len(parts) == 3
	if !jwt && given != "" && !strings.EqualFold(r.contract.schemes[scheme].BearerFormat, "JWT") {
		return []badCredential{{"an unknown bearer", headerBearer + alike(given, rng)},
			{"a valid bearer with one character changed", headerBearer + r.changed(given, len(given)*3/4)}}
	}
	encode := base64.RawURLEncoding.EncodeToString
	claims := encode([]byte(`{"sub":"nobody","exp":4102444800}`)) // in 2100
	list := []badCredential{{"a JWT of an unknown key", headerBearer + encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + claims + "." + encode(randomBytes(rng, 32))}}
	if jwt && parts[2] != "" {
		none := encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts[1] + "."
		r.mask.hide(none)
		// Change the first character, since some bits of the last one are unused.
		list = append(list, badCredential{"a valid JWT whose signature was changed", headerBearer + r.changed(given, len(given)-len(parts[2]))},
			badCredential{"a valid JWT made unsigned (alg none)", headerBearer + none})
	}
	return list
}

// changed returns the secret with one character changed, and masks the result as a secret too.
func (r *run) changed(secret string, at int) string {
	next := func(c byte) byte {
		switch c {
		case '9', 'z', 'Z', '~':
			return c - 1
		case '-', '_', '+', '/', '=':
			return 'A'
		}
		return c + 1
	}
	text := []byte(secret)
	text[at] = next(text[at])
	r.mask.hide(string(text))
	return string(text)
}

func pick(rng *rand.Rand, from string) byte { return from[rng.IntN(len(from))] }

// alike returns a random text of the same form: letters for letters, digits for digits, other characters unchanged.
func alike(model string, rng *rand.Rand) string {
	text := []byte(model)
	for i, c := range text {
		switch {
		case '0' <= c && c <= '9':
			text[i] = pick(rng, "0123456789")
		case 'a' <= c && c <= 'f': // it may be hexadecimal
			text[i] = pick(rng, "abcdef")
		case 'A' <= c && c <= 'F':
			text[i] = pick(rng, "ABCDEF")
		case 'g' <= c && c <= 'z':
			text[i] = pick(rng, "ghijklmnopqrstuvwxyz")
		case 'G' <= c && c <= 'Z':
			text[i] = pick(rng, "GHIJKLMNOPQRSTUVWXYZ")
		}
	}
	return string(text)
}
