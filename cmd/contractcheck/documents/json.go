package documents

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonAsYAML converts JSON to a text that a YAML parser reads as the same values, on the same lines. YAML lacks
// surrogate pairs ("\ud83d\ude00") and "\/", and refuses or folds some characters that JSON allows.
func jsonAsYAML(data []byte) []byte {
	data = escapes.ReplaceAllFunc(data, func(escape []byte) []byte {
		switch string(escape) {
		case `\\`:
			return escape
		case `\/`:
			return escape[1:]
		}
		var decoded string // a lone surrogate becomes U+FFFD
		if err := json.Unmarshal([]byte(`"`+string(escape)+`"`), &decoded); err != nil {
			return escape
		}
		return []byte(decoded)
	})
	return special.ReplaceAllFunc(data, func(character []byte) []byte {
		var escaped strings.Builder
		for _, unit := range utf16.Encode([]rune(string(character))) {
			fmt.Fprintf(&escaped, `\u%04x`, unit)
		}
		return []byte(escaped.String())
	})
}

var (
	// Match an escaped backslash first, since what follows it is not an escape.
	escapes = regexp.MustCompile(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}`)
	special = regexp.MustCompile("[\x7f-\u009f\u2028\u2029\ufeff\ufffe\uffff]")
)

// duplicateName returns an error naming a duplicate member of an object in a JSON text, or nil if there is none.
func duplicateName(data []byte) error {
	decoder := jsontext.NewDecoder(strings.NewReader(string(data)))
	for {
		_, err := decoder.ReadToken()
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return err
		}
		if err != nil {
			return nil // the end of the text
		}
	}
}
