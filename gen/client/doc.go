// Package client is the Go SDK: what a program needs that calls the contract's operations.
//
// The models, the calls and the contract's server are generated from openapi.json; client.go adds
// what no generator knows: a credential, bounds, and one error for an answer that the contract does
// not document; retry.go tries again. Its subpackage internal/request writes what a call is given as
// parameters. Both import the standard library only, and know nothing of the service.
package client

//go:generate go tool oapi-codegen -config client.yaml ../../openapi.json
