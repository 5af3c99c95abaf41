package live

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// tokens are the properties that hold tokens. For other sessions, fingerprints may be shown instead.
var tokens = []string{"token", "refresh_token"}

// ShowsFingerprints returns an error if the contract does not allow [List.OwnBody], because it has a rule about
// tokens that a fingerprint may break.
func (s *Schema) ShowsFingerprints() error {
	for _, r := range []*reader{s.session, s.refresh} {
		for _, name := range tokens {
			if !r.schema.TakesAnyText(name) {
				return fmt.Errorf("the contract has a rule about %s of a %s that a fingerprint may break", name, r.kind)
			}
		}
	}
	return nil
}

// OwnBody is [List.Body] with fingerprints (store.Fingerprint) in place of all tokens except those of the session
// whose bearer the list was read for. Equal tokens have equal fingerprints, and an empty token stays empty.
func (l *List) OwnBody() []byte {
	s := l.records.schema
	parts := s.envelope.Parts
	l.body = append(l.body[:0], parts[0]...)
	l.body = appendOwn(l.body, s.session, l.sessions, l.bearer)
	l.body = append(l.body, parts[1]...)
	l.body = appendOwn(l.body, s.refresh, l.refresh, "") // a refresh token is never the caller's session
	l.body = append(l.body, parts[2]...)
	return l.body
}

func appendOwn(body []byte, r *reader, records []Record, bearer string) []byte {
	series := r.tokens.Series()
	for i := range records {
		if i > 0 {
			body = append(body, ',')
		}
		record := &records[i]
		switch {
		case bearer != "" && string(record.token) == bearer:
			body = append(body, record.text...)
		case series.Scan(record.text):
			body = appendFingerprints(body, record.text, series.Fields)
		default: // if no scanner can check the contract
			body = append(body, fingerprintsAnew(record.text)...)
		}
	}
	return body
}

// appendFingerprints appends a text with fingerprints in place of its token fields.
func appendFingerprints(body, text []byte, fields []contract.Field) []byte {
	first, second := fields[0], fields[1]
	if second.Start < first.Start {
		first, second = second, first
	}
	from := 0
	for _, f := range []contract.Field{first, second} {
		if f.Start == f.End || !f.String { // missing, empty, or null
			continue
		}
		token := text[f.Start:f.End]
		if f.Escaped {
			token, _ = jsontext.AppendUnquote(nil, text[f.Start-1:f.End+1]) // checked by the scan
		}
		body = append(append(body, text[from:f.Start]...), store.Fingerprint(string(token))...)
		from = f.End
	}
	return append(body, text[from:]...)
}

func fingerprintsAnew(text []byte) []byte {
	var object map[string]any
	_ = json.Unmarshal(text, &object) // it is known to conform
	for _, name := range tokens {
		if token, ok := object[name].(string); ok && token != "" {
			object[name] = store.Fingerprint(token)
		}
	}
	return encode(object)
}
