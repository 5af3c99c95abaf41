package main

import (
	"errors"
	"fmt"
	"net/http"
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

// masked runs f with the header fields, and masks their values in all that it reports.
func (h headers) masked(r *report.Report, f func(fields http.Header) error) error {
	fields, err := h.fields()
	if err != nil {
		return err
	}
	if len(fields) == 0 {
		return f(nil)
	}
	mask := conform.MaskOf(fields)
	err = f(fields)
	*r = *r.Replaced(mask)
	if err != nil {
		return errors.New(mask(err.Error()))
	}
	return nil
}
