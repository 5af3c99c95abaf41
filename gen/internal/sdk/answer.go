package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// UndocumentedError reports a response whose status, media type or body is not documented by the contract. E is the
// contract's Error.
type UndocumentedError[E any] struct {
	StatusCode int
	// Header has the response's header, for Retry-After and the like.
	Header http.Header
	// Contract is the body, if it is the contract's Error. No other part of the body is kept.
	Contract *E
	// Cause is why the body is not the documented one. It is nil if the status or type is not documented.
	Cause error
}

// Error returns the status and what is not documented. It leaves the server's message to Contract, since it might
// repeat the request's credential.
func (e *UndocumentedError[E]) Error() string {
	text := fmt.Sprintf("the contract does not document the answer: %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	if e.Cause != nil {
		return fmt.Sprintf("%s, whose body is not of the documented type: %v", text, e.Cause)
	}
	if contentType := e.Header.Get("Content-Type"); contentType != "" {
		return fmt.Sprintf("%s, a body of type %q", text, contentType)
	}
	return text
}

// Unwrap returns Cause.
func (e *UndocumentedError[E]) Unwrap() error { return e.Cause }

// Undocumented returns the error for an undocumented status or media type.
func Undocumented[E any](response *http.Response, body []byte) error {
	e := &UndocumentedError[E]{StatusCode: response.StatusCode, Header: response.Header}
	var said struct {
		Error *string `json:"error"`
	}
	contract := new(E)
	if IsJSON(response) && json.Unmarshal(body, &said) == nil && said.Error != nil && json.Unmarshal(body, contract) == nil {
		e.Contract = contract
	}
	return e
}

// IsJSON reports whether the response's Content-Type is JSON.
func IsJSON(response *http.Response) bool {
	return strings.Contains(response.Header.Get("Content-Type"), "json")
}

// Decode decodes a documented body. It requires the top-level properties that the contract does: without them the
// zero value would pass for a valid response, such as an empty list.
func Decode[E, T any](response *http.Response, body []byte, to **T, required ...string) error {
	cause := json.Unmarshal(body, to)
	if cause == nil && *to == nil {
		cause = errors.New("it is null")
	}
	if cause == nil && len(required) > 0 {
		var properties map[string]json.RawMessage
		cause = json.Unmarshal(body, &properties)
		for _, name := range required {
			if value := string(properties[name]); cause == nil && (value == "" || value == "null") {
				cause = fmt.Errorf("it has no %q, which is required", name)
			}
		}
	}
	if cause != nil {
		return &UndocumentedError[E]{StatusCode: response.StatusCode, Header: response.Header, Cause: cause}
	}
	return nil
}
