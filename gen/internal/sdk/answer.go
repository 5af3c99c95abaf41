package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// UndocumentedError is an answer that the contract does not document: its status, the type of its
// body, or the body. E is the contract's Error.
type UndocumentedError[E any] struct {
	StatusCode int
	// Header is the answer's, for Retry-After and the like.
	Header http.Header
	// Contract is the body, if it is the contract's Error. Nothing else of the body is kept.
	Contract *E
	// Cause tells why the body is not the documented one. It is nil if the status or type is not documented.
	Cause error
}

// Error tells the status and what is not documented. The server's words are left to Contract: they may
// repeat what was sent, and with it the credential.
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

// Undocumented returns the error for a status or a type that is not documented.
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

// IsJSON reports whether the answer says that it is JSON.
func IsJSON(response *http.Response) bool {
	return strings.Contains(response.Header.Get("Content-Type"), "json")
}

// Decode reads a body that the contract documents. Without the properties that the contract requires at
// the body's top, the zero value would pass for an answer: a list of no session.
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
