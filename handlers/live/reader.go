package live

import (
	"errors"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// reader reads the members of one of a user's two sets.
type reader struct {
	kind    store.Kind
	schema  *contract.RecordSchema
	scanner *contract.Scanner
	// decode reads any conforming text into the kind's generated model, and encodes that.
	decode func(schema *contract.RecordSchema, text []byte) (Record, owner, error)
}

// The properties that decide about a record, by their fields of a scan.
const (
	userField = iota
	expiryField
	tokenField
	suspendedField
)

// owner is whose record it is. The contract allows a refresh token to leave its user out; it is then the
// user's in whose set it is.
type owner struct {
	user  []byte
	given bool
}

func (o owner) is(user string) bool { return !o.given || string(o.user) == user }

func newReader(kind store.Kind, schema *contract.RecordSchema, decode func(*contract.RecordSchema, []byte) (Record, owner, error)) *reader {
	return &reader{kind: kind, schema: schema, scanner: schema.Scanner("user_id", "expiry", "token", "is_suspended"), decode: decode}
}

// read reads a member of a user's set into a record, or returns why it is no live record of the user.
func (r *reader) read(member []byte, series *contract.Series, user string, now float64, left *remembered, set []byte, record *Record) leftOut {
	if series.ScanKnown(member) {
		if whose, ok := scanned(member, series, record); ok {
			return r.judge(record, whose, user, now)
		}
	}
	mac := left.mac(set, member)
	if known, ok := left.all.Get(mac); ok {
		return known
	}
	if series.Scan(member) { // of a layout that is new
		if whose, ok := scanned(member, series, record); ok {
			return r.judge(record, whose, user, now)
		}
	}
	var whose owner
	var why leftOut
	if *record, whose, why = r.readAnew(member); why.reason == "" {
		why = r.judge(record, whose, user, now)
	}
	if why.reason != "" && why.reason != reasonExpiry {
		left.all.Add(mac, why)
	}
	return why
}

// judge says why what conforms is no live record of the user.
func (r *reader) judge(record *Record, whose owner, user string, now float64) leftOut {
	switch {
	case !whose.is(user):
		return leftOut{reasonUser, "its user_id is another user's"}
	case record.expiry <= now:
		return leftOut{reasonExpiry, "its expiry has passed, and its score has not"}
	case record.expiry > store.LastExpiry:
		return leftOut{reasonExpiry, "its expiry is past the year 9999: is it in milliseconds?"}
	case len(record.token) == 0:
		return leftOut{reasonNoToken, "it has no token"}
	}
	return leftOut{}
}

// scanned reads most members, which are sent as they are: flat, and without escapes where it matters here. The
// series has scanned the member.
func scanned(member []byte, series *contract.Series, record *Record) (whose owner, ok bool) {
	fields := series.Fields
	user, token := &fields[userField], &fields[tokenField]
	if !token.String || token.Escaped || user.End != 0 && (!user.String || user.Escaped) {
		return whose, false
	}
	record.text, record.token, record.expiry = member, member[token.Start:token.End], fields[expiryField].Number
	if suspended := &fields[suspendedField]; suspended.End != 0 && !suspended.String {
		record.suspended = member[suspended.Start] == 't'
	}
	return owner{member[user.Start:user.End], user.End != 0}, true
}

// readAnew reads any member, in time: it is decoded, checked, and encoded anew from the generated model,
// which has only what the contract declares. What is to be sent is checked again: the model writes a
// property that has to be there though the member lacks it.
func (r *reader) readAnew(member []byte) (Record, owner, leftOut) {
	record, whose, err := r.decode(r.schema, member)
	if err == nil {
		err = r.schema.Check(record.text)
	}
	switch {
	case errors.Is(err, contract.ErrJSON):
		return Record{}, owner{}, leftOut{reasonJSON, err.Error()}
	case err != nil:
		return Record{}, owner{}, leftOut{reasonSchema, err.Error()}
	}
	return record, whose, leftOut{}
}

func decodeSession(schema *contract.RecordSchema, text []byte) (Record, owner, error) {
	var s gen.SessionObject
	if err := schema.Decode(text, &s); err != nil {
		return Record{}, owner{}, err
	}
	return Record{text: encode(s), token: []byte(s.Token), expiry: s.Expiry, suspended: s.IsSuspended}, owner{[]byte(s.UserID), true}, nil
}

func decodeRefresh(schema *contract.RecordSchema, text []byte) (Record, owner, error) {
	var t gen.RefreshTokenObject
	if err := schema.Decode(text, &t); err != nil {
		return Record{}, owner{}, err
	}
	return Record{text: encode(t), token: []byte(value(t.Token)), expiry: float64(value(t.Expiry))}, owner{[]byte(value(t.UserID)), t.UserID != nil}, nil
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
