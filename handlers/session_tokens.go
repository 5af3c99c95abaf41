package handlers

import (
	"context"
	"slices"

	"github.com/quiva-ai/session-tokens/gen"
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
func (a *api) GetSessionTokens(ctx context.Context, _ gen.GetSessionTokensRequestObject) (gen.GetSessionTokensResponseObject, error) {
	caller := callerFrom(ctx)
	data, left, err := a.records.Of(ctx, caller.User)
	if err != nil {
		return nil, err
	}
	a.leftOut(ctx, caller.User, left)
	if caller.Bearer != "" && !accepted(data.Auth, caller.Bearer) {
		return nil, credential.ErrBearerRefused
	}
	return gen.GetSessionTokens200JSONResponse{Data: data}, nil
}

func accepted(sessions []gen.SessionObject, bearer string) bool {
	return slices.ContainsFunc(sessions, func(s gen.SessionObject) bool { return s.Token == bearer && !s.IsSuspended })
}
