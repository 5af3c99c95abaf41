package credential

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// Schemes are the contract's security schemes, each with its verifier.
type Schemes struct {
	connected []connected
}

type connected struct {
	name     string
	header   string // canonical
	bearer   bool
	verifier Verifier
}

// Connect joins each scheme to the verifier of the same name. A contract that this package could
// only half enforce is refused here, when the server starts, with all its problems at once.
func Connect(schemes []contract.SecurityScheme, operations []*contract.Operation, verifiers map[string]Verifier) (*Schemes, error) {
	var problems []error
	s := &Schemes{}
	declared := map[string]bool{}
	readBy := map[string]string{} // header -> scheme
	for _, scheme := range schemes {
		declared[scheme.Name] = true
		header, err := headerOf(scheme)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		verifier := verifiers[scheme.Name]
		if verifier == nil {
			problems = append(problems, fmt.Errorf("security scheme %q has no verifier", scheme.Name))
			continue
		}
		// One value can't say which of two schemes it is meant for.
		if other, taken := readBy[header]; taken {
			problems = append(problems, fmt.Errorf("security schemes %q and %q read the same header", other, scheme.Name))
			continue
		}
		readBy[header] = scheme.Name
		s.connected = append(s.connected, connected{scheme.Name, header, scheme.Type == "http", verifier})
	}
	for _, operation := range operations {
		problems = append(problems, checkOperation(operation, declared)...)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return s, nil
}

func headerOf(s contract.SecurityScheme) (string, error) {
	switch {
	case s.Type == "http" && strings.EqualFold(s.Scheme, "bearer"):
		return "Authorization", nil
	case s.Type == "apiKey" && s.In == "header" && s.Header != "":
		return http.CanonicalHeaderKey(s.Header), nil
	}
	return "", fmt.Errorf("security scheme %q is of a type that can't be read: only http bearer and apiKey in a header can", s.Name)
}

func checkOperation(o *contract.Operation, declared map[string]bool) (problems []error) {
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("operation %q "+format, append([]any{o.ID}, args...)...))
	}
	if len(o.Security) == 0 {
		problem("needs no credential: declare its security")
	}
	for _, together := range o.Security {
		switch {
		case len(together) == 0:
			problem("can be called without a credential: remove the empty alternative from its security")
		case len(together) > 1:
			problem("needs the security schemes %q at once: only one at a time is supported", together)
		}
		for _, name := range together {
			if !declared[name] {
				problem("uses the security scheme %q, which is not declared", name)
			}
		}
	}
	return problems
}

// Present says which scheme the request presents, and the header's raw value; or ErrMissing, or
// ErrAmbiguous. Whether the operation at hand accepts that scheme is for the caller to check.
//
// Presence decides, not content: a request that carries two headers might be read one way here and
// the other way by a proxy, so it is refused even if one of them is empty.
func (s *Schemes) Present(r *http.Request) (scheme, value string, err error) {
	if hasQueryToken(r.URL) {
		return "", "", ErrAmbiguous
	}
	var found *connected
	for i := range s.connected {
		values := r.Header[s.connected[i].header]
		if len(values) == 0 {
			continue
		}
		if found != nil || len(values) > 1 {
			return "", "", ErrAmbiguous
		}
		found, value = &s.connected[i], values[0]
	}
	if found == nil || found.bearer && foreign(value) {
		return "", "", ErrMissing
	}
	return found.name, value, nil
}

// foreign reports whether an Authorization header is of another scheme than Bearer. What only starts
// like a bearer ("Bearer", "Bearer,x") is none: its verifier refuses it.
func foreign(value string) bool {
	word := value
	if end := strings.IndexFunc(value, notNameChar); end >= 0 {
		word = value[:end]
	}
	return word != "" && !strings.EqualFold(word, "Bearer")
}

// hasQueryToken looks for RFC 6750 2.3's parameter, which this service does not take: URLs are
// logged. net/url drops what it can't parse, and a server behind a proxy may not, so look here.
func hasQueryToken(u *url.URL) bool {
	if u == nil {
		return false
	}
	for pair := range strings.FieldsFuncSeq(u.RawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if name == "access_token" {
			return true
		}
	}
	return false
}

// Verify verifies the value under the named scheme, one that Present named.
func (s *Schemes) Verify(ctx context.Context, scheme, value string) (Principal, error) {
	for _, c := range s.connected {
		if c.name == scheme {
			return c.verifier.Verify(ctx, value)
		}
	}
	return Principal{}, fmt.Errorf("verify a credential: no security scheme %q", scheme)
}
