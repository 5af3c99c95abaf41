package handlers

import (
	"context"

	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// authenticate finds out who is calling and whether the caller's session is live, before every operation. Each
// credential that is presented must hold, even one that the operation would not ask for. A bearer's signature does
// not say whether the bearer was revoked: it must also be in its user's list, live and not suspended. That list is
// read once, here; an operation that needs it reuses it.
func (s *Server) authenticate(ctx context.Context, x *exchange, presented []credential.Presented) error {
	caller, err := s.schemes.Verify(ctx, presented)
	if err != nil {
		return err
	}
	x.caller = caller
	if caller.Bearer == "" {
		return nil
	}
	if err := s.readList(ctx, x); err != nil {
		return err
	}
	s.bearers.count(x.list.Accepted)
	switch {
	case x.list.Accepted:
		return nil
	case x.list.Suspended:
		return credential.ErrSuspended
	}
	return credential.ErrNotListed
}

// readList reads the caller's live records, unless they were already read for this request.
func (s *Server) readList(ctx context.Context, x *exchange) error {
	if x.list != nil {
		return nil
	}
	list, err := s.records.List(ctx, x.caller.User, x.caller.Bearer)
	if err != nil {
		return err
	}
	s.observeLeftOut(ctx, x.caller.User, list.LeftOut)
	x.list = list
	return nil
}
