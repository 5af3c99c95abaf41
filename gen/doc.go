// Package gen is the contract in Go: its models, generated from openapi.json, and the document itself, which
// [Document] returns. It must not know echo, how records are stored, or how a request is handled, so that models
// can be imported without a router.
//
// Below it are package server, the interface through which the contract's operations are served, and two SDKs that
// share nothing with the service: package client, for Go, and the folder typescript. Package control is the second
// contract, made in the same way; package console is a page that calls it. Package handlers serves what is
// generated here.
//
// To change the wire format, change openapi.json and run "make generate sdk". Only these comments, the generator's
// configuration and Document are written by hand.
package gen

import _ "embed"

//go:generate go tool oapi-codegen -config models.yaml ../openapi.json
//go:generate cp ../openapi.json openapi.gen.json

//go:embed openapi.gen.json
var document string

// Document returns the contract as it stands in openapi.json, byte for byte.
func Document() []byte { return []byte(document) }
