// Package client is the Go SDK for programs that call the contract's operations.
//
// The models, the calls and the contract's server are generated from openapi.json; client.go adds the credential,
// which the generator can't. The code shared with gen/control/client, the SDK of the second contract, is in
// gen/internal: package sdk limits and retries calls, and turns undocumented responses into errors; package request
// serializes parameters. All of them import only the standard library, and know nothing of the service.
package client

//go:generate go tool oapi-codegen -config client.yaml ../../openapi.json
