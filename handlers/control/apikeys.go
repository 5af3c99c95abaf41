package control

import (
	"context"

	"github.com/quiva-ai/session-tokens/gen/control/server"
)

func (o *operations) ListAPIKeys(ctx context.Context, request server.ListAPIKeysRequestObject) (server.ListAPIKeysResponseObject, error) {
	return nil, errPanic
}

func (o *operations) CreateAPIKey(ctx context.Context, request server.CreateAPIKeyRequestObject) (server.CreateAPIKeyResponseObject, error) {
	return nil, errPanic
}

func (o *operations) RevokeAPIKey(ctx context.Context, request server.RevokeAPIKeyRequestObject) (server.RevokeAPIKeyResponseObject, error) {
	return nil, errPanic
}
