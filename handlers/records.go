package handlers

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/known"
	"github.com/quiva-ai/session-tokens/store"
)

// Records decides which of the members in the store a client may see. Every program may write to
// Redis, so a member is a record only after it was found to be one. What was found is remembered.
type Records struct {
	store            Store
	now              func() time.Time
	frame            *contract.Frame
	session, refresh *kind
	known            *known.Table
	answers          sync.Pool
}

// The operation whose answer the records are, and where its lists are in it.
const (
	listOperation = "getSessionTokens"
	sessionList   = "/data/auth"
	refreshList   = "/data/refresh"
)

// NewRecords finds the records' schemas in the contract. It remembers next to nothing of what it has
// checked: that is for a [Server].
func NewRecords(c *contract.Contract, s Store, now func() time.Time) (*Records, error) {
	return newRecords(c, s, now, 0)
}

func newRecords(c *contract.Contract, s Store, now func() time.Time, memory int) (*Records, error) {
	empty, err := json.Marshal(gen.SessionTokens{Data: gen.SessionTokensData{Auth: []gen.SessionObject{}, Refresh: []gen.RefreshTokenObject{}}})
	if err != nil {
		return nil, err
	}
	frame, err := c.Frame(listOperation, 200, append(empty, '\n'), sessionList, refreshList)
	if err != nil {
		return nil, err
	}
	var seed [8]byte
	_, _ = rand.Read(seed[:]) // it never fails
	r := &Records{
		store: s, now: now, frame: frame,
		session: newKind(store.Session, frame.Record(sessionList), decodeSession),
		refresh: newKind(store.Refresh, frame.Record(refreshList), decodeRefresh),
		known:   known.NewTable(memory, binary.LittleEndian.Uint64(seed[:])),
	}
	r.answers.New = func() any { return &Answer{pool: &r.answers} }
	return r, nil
}

