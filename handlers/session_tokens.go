package handlers

import (
	"context"

	"github.com/quiva-ai/session-tokens/gen/server"
	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// api implements the contract's operations. A success is a typed response, every failure an error.
type api struct {
	records *Records
	leftOut func(ctx context.Context, user string, left []LeftOut)
}

// GetSessionTokens returns what is live of the caller. A bearer must itself be in the list that is
// about to be returned, live and not suspended: its signature alone does not say that it was not
// revoked.
func (a *api) GetSessionTokens(ctx context.Context, _ server.GetSessionTokensRequestObject) (server.GetSessionTokensResponseObject, error) {
	caller := callerFrom(ctx)
	answer, err := a.records.Of(ctx, caller.User, caller.Bearer)
	if err != nil {
		return nil, err
	}
	a.leftOut(ctx, caller.User, answer.LeftOut)
	if caller.Bearer != "" && !answer.Accepted {
		answer.Release()
		return nil, credential.ErrBearerRefused
	}
	return &framed{answer, a.records.frame}, nil
}
