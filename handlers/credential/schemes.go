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
//
// A request may present several credentials, as a client does that has a field for each. Then all of them must hold,
// for the same user, even those that the operation would not ask for: a caller who sends a credential wants to be its
// user, and an expired credential must not be silently ignored.
type Schemes struct {
	connected []connected // bearers first: they are verified without the store
}

type connected struct {
	name     string
	header   string // canonical
	bearer   bool
	verifier Verifier
}

// Connect joins each scheme to the verifier of the same name. A contract that this package could enforce only in part
// is refused here, when the server starts, with all its problems at once.
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
		// One value can't say for which of two schemes it is meant.
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
	slices.SortStableFunc(s.connected, func(a, b connected) int {
		switch {
		case a.bearer == b.bearer:
			return 0
		case a.bearer:
			return -1
		}
		return 1
	})
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

// Presented is a credential as a request presents it.
type Presented struct {
	Scheme string // the contract's name of it
	Value  string `json:"-"` // the header's raw value
}

// Format hides the value, whatever the verb.
func (p Presented) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "credential for "+p.Scheme) }

// Present returns the credentials that the request presents, at least one; or ErrMissing, ErrNoScheme or
// ErrAmbiguous. The caller checks whether the operation accepts any of them.
//
// Presence decides, not content: an empty header is a credential that does not hold. A repeated header might be read
// one way here and another way by a proxy, so it is refused, whatever its values. An Authorization of another scheme
// than Bearer is ignored: proxies and test servers put theirs there.
func (s *Schemes) Present(r *http.Request) (presented []Presented, err error) {
	if hasQueryToken(r.URL) {
		return nil, &refusal{ErrAmbiguous, "bearer in the query"}
	}
	missing := ErrMissing
	for i := range s.connected {
		c := &s.connected[i]
		values := r.Header[c.header]
		switch {
		case len(values) == 0:
		case len(values) > 1:
			return nil, &refusal{ErrAmbiguous, "a credential's header twice"}
		case c.bearer && foreign(values[0]):
			if isBareToken(values[0]) {
				missing = ErrNoScheme
			}
		default:
			presented = append(presented, Presented{c.name, values[0]})
		}
	}
	if len(presented) == 0 {
		return nil, missing
	}
	return presented, nil
}

// isBareToken reports whether an Authorization header is just a JWT, or one behind a word that some libraries use
// instead of Bearer.
func isBareToken(value string) bool {
	if word, rest, ok := strings.Cut(value, " "); ok {
		if !strings.EqualFold(word, "JWT") && !strings.EqualFold(word, "Token") {
			return false
		}
		value = strings.TrimLeft(rest, " ")
	}
	header, rest, _ := strings.Cut(value, ".")
	payload, signature, ok := strings.Cut(rest, ".")
	return ok && header != "" && payload != "" && !strings.ContainsFunc(header+payload+signature, notNameChar)
}

// foreign reports whether an Authorization header is of another scheme than Bearer. One that only begins like a
// bearer ("Bearer", "Bearer,x") is not: its verifier refuses it.
func foreign(value string) bool {
	word := value
	if end := strings.IndexFunc(value, notNameChar); end >= 0 {
		word = value[:end]
	}
	return word != "" && !strings.EqualFold(word, "Bearer")
}

// hasQueryToken looks for the query parameter of RFC 6750, section 2.3, which this service does not accept because
// URLs are logged. It parses the query itself, since net/url drops what it can't parse, and a server behind a proxy
// may not.
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

// Verify verifies all credentials that Present found, and returns the user for whom they stand. It returns the first
// error, or ErrTwoUsers.
func (s *Schemes) Verify(ctx context.Context, presented []Presented) (caller Principal, err error) {
	for i, p := range presented {
		who, err := s.verify(ctx, p)
		if err != nil {
			return Principal{}, err
		}
		if i > 0 && who.User != caller.User {
			return Principal{}, ErrTwoUsers
		}
		caller.User, caller.Bearer = who.User, cmp.Or(caller.Bearer, who.Bearer)
	}
	return caller, nil
}

func (s *Schemes) verify(ctx context.Context, p Presented) (Principal, error) {
	for _, c := range s.connected {
		if c.name == p.Scheme {
			return c.verifier.Verify(ctx, p.Value)
		}
	}
	return Principal{}, fmt.Errorf("verify a credential: no security scheme %q", p.Scheme)
}
