package conform

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// mask hides secrets, in each form in which a request or an answer may hold them.
type mask struct {
	secrets  []string // the longest first, since one may hold another
	replacer *strings.Replacer
}

const masked = "***"

// shortest is the fewest characters of a part of a credential that is masked on its own: shorter ones are in any text.
const shortest = 4

func newMask(credentials map[string]string) *mask {
	m := &mask{}
	for _, value := range credentials {
		m.hide(value)
		if user, password, pair := strings.Cut(value, ":"); pair && user != "" && len(password) >= shortest {
			m.hide(password)
		}
	}
	return m
}

// hide adds a secret and, if it is a JWT, its parts: what the header says is no secret; claims and signature are.
func (m *mask) hide(secret string) {
	m.add(secret)
	if parts := strings.Split(secret, "."); len(parts) == 3 {
		for _, part := range parts[1:] {
			if len(part) >= shortest {
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

// add adds the forms of a text.
func (m *mask) add(secret string) {
	plain := []string{secret}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		plain = append(plain, encoding.EncodeToString([]byte(secret)))
	}
	for _, text := range plain {
		for _, form := range escaped(text) {
			if form != "" && !slices.Contains(m.secrets, form) {
				m.secrets = append(m.secrets, form)
			}
		}
	}
}

// escaped are a text and what it is in JSON, in Go, in a URL and in HTML.
func escaped(text string) []string {
	inJSON, _ := json.Marshal(text) // a text always can be
	inGo, inQuery := strconv.Quote(text), url.QueryEscape(text)
	inHTML := html.EscapeString(text)
	return []string{text, string(inJSON[1 : len(inJSON)-1]), inGo[1 : len(inGo)-1], strings.ReplaceAll(text, "/", `\/`),
		inQuery, strings.ReplaceAll(inQuery, "+", "%20"), url.PathEscape(text),
		inHTML, strings.ReplaceAll(inHTML, "+", "&#43;")} // the last is html/template's
}

// Replace returns the text with each secret masked.
func (m *mask) Replace(text string) string {
	if m.replacer == nil {
		return text
	}
	return m.replacer.Replace(text)
}
