package credential

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
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

// Presented is a credential as a request presents it: the name of its scheme, and the header's raw value.
type Presented struct {
	Scheme string
	Value  string `json:"-"`
}

// Format hides the value, whatever the verb.
func (p Presented) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "credential of "+p.Scheme) }

// Present returns the credentials that the request presents, one for each scheme; or [ErrMissing],
// [ErrNoScheme] or [ErrAmbiguous]. Presence decides, not content: an empty header presents a credential that
// does not hold. An Authorization header of another scheme than Bearer, such as a proxy adds, presents none.
//
// Where there are two, both must hold, and for the same user: the caller looks after that, as after whether
// the operation at hand accepts either scheme.
func (s *Schemes) Present(r *http.Request) (presented []Presented, err error) {
	if hasQueryToken(r.URL) {
		return nil, ErrAmbiguous
	}
	err = ErrMissing
	for i := range s.connected {
		c := &s.connected[i]
		values := r.Header[c.header]
		switch {
		case len(values) == 0:
		case len(values) > 1:
			return nil, ErrAmbiguous // a proxy might have read the other one
		case c.bearer && isBareToken(values[0]):
			err = ErrNoScheme
		case c.bearer && foreign(values[0]):
		case c.bearer: // first, since the store is not needed to refuse it
			presented = slices.Insert(presented, 0, Presented{c.name, values[0]})
		default:
			presented = append(presented, Presented{c.name, values[0]})
		}
	}
	if len(presented) == 0 {
		return nil, err
	}
	return presented, nil
}

// isBareToken reports whether a header's value is a JWT without a scheme before it.
func isBareToken(value string) bool {
	return strings.Count(value, ".") == 2 && strings.IndexFunc(value, func(c rune) bool { return c != '.' && notNameChar(c) }) < 0
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

// Verify verifies credentials that Present has returned. All of them must hold, and stand for one user.
func (s *Schemes) Verify(ctx context.Context, presented []Presented) (all Principal, err error) {
	for _, p := range presented {
		one, err := s.verify(ctx, p)
		if err != nil {
			return Principal{}, err
		}
		if all.User != "" && all.User != one.User {
			return Principal{}, ErrOtherUser
		}
		all.User, all.Bearer = one.User, cmp.Or(all.Bearer, one.Bearer)
	}
	return all, nil
}

func (s *Schemes) verify(ctx context.Context, p Presented) (Principal, error) {
	for _, c := range s.connected {
		if c.name == p.Scheme {
			return c.verifier.Verify(ctx, p.Value)
		}
	}
	return Principal{}, fmt.Errorf("verify a credential: no security scheme %q", p.Scheme)
}
