// Package handlers stands between the wire and the store: it is the only package that knows both the generated
// interface (package gen/server) and the records in Redis (package store).
//
// It owns what a request goes through (server.go lists it in order), who may call an operation (authenticate.go), the
// one operation (session_tokens.go), and how errors become responses (errors.go). What is found out about a request
// on its way is kept in one place, the exchange (exchange.go). Subpackage contract knows what the contract allows,
// subpackage credential who the caller is, and subpackage live which records a client may see.
//
// It serves two listeners (listeners.go): the public one, with the contract's operations and nothing else, for which
// a request passes observe, match, cors, checkResponse and checkRequest in this order; and the operator's (admin.go),
// with health, metrics, the document and the page of its subpackage docs. connections.go limits how many clients may
// be connected, turns.go how many requests may ask the store at a time, and watch.go tells the operator about the
// store before anybody asks.
//
// It must not know flags, environment or files, which cmd reads, nor how Redis is queried.
package handlers
