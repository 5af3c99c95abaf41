// Package handlers stands between the wire and the store: it is the only one that knows both the
// generated interface (package server) and the records in Redis (package store).
//
// It owns what a request goes through (server.go lists it in order), the one operation
// (session_tokens.go), which records a client may see (records.go), and how errors become answers
// (errors.go). What the contract allows it asks of its subpackage contract, who is calling of its
// subpackage credential, and whether it has seen a record before of its subpackage known. It must not
// know flags, environment or files: cmd decides those, and must not know how Redis is asked.
package handlers
