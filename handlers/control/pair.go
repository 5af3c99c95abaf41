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

// pair is a session and its refresh token, as texts: as they came, since a model would make another token of
// "x\ud83d". Refresh is nil where there is none.
type pair struct {
	Session jsontext.Value `json:"session"`
	Refresh jsontext.Value `json:"refresh"`
}

// named is what this package reads of a record. Names are matched exactly, each may stand once.
type named struct {
	Token        string `json:"token"`
	RefreshToken string `json:"refresh_token"`
}

// readRecord reads a record. Half an emoji in a text that is only shown is no reason to refuse it; in a token it is,
// which the store says.
func readRecord(text []byte, into any) error {
	return json.Unmarshal(text, into, jsontext.AllowInvalidUTF8(true))
}

// pairOf reads the records of a body that the contract allows, and refuses two that are no pair: both could be
// kept, and the session would go on when its refresh token ends.
func pairOf(body []byte) (p pair, err error) {
	if readRecord(body, &p) != nil {
		return pair{}, contract.ErrRequest // a name that is there twice, say
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

// fingerprints are those of the two tokens; that of the refresh token is nil where there is none.
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

// endingBy returns the pair with an expiry that is no later than the end, Unix seconds.
func (p pair) endingBy(end int64) pair {
	return pair{Session: endingBy(p.Session, end), Refresh: endingBy(p.Refresh, end)}
}

// endingBy replaces the value of a record's expiry, and leaves all other bytes as they are.
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
