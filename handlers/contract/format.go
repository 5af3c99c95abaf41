package contract

import (
	"bytes"
	"errors"

	"github.com/getkin/kin-openapi/openapi3"
)

// emailFormat is the only format that is checked in addition to kin-openapi's own. JSON Schema leaves open which
// values a format check refuses, and implementations differ.
const emailFormat = "email"

var errFormat = errors.New("the value breaks its format")

var (
	formats = map[string]openapi3.StringFormatValidator{
		emailFormat: openapi3.NewCallbackValidator(func(value string) error {
			if !isEmail([]byte(value)) {
				return errFormat
			}
			return nil
		}),
	}
	// noFormats accepts any text for each format that has a check.
	noFormats = func() map[string]openapi3.StringFormatValidator {
		any := openapi3.NewCallbackValidator(func(string) error { return nil })
		none := map[string]openapi3.StringFormatValidator{emailFormat: any}
		for name := range openapi3.SchemaStringFormats {
			none[name] = any
		}
		return none
	}()
)

// Maximum lengths of an address and its parts (RFC 5321, section 4.5.3.1; RFC 1035, section 2.3.4), in bytes.
const (
	maxEmail = 254
	maxLocal = 64
	maxLabel = 63
)

// isEmail reports whether a text is an address that the usual clients accept: what both ajv-formats 3 ("email", full
// and fast) and zod 4 (z.email()) accept, which is less than RFC 5321 allows: letters, digits and _ ' + - . before
// the @, and a domain of two or more labels, the last of letters. kin-openapi's own pattern, ^[^@]+@[^@<>",\s]+$,
// accepts "a b@x", which both refuse.
func isEmail(text []byte) bool {
	at := bytes.IndexByte(text, '@')
	return len(text) <= maxEmail && 0 < at && at <= maxLocal && isLocalPart(text[:at]) && isDomain(text[at+1:])
}

func isLocalPart(local []byte) bool {
	last := byte('.')
	for _, char := range local {
		if !isAlphanumeric(char) && char != '_' && char != '\'' && char != '+' && char != '-' && (char != '.' || last == '.') {
			return false
		}
		last = char
	}
	return last != '.' && last != '\''
}

func isDomain(domain []byte) bool {
	label, letters, labels := 0, true, 1
	for i, char := range domain {
		switch {
		case char == '.':
			if label == 0 || domain[i-1] == '-' {
				return false
			}
			label, letters = 0, true
			labels++
			continue
		case !isAlphanumeric(char) && (char != '-' || label == 0), label == maxLabel:
			return false
		}
		label++
		letters = letters && char > '9'
	}
	return labels > 1 && label > 1 && letters
}

func isAlphanumeric(char byte) bool {
	return '0' <= char && char <= '9' || 'A' <= char && char <= 'Z' || 'a' <= char && char <= 'z'
}
