// Package server serves the contract's operations on echo: the interface that implements them, with a typed request
// and response for each, and the routes that call it, all generated from openapi.json. Its models are those of
// package gen. It must not know how records are stored or how a request is handled: package handlers implements the
// interface, and so does the benchmark.
//
// Only this comment, the generator's configuration, and the changes that template.go makes to the generator's
// template are written by hand. To regenerate the rest, run "make generate".
package server

// The generated code imports this module if any operation has a parameter. This import keeps it in go.mod until
// then, so that generated code always builds offline.
import _ "github.com/oapi-codegen/runtime"

//go:generate go run template.go strict-interface.gen.tmpl
//go:generate go tool oapi-codegen -config server.yaml ../../openapi.json
