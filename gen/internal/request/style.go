// Package request writes a value as a parameter or body of a request, in the styles of OpenAPI 3.0. It
// has the names of github.com/oapi-codegen/runtime that generated code calls, and needs the standard
// library only. It must not know a contract, nor what is done with a request: the Go SDKs are
// generated to call it, and its neighbour, package sdk, sends it.
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

// ParamLocation is where in a request a parameter stands.
type ParamLocation int

// The locations that OpenAPI 3.0 knows.
const (
	ParamLocationPath ParamLocation = iota + 1
	ParamLocationQuery
	ParamLocationHeader
	ParamLocationCookie
)

// StyleParamOptions is what else is known of a parameter.
type StyleParamOptions struct {
	ParamLocation ParamLocation
	// Type and Format are those of the schema. They are not used: a value is written as in JSON.
	Type, Format string
}

// syntax is what is written around the parts of a value: RFC 6570 A, with what OpenAPI adds.
type syntax struct {
	first     string // before all
	separator string // between parts
	exploded  string // between parts if each stands on its own
	named     bool   // the parameter's name is written
	ifEmpty   string // between a name and no value
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

// StyleParamWithOptions writes a value as the parameter name. In a path or query all bytes but the
// unreserved ones are escaped, whether the contract says allowReserved or not: who reads them unescapes
// them. A list or object without parts is written as nothing. A parameter in a cookie has the style
// simple, whatever the contract says, since one cookie holds one value.
//
// A value is refused if its parts could not be told apart, if a header or cookie can't carry it, or if
// it makes another path: one that is empty, or that has "." or ".." as a segment. An error does not show
// the value, which may be a secret.
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

// defined reports whether OpenAPI defines a style for a shape of value. An exploded list whose separator
// is a space or a bar is written as one of the style form, as other generators do.
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

// write puts a value's parts together, which are escaped, as is the name.
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

// anotherPath reports whether a path with a part in it may be taken for another path: by a client that
// resolves dots, or by a server that unescapes slashes first.
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

// value is a single value, which has one part, a list of its parts, or an object, whose parts are a key
// and its value in turn.
type value struct {
	shape shape
	parts []string
}

// read takes a value apart by its JSON, which is what its schema describes.
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

// notUTF8 finds what encoding/json writes for bytes that are not UTF-8. Any other U+FFFD stands as it is.
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

// escape makes of a part what may stand in a location.
func escape(part string, location ParamLocation) (string, error) {
	allowed := func(byte) bool { return true }
	switch location {
	case ParamLocationPath, ParamLocationQuery:
		return escapeURL(part), nil
	case ParamLocationHeader: // RFC 9110 5.5
		if strings.Trim(part, " ") != part {
			return "", errors.New("begins or ends with a space, which is not part of a header's value")
		}
		allowed = func(c byte) bool { return c >= ' ' && c != 0x7f }
	case ParamLocationCookie: // RFC 6265 4.1.1
		allowed = func(c byte) bool { return c > ' ' && c < 0x7f && !strings.ContainsRune(`",;\`, rune(c)) }
	}
	for _, c := range []byte(part) {
		if !allowed(c) {
			return "", fmt.Errorf("has the byte %#02x, which may not stand in a header or cookie", c)
		}
	}
	return part, nil
}

// escapeURL escapes all bytes but the unreserved ones of RFC 3986 2.3.
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
