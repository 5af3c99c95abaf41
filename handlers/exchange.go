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

// exchange is all that is found out about a request on its way, and its response while it is held back.
// One goroutine at a time has it.
type exchange struct {
	echo.Context

	id        string               // of our own: a client's could hold a token
	client    http.ResponseWriter  // what Context writes to is held back, see checkResponse
	operation *contract.Operation  // nil until match has found it
	caller    credential.Principal // who asks; zero until authenticate has verified a credential
	refusal   string               // why the credential was refused; a constant text
	called    bool                 // the operation was reached
	list      *live.List           // the caller's live records, once they were read
	body      []byte               // of the response, where an operation gave it whole; or nil
}

// newExchange makes the exchange of a request that has just come in.
func newExchange(c echo.Context) *exchange {
	return &exchange{Context: c, id: rand.Text(), client: c.Response().Writer}
}

// exchangeOf returns the exchange that observe, the outermost middleware, has made of echo's context.
func exchangeOf(c echo.Context) *exchange {
	if x, ok := c.(*exchange); ok {
		return x
	}
	return newExchange(c) // only where a panic left all middleware behind
}

type exchangeKey struct{}

// exchangeFrom returns the exchange that an operation's context belongs to.
func exchangeFrom(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// operationID names the operation in logs and metrics. A path that the contract does not have is not
// named: it may hold anything, and a label must not grow.
func (x *exchange) operationID() string {
	if x.operation != nil {
		return x.operation.ID
	}
	return "none"
}

// release gives back what the exchange holds of memory that is used again.
func (x *exchange) release() {
	if x.list != nil {
		x.list.Release()
		x.list, x.body = nil, nil
	}
}
