// Package live decides which of a user's members in Redis a client may see. Any program may write to Redis, so a
// member counts as a record only if it conforms to the contract, belongs to the user, has a token, and has not
// expired. Nothing is remembered between requests but how writers lay out their JSON, and the hashes of members that
// were left out.
//
// Take a user u-1, whose sorted set session:{u-1} has this member:
//
//	{"user_id":"u-1","expiry":1900003600,"token":"abc","is_suspended":false, ... }
//
// Package store reads it as bytes. The contract's Scanner reads it in one pass: it is one flat object of declared
// properties with the types that the contract wants, so it may be sent unchanged, and the scanner says where user_id,
// expiry, token and is_suspended are. Its user is the caller and its expiry is later than now, so it becomes a
// [Record], whose text is the member itself. Once the records are in order, latest expiry first, the response body is
// their texts, separated by commas, in the contract's [contract.Envelope]. If the caller came with the bearer "abc",
// this is the record that accepts it.
//
// A member that the scanner can't read, such as one with a property that the contract does not declare, is decoded
// into the generated model instead, repaired as described at [contract.RecordSchema], and its record's text is that
// model, encoded again. A member that can't be decoded, belongs to another user, or has expired, is left out, counted
// and logged; it never hides the others. Finding that out is slow, so members that were decoded and left out are
// remembered.
//
// The package owns these decisions and the body of the response. It knows the generated models (package
// gen), what the contract wants (package contract) and how members are kept (package store); it must not
// know HTTP, echo, credentials or metrics. Its neighbours are package handlers, which serves the body,
// and the command line, which shows the records.
package live

import (
	"context"
	"sync"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// Store is where members are read from.
type Store interface {
	// List reads the members of the user's sets whose score is later than now, and not past the year 9999, into
	// lists, whose memory it reuses; an unknown user has none. An error means that what is live is not known:
	// store.ErrUnavailable, store.ErrBusy, store.ErrListTooLarge, store.ErrPermission, store.ErrLayout.
	List(ctx context.Context, user string, lists *store.Lists) error
}

// Records reads the live records of users. It is safe for concurrent use.
type Records struct {
	schema *Schema
	store  Store
	now    func() time.Time
	pool   sync.Pool // of *List

	refusals *refusals
}

// New returns the records of a schema that are kept in a store.
func New(schema *Schema, s Store, now func() time.Time) *Records {
	r := &Records{schema: schema, store: s, now: now, refusals: newRefusals(maxRefusals)}
	r.pool.New = func() any {
		return &List{records: r, sessionSeries: schema.session.scanner.Series(), refreshSeries: schema.refresh.scanner.Series()}
	}
	return r
}

// Schema returns what the contract says about records.
func (r *Records) Schema() *Schema { return r.schema }

// LeftOut is a member that is not a live record of the user, and why.
type LeftOut struct {
	Kind   store.Kind
	Reason string // one of the reasons below, fit for a metric's label
	Rule   string // the rule that it breaks, as in a writer's error, without any part of the member

	member []byte // valid until the list is released
}

// Fingerprint returns the fingerprint of the member's bytes, by which it can be found in Redis.
func (l LeftOut) Fingerprint() string { return store.Fingerprint(string(l.member)) }

// Why a member is left out.
const (
	reasonJSON    = "json"     // not one JSON object in UTF-8 with each name once
	reasonSchema  = "contract" // breaks the contract's schema
	reasonUser    = "user"     // another user's
	reasonExpiry  = "expiry"   // missing, past the year 9999, or past now although its score is not
	reasonNoToken = "token"    // missing, so it can't be accepted anywhere
)

// List is what a user may see: the live records, latest expiry first, ties by token and then by text. Release makes
// its memory available to other lists; calling it is optional.
type List struct {
	// LeftOut are the members that are not in the list.
	LeftOut []LeftOut
	// Accepted says that the bearer for which the list was read is in it, live and not suspended.
	Accepted bool
	// Suspended says that the bearer is in it, live but suspended. At most one of the two is true.
	Suspended bool

	records  *Records
	bearer   string // for which it was read
	members  store.Lists
	sessions []Record
	refresh  []Record
	body     []byte
	hashed   []byte  // the input of refusal,
	sum      refusal // and its result

	sessionSeries, refreshSeries *contract.Series
}

// maxPooled is how many bytes of text a pooled list may hold: 100 sessions and 100 refresh tokens of the usual 400
// bytes, in the reply and in the body, take 160 kB.
const maxPooled = 4 << 20

// Release returns the list's memory to the pool: neither the list nor its body may be used afterwards.
func (l *List) Release() {
	clear(l.sessions) // texts that were encoded again are not part of that memory
	clear(l.refresh)
	clear(l.LeftOut)
	l.bearer = ""
	if cap(l.body)+cap(l.hashed)+l.members.Cap() <= maxPooled {
		l.records.pool.Put(l)
	}
}

// List returns the live records of a user, and what had to be left out; and whether the bearer, if it is not empty,
// is among them. Errors are the store's.
func (r *Records) List(ctx context.Context, user, bearer string) (*List, error) {
	l := r.pool.Get().(*List) // it is empty
	if err := r.store.List(ctx, user, &l.members); err != nil {
		return nil, err
	}
	// The time of the answer is later than the store's, so nothing is shown that has expired in between.
	l.readAll(user, bearer, float64(r.now().UnixMilli())/1000)
	return l, nil
}

func (l *List) readAll(user, bearer string, now float64) {
	l.LeftOut, l.Accepted, l.Suspended, l.bearer, l.body = l.LeftOut[:0], false, false, bearer, l.body[:0]
	schema := l.records.schema
	l.sessions = l.readSet(l.sessions[:0], schema.session, l.sessionSeries, l.members.Sessions, user, now)
	l.refresh = l.readSet(l.refresh[:0], schema.refresh, l.refreshSeries, l.members.Refresh, user, now)
	sortRecords(l.sessions)
	sortRecords(l.refresh)
	if l.members.UserSuspended {
		l.sessions = suspendAll(l.sessions, schema.session)
	} else {
		l.sessions = suspendTwins(l.sessions, schema.session)
	}
	for i := range l.sessions {
		s := &l.sessions[i]
		if bearer != "" && string(s.token) == bearer {
			l.Accepted, l.Suspended = !s.suspended, s.suspended // if one of several is suspended, all are
		}
	}
}

// readSet appends the members that are live records of the user to into.
func (l *List) readSet(into []Record, r *reader, series *contract.Series, members [][]byte, user string, now float64) []Record {
	series.Reset() // its last text was in memory that these members have overwritten
	for _, member := range members {
		into = append(into, Record{})
		if v := l.read(r, series, member, user, now, &into[len(into)-1]); v.reason != "" {
			into = into[:len(into)-1]
			l.LeftOut = append(l.LeftOut, LeftOut{Kind: r.kind, Reason: v.reason, Rule: v.rule, member: member})
		}
	}
	return into
}

// Body returns the contract's response body, which is valid until the next call of Body, OwnBody or Release. Both of
// its arrays are present, even if empty.
func (l *List) Body() []byte {
	parts := l.records.schema.envelope.Parts
	l.body = append(l.body[:0], parts[0]...)
	l.body = appendTexts(l.body, l.sessions)
	l.body = append(l.body, parts[1]...)
	l.body = appendTexts(l.body, l.refresh)
	l.body = append(l.body, parts[2]...)
	return l.body
}

func appendTexts(body []byte, records []Record) []byte {
	for i := range records {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, records[i].text...)
	}
	return body
}
