// Package server serves the control contract's operations on echo: the interface that implements them, with a typed
// request and response for each, and the routes that call it. It is generated from ../openapi.json in the same way
// as gen/server from the first contract. Its models are those of package control. It must not know how records are
// stored or how a request is handled: package handlers implements the interface.
//
// Only this comment and the generator's configuration are written by hand. To regenerate the rest, run "make
// generate".
package server

//go:generate go run ../../server/template.go ../../server/strict-interface.gen.tmpl
//go:generate go tool oapi-codegen -config server.yaml ../openapi.json
