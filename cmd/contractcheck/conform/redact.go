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

// What a finding shows of an answer. An answer that is no error may hold live secrets of the server's that no one has
// told the mask: nothing of its values is shown.

const (
	shown       = 300 // bytes of an answer in a finding
	shownDepth  = 6   // of an outline
	shownWidth  = 12  // properties of an object in an outline
	longestName = 40  // bytes of a property's name; what is longer may be no name but data
)

// summary is status, content type and body.
func summary(a *answer) string { return head(a) + content(a) }

func head(a *answer) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.status, a.header.Get("Content-Type")))
}

// content is the body of an error, the outline of other JSON, or a length.
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

// outline writes the structure of a JSON value: names of properties and types of values. Of a list it is that of the first item.
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
		case depth >= shownDepth:
			return "[...]"
		}
		return "[" + outline(v[0], depth+1) + "]"
	case map[string]any:
		if len(v) > 0 && depth >= shownDepth {
			return "{...}"
		}
		var parts []string
		for i, name := range slices.Sorted(maps.Keys(v)) {
			if i == shownWidth {
				parts = append(parts, "...")
				break
			}
			parts = append(parts, fmt.Sprintf("%q:%s", nameShown(name), outline(v[name], depth+1)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	return ""
}

func nameShown(name string) string {
	if len(name) > longestName {
		return "..."
	}
	return name
}

// reason is what a validator says, in one line and without the value.
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

// rule is what was broken.
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

func pointer(names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString("/" + escapePointer.Replace(nameShown(name)))
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

func withHeader(a *answer, name string) string {
	values := a.header.Values(name)
	if len(values) == 0 {
		return fmt.Sprintf("%d without %s", a.status, name)
	}
	return fmt.Sprintf("%d with %s: %s", a.status, name, strings.Join(values, ", "))
}

func cut(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > shown {
		text = strings.ToValidUTF8(text[:shown], "") + "..."
	}
	return text
}
