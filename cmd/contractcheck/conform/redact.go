package conform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Findings quote responses redacted. The mask replaces the given credentials, but a successful response may contain
// other secrets of the server, so only the structure of its JSON is quoted.

const (
	maxGot          = 300 // bytes of Finding.Got
	maxOutlineDepth = 6   // levels of an outline
	maxOutlineNames = 12  // properties of an object in an outline
	maxNameLength   = 40  // bytes of a property's name; a longer one may be data, such as a token
)

// names is the set of property names that the contract declares. They are not data, however long they are.
type names map[string]bool

// summary returns the response's status, content type and redacted body.
func (n names) summary(a *answer) string { return statusAndType(a) + n.content(a) }

func statusAndType(a *answer) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.status, a.header.Get("Content-Type")))
}

// content returns the body of an error, the outline of other JSON, or otherwise the body's length.
func (n names) content(a *answer) string {
	body := bytes.TrimSpace(a.body)
	var value any
	switch {
	case len(body) == 0:
		return ""
	case a.status >= http.StatusBadRequest:
		return ": " + string(body)
	case json.Unmarshal(body, &value) == nil:
		return ": " + n.outline(value, 0)
	}
	return fmt.Sprintf(": %d bytes", len(a.body))
}

// outline returns the structure of a JSON value: the names and types of properties, and for an array the type of
// its first item. For example, [{"id": 7, "tags": ["a", "b"]}] becomes [{"id":number,"tags":[string]}].
func (n names) outline(value any, depth int) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return openapi3.TypeBoolean
	case float64:
		return openapi3.TypeNumber
	case string:
		return openapi3.TypeString
	case []any:
		switch {
		case len(v) == 0:
			return "[]"
		case depth >= maxOutlineDepth:
			return "[...]"
		}
		return "[" + n.outline(v[0], depth+1) + "]"
	case map[string]any:
		if len(v) > 0 && depth >= maxOutlineDepth {
			return "{...}"
		}
		var parts []string
		for i, name := range slices.Sorted(maps.Keys(v)) {
			if i == maxOutlineNames {
				parts = append(parts, "...")
				break
			}
			parts = append(parts, fmt.Sprintf("%q:%s", n.redact(name), n.outline(v[name], depth+1)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	return ""
}

// redact returns a property's name, or "..." if it may be data.
func (n names) redact(name string) string {
	if len(name) > maxNameLength && !n[name] {
		return "..."
	}
	return name
}

// reason returns a validator's error in one line, without the value that it may quote.
func (n names) reason(err error) string {
	var parts []string
	var response *openapi3filter.ResponseError
	if errors.As(err, &response) {
		parts = append(parts, response.Reason)
	}
	var broken *openapi3.SchemaError
	if errors.As(err, &broken) {
		parts = append(parts, n.pointer(broken.JSONPointer()), rule(broken))
	}
	if parts == nil {
		return "it does not conform" // any other error may quote the value
	}
	return strings.Join(parts, ": ")
}

// rule describes the rule of the schema that was violated.
func rule(broken *openapi3.SchemaError) string {
	switch broken.SchemaField {
	case "format":
		return "it has not the format " + broken.Schema.Format
	case "multipleOf":
		return "it is not a multiple as the schema says"
	case "properties":
		return "it is not declared"
	}
	return broken.Reason
}

// pointer returns a JSON pointer (RFC 6901) with redacted names.
func (n names) pointer(path []string) string {
	var b strings.Builder
	for _, name := range path {
		b.WriteString("/" + escapePointer.Replace(n.redact(name)))
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// withHeader returns the response's status and the values of a header.
func withHeader(a *answer, name string) string {
	values := a.header.Values(name)
	if len(values) == 0 {
		return fmt.Sprintf("%d without %s", a.status, name)
	}
	return fmt.Sprintf("%d with %s: %s", a.status, name, strings.Join(values, ", "))
}

// printable escapes text as in a Go string where it is not printable: control characters, which may control a
// terminal, invisible characters, and invalid UTF-8.
func printable(text string) string {
	var b strings.Builder
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if raw := text[i : i+size]; r == '\n' || r == '\t' || strconv.IsPrint(r) && (r != utf8.RuneError || size > 1) {
			b.WriteString(raw)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteToASCII(raw), `"`))
		}
	}
	return b.String()
}

// truncate returns at most maxGot bytes of a text.
func truncate(text string) string {
	if len(text) > maxGot {
		text = strings.ToValidUTF8(text[:maxGot], "") + "..."
	}
	return text
}
