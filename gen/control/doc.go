// Package control is the second contract in Go, for programs that create and end sessions: its models, generated
// from openapi.json beside it, and the document itself, which [Document] returns. It must not know echo, how
// records are stored, or how a request is handled.
//
// Its neighbour is package gen, the contract for the owners of sessions; neither imports the other. A session and a
// refresh token have the same schemas in both. Below it are package server, the interface through which its
// operations are served, and package client, its SDK for Go. The entry "control" of gen/typescript is its SDK for
// TypeScript.
//
// To change the wire format, change openapi.json here and run "make generate sdk". Unlike the first contract, this
// one is written by this project, so it may contain what Go needs; the overlay is only for what would be wrong in
// the contract.
package control

import _ "embed"

//go:generate go tool oapi-codegen -config models.yaml openapi.json

//go:embed openapi.json
var document string

// Document returns the contract as it stands in openapi.json, byte for byte.
func Document() []byte { return []byte(document) }
