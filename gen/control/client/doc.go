// Package client is the Go SDK of the control contract: what a login service, a gateway or an operator's
// program needs that makes and ends sessions.
//
// The models and the calls are generated from ../openapi.json, by the templates of its neighbour gen/client,
// the SDK of the first contract; client.go adds the credential. How a call is bounded and tried again is in
// gen/internal/sdk, what a call is given as parameters is written by gen/internal/request. All of them import
// the standard library only, and know nothing of the service.
package client

//go:generate go tool oapi-codegen -config client.yaml ../openapi.json
