// Package client is the Go SDK: what a program needs that calls the contract's operations.
//
// The models, the calls and the contract's server are generated from openapi.json; client.go adds what no
// generator knows: a credential. What it has in common with the SDK of the second contract, its neighbour
// gen/control/client, is in gen/internal: package sdk bounds a call, tries it again, and makes an error of an
// answer that the contract does not document; package request writes what a call is given as parameters.
// All of them import the standard library only, and know nothing of the service.
package client

//go:generate go tool oapi-codegen -config client.yaml ../../openapi.json
