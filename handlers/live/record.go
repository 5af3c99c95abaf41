package live

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/quiva-ai/session-tokens/gen"
)

// Record is a member that is a live record of its user.
type Record struct {
	text      []byte // as it is sent
	token     []byte
	expiry    float64 // Unix seconds
	suspended bool    // only sessions can be
}

// sortRecords sorts by expiry, latest first, then by token, then by text. The store sorts by score, which is mostly
// the expiry, so most lists are in order. Members of one score come in reverse order, which this sort reverses in one
// pass; a stable sort would not.
func sortRecords(records []Record) {
	for i := 1; i < len(records); i++ {
		if records[i-1].expiry <= records[i].expiry && compare(&records[i-1], &records[i]) > 0 {
			slices.SortFunc(records, func(a, b Record) int { return compare(&a, &b) })
			return
		}
	}
}

func compare(a, b *Record) int {
	if c := cmp.Compare(b.expiry, a.expiry); c != 0 {
		return c
	}
	if c := bytes.Compare(a.token, b.token); c != 0 {
		return c
	}
	return bytes.Compare(a.text, b.text)
}

// suspendTwins marks sessions whose token is suspended in another record, as plain ZADD can leave two sessions with
// one token. Such a token is not accepted, so no record may say that it is.
func suspendTwins(sessions []Record, r *reader) []Record {
	var suspended map[string]bool
	for i := range sessions {
		if sessions[i].suspended {
			if suspended == nil {
				suspended = map[string]bool{}
			}
			suspended[string(sessions[i].token)] = true
		}
	}
	if suspended == nil {
		return sessions
	}
	kept := sessions[:0]
	for _, twin := range sessions {
		ok := true
		if !twin.suspended && suspended[string(twin.token)] {
			twin, ok = suspend(twin, r)
		}
		if ok { // the marked one is kept in any case
			kept = append(kept, twin)
		}
	}
	return kept
}

// suspendAll marks the sessions of a suspended user.
func suspendAll(sessions []Record, r *reader) []Record {
	kept := sessions[:0]
	for _, session := range sessions {
		ok := true
		if !session.suspended {
			session, ok = suspend(session, r)
		}
		if ok {
			kept = append(kept, session)
		}
	}
	return kept
}

// suspend returns a session's record with the mark. It reports false if the marked record would not conform.
func suspend(twin Record, r *reader) (marked Record, ok bool) {
	var s gen.SessionObject
	if r.schema.Decode(twin.text, &s) != nil {
		return Record{}, false
	}
	s.IsSuspended = true
	marked = Record{text: encode(s), token: twin.token, expiry: twin.expiry, suspended: true}
	return marked, r.schema.CheckSent(marked.text) == nil
}

// encode encodes a generated model, which can't fail.
func encode(model any) []byte {
	text, _ := json.Marshal(model)
	return text
}

// Models returns the records as the contract's models, in the order of the list.
func (l *List) Models() (sessions []gen.SessionObject, refresh []gen.RefreshTokenObject, err error) {
	sessions, refresh = make([]gen.SessionObject, len(l.sessions)), make([]gen.RefreshTokenObject, len(l.refresh))
	for i := range sessions {
		if err := l.records.schema.session.schema.Decode(l.sessions[i].text, &sessions[i]); err != nil {
			return nil, nil, err
		}
	}
	for i := range refresh {
		if err := l.records.schema.refresh.schema.Decode(l.refresh[i].text, &refresh[i]); err != nil {
			return nil, nil, err
		}
	}
	return sessions, refresh, nil
}
