package conform

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// mask replaces secrets with ***, in each encoding in which a request or response may contain them.
type mask struct {
	secrets  []string // the longest first, since one may contain another
	replacer *strings.Replacer
}

const masked = "***"

// minMaskedPart is the minimum length of a part of a credential that is masked separately: shorter ones occur in
// any text.
const minMaskedPart = 4

// MaskOf returns a function that masks the values of header fields as those of credentials are.
func MaskOf(header http.Header) func(text string) string { return newMask(nil, header).Replace }

func newMask(credentials map[string]string, header http.Header) *mask {
	m := &mask{}
	for _, value := range credentials {
		m.hide(value)
		if user, password, pair := strings.Cut(value, ":"); pair && user != "" && len(password) >= minMaskedPart {
			m.hide(password)
		}
	}
	for name, values := range header {
		for _, value := range values {
			m.hideHeader(name, value)
		}
	}
	return m
}

// hideHeader adds the value of a header field, and what in it is a secret alone, unless it is so short that it may be in any text.
func (m *mask) hideHeader(name, value string) {
	secrets := []string{value}
	if scheme, rest, ok := strings.Cut(value, " "); ok {
		secrets = append(secrets, rest)
		if decoded, err := base64.StdEncoding.DecodeString(rest); err == nil && strings.EqualFold(scheme, "Basic") {
			_, password, _ := strings.Cut(string(decoded), ":")
			secrets = append(secrets, string(decoded), password)
		}
	}
	if strings.EqualFold(name, "Cookie") {
		for _, cookie := range strings.Split(value, ";") {
			_, secret, _ := strings.Cut(cookie, "=")
			secrets = append(secrets, secret)
		}
	}
	for _, secret := range secrets {
		if len(secret) >= minMaskedPart {
			m.hide(secret)
		}
	}
}

// hide adds a secret and, if it is a JWT, its claims and signature; its header is no secret.
func (m *mask) hide(secret string) {
	m.add(secret)
	if parts := strings.Split(secret, "."); len(parts) == 3 {
		for _, part := range parts[1:] {
			if len(part) >= minMaskedPart {
				m.add(part)
			}
		}
	}
	slices.SortFunc(m.secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, form := range m.secrets {
		pairs = append(pairs, form, masked)
	}
	m.replacer = strings.NewReplacer(pairs...)
}

// add adds a secret, plain and base64-encoded, each also escaped as in JSON, Go, URLs and HTML.
func (m *mask) add(secret string) {
	encodings := []string{secret}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		encodings = append(encodings, encoding.EncodeToString([]byte(secret)))
	}
	for _, text := range encodings {
		for _, form := range escaped(text) {
			if form != "" && !slices.Contains(m.secrets, form) {
				m.secrets = append(m.secrets, form)
			}
		}
	}
}

// escaped returns a text as it is and escaped as in JSON, Go, URLs and HTML.
func escaped(text string) []string {
	inJSON, _ := json.Marshal(text) // never fails for a string
	inGo, inQuery := strconv.Quote(text), url.QueryEscape(text)
	inHTML := html.EscapeString(text)
	return []string{text, string(inJSON[1 : len(inJSON)-1]), inGo[1 : len(inGo)-1], strings.ReplaceAll(text, "/", `\/`),
		inQuery, strings.ReplaceAll(inQuery, "+", "%20"), url.PathEscape(text),
		inHTML, strings.ReplaceAll(inHTML, "+", "&#43;")} // the last is what html/template writes
}

// Replace returns the text with all secrets masked.
func (m *mask) Replace(text string) string {
	if m.replacer == nil {
		return text
	}
	return m.replacer.Replace(text)
}