// Check says whether a text conforms to the contract's schema of its kind. It is what a store needs
// before it may put one.
func (r *Records) Check(kind store.Kind, text []byte) error {
	if kind == store.Refresh {
		return r.refresh.schema.Check(text)
	}
	return r.session.schema.Check(text)
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

// Answer is what a user may see. After Release it is used again; whoever asks once need not call that.
type Answer struct {
	// Body is the contract's answer: the live records of the user, latest expiry first, ties by token.
	// Both lists are there, if empty.
	Body []byte
	// LeftOut is what is not in it.
	LeftOut []LeftOut
	// Accepted says that the bearer which the list was read for is in it, live and not suspended.
	Accepted bool

	lists  store.Lists
	rows   []row
	fields []contract.Field
	pool   *sync.Pool
}

// keep is how many bytes of text an answer may hold while nobody uses it: 100 sessions and 100 refresh
// tokens of the usual 400 bytes, in the reply and in the body, take 160 kB.
const keep = 4 << 20

// Release gives the answer's memory back: it must not be used any more.
func (a *Answer) Release() {
	if cap(a.Body)+a.lists.Cap() <= keep {
		a.pool.Put(a)
	}
}

// Of returns the live records of a user, and what had to be left out; and whether the bearer, if it is
// not empty, is among them. Errors are the store's.
func (r *Records) Of(ctx context.Context, user, bearer string) (*Answer, error) {
	a, ok := r.answers.Get().(*Answer)
	if !ok {
		return nil, errors.New("no answer to fill")
	}
	if err := r.fill(ctx, a, user, bearer); err != nil {
		return nil, err
	}
	return a, nil
}

func (r *Records) fill(ctx context.Context, a *Answer, user, bearer string) error {
	if err := r.store.List(ctx, user, &a.lists); err != nil {
		return err
	}
	// The moment of the answer: later than the store's, so nothing is shown that ended in between.
	now := float64(r.now().UnixMilli()) / 1000
	a.LeftOut = a.LeftOut[:0]
	a.Body = append(a.Body[:0], r.frame.Parts[0]...)
	a.Accepted = r.list(a, r.session, a.lists.Sessions, a.lists.SessionsText, user, bearer, now)
	a.Body = append(a.Body, r.frame.Parts[1]...)
	r.list(a, r.refresh, a.lists.Refresh, a.lists.RefreshText, user, "", now)
	a.Body = append(a.Body, r.frame.Parts[2]...)
	return nil
}

// list appends the records of one list to the body. A list that is as it was when all of its members
// were last found good is known as a whole, for the bearer that it was read for; any other is read
// member by member. It reports whether the bearer is in the list, live and not suspended.
func (r *Records) list(a *Answer, k *kind, members [][]byte, text []byte, user, bearer string, now float64) (accepted bool) {
	if len(members) == 0 {
		return false
	}
	whole := r.known.Print(text).In(r.known.Print([]byte("list " + string(k.kind) + " " + bearer + " " + user)))
	if fact, ok := r.known.Find(whole); ok && factExpiry(fact) > now {
		for i, member := range members {
			a.append(i, member)
		}
		return fact&factFlag != 0
	}
	r.rows(a, k, members, user, now)
	asTheyCame := sortRows(a.rows)
	if k == r.session {
		a.rows = r.suspendTwins(a.rows)
	}
	asTheyCame = asTheyCame && len(a.rows) == len(members)
	earliest := math.Inf(1)
	for i := range a.rows {
		row := &a.rows[i]
		a.append(i, row.text)
		accepted = accepted || bearer != "" && !row.suspended && row.is(bearer)
		asTheyCame = asTheyCame && row.spelled == nil
		earliest = min(earliest, row.expiry)
	}
	if fact, ok := packFact(math.Floor(earliest*1000)/1000, 0, accepted); ok && asTheyCame {
		r.known.Add(whole, fact)
	}
	return accepted
}

func (a *Answer) append(place int, record []byte) {
	if place > 0 {
		a.Body = append(a.Body, ',')
	}
	a.Body = append(a.Body, record...)
}

// rows reads the members that are live records of the user into the answer's rows.
func (r *Records) rows(a *Answer, k *kind, members [][]byte, user string, now float64) {
	a.rows = a.rows[:0]
	scope := r.known.Print([]byte("member " + string(k.kind) + " " + user))
	for _, member := range members {
		found, reason := r.row(a, k, scope, member, user, now)
		if reason != "" {
			a.LeftOut = append(a.LeftOut, LeftOut{Kind: k.kind, Reason: reason, Member: store.Fingerprint(string(member))})
			continue
		}
		a.rows = append(a.rows, found)
	}
}

// row returns what a member is, or why it is no live record of the user.
func (r *Records) row(a *Answer, k *kind, scope known.Print, member []byte, user string, now float64) (found row, reason string) {
	fingerprint := r.known.Print(member).In(scope)
	if fact, ok := r.known.Find(fingerprint); ok {
		if found = unpack(fact, member); found.expiry <= now {
			reason = reasonExpiry
		}
		return found, reason
	}
	found, ok := k.scan(a, member)
	if !ok {
		return k.decode(member, user, now)
	}
	if reason = found.unfit(user, now); reason != "" {
		return found, reason
	}
	if fact, ok := found.pack(); ok {
		r.known.Add(fingerprint, fact)
	}
	return found, ""
}

// suspendTwins: plain ZADD can leave two sessions with one token. A token that is suspended in one of
// them is not accepted, so no row may say that it is.
func (r *Records) suspendTwins(rows []row) []row {
	var suspended map[string]bool
	for i := range rows {
		if rows[i].suspended {
			if suspended == nil {
				suspended = map[string]bool{}
			}
			suspended[string(rows[i].token())] = true
		}
	}
	if suspended == nil {
		return rows
	}
	kept := rows[:0]
	for _, twin := range rows {
		ok := true
		if !twin.suspended && suspended[string(twin.token())] {
			twin, ok = twin.suspend(r.session.schema)
		}
		if ok { // the one that bears the mark is there all the same
			kept = append(kept, twin)
		}
	}
	return kept
}
