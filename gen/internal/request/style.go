// Package request serializes values as parameters or bodies of requests, in the styles of OpenAPI 3.0. It has the
// names of github.com/oapi-codegen/runtime that generated code calls, but imports only the standard library. It
// must not know a contract, nor what is done with a request: the Go SDKs are generated to call it, and its
// neighbour, package sdk, sends the requests.
package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// ParamLocation is the location of a parameter in a request.
type ParamLocation int

// The locations of OpenAPI 3.0.
const (
	ParamLocationPath ParamLocation = iota + 1
	ParamLocationQuery
	ParamLocationHeader
	ParamLocationCookie
)

// StyleParamOptions describes a parameter further.
type StyleParamOptions struct {
	ParamLocation ParamLocation
	// Type and Format are the schema's. They are not used, since values are serialized by their JSON.
	Type, Format string
}

// syntax is the punctuation of a style: RFC 6570 appendix A, with OpenAPI's additions.
type syntax struct {
	first     string // before the value
	separator string // between parts
	exploded  string // between parts, if exploded
	named     bool   // whether the parameter's name is written
	ifEmpty   string // between a name and an empty value
}

var styles = map[string]syntax{
	"simple":         {"", ",", ",", false, "="},
	"label":          {".", ",", ".", false, "="},
	"matrix":         {";", ",", ";", true, ""},
	"form":           {"", ",", "&", true, "="},
	"spaceDelimited": {"", "%20", "&", true, "="},
	"pipeDelimited":  {"", "%7C", "&", true, "="},
	"deepObject":     {"", "", "&", true, "="},
}

// StyleParamWithOptions serializes a value as the named parameter. In a path or query it escapes all bytes except
// unreserved ones, even if the contract says allowReserved, since the receiver unescapes them. A list or object
// without parts is serialized as nothing. A cookie parameter has the style simple, whatever the contract says,
// since a cookie holds one value.
//
// It returns an error if the parts would be indistinguishable, if a header or cookie can't hold the value, or if
// the value would make another path: one that is empty, or that has "." or ".." as a segment. The error does not
// contain the value, which may be secret.
func StyleParamWithOptions(style string, explode bool, name string, value any, options StyleParamOptions) (string, error) {
	styled, err := styleParam(style, explode, name, value, options.ParamLocation)
	if err == nil && options.ParamLocation == ParamLocationPath && anotherPath(styled) {
		err = errors.New(`makes another path: it is empty, or has "." or ".." as a segment`)
	}
	if err != nil {
		return "", fmt.Errorf("the parameter %s %w", name, err)
	}
	return styled, nil
}

func styleParam(style string, explode bool, name string, value any, location ParamLocation) (string, error) {
	v, err := read(value)
	if err != nil {
		return "", err
	}
	if !defined(style, explode, v.shape) {
		return "", fmt.Errorf("is %s, for which the style %q with explode as %t is not defined", v.shape, style, explode)
	}
	for i, part := range v.parts {
		if v.parts[i], err = escape(part, location); err != nil {
			return "", err
		}
	}
	return write(style, explode, escapeURL(name), v)
}

// defined reports whether OpenAPI defines a style for a shape of value. An exploded list delimited by spaces or
// bars is serialized in the style form, as by other generators.
func defined(style string, explode bool, shape shape) bool {
	switch style {
	case "simple", "label", "matrix", "form":
		return true
	case "spaceDelimited", "pipeDelimited":
		return shape == list || shape == object && !explode
	case "deepObject":
		return shape == object && explode
	}
	return false
}

// write joins a value's parts. The parts and the name are escaped already.
func write(style string, explode bool, name string, v value) (string, error) {
	s := styles[style]
	if len(v.parts) == 0 {
		return "", nil
	}
	separator := s.separator
	if explode {
		separator = s.exploded
	}
	for i, part := range v.parts {
		key := explode && v.shape == object && i%2 == 0
		if v.shape != single && strings.Contains(part, separator) || key && strings.Contains(part, "=") {
			return "", errors.New("has a part with what stands between parts in it")
		}
	}
	pair := func(name, part string) string {
		if part == "" {
			return name + s.ifEmpty
		}
		return name + "=" + part
	}
	first, written := s.first, v.parts
	switch {
	case explode && v.shape == object:
		written = nil
		for keyed := range slices.Chunk(v.parts, 2) {
			key := keyed[0]
			if style == "deepObject" {
				key = name + escapeURL("["+key+"]")
			}
			written = append(written, pair(key, keyed[1]))
		}
	case s.named && (explode || v.shape == single):
		written = nil
		for _, part := range v.parts {
			written = append(written, pair(name, part))
		}
	case s.named:
		first += name + "="
	}
	return first + strings.Join(written, separator), nil
}

// anotherPath reports whether a part could turn a path into another: through a client that resolves dots, or a
// server that unescapes slashes first.
func anotherPath(part string) bool {
	unescaped, err := url.PathUnescape(part)
	if err != nil || part == "" {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(unescaped, func(c rune) bool { return c == '/' || c == '\\' }), func(segment string) bool {
		return segment == "." || segment == ".."
	})
}

type shape string

const (
	single shape = "a single value"
	list   shape = "a list"
	object shape = "an object"
)

// value is a single value with one part, a list of parts, or an object, whose parts alternate between keys and
// values.
type value struct {
	shape shape
	parts []string
}

// read splits a value into parts by its JSON, which is what its schema describes.
func read(from any) (value, error) {
	encoded, err := json.Marshal(from)
	if err != nil {
		return value{}, fmt.Errorf("can't be written: %w", err)
	}
	if notUTF8.Match(encoded) {
		return value{}, errors.New("is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(encoded))
	d.UseNumber()
	first, err := d.Token()
	if err != nil {
		return value{}, err
	}
	v := value{shape: single}
	switch first {
	case json.Delim('['):
		v.shape = list
	case json.Delim('{'):
		v.shape = object
	default:
		part, err := text(first)
		return value{single, []string{part}}, err
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return value{}, err
		}
		part, err := text(token)
		if err != nil {
			return value{}, err
		}
		v.parts = append(v.parts, part)
	}
	return v, nil
}

// notUTF8 matches what encoding/json writes for invalid UTF-8. A genuine U+FFFD is written unescaped.
var notUTF8 = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\ufffd`)

func text(token json.Token) (string, error) {
	switch token := token.(type) {
	case string:
		return token, nil
	case json.Number:
		return token.String(), nil
	case bool:
		return fmt.Sprint(token), nil
	case nil:
		return "", errors.New("has no value where it needs one")
	}
	return "", errors.New("holds a list or an object inside another, for which OpenAPI has no style")
}

// escape escapes a part for a location.
func escape(part string, location ParamLocation) (string, error) {
	allowed := func(byte) bool { return true }
	switch location {
	case ParamLocationPath, ParamLocationQuery:
		return escapeURL(part), nil
	case ParamLocationHeader: // RFC 9110 section 5.5
		if strings.Trim(part, " ") != part {
			return "", errors.New("begins or ends with a space, which is not part of a header's value")
		}
		allowed = func(c byte) bool { return c >= ' ' && c != 0x7f }
	case ParamLocationCookie: // RFC 6265 section 4.1.1
		allowed = func(c byte) bool { return c > ' ' && c < 0x7f && !strings.ContainsRune(`",;\`, rune(c)) }
	}
	for _, c := range []byte(part) {
		if !allowed(c) {
			return "", fmt.Errorf("has the byte %#02x, which may not stand in a header or cookie", c)
		}
	}
	return part, nil
}

// escapeURL escapes all bytes except the unreserved characters of RFC 3986 section 2.3.
func escapeURL(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
