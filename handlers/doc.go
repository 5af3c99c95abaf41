// Package handlers stands between the wire and the store: it is the only one that knows both the
// generated interface (package gen/server) and the records in Redis (package store).
//
// It owns what a request goes through (server.go lists it in order), who may call an operation
// (authenticate.go), the one operation (session_tokens.go), and how errors become responses (errors.go).
// What is found out about a request on its way is in one place, the exchange (exchange.go). What the
// contract allows it asks of its subpackage contract, whose credential it is of its subpackage
// credential, and which records a client may see of its subpackage live.
//
// It serves two listeners (listeners.go): the public one, with the contract's operations and nothing
// else, for which a request passes observe, match, cors, checkResponse and checkRequest in this order;
// and the operator's (admin.go), with health, metrics, the document and the page of its subpackage docs. How
// many clients may be connected is decided in connections.go, how many requests may ask the store at a time
// in turns.go, and what the operator is told of the store before anybody asks in watch.go.
//
// It must not know flags, environment or files, which cmd decides, nor how Redis is asked.
package handlers
