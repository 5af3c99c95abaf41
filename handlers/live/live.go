// Package live decides which of a user's members in Redis a client may see. Every program may write to
// Redis, so a member is a record only after it was found to be one: it conforms to the contract, it is
// the user's own, it has a token, and it has not expired. Nothing is remembered from one request to the
// next but how writers lay out their JSON, and the hashes of members that were left out.
//
// Take a user u-1, whose sorted set session:{u-1} has this member:
//
//	{"user_id":"u-1","expiry":1900003600,"token":"abc","is_suspended":false, ... }
//
// Package store reads it as bytes. The contract's Scanner passes over it once: it is one flat object of
// declared properties with the types that the contract wants, so it may be sent as it is, and the
// scanner says where user_id, expiry, token and is_suspended stand. Its user is the one who asks and its
// expiry is later than now, so it becomes a [Record], whose text is the member itself. Once the records
// are in order, latest expiry first, the response body is their texts, with commas between them, in the
// contract's [contract.Envelope]. If the caller came with the bearer "abc", this record is what accepts it.
//
// A member that the scanner can't read, say one with a property that the contract does not declare, is
// decoded into the generated model instead, mended where [contract.RecordSchema] says so, and its record's
// text is the model, encoded anew. One that can't be decoded, or is another user's, or has expired, is left
// out, counted and logged; it never hides its neighbours. To find that out takes long, so what was decoded
// for it is remembered as left out.
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

// Store is where members are read.
type Store interface {
	// List reads the members of the user's sets whose score is later than now, and not past the year
	// 9999, into lists, whose memory it uses again; a user whom nobody knows has none. An error means that
	// what is live is not known: store.ErrUnavailable, store.ErrBusy, store.ErrListTooLarge, store.ErrPermission,
	// store.ErrLayout.
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

// New connects what the contract says of records to where they are kept.
func New(schema *Schema, s Store, now func() time.Time) *Records {
	r := &Records{schema: schema, store: s, now: now, refusals: newRefusals(maxRefusals)}
	r.pool.New = func() any {
		return &List{records: r, sessionSeries: schema.session.scanner.Series(), refreshSeries: schema.refresh.scanner.Series()}
	}
	return r
}

// Schema returns what the contract says of records.
func (r *Records) Schema() *Schema { return r.schema }

// LeftOut is a member that is not a live record of the user, and why.
type LeftOut struct {
	Kind   store.Kind
	Reason string // one of the reasons below: a metric's label
	Rule   string // which rule it breaks, in the words of a writer's error, without anything of the member

	member []byte // until the list is released
}

// Fingerprint is that of the member's bytes, to find it in Redis by.
func (l LeftOut) Fingerprint() string { return store.Fingerprint(string(l.member)) }

// Why a member is left out.
const (
	reasonJSON    = "json"     // not one JSON object in UTF-8 with each name once
	reasonSchema  = "contract" // breaks the contract's schema
	reasonUser    = "user"     // another user's
	reasonExpiry  = "expiry"   // none, or one past the year 9999, or it has passed while its score has not
	reasonNoToken = "token"    // none, so it can't be accepted anywhere
)

// List is what a user may see: the live records, latest expiry first, ties by token and then by text. After Release it is
// used again; whoever reads only one need not call that.
type List struct {
	// LeftOut is what is not in it.
	LeftOut []LeftOut
	// Accepted says that the bearer which the list was read for is in it, live and not suspended.
	Accepted bool
	// Suspended says that it is in it, live and suspended. Never both.
	Suspended bool

	records  *Records
	bearer   string // that it was read for
	members  store.Lists
	sessions []Record
	refresh  []Record
	body     []byte
	hashed   []byte  // what refusal hashes,
	sum      refusal // and to what

	sessionSeries, refreshSeries *contract.Series
}

// maxPooled is how many bytes of text a list may hold while nobody uses it: 100 sessions and 100 refresh
// tokens of the usual 400 bytes, in the reply and in the body, take 160 kB.
const maxPooled = 4 << 20

// Release gives the list's memory back: neither it nor its body may be used any more.
func (l *List) Release() {
	clear(l.sessions) // texts that were written anew are not part of that memory
	clear(l.refresh)
	clear(l.LeftOut)
	l.bearer = ""
	if cap(l.body)+cap(l.hashed)+l.members.Cap() <= maxPooled {
		l.records.pool.Put(l)
	}
}

// List returns the live records of a user, and what had to be left out; and whether the bearer, if it is
// not empty, is among them. Errors are the store's.
func (r *Records) List(ctx context.Context, user, bearer string) (*List, error) {
	l := r.pool.Get().(*List) // it holds nothing else
	if err := r.store.List(ctx, user, &l.members); err != nil {
		return nil, err
	}
	// The moment of the answer: later than the store's, so nothing is shown that ended in between.
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
			l.Accepted, l.Suspended = !s.suspended, s.suspended // where one of several is suspended, all are
		}
	}
}

// readSet appends the members that are live records of the user to into.
func (l *List) readSet(into []Record, r *reader, series *contract.Series, members [][]byte, user string, now float64) []Record {
	series.Reset() // what was read before has given its memory to these members
	for _, member := range members {
		into = append(into, Record{})
		if v := l.read(r, series, member, user, now, &into[len(into)-1]); v.reason != "" {
			into = into[:len(into)-1]
			l.LeftOut = append(l.LeftOut, LeftOut{Kind: r.kind, Reason: v.reason, Rule: v.rule, member: member})
		}
	}
	return into
}

// Body returns the contract's response body, which is good until the next call of Body, OwnBody or Release.
// Both of its arrays are there, if empty.
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
