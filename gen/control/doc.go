// Package control is the second contract in Go, that of those who make and end sessions: its models,
// generated from openapi.json beside it, and the document itself, which [Document] returns. It must not
// know echo, nor what is stored, nor how a request is answered.
//
// It is to package gen, the contract of those whose sessions they are, what one contract is to another:
// a neighbour that it does not import. A session and a refresh token have the same schemas in both. Its
// own neighbours below are package server, the interface that its operations are served through, and
// package client, its SDK for Go; the SDK for TypeScript is the entry "control" of gen/typescript.
//
// To change the wire, change openapi.json here and run "make generate sdk". Unlike the first contract this
// one is written by this project, so what Go needs may stand in it; the overlay is for what would be wrong
// in the contract.
package control

import _ "embed"

//go:generate go tool oapi-codegen -config models.yaml openapi.json

//go:embed openapi.json
var document string

// Document returns the contract as it stands in openapi.json, byte for byte.
func Document() []byte { return []byte(document) }
