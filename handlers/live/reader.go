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
	tokens  *contract.Scanner // finds the tokens; a separate one, since few callers need it
	found   *contract.Scanner // finds the properties of a [Found]; likewise
	// decode decodes any conforming text into the kind's generated model, and encodes that.
	decode func(schema *contract.RecordSchema, text []byte) (Record, owner, error)
}

// The properties that decide about a record, in the order of a scan's fields.
const (
	userField = iota
	expiryField
	tokenField
	suspendedField
)

// owner is the user of a record. The contract lets a refresh token omit its user; it then belongs to the user in
// whose set it is.
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

// verdict is why a member is no live record of the user; it is zero for a live record.
type verdict struct{ reason, rule string }

// The rules beyond the contract's, in the words of store.Put.
var (
	foreign  = verdict{reasonUser, "its user_id is another user's"}
	tooLate  = verdict{reasonExpiry, "its expiry is past the year 9999: is it in milliseconds?"}
	noExpiry = verdict{reasonExpiry, "it has no expiry, or one of zero"}
	expired  = verdict{reasonExpiry, "its expiry has passed"} // the only verdict that the clock can change
	noToken  = verdict{reasonNoToken, "it has no token"}
)

// read reads a member into record, or returns why it is no live record of the user. A member that needs readAnew is
// first looked up among those that were left out before.
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

// judge decides whether a conforming record is a live one of the user.
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

// scanned makes a record of a member that is sent unchanged, as most are: flat, and without escapes in the properties
// that matter here.
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

// readAnew reads any member, at a cost: it is decoded, checked, and encoded again from the generated model, which has
// only what the contract declares. The result is checked again, since the model writes a required property even if
// the member lacks it.
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
