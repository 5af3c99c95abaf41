// Package gen is the contract in Go: its models, generated from openapi.json, and the document itself,
// which [Document] returns. It must not know echo, nor what is stored, nor how a request is answered:
// whoever needs a model imports it without a router.
//
// Its neighbours below are package server, the interface that the contract's operations are served
// through, and two SDKs that share nothing with the service: package client, for Go, and the folder
// typescript. Package control is the second contract, made in the same way; package console is a page that calls it.
// Package handlers serves what is generated here.
//
// To change the wire, change openapi.json and run "make generate sdk". Nothing in this package is
// written by hand but these comments, the generator's configuration and Document.
package gen

import _ "embed"

//go:generate go tool oapi-codegen -config models.yaml ../openapi.json
//go:generate cp ../openapi.json openapi.gen.json

//go:embed openapi.gen.json
var document string

// Document returns the contract as it stands in openapi.json, byte for byte.
func Document() []byte { return []byte(document) }
