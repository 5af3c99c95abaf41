// Package server is the control contract's operations on echo: the interface that implements them, with a
// typed request and a typed response for each, and the routes that call it, all generated from
// ../openapi.json, as gen/server is from the first contract. Its models are those of package control. It
// must not know what is stored nor how a request is answered: package handlers implements the interface.
//
// Nothing here is written by hand but this comment and the generator's configuration. To generate it anew,
// run "make generate".
package server

//go:generate go run ../../server/template.go ../../server/strict-interface.gen.tmpl
//go:generate go tool oapi-codegen -config server.yaml ../openapi.json
