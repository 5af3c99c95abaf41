package conform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// A finding quotes an answer redacted: the mask replaces the credentials that it was given, but a success may contain
// secrets of the server that the mask was not given, so of its JSON only the structure is quoted.

const (
	maxGot          = 300 // bytes of Finding.Got
	maxOutlineDepth = 6   // levels of an outline
	maxOutlineNames = 12  // properties of an object in an outline
	maxNameLength   = 40  // bytes of a property's name; a longer one may be data, such as a token
)

// summary returns the answer's status, content type and redacted body.
func summary(a *answer) string { return statusAndType(a) + content(a) }

func statusAndType(a *answer) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.status, a.header.Get("Content-Type")))
}

// content returns the body of an error, the outline of other JSON, or else the body's length.
func content(a *answer) string {
	body := bytes.TrimSpace(a.body)
	var value any
	switch {
	case len(body) == 0:
		return ""
	case a.status >= http.StatusBadRequest:
		return ": " + string(body)
	case json.Unmarshal(body, &value) == nil:
		return ": " + outline(value, 0)
	}
	return fmt.Sprintf(": %d bytes", len(a.body))
}

// outline returns the structure of a JSON value: the names and types of its properties, and of an array the first item's:
// [{"id": 7, "tags": ["a", "b"]}] is [{"id":number,"tags":[string]}].
func outline(value any, depth int) string {
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
		return "[" + outline(v[0], depth+1) + "]"
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
			parts = append(parts, fmt.Sprintf("%q:%s", redactName(name), outline(v[name], depth+1)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	return ""
}

// redactName returns a property's name, or "..." if it may be data.
func redactName(name string) string {
	if len(name) > maxNameLength {
		return "..."
	}
	return name
}

// reason returns a validator's error in one line, without the value that it may quote.
func reason(err error) string {
	var parts []string
	var response *openapi3filter.ResponseError
	if errors.As(err, &response) {
		parts = append(parts, response.Reason)
	}
	var broken *openapi3.SchemaError
	if errors.As(err, &broken) {
		parts = append(parts, pointer(broken.JSONPointer()), rule(broken))
	}
	if parts == nil {
		return "it does not conform" // what else there is may quote the value
	}
	return strings.Join(parts, ": ")
}

// rule says which rule of the schema was broken.
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
func pointer(names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString("/" + escapePointer.Replace(redactName(name)))
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// withHeader returns the answer's status and the values of a header.
func withHeader(a *answer, name string) string {
	values := a.header.Values(name)
	if len(values) == 0 {
		return fmt.Sprintf("%d without %s", a.status, name)
	}
	return fmt.Sprintf("%d with %s: %s", a.status, name, strings.Join(values, ", "))
}

// truncate returns at most maxGot bytes of a text.
func truncate(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > maxGot {
		text = strings.ToValidUTF8(text[:maxGot], "") + "..."
	}
	return text
}
