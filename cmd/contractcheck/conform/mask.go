package conform

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// mask hides secrets, in each form in which a request or an answer may hold them.
type mask struct {
	secrets  []string // the longest first, since one may hold another
	replacer *strings.Replacer
}

const masked = "***"

func newMask(credentials map[string]string) *mask {
	m := &mask{}
	for _, value := range credentials {
		m.hide(value)
		if user, password, pair := strings.Cut(value, ":"); pair && user != "" {
			m.hide(password)
		}
		// Of a JWT, what the header says is no secret; claims and signature are.
		if parts := strings.Split(value, "."); len(parts) == 3 {
			m.hide(parts[1])
			m.hide(parts[2])
		}
	}
	return m
}

// hide adds a secret.
func (m *mask) hide(secret string) {
	inJSON, _ := json.Marshal(secret) // a text always can be
	forms := []string{secret, string(inJSON[1 : len(inJSON)-1]), url.QueryEscape(secret), url.PathEscape(secret),
		strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"), strings.ReplaceAll(secret, "/", `\/`)}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		encoded := encoding.EncodeToString([]byte(secret))
		forms = append(forms, encoded, url.QueryEscape(encoded))
	}
	for _, form := range forms {
		if form != "" && !slices.Contains(m.secrets, form) {
			m.secrets = append(m.secrets, form)
		}
	}
	slices.SortFunc(m.secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, form := range m.secrets {
		pairs = append(pairs, form, masked)
	}
	m.replacer = strings.NewReplacer(pairs...)
}

// Replace returns the text with each secret masked.
func (m *mask) Replace(text string) string {
	if m.replacer == nil {
		return text
	}
	return m.replacer.Replace(text)
}
