package live

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/store"
)

// ShowOwnTokenOnly has lists show tokens to nobody but who presents them: of all sessions but the one whose token
// is the bearer, and of all refresh tokens, token and refresh_token are fingerprints. It is called before the
// first List. The error says that the contract has a rule for tokens which a fingerprint breaks.
func (r *Records) ShowOwnTokenOnly() error {
	for _, reader := range []*reader{r.schema.session, r.schema.refresh} {
		for _, name := range []string{"token", "refresh_token"} {
			if !reader.schema.Allows(name, store.Fingerprint("")) {
				return errors.New("the contract does not allow a fingerprint as " + name)
			}
		}
	}
	r.ownOnly = true
	return nil
}

// conceal writes fingerprints in place of the tokens in a record's text, which is a flat object that conforms.
// Two that were the same are the same still, so a session still names its refresh token. It reports false for
// a text that it can't read, which must not be shown.
func (r *Record) conceal() bool {
	d := jsontext.NewDecoder(bytes.NewReader(r.text))
	if _, err := d.ReadToken(); err != nil {
		return false
	}
	var concealed []byte
	from := 0 // of what is not copied yet
	for d.PeekKind() == jsontext.KindString {
		name, err := d.ReadToken()
		if err != nil {
			return false
		}
		wanted := name.String() == "token" || name.String() == "refresh_token"
		value, err := d.ReadValue()
		if err != nil {
			return false
		}
		if !wanted || value.Kind() != jsontext.KindString || string(value) == `""` {
			continue
		}
		token, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			return false
		}
		end := int(d.InputOffset())
		concealed = append(concealed, r.text[from:end-len(value)]...)
		concealed = append(append(append(concealed, '"'), store.Fingerprint(string(token))...), '"')
		from = end
	}
	if _, err := d.ReadToken(); err != nil { // the end of the object
		return false
	}
	r.text = append(concealed, r.text[from:]...)
	return true
}

// concealed returns the records that were concealed, but for the one with the token, if it is not empty.
func concealed(records []Record, but string) []Record {
	kept := records[:0]
	for _, r := range records {
		if but != "" && string(r.token) == but || r.conceal() {
			kept = append(kept, r)
		}
	}
	return kept
}
