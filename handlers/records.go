package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// Records decides which of the members in the store a client may see. Every program may write to
// Redis, so a member is a record only after it was found to be one.
type Records struct {
	store            Store
	now              func() time.Time
	session, refresh *contract.Record
}

// NewRecords finds the records' schemas in the contract.
func NewRecords(c *contract.Contract, s Store, now func() time.Time) (*Records, error) {
	session, err1 := c.Record("SessionObject")
	refresh, err2 := c.Record("RefreshTokenObject")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return &Records{store: s, now: now, session: session, refresh: refresh}, nil
}

// Check says whether a text conforms to the contract's schema of its kind. It is what a store needs
// before it may put one.
func (r *Records) Check(kind store.Kind, text []byte) error {
	if kind == store.Refresh {
		return r.refresh.Check(text)
	}
	return r.session.Check(text)
}

// LeftOut is a member that is not a live record of the user, and why. Its content is not kept.
type LeftOut struct {
	Kind   store.Kind
	Reason string // one of the reasons below: a metric's label
	Member string // fingerprint of the member's bytes, to find it in Redis by
}

// Why a member is left out.
const (
	reasonJSON    = "json"     // not one JSON object in UTF-8 with each name once
	reasonSchema  = "contract" // breaks the contract's schema
	reasonUser    = "user"     // another user's
	reasonExpiry  = "expiry"   // none, or it has passed while its score has not
	reasonNoToken = "token"    // none, so it can't be accepted anywhere
)

// Of returns the live records of a user, latest expiry first, ties by token, and what had to be left
// out. Both lists are there, if empty. Errors are the store's.
func (r *Records) Of(ctx context.Context, user string) (gen.SessionTokensData, []LeftOut, error) {
	lists, err := r.store.List(ctx, user)
	if err != nil {
		return gen.SessionTokensData{}, nil, err
	}
	// The moment of the answer: later than the store's, so nothing is shown that ended in between.
	now := float64(r.now().UnixMilli()) / 1000
	auth, left := read(lists.Sessions, store.Session, r.session, user, now, sessionFields)
	suspendTwins(auth)
	refresh, more := read(lists.Refresh, store.Refresh, r.refresh, user, now, refreshFields)
	return gen.SessionTokensData{Auth: auth, Refresh: refresh}, append(left, more...), nil
}

// suspendTwins: plain ZADD can leave two records with one token. A token that is suspended in one of
// them is not accepted, so no row may say that it is.
func suspendTwins(sessions []gen.SessionObject) {
	suspended := map[string]bool{}
	for _, s := range sessions {
		if s.IsSuspended {
			suspended[s.Token] = true
		}
	}
	for i := range sessions {
		sessions[i].IsSuspended = suspended[sessions[i].Token]
	}
}

// fields are what decides about a record, of whichever kind.
type fields struct {
	user   *string // nil where the contract allows it to be left out
	expiry float64 // Unix seconds
	token  string
}

func sessionFields(s *gen.SessionObject) fields { return fields{&s.UserID, s.Expiry, s.Token} }

func refreshFields(t *gen.RefreshTokenObject) fields {
	return fields{t.UserID, float64(value(t.Expiry)), value(t.Token)}
}

func value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

func read[T any](members []string, kind store.Kind, schema *contract.Record, user string, now float64, of func(*T) fields) ([]T, []LeftOut) {
	records := make([]T, 0, len(members)) // never nil: null is not a list
	var left []LeftOut
	for _, member := range members {
		var record T
		if reason := unfit(schema.Decode([]byte(member), &record), of(&record), user, now); reason != "" {
			left = append(left, LeftOut{Kind: kind, Reason: reason, Member: store.Fingerprint(member)})
			continue
		}
		records = append(records, record)
	}
	// Stable: two records of one token keep the order that Redis has them in.
	slices.SortStableFunc(records, func(a, b T) int {
		x, y := of(&a), of(&b)
		return cmp.Or(cmp.Compare(y.expiry, x.expiry), cmp.Compare(x.token, y.token))
	})
	return records, left
}

// unfit says why a member is no live record of the user, or nothing.
func unfit(err error, f fields, user string, now float64) string {
	switch {
	case errors.Is(err, contract.ErrJSON):
		return reasonJSON
	case err != nil:
		return reasonSchema
	case f.user != nil && *f.user != user:
		return reasonUser
	case f.expiry <= now:
		return reasonExpiry
	case f.token == "":
		return reasonNoToken
	}
	return ""
}
