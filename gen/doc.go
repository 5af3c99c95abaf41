// Package gen speaks the wire: the models, the strict echo server interface and the embedded
// document, all generated from openapi.json. It knows neither what is stored nor how a request is
// answered; package handlers, its only neighbour, knows both.
//
// Nothing here is written by hand but this comment and the generator's configuration. To change the
// wire, change openapi.json and run "make generate". The folders below hold the SDKs: "make sdk".
package gen

//go:generate go tool oapi-codegen -config api.yaml ../openapi.json
//go:generate go tool oapi-codegen -config document.yaml ../openapi.json
