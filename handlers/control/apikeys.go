package control

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/server"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// ListAPIKeys returns a page of the user's API keys, oldest first.
func (o *operations) ListAPIKeys(ctx context.Context, request server.ListAPIKeysRequestObject) (server.ListAPIKeysResponseObject, error) {
	after, err := parseCursor(request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	keys, err := o.s.cfg.Store.APIKeys(ctx, request.UserID)
	var layout *store.LayoutError
	if err != nil && (!errors.As(err, &layout) || !strings.Contains(layout.Key, "{")) {
		return nil, err
	}
	if err != nil { // the owner of an unreadable key is not known, and it hides no other key
		o.s.cfg.Log.WarnContext(ctx, "an API key can't be read", "request_id", exchangeFrom(ctx).id, "error", err)
	}
	at := func(k store.APIKey) position { return position{Value: float64(k.Created.Unix()), Name: k.ID} }
	slices.SortFunc(keys, func(a, b store.APIKey) int { return at(a).compare(at(b)) })
	page, next := pageOf(keys, after, limitOf(request.Params.Limit), at)
	body := server.ListAPIKeys200JSONResponse{Keys: []control.APIKey{}, Next: next}
	for _, k := range page {
		shown := control.APIKey{ID: k.ID, Name: k.Name, Account: k.Account, Created: k.Created.Unix(), Expires: k.Expires.Unix()}
		if k.LastFour != "" {
			shown.LastFour = &k.LastFour
		}
		if !k.Used.IsZero() {
			used := max(0, k.Used.Unix())
			shown.LastUsed = &used
		}
		body.Keys = append(body.Keys, shown)
	}
	return body, nil
}

// answeredAgain is how long a request with an Idempotency-Key gets the same answer. After that the key is not shown
// again.
const answeredAgain = 24 * time.Hour

// CreateAPIKey makes an API key. With an Idempotency-Key, the API key is derived from it, so that the same request
// gets the same answer without the answer being stored.
func (o *operations) CreateAPIKey(ctx context.Context, request server.CreateAPIKeyRequestObject) (server.CreateAPIKeyResponseObject, error) {
	now, random := o.s.cfg.Now().Truncate(time.Second), o.s.cfg.Random
	peppers := o.s.cfg.Peppers()
	var derived []credential.DerivedKey
	once := time.Time{}
	if request.Params.IdempotencyKey != nil && peppers != nil {
		derived = derive(peppers, exchangeFrom(ctx).caller.Name, request, now)
		if _, busy := o.s.making.LoadOrStore(derived[0].ID, true); busy {
			return nil, errBeingMade
		}
		defer o.s.making.Delete(derived[0].ID)
		for _, key := range derived {
			if answer, err := o.madeBefore(ctx, request, key, now); !errors.Is(err, store.ErrNotFound) {
				return answer, err
			}
		}
		random, once = derived[0].Random, now.Add(2*answeredAgain)
	}
	key, record, err := credential.NewKey(peppers, random, now, time.Duration(request.Body.ExpiresIn)*time.Second,
		request.UserID, request.Body.Account, text(request.Body.Name))
	if err != nil {
		return nil, err
	}
	record.Once = once
	switch err := o.s.cfg.Store.PutAPIKey(ctx, record); {
	case errors.Is(err, store.ErrMade): // by another instance, just now
		return o.madeBefore(ctx, request, derived[0], now)
	case err != nil:
		return nil, err
	}
	return created(key, record), nil
}

// derive returns the keys that a request may have made in the last day, today's first. The day is part of a key, so
// that a key which has ended does not come back when a request reuses its Idempotency-Key long after. So is the
// caller: two services that number their requests from 1 don't share keys.
func derive(peppers *credential.Peppers, caller string, request server.CreateAPIKeyRequestObject, now time.Time) (keys []credential.DerivedKey) {
	for _, at := range []time.Time{now, now.Add(-answeredAgain)} {
		name, _ := json.Marshal([]string{caller, request.UserID, *request.Params.IdempotencyKey, at.UTC().Format(time.DateOnly)}) // strings can always be encoded
		keys = append(keys, peppers.Derive(string(name))...)
	}
	return keys
}

// madeBefore returns the answer to a request whose key was made before, or store.ErrNotFound.
func (o *operations) madeBefore(ctx context.Context, request server.CreateAPIKeyRequestObject, key credential.DerivedKey, now time.Time) (server.CreateAPIKeyResponseObject, error) {
	before, err := o.s.cfg.Store.APIKeyMade(ctx, key.ID) // first, since it is recorded atomically with the key
	if err != nil {
		return nil, err
	}
	made, err := o.s.cfg.Store.APIKey(ctx, key.ID)
	if errors.Is(err, store.ErrNotFound) && before {
		err = errKeyEnded
	}
	if err != nil {
		return nil, err
	}
	same := made.UserID == request.UserID && made.Account == request.Body.Account && made.Name == text(request.Body.Name) &&
		made.Expires.Unix()-made.Created.Unix() == request.Body.ExpiresIn
	switch {
	case !same:
		return nil, errMismatch
	case now.Sub(made.Created) > answeredAgain:
		return nil, errKeyShown
	}
	return created(key.Key, made), nil
}

func created(key string, record store.APIKey) server.CreateAPIKey201JSONResponse {
	return server.CreateAPIKey201JSONResponse{
		Key: key, ID: record.ID, LastFour: key[len(key)-4:], Created: record.Created.Unix(), Expires: record.Expires.Unix(),
	}
}

// RevokeAPIKey ends an API key of the user. It does not reveal whether another user has such a key.
func (o *operations) RevokeAPIKey(ctx context.Context, request server.RevokeAPIKeyRequestObject) (server.RevokeAPIKeyResponseObject, error) {
	key, err := o.s.cfg.Store.APIKey(ctx, request.ID)
	if err == nil && key.UserID != request.UserID {
		err = store.ErrNotFound
	}
	if err == nil {
		err = o.s.cfg.Store.RevokeAPIKey(ctx, store.UserKey, request.ID)
	}
	if err != nil {
		return nil, err
	}
	return server.RevokeAPIKey204Response{}, nil
}
