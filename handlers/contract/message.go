package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Authenticate verifies the credential that a request presents for the security scheme of that name.
type Authenticate func(ctx context.Context, scheme string) error

// CheckRequest checks all of a request but its body against its operation; params are the path parameters that the
// router found, by name, and may be nil. It calls authenticate for one security scheme after the other until one
// holds; if none does, its error wraps all errors of authenticate. Any other error is an [ErrRequest]. Missing
// parameters get their defaults.
func (c *Contract) CheckRequest(ctx context.Context, r *http.Request, operation *Operation, params map[string]string, authenticate Authenticate) error {
	if r.Body != nil && r.Body != http.NoBody {
		// kin-openapi would read the whole body, however long, before it authenticates the caller.
		bodiless := *r
		bodiless.Body = http.NoBody
		r = &bodiless
	}
	err := openapi3filter.ValidateRequest(ctx, &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: params,
		Route:      operation.route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: func(ctx context.Context, input *openapi3filter.AuthenticationInput) error {
				return authenticate(ctx, input.SecuritySchemeName)
			},
			ExcludeRequestBody:      true,
			SchemaValidationOptions: schemaOptions,
		},
	})
	var security *openapi3filter.SecurityRequirementsError
	var request *openapi3filter.RequestError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &security):
		return errors.Join(security.Errors...)
	case errors.As(err, &request) && request.Parameter != nil:
		return fmt.Errorf("%w: the %s parameter %s", ErrRequest, request.Parameter.In, request.Parameter.Name)
	}
	return ErrRequest
}

// CheckRequestBody reads a request's whole body, checks it against its operation, and leaves a body that can be read
// again. That body also carries the checked value, which the generated code uses if it fits its model: encoding/json
// would take "LIMIT" for "limit", unchecked. Errors: [ErrMediaType], [ErrRequest]; their texts never hold what was sent.
func (c *Contract) CheckRequestBody(r *http.Request, operation *Operation) error {
	declared := operation.route.Operation.RequestBody.Value
	err := openapi3filter.ValidateRequestBody(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r,
		Route:   operation.route,
		Options: &openapi3filter.Options{KeepValidatedValue: true, SchemaValidationOptions: schemaOptions},
	}, declared)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		return fmt.Errorf("%w: there is no body", ErrRequest)
	case len(declared.Content) > 0 && declared.Content.Get(r.Header.Get("Content-Type")) == nil:
		return fmt.Errorf("%w: send %s", ErrMediaType, strings.Join(slices.Sorted(maps.Keys(declared.Content)), " or "))
	}
	return fmt.Errorf("%w: the body: %s", ErrRequest, c.names.explain(err))
}

// schemaOptions keeps the failing value out of error texts.
var schemaOptions = []openapi3.SchemaValidationOption{openapi3.DisableSchemaErrorDetails()}

// CheckResponse checks a whole response against its operation. Without an operation, as for a 404, or with a status
// that the operation does not document, it must be an error with the contract's Error body. Any error is an
// [ErrResponse].
func (c *Contract) CheckResponse(r *http.Request, operation *Operation, status int, header http.Header, body []byte) error {
	if operation == nil || operation.route.Operation.Responses.Status(status) == nil {
		return c.checkError(status, header, body)
	}
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{
			Request: r, Route: operation.route,
		},
		Status: status,
		Header: header,
		Body:   io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{
			IncludeResponseStatus:   true,
			SchemaValidationOptions: schemaOptions,
		},
	})
	if err != nil {
		return fmt.Errorf("%w: status %d: %s", ErrResponse, status, c.names.explain(err))
	}
	return nil
}

func (c *Contract) checkError(status int, header http.Header, body []byte) error {
	if status < http.StatusBadRequest {
		return fmt.Errorf("%w: status %d is not documented", ErrResponse, status)
	}
	if media, _, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || media != "application/json" {
		return fmt.Errorf("%w: status %d is not application/json", ErrResponse, status)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("%w: status %d is not JSON", ErrResponse, status)
	}
	if err := c.failed.Value.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse())...); err != nil {
		return fmt.Errorf("%w: status %d: %s", ErrResponse, status, c.names.explain(err))
	}
	return nil
}
