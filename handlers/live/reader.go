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
	tokens  *contract.Scanner // finds the tokens; one of its own, since few ask for that
	found   *contract.Scanner // finds what a [Found] has; likewise
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
	return &reader{
		kind: kind, schema: schema, decode: decode,
		scanner: schema.Scanner("user_id", "expiry", "token", "is_suspended"), tokens: schema.Scanner(tokens...), found: schema.Scanner(foundNames...),
	}
}

// verdict is why a member is no live record of the user; the zero verdict is that it is one.
type verdict struct{ reason, rule string }

// The rules besides the contract's, worded as store.Put words them.
var (
	foreign  = verdict{reasonUser, "its user_id is another user's"}
	tooLate  = verdict{reasonExpiry, "its expiry is past the year 9999: is it in milliseconds?"}
	noExpiry = verdict{reasonExpiry, "it has no expiry, or one of zero"}
	expired  = verdict{reasonExpiry, "its expiry has passed"} // the only one that a clock can change
	noToken  = verdict{reasonNoToken, "it has no token"}
)

// read reads a member into a record, or returns why it is no live record of the user. A member that only
// readAnew can read, or can't, is looked up first among those that were left out before.
func (l *List) read(r *reader, series *contract.Series, member []byte, user string, now float64, record *Record) verdict {
	if series.Follow(member) {
		if whose, ok := scanned(member, series.Fields, record); ok {
			return judge(whose, record, user, now)
		}
	}
	known, m := l.records.refusals, l.refusal(r.kind, user, member)
	if v, ok := known.verdict(m, now); ok {
		return v
	}
	if series.Scan(member) {
		if whose, ok := scanned(member, series.Fields, record); ok {
			return judge(whose, record, user, now)
		}
	}
	anew, whose, v := r.readAnew(member)
	if v == (verdict{}) {
		*record, v = anew, judge(whose, &anew, user, now)
	}
	if v != (verdict{}) {
		known.add(m, v, anew.expiry)
	}
	return v
}

// judge says whether a record that conforms is a live one of the user.
func judge(whose owner, record *Record, user string, now float64) verdict {
	switch {
	case !whose.is(user):
		return foreign
	case record.expiry > store.LastExpiry:
		return tooLate
	case record.expiry == 0:
		return noExpiry
	case record.expiry <= now:
		return expired
	case len(record.token) == 0:
		return noToken
	}
	return verdict{}
}

// scanned makes a record of a member that is sent as it is, as most are: flat, and without escapes where it
// matters here.
func scanned(member []byte, fields []contract.Field, record *Record) (whose owner, ok bool) {
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
func (r *reader) readAnew(member []byte) (Record, owner, verdict) {
	record, whose, err := r.decode(r.schema, member)
	if err == nil {
		err = r.schema.CheckSent(record.text)
	}
	switch {
	case errors.Is(err, contract.ErrJSON):
		return Record{}, owner{}, verdict{reasonJSON, err.Error()}
	case err != nil:
		return Record{}, owner{}, verdict{reasonSchema, err.Error()}
	}
	return record, whose, verdict{}
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
