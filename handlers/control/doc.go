// Package control serves the operations of the control contract (package gen/control), which make and end sessions.
// It owns what a request of that contract goes through, from the control key to the response that is checked against
// the contract, and maps the results of package store to HTTP. It must not know Redis, nor how a control key is made
// and stored. Package live tells it what is live, so that a token is active here exactly if the public operation
// accepts it.
//
// A request goes through these steps, in [Server.serve], and the first that fails decides the answer:
//
//	the control key           401; nothing else is looked at before
//	path and method           404, 405
//	the key's scope           403
//	parameters                400
//	the body, up to 64 KiB    413, 415, 400
//	the operation, in time    what is done, or an error of the table in errors.go
//	the response              500 where it breaks the contract
//
// Its neighbours are package handlers, which serves the public contract, and cmd, which owns the listener.
package control
