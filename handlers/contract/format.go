package contract

import (
	"bytes"
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// formats are the formats of strings that are checked here and not by kin-openapi itself. A value that breaks
// one makes a client which checks formats refuse the whole response.
var formats = map[string]func(value []byte) bool{"email": isEmail}

// formatOption has kin-openapi check them as well.
func formatOption() openapi3.SchemaValidationOption {
	validators := map[string]openapi3.StringFormatValidator{}
	for name, holds := range formats {
		validators[name] = openapi3.NewCallbackValidator(func(value string) error {
			if !holds([]byte(value)) {
				return errors.New("it is not of the format " + name)
			}
			return nil
		})
	}
	return openapi3.WithStringFormatValidators(validators)
}

// isEmail reports whether the usual validators of format email take a text for an address. None of them has
// all of RFC 5322; what is accepted here is what both ajv-formats and zod accept: letters, digits and _'+-
// with single dots between them, at a host name of two labels or more whose last has letters only.
func isEmail(text []byte) bool {
	at := bytes.IndexByte(text, '@')
	if at < 0 || len(text) > 254 { // RFC 5321 4.5.3.1.3, less the brackets
		return false
	}
	local, host := text[:at], text[at+1:]
	last := byte('.') // a dot is neither first nor last, nor beside another
	for _, c := range local {
		if !isAlphanumeric(c) && !strings.ContainsRune("_'+-.", rune(c)) || c == '.' && last == '.' {
			return false
		}
		last = c
	}
	return last != '.' && last != '\'' && isHost(host)
}

// isHost reports whether a text is two labels or more, the last of letters (RFC 1123 2.1).
func isHost(text []byte) bool {
	labels := 0
	for {
		label, rest, more := bytes.Cut(text, []byte("."))
		if len(label) == 0 || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		letters := true
		for _, c := range label {
			if !isAlphanumeric(c) && c != '-' {
				return false
			}
			letters = letters && isLetter(c)
		}
		if !more {
			return labels > 0 && letters && len(label) > 1
		}
		labels, text = labels+1, rest
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isAlphanumeric(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }
