package control

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/server"
	"github.com/quiva-ai/session-tokens/store"
)

// operations implements the contract's operations. A success is a typed response; every failure is an error.
type operations struct {
	s *Server
}

// owner returns a context for changes on behalf of the records' own user.
func owner(ctx context.Context) context.Context {
	return store.As(ctx, store.By{Cause: store.CauseOwner, Actor: exchangeFrom(ctx).caller.Name})
}

// RegisterSession stores a session, and its refresh token if there is one.
func (o *operations) RegisterSession(ctx context.Context, request server.RegisterSessionRequestObject) (server.RegisterSessionResponseObject, error) {
	given, err := pairOf(exchangeFrom(ctx).body)
	if err != nil {
		return nil, err
	}
	records := []store.Record{{Kind: store.Session, UserID: request.UserID, Text: given.Session}}
	if given.Refresh != nil {
		records = append(records, store.Record{Kind: store.Refresh, UserID: request.UserID, Text: given.Refresh})
	}
	var grantEnd time.Time
	if end := request.Body.GrantEnd; end != nil {
		if refresh := request.Body.Refresh; refresh == nil || refresh.Expiry == nil || *refresh.Expiry > *end {
			return nil, errGrantEnd
		}
		grantEnd = time.Unix(*end, 0)
	}
	result, err := o.s.cfg.Store.Register(owner(ctx), grantEnd, records...)
	if err != nil {
		return nil, err
	}
	session, refresh := given.fingerprints()
	body := control.Registration{Fingerprints: control.RegisteredFingerprints{Session: session, Refresh: refresh}, Evicted: refs(result.Evicted)}
	if result.Replaced {
		return server.RegisterSession200JSONResponse(body), nil
	}
	return server.RegisterSession201JSONResponse(body), nil
}

// refs converts records that have ended. A record that another program wrote without a token is omitted.
func refs(ended []store.Ended) []control.RecordRef {
	all := []control.RecordRef{}
	for _, e := range ended {
		if e.Fingerprint != "" {
			all = append(all, control.RecordRef{Kind: control.RecordKind(e.Kind), Fingerprint: e.Fingerprint})
		}
	}
	return all
}

// ListRecords returns a page of the user's live records, without their tokens.
func (o *operations) ListRecords(ctx context.Context, request server.ListRecordsRequestObject) (server.ListRecordsResponseObject, error) {
	after, err := parseCursor(request.Params.Cursor)
	if err != nil {
		return nil, err
	}
	// The facts are read first, since they go with their records: of a record that is added in between nothing is
	// known.
	facts, err := o.s.cfg.Store.Facts(ctx, request.UserID)
	if err != nil {
		return nil, err
	}
	views, err := o.views(ctx, request.UserID, facts)
	if err != nil {
		return nil, err
	}
	if kind := request.Params.Kind; kind != nil {
		views = slices.DeleteFunc(views, func(v view) bool { return v.Kind != *kind })
	}
	page, next := pageOf(views, after, limitOf(request.Params.Limit), func(v view) position { return v.at })
	body := control.RecordPage{Records: []control.RecordView{}, Next: next}
	for _, v := range page {
		body.Records = append(body.Records, v.RecordView)
	}
	return server.ListRecords200JSONResponse(body), nil
}

// view is what is shown of a record, and its position in the list.
type view struct {
	control.RecordView
	at position
}

// views returns a user's live records as the public operation lists them, latest expiry first.
func (o *operations) views(ctx context.Context, user string, facts store.Facts) ([]view, error) {
	list, err := o.s.cfg.Records.List(ctx, user, "")
	if err != nil {
		return nil, err
	}
	sessions, refresh, err := list.Models()
	userSuspended := list.UserSuspended()
	list.Release()
	if err != nil {
		return nil, err
	}
	var views []view
	suspended := map[string]bool{} // refresh tokens that can't be rotated, since their session is suspended
	for i := range sessions {
		s := &sessions[i]
		v := o.view(control.RecordKindSession, s.Token, s.Expiry, s.IsSuspended, facts)
		v.Platform, v.Agent, v.IP, v.Location = &s.Platform, &s.Agent, &s.IP, &s.Location
		if s.RefreshToken != "" {
			fingerprint := store.Fingerprint(s.RefreshToken)
			v.RefreshFingerprint = &fingerprint
		}
		if s.IsSuspended {
			suspended[s.RefreshToken] = true
		}
		views = append(views, v)
	}
	for i := range refresh {
		token, expiry := text(refresh[i].Token), *refresh[i].Expiry // a record without one is not live
		views = append(views, o.view(control.RecordKindRefresh, token, float64(expiry), userSuspended || suspended[token], facts))
	}
	slices.SortStableFunc(views, func(a, b view) int { return a.at.compare(b.at) })
	for i := 1; i < len(views); i++ { // plain ZADD can leave several records with one token
		if views[i].at.same(views[i-1].at) {
			views[i].at.Twin = views[i-1].at.Twin + 1
		}
	}
	return views, nil
}

func (o *operations) view(kind control.RecordKind, token string, expiry float64, suspended bool, facts store.Facts) view {
	fingerprint := store.Fingerprint(token)
	return view{
		RecordView: control.RecordView{
			Kind: kind, Fingerprint: fingerprint, Expiry: int64(expiry), IsSuspended: suspended,
			RegisteredAt: seconds(facts.Registered, fingerprint), LastUsed: seconds(facts.Used, fingerprint),
		},
		at: position{Value: -expiry, Name: string(kind) + ":" + fingerprint},
	}
}

func seconds(times map[string]time.Time, fingerprint string) *int64 {
	at, known := times[fingerprint]
	if !known || at.Unix() < 0 {
		return nil
	}
	unix := at.Unix()
	return &unix
}

// RevokeRecords ends all of the user's records, or all but those of one grant.
func (o *operations) RevokeRecords(ctx context.Context, request server.RevokeRecordsRequestObject) (server.RevokeRecordsResponseObject, error) {
	which, except := store.All, ""
	if request.Params.Except != nil {
		which, except = store.Others, *request.Params.Except
	}
	dryRun := request.Params.DryRun != nil && *request.Params.DryRun
	var ended []store.Ended
	var err error
	switch {
	case dryRun:
		ended, err = o.s.cfg.Store.Preview(ctx, request.UserID, except, which)
	case which == store.Others:
		ended, err = o.s.cfg.Store.RevokeOthers(ctx, request.UserID, except)
	default:
		ended, _, err = o.s.cfg.Store.RevokeAll(ctx, request.UserID)
	}
	if err != nil {
		return nil, err
	}
	return server.RevokeRecords200JSONResponse{Ended: refs(ended), DryRun: dryRun}, nil
}

// RevokeRecord ends a record and its grant.
func (o *operations) RevokeRecord(ctx context.Context, request server.RevokeRecordRequestObject) (server.RevokeRecordResponseObject, error) {
	ended, err := o.s.cfg.Store.Revoke(ctx, request.UserID, request.Fingerprint)
	if err != nil {
		return nil, err
	}
	return server.RevokeRecord200JSONResponse{Ended: refs(ended)}, nil
}

// text returns the value of an optional string, or "".
func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// The models of the two contracts come from one schema; see gen/control.
var _ = control.SessionObject(gen.SessionObject{})

func (p position) compare(other position) int {
	return cmp.Or(cmp.Compare(p.Value, other.Value), strings.Compare(p.Name, other.Name), cmp.Compare(p.Twin, other.Twin))
}
