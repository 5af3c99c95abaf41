package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen/server"
)

// operations implements the contract's operations. A success is a typed response; every failure is an error.
type operations struct {
	s *Server
}

// GetSessionTokens returns the caller's live records. For a bearer it is the same list that accepted it.
func (o *operations) GetSessionTokens(ctx context.Context, _ server.GetSessionTokensRequestObject) (server.GetSessionTokensResponseObject, error) {
	x := exchangeFrom(ctx)
	if err := o.s.readList(ctx, x); err != nil {
		return nil, err
	}
	return sessionTokens{x, o.s.records.Schema().Envelope().MediaType, o.s.ownTokens}, nil
}

// sessionTokens is a response that is not encoded: its body is made of the records as they are.
type sessionTokens struct {
	x         *exchange
	mediaType string
	own       bool // show the tokens of other sessions as fingerprints
}

// VisitGetSessionTokensResponse implements the generated response interface.
func (t sessionTokens) VisitGetSessionTokensResponse(w http.ResponseWriter) error {
	w.Header().Set(echo.HeaderContentType, t.mediaType)
	w.WriteHeader(http.StatusOK)
	if t.own {
		t.x.body = t.x.list.OwnBody()
	} else {
		t.x.body = t.x.list.Body()
	}
	return nil
}
