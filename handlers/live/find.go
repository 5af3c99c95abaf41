package live

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// Found is what a holder of a token is told about its live record.
type Found struct {
	Expiry float64 // Unix seconds
	// Suspended says that the record is not accepted: a session that is marked, a refresh token whose session is
	// marked and which therefore can't be rotated, or any record of a suspended user.
	Suspended       bool
	AccountID, Role string
}

// foundNames are the properties from which a [Found] is made, in the order of a scan's fields.
var foundNames = []string{"account_id", "role", "refresh_token"}

const (
	accountField = iota
	roleField
	refreshField
)

// UserSuspended reports whether all of the user's sessions are suspended, whatever their records say.
func (l *List) UserSuspended() bool { return l.members.UserSuspended }

// Find returns the live record of a kind that has a token.
func (l *List) Find(kind store.Kind, token string) (Found, bool) {
	records, r := l.sessions, l.records.schema.session
	if kind == store.Refresh {
		records, r = l.refresh, l.records.schema.refresh
	}
	for i := range records {
		record := &records[i]
		if token == "" || string(record.token) != token {
			continue
		}
		texts := foundTexts(r.found.Series(), record.text)
		f := Found{Expiry: record.expiry, Suspended: record.suspended, AccountID: texts[accountField], Role: texts[roleField]}
		if kind == store.Refresh {
			f.Suspended = l.grantSuspended(token)
		}
		return f, true
	}
	return Found{}, false
}

// grantSuspended reports whether a session that names the refresh token is suspended, or the user is.
func (l *List) grantSuspended(token string) bool {
	if l.members.UserSuspended {
		return true
	}
	for i := range l.sessions {
		if s := &l.sessions[i]; s.suspended && foundTexts(l.records.schema.session.found.Series(), s.text)[refreshField] == token {
			return true
		}
	}
	return false
}

// foundTexts returns the values of foundNames in a record's text.
func foundTexts(series *contract.Series, text []byte) (values [3]string) {
	if !series.Scan(text) { // if no scanner can check the contract
		var object map[string]any
		_ = json.Unmarshal(text, &object) // it is known to conform
		for i, name := range foundNames {
			values[i], _ = object[name].(string)
		}
		return values
	}
	for i, f := range series.Fields {
		switch {
		case !f.String: // missing, or null
		case f.Escaped:
			value, _ := jsontext.AppendUnquote(nil, text[f.Start-1:f.End+1]) // checked by the scan
			values[i] = string(value)
		default:
			values[i] = string(text[f.Start:f.End])
		}
	}
	return values
}
