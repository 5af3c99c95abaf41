package conform

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/time/rate"
)

// run is the state of one [Run].
type run struct {
	contract    *contract
	credentials map[string]string
	base        string
	seed        uint64
	limit       int
	limiter     *rate.Limiter
	skip        map[string]bool
	client      *http.Client
	mask        *mask

	sent, answered int
	notFound       int             // answers with 404
	gone           int             // requests in a row for which there was no connection, or no answer in time
	silence        error           // what to say if nothing is answered
	made           map[string]bool // generated requests, to ask each once
	findings       []Finding
	known          map[string]bool // findings, in essence
	found          map[string]int  // findings by kind, also those that are not kept
	unchecked      []string
	incomplete     bool
}

const (
	timeout      = 10 * time.Second
	longestBody  = 16 << 20 // bytes of an answer that are read
	patience     = 5        // requests without an answer before any had one, or in a row without a connection or in time
	rounds       = 6        // of generated requests for each operation
	slow         = "timeout"
	userAgent    = "contractcheck"
	formOfBasic  = "user:password"
	headerBearer = "Bearer "
	headerBasic  = "Basic "
)

// What ends a run early, without making it an error.
var (
	errBound = errors.New("the bound on requests was reached")
	errGone  = errors.New("the server does not answer any more")
)

func newRun(c Config, contract *contract) (*run, error) {
	base, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, errors.New("the base URL must be like https://host/path") // not shown: it may hold a password
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the base URL must have no user, no query and no fragment")
	case c.Requests <= 0:
		return nil, fmt.Errorf("the bound on requests is %d: it must be greater than zero", c.Requests)
	case c.Rate < 0:
		return nil, fmt.Errorf("the rate is %g requests a second: it must be positive, or zero for no limit", c.Rate)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Credentials)) {
		scheme, value := contract.schemes[name], c.Credentials[name]
		if scheme == nil {
			return nil, fmt.Errorf("the contract has no security scheme %q: it has %s", name,
				cmp.Or(strings.Join(slices.Sorted(maps.Keys(contract.schemes)), ", "), "none"))
		}
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, fmt.Errorf("the credential for %s is empty or has a control character", name)
		}
		if scheme.Type != "apiKey" && !isBasic(scheme) && len(value) >= len(headerBearer) && strings.EqualFold(value[:len(headerBearer)], headerBearer) {
			return nil, fmt.Errorf("the credential for %s: give it without the word Bearer", name)
		}
		if isBasic(scheme) && !strings.Contains(value, ":") {
			return nil, fmt.Errorf("the credential for %s must be %s", name, formOfBasic)
		}
	}
	r := &run{
		contract: contract, credentials: c.Credentials, base: strings.TrimSuffix(base.String(), "/"), seed: c.Seed, limit: c.Requests,
		limiter: rate.NewLimiter(rate.Inf, 1), skip: map[string]bool{}, client: newClient(c.Client),
		mask: newMask(c.Credentials), made: map[string]bool{}, known: map[string]bool{}, found: map[string]int{},
	}
	if c.Rate > 0 {
		r.limiter.SetLimit(rate.Limit(c.Rate))
	}
	for _, name := range c.Skip {
		if !slices.ContainsFunc(Checks, func(c Check) bool { return c.Name == name }) {
			return nil, fmt.Errorf("there is no check %q: there are %s", name, strings.Join(checkNames(), ", "))
		}
		r.skip[name] = true
	}
	return r, nil
}

// newClient follows no redirect: a credential must not go to another host.
func newClient(given *http.Client) *http.Client {
	c := http.Client{Timeout: timeout}
	if given != nil {
		c = *given
	} else if transport, is := http.DefaultTransport.(*http.Transport); is {
		// A connection for each request: one that hangs up does not spoil the next, and nothing is sent again unseen.
		transport = transport.Clone()
		transport.DisableKeepAlives = true
		c.Transport = transport
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	cut    bool // it was longer than longestBody
	sent   *request
	asked  *http.Request
}

// ask sends a request. Without an answer it returns nil, and has reported that. An error ends the run.
func (r *run) ask(ctx context.Context, operation string, q *request) (*answer, error) {
	if r.sent >= r.limit {
		return nil, errBound
	}
	if err := r.limiter.Wait(ctx); err != nil {
		return nil, err
	}
	asked, err := http.NewRequestWithContext(ctx, q.method, r.url(q), bytes.NewReader(q.body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	asked.Header = q.header.Clone()
	asked.Header.Set("User-Agent", userAgent)
	if len(q.cookies) > 0 {
		asked.Header["Cookie"] = append([]string{strings.Join(q.cookies, "; ")}, asked.Header["Cookie"]...)
	}
	r.sent++
	response, err := r.client.Do(asked)
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	defer response.Body.Close() //nolint:errcheck // all that is wanted was read
	r.answered++
	if response.StatusCode == http.StatusNotFound {
		r.notFound++
	}
	a := &answer{status: response.StatusCode, header: response.Header, sent: q, asked: asked}
	a.body, err = io.ReadAll(io.LimitReader(response.Body, longestBody+1))
	if err != nil {
		return nil, r.unanswered(ctx, operation, q, err)
	}
	r.gone = 0
	if a.cut = len(a.body) > longestBody; a.cut {
		r.uncheck("%s: an answer is longer than %d bytes: its body was not checked", operation, longestBody)
	}
	return a, nil
}

func (r *run) unanswered(ctx context.Context, operation string, q *request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	what := kind(err)
	r.silence = fmt.Errorf("none of the first %d requests was answered: %s: is the server running at this address?", r.sent, what)
	if r.answered == 0 && r.sent >= min(patience, r.limit) {
		return r.silence
	}
	r.report(operation, checkNoAnswer, "an answer", "none: "+what, q)
	var refused *net.OpError
	if r.gone++; what != slow && (!errors.As(err, &refused) || refused.Op != "dial") {
		r.gone = 0
	}
	if r.gone >= patience {
		return errGone
	}
	return nil
}

// kind says what went wrong without addresses and ports, which are others each time.
func kind(err error) string {
	var timed interface{ Timeout() bool }
	switch {
	case errors.As(err, &timed) && timed.Timeout():
		return slow
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was closed"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

func (r *run) url(q *request) string {
	u := r.base + q.path
	if len(q.query) > 0 {
		u += "?" + strings.Join(q.query, "&")
	}
	return u
}

// curl writes a command for a POSIX shell; bytes outside of printable ASCII need one that knows $'...'.
func (r *run) curl(q *request) string {
	words := []string{"curl", "-i", "--globoff"}
	if q.method == http.MethodHead {
		words = append(words, "--head")
	} else {
		words = append(words, "-X", q.method)
	}
	for _, name := range slices.Sorted(maps.Keys(q.header)) {
		for _, value := range q.header[name] {
			line := name + ": " + value
			if value == "" {
				line = name + ";" // curl's way to send an empty one
			}
			words = append(words, "-H", quote(r.mask.Replace(line)))
		}
	}
	if len(q.cookies) > 0 {
		words = append(words, "-H", quote(r.mask.Replace("Cookie: "+strings.Join(q.cookies, "; "))))
	}
	if q.body != nil {
		words = append(words, "--data-raw", quote(r.mask.Replace(string(q.body))))
	}
	return strings.Join(append(words, quote(r.mask.Replace(r.url(q)))), " ")
}

func quote(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}
