package handlers

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// kind is how the records of one of the two kinds are read.
type kind struct {
	kind   store.Kind
	schema *contract.Record
	// Where the scan puts what decides.
	user, expiry, token, suspended int
	// model decodes a text into the kind's generated model, and makes the row of what it encodes to.
	model func(schema *contract.Record, text []byte) (row, error)
}

func newKind(k store.Kind, schema *contract.Record, model func(*contract.Record, []byte) (row, error)) *kind {
	return &kind{
		kind: k, schema: schema, model: model,
		user: schema.Place("user_id"), expiry: schema.Place("expiry"), token: schema.Place("token"), suspended: schema.Place("is_suspended"),
	}
}

// scan reads most members as they are written: flat, and without escapes where it matters here.
func (k *kind) scan(a *Answer, member []byte) (r row, ok bool) {
	if k.user < 0 || k.expiry < 0 || k.token < 0 {
		return r, false
	}
	a.fields = slices.Grow(a.fields[:0], k.schema.Places())[:k.schema.Places()]
	if !k.schema.Scan(member, a.fields) {
		return r, false
	}
	user, token := a.fields[k.user], a.fields[k.token]
	if !readable(member, token) || user.End != 0 && !readable(member, user) {
		return r, false
	}
	r = row{text: member, tokenAt: token.Start, expiry: a.fields[k.expiry].Number}
	if user.End != 0 {
		r.user = member[user.Start:user.End]
	}
	if k.suspended >= 0 {
		at := a.fields[k.suspended]
		r.suspended = string(member[at.Start:at.End]) == "true"
	}
	return r, true
}

// readable reports whether a field is a string that means what it is.
func readable(member []byte, f contract.Field) bool {
	return f.End != 0 && member[f.Start-1] == '"' && !f.Escaped
}

// decode reads any member, in time: it is decoded, checked, and encoded anew from the generated model,
// which has only what the contract declares. What is to be sent is checked again: the model writes a
// property that has to be there though the member lacks it.
func (k *kind) decode(member []byte, user string, now float64) (row, string) {
	r, err := k.model(k.schema, member)
	if err == nil {
		err = k.schema.Check(r.text)
	}
	switch {
	case errors.Is(err, contract.ErrJSON):
		return row{}, reasonJSON
	case err != nil:
		return row{}, reasonSchema
	}
	return r, r.unfit(user, now)
}

func decodeSession(schema *contract.Record, text []byte) (row, error) {
	var s gen.SessionObject
	err := schema.Decode(text, &s)
	return rowOfSession(s), err
}

func rowOfSession(s gen.SessionObject) row {
	return row{text: encode(s), spelled: []byte(s.Token), expiry: s.Expiry, suspended: s.IsSuspended, user: []byte(s.UserID)}
}

func decodeRefresh(schema *contract.Record, text []byte) (row, error) {
	var t gen.RefreshTokenObject
	err := schema.Decode(text, &t)
	r := row{text: encode(t), spelled: []byte(value(t.Token)), expiry: float64(value(t.Expiry))}
	if t.UserID != nil {
		r.user = []byte(*t.UserID)
	}
	return r, err
}

// encode writes a generated model. Strings, numbers and truth values can always be written.
func encode(model any) []byte {
	text, _ := json.Marshal(model)
	return text
}

func value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}
