package handlers

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
)

// exchange holds what is found out about a request on its way, and its response while it is held back. It is used by
// one goroutine at a time.
type exchange struct {
	echo.Context

	id        string               // generated here: a client's own could hold a token
	client    http.ResponseWriter  // the real writer; what Context writes is held back, see checkResponse
	operation *contract.Operation  // nil until match has found it
	caller    credential.Principal // who is calling; zero until authenticate has verified a credential
	refusal   string               // why the credential was refused; a constant text
	left      bool                 // it failed because its client had left
	called    bool                 // the operation was reached
	list      *live.List           // the caller's live records, once they have been read
	body      []byte               // of the response, if an operation gave it whole; or nil
}

// newExchange returns the exchange of a request that has just arrived.
func newExchange(c echo.Context) *exchange {
	return &exchange{Context: c, id: rand.Text(), client: c.Response().Writer}
}

// exchangeOf returns the exchange that observe, the outermost middleware, made of echo's context.
func exchangeOf(c echo.Context) *exchange {
	if x, ok := c.(*exchange); ok {
		return x
	}
	return newExchange(c) // only after a panic that no middleware recovered
}

type exchangeKey struct{}

// exchangeFrom returns the exchange to which an operation's context belongs.
func exchangeFrom(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// operationID returns the operation's name for logs and metrics. It does not return a path that the contract does not
// have, which may hold anything: the values of a label must be bounded.
func (x *exchange) operationID() string {
	if x.operation != nil {
		return x.operation.ID
	}
	return "none"
}

// release returns pooled memory that the exchange holds.
func (x *exchange) release() {
	if x.list != nil {
		x.list.Release()
		x.list, x.body = nil, nil
	}
}
