// Package server is the contract's operations on echo: the interface that implements them, with a
// typed request and a typed response for each, and the routes that call it, all generated from
// openapi.json. Its models are those of package gen. It must not know what is stored nor how a request
// is answered: package handlers implements the interface, and so does the benchmark.
//
// Nothing here is written by hand but this comment, the generator's configuration, and what template.go
// changes in the generator's template. To generate it anew, run "make generate".
package server

// The generated code needs this module as soon as an operation has a parameter. Until then this import
// keeps it in go.mod, so that what "make generate" writes builds without the network.
import _ "github.com/oapi-codegen/runtime"

//go:generate go run template.go strict-interface.gen.tmpl
//go:generate go tool oapi-codegen -config server.yaml ../../openapi.json
