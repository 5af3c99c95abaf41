// Package client is the Go SDK of the control contract, for programs that create and end sessions, such as a login
// service, a gateway or an operator's tool.
//
// The models and calls are generated from ../openapi.json with the templates of gen/client, the SDK of the first
// contract; client.go adds the credential. Package gen/internal/sdk limits and retries calls, and
// gen/internal/request serializes parameters. All of them import only the standard library, and know nothing of the
// service.
package client

//go:generate go tool oapi-codegen -config client.yaml ../openapi.json
