package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/net/http/httpguts"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// headers are header fields of each request, such as what a gateway in front of the server wants.
type headers struct {
	Header headerLines `config:"secret" env:"CONTRACTCHECK_HEADERS" placeholder:"NAME=VALUE" help:"A header field of each request to the server, such as what a gateway in front of it wants; repeatable. Values are masked as credentials are. The environment, which others on the machine can't see, takes several, one on each line."`
}

// headerLines are lines "name=value". They are not parsed before Run: kong's own errors quote the environment.
type headerLines []string

// Decode implements kong.MapperValue, for each flag or for the environment.
func (h *headerLines) Decode(d *kong.DecodeContext) error { return decodeLines(d, (*[]string)(h)) }

// decodeLines adds the lines of a flag, or of the environment.
func decodeLines(d *kong.DecodeContext, lines *[]string) error {
	var text string
	if err := d.Scan.PopValueInto("lines", &text); err != nil {
		return err
	}
	*lines = append(*lines, strings.Split(text, "\n")...)
	return nil
}

// ofTheConnection are the header fields that HTTP itself sets.
var ofTheConnection = []string{"Connection", "Content-Length", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

// fields returns the header fields. Its errors quote no value.
func (h headers) fields() (http.Header, error) {
	fields := http.Header{}
	for _, line := range h.Header {
		line = strings.TrimSpace(line)
		name, value, ok := strings.Cut(line, "=")
		switch {
		case line == "":
			continue
		case !ok || !httpguts.ValidHeaderFieldName(name):
			return nil, errors.New("a header must be NAME=VALUE, as in X-Tenant=42")
		case value == "":
			return nil, fmt.Errorf("the header %s is empty: is its variable set?", name)
		case !httpguts.ValidHeaderFieldValue(value):
			return nil, fmt.Errorf("the header %s has a control character", name)
		case slices.Contains(ofTheConnection, http.CanonicalHeaderKey(name)):
			return nil, fmt.Errorf("the header %s is set by HTTP itself", name)
		}
		fields.Add(name, value)
	}
	return fields, nil
}

// masked runs f with the header fields, and masks their values in what it reports.
func (h headers) masked(r *report.Report, f func(fields http.Header) error) error {
	fields, err := h.fields()
	if err != nil {
		return err
	}
	if len(fields) == 0 {
		return f(nil)
	}
	err = f(fields)
	contract, _ := os.ReadFile(r.Contract) // without it, nothing was compared
	secret := func(value string) bool { return !strings.Contains(string(contract), value) }
	says := maskOf(fields, secret)
	names := maskOf(fields, func(value string) bool { return secret(value) && isToken(value) })
	fact := maskOf(fields, func(value string) bool { return secret(value) && (isToken(value) || !word.MatchString(value)) })
	*r = *r.Replaced(says, names, fact)
	if err != nil {
		return errors.New(says(err.Error()))
	}
	return nil
}

// A value may be a word that is elsewhere too, as in "X-Env: users". A report that masked it everywhere would no longer name GET /users, and
// what was found would have another fingerprint. So what the contract has is no secret; a word that a message has by chance is masked in it,
// but not in the fingerprint; and names, such as those of operations, are masked only where they hold what is too long to be there by chance.

var word = regexp.MustCompile(`^[A-Za-z]+$`)

// isToken reports whether a value is so long that a text that has it must have got it from the header.
func isToken(value string) bool { return len(value) >= 16 }

// maskOf masks the values that are secret; of cookies each is one.
func maskOf(fields http.Header, secret func(value string) bool) func(text string) string {
	kept := http.Header{}
	for name, values := range fields {
		for _, value := range values {
			if name != "Cookie" {
				if secret(value) {
					kept.Add(name, value)
				}
				continue
			}
			for cookie := range strings.SplitSeq(value, ";") {
				cookie = strings.TrimSpace(cookie)
				if _, value, _ := strings.Cut(cookie, "="); secret(value) {
					kept.Add(name, cookie)
				}
			}
		}
	}
	return conform.MaskOf(kept)
}
