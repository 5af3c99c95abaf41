package control

import (
	"context"

	"github.com/quiva-ai/session-tokens/gen/control/server"
)

// SuspendSession suspends a session.
func (o *operations) SuspendSession(ctx context.Context, request server.SuspendSessionRequestObject) (server.SuspendSessionResponseObject, error) {
	if err := o.s.cfg.Store.Suspend(ctx, request.UserID, request.Fingerprint); err != nil {
		return nil, err
	}
	return server.SuspendSession200JSONResponse{IsSuspended: true}, nil
}

// ResumeSession resumes a session, which stays suspended while its user is.
func (o *operations) ResumeSession(ctx context.Context, request server.ResumeSessionRequestObject) (server.ResumeSessionResponseObject, error) {
	if err := o.s.cfg.Store.Resume(ctx, request.UserID, request.Fingerprint); err != nil {
		return nil, err
	}
	facts, err := o.s.cfg.Store.Facts(ctx, request.UserID)
	if err != nil {
		return nil, err
	}
	return server.ResumeSession200JSONResponse{IsSuspended: facts.Suspended}, nil
}

// SuspendUser suspends all of a user's sessions, including future ones.
func (o *operations) SuspendUser(ctx context.Context, request server.SuspendUserRequestObject) (server.SuspendUserResponseObject, error) {
	if err := o.s.cfg.Store.SuspendUser(ctx, request.UserID); err != nil {
		return nil, err
	}
	return server.SuspendUser200JSONResponse{IsSuspended: true}, nil
}

// ResumeUser undoes SuspendUser.
func (o *operations) ResumeUser(ctx context.Context, request server.ResumeUserRequestObject) (server.ResumeUserResponseObject, error) {
	if err := o.s.cfg.Store.ResumeUser(ctx, request.UserID); err != nil {
		return nil, err
	}
	return server.ResumeUser200JSONResponse{IsSuspended: false}, nil
}
