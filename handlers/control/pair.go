package control

import (
	"bytes"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// pair is a session and its refresh token as raw JSON, because a model would change the token "x\ud83d". Refresh is
// nil if there is none.
type pair struct {
	Session jsontext.Value `json:"session"`
	Refresh jsontext.Value `json:"refresh"`
}

// named holds what this package reads of a record. Names are case-sensitive, and a repeated one is an error.
type named struct {
	Token        string `json:"token"`
	RefreshToken string `json:"refresh_token"`
}

// readRecord decodes a record. An unpaired surrogate in a text that is only shown is no reason to refuse it; in a
// token it is, which the store checks.
func readRecord(text []byte, into any) error {
	return json.Unmarshal(text, into, jsontext.AllowInvalidUTF8(true))
}

// pairOf reads the records of a body that the contract allows, and refuses two that are no pair: both could be
// stored, but the session would outlive its refresh token.
func pairOf(body []byte) (p pair, err error) {
	if readRecord(body, &p) != nil {
		return pair{}, contract.ErrRequest // a repeated name, for example
	}
	var session, refresh named
	if readRecord(p.Session, &session) != nil || p.Refresh != nil && readRecord(p.Refresh, &refresh) != nil {
		return pair{}, contract.ErrRequest
	}
	if p.Refresh != nil && session.RefreshToken != refresh.Token {
		return pair{}, errNotPair
	}
	return p, nil
}

// fingerprints returns those of the two tokens; that of the refresh token is nil if there is none.
func (p pair) fingerprints() (session string, refresh *string) {
	var of named
	_ = readRecord(p.Session, &of) // pairOf has read it
	session = store.Fingerprint(of.Token)
	if p.Refresh != nil {
		_ = readRecord(p.Refresh, &of)
		fingerprint := store.Fingerprint(of.Token)
		refresh = &fingerprint
	}
	return session, refresh
}

// endingBy returns the pair with expiries no later than end, in Unix seconds.
func (p pair) endingBy(end int64) pair {
	return pair{Session: endingBy(p.Session, end), Refresh: endingBy(p.Refresh, end)}
}

// endingBy lowers a record's expiry to end if it is later, and leaves all other bytes unchanged.
func endingBy(text []byte, end int64) []byte {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != jsontext.KindBeginObject {
		return text
	}
	for d.PeekKind() == jsontext.KindString {
		name, err := d.ReadToken()
		if err != nil {
			return text
		}
		isExpiry := name.String() == "expiry"
		value, err := d.ReadValue()
		if err != nil {
			return text
		}
		if !isExpiry {
			continue
		}
		expiry, err := strconv.ParseFloat(string(value), 64)
		if err != nil || math.IsNaN(expiry) || expiry <= float64(end) {
			return text
		}
		at := int(d.InputOffset())
		return bytes.Join([][]byte{text[:at-len(value)], text[at:]}, strconv.AppendInt(nil, end, 10))
	}
	return text
}
