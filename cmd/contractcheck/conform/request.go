package conform

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// request is an HTTP request, encoded as it is sent.
type request struct {
	method  string
	path    string      // escaped, relative to the base URL
	query   []string    // escaped, each one "name=value"
	header  http.Header // keys are sent as written, and each value as a field of its own
	cookies []string    // each one "name=value"
	body    []byte      // nil without a body

	variables map[string]string // of the path, not escaped
}

func (q *request) clone() *request {
	c := *q
	c.query, c.header, c.cookies = slices.Clone(q.query), q.header.Clone(), slices.Clone(q.cookies)
	return &c
}

// without returns the query without the named parameter.
func (q *request) without(name string) []string {
	return slices.DeleteFunc(slices.Clone(q.query), func(pair string) bool {
		escaped, _, _ := strings.Cut(pair, "=")
		written, err := url.QueryUnescape(escaped)
		return err == nil && written == name
	})
}

// add adds a header field.
func (q *request) add(name, value string) { q.header[name] = append(q.header[name], value) }

// Other media types can't be generated.
var (
	errBody      = errors.New("its body is neither JSON nor a form")
	errParameter = errors.New("its value is not JSON")
)

// request generates a request without a credential.
func (o *operation) request(g *generator) (*request, error) {
	q := &request{method: o.route.Method, header: http.Header{"Accept": {"application/json, */*;q=0.5"}}}
	values := map[string]string{} // by "{name}"
	for _, p := range o.parameters {
		_, isKnown := g.known(p)
		if !p.Required && p != g.override && !isKnown && (g.examples && example(p) == nil || !g.examples && g.rng.IntN(2) == 0) {
			continue
		}
		texts, err := o.parameter(p, g)
		if err != nil {
			return nil, fmt.Errorf("parameter %q: %w", p.Name, err)
		}
		switch p.In {
		case openapi3.ParameterInPath:
			values["{"+p.Name+"}"] = strings.Join(texts, "")
		case openapi3.ParameterInQuery:
			q.query = append(q.query, texts...)
		case openapi3.ParameterInHeader:
			q.add(p.Name, strings.Join(texts, ""))
		case openapi3.ParameterInCookie:
			q.cookies = append(q.cookies, texts...)
		}
	}
	path, query, hasQuery := strings.Cut(o.route.Path, "?") // the contract's paths are appended to a URL
	q.path, q.variables = fillPath(path, values), map[string]string{}
	for variable, value := range values {
		unescaped, err := url.PathUnescape(value)
		if err != nil {
			return nil, err
		}
		q.variables[strings.Trim(variable, "{}")] = unescaped
	}
	if hasQuery {
		q.query = append([]string{fillPath(query, values)}, q.query...)
	}
	if o.body != nil && (o.body.Required || g.examples || g.rng.IntN(4) > 0) {
		return q, o.fill(q, g)
	}
	return q, nil
}

// fillPath replaces the variables of a path with their escaped values. It also escapes characters that a URL's path
// can't have: spaces, #, which would end the path, and non-ASCII characters.
func fillPath(path string, values map[string]string) string {
	var b strings.Builder
	at := 0
	for _, variable := range template.FindAllStringIndex(path, -1) {
		name := path[variable[0]:variable[1]]
		b.WriteString(escapeLiteral(path[at:variable[0]]))
		if value, ok := values[name]; ok {
			b.WriteString(value)
		} else {
			b.WriteString(escapeLiteral(name))
		}
		at = variable[1]
	}
	b.WriteString(escapeLiteral(path[at:]))
	return b.String()
}

// escapeLiteral escapes a part of a path, leaving existing escapes as they are.
func escapeLiteral(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c == '%' && escapedByte.MatchString(text[i:]), strings.IndexByte("-._~!$&'()*+,;=:@/?", c) >= 0,
			'0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

var escapedByte = regexp.MustCompile("^%[0-9A-Fa-f]{2}")

// fill generates the request's body.
func (o *operation) fill(q *request, g *generator) error {
	for _, name := range slices.Sorted(maps.Keys(o.body.Content)) {
		if !isJSON(name) && !isForm(name) {
			continue
		}
		media := o.body.Content[name]
		value := mediaExample(media)
		if !g.examples || value == nil {
			if media.Schema == nil {
				return errors.New("its body has no schema")
			}
			var err error
			in := generator{rng: g.rng, examples: g.examples, simple: isForm(name), strict: g.strict}
			if value, err = in.conforming(media.Schema.Value, func(any) bool { return true }); err != nil {
				return fmt.Errorf("body: %w", err)
			}
		}
		q.header["Content-Type"] = []string{name}
		body, err := encode(name, value)
		q.body = body
		return err
	}
	if o.body.Required {
		return errBody
	}
	return nil
}

// isJSON reports whether a media type is JSON.
func isJSON(mediaType string) bool {
	name, _, err := mime.ParseMediaType(mediaType)
	return err == nil && (name == "application/json" || strings.HasSuffix(name, "+json"))
}

// isForm reports whether a media type is that of a form without files.
func isForm(mediaType string) bool {
	name, _, err := mime.ParseMediaType(mediaType)
	return err == nil && name == "application/x-www-form-urlencoded"
}

// encode encodes a value as a body of the media type. In a form, a list is encoded as repeated values.
func encode(mediaType string, value any) ([]byte, error) {
	if !isForm(mediaType) {
		return json.Marshal(value)
	}
	value, err := decoded(value)
	if err != nil {
		return nil, err
	}
	object, is := value.(map[string]any)
	if !is {
		return nil, errors.New("its form is not an object")
	}
	form := url.Values{}
	for name, property := range object {
		if property == nil {
			continue // forms can't express null
		}
		list, is := property.([]any)
		if !is {
			list = []any{property}
		}
		for _, item := range list {
			form.Add(name, primitive(item))
		}
	}
	return []byte(form.Encode()), nil
}

// decode is the inverse of encode, except that values in a form are decoded as strings.
func decode(mediaType string, body []byte) (value any, err error) {
	if !isForm(mediaType) {
		return value, json.Unmarshal(body, &value)
	}
	form, err := url.ParseQuery(string(body))
	object := map[string]any{}
	for name, values := range form {
		object[name] = values[0]
	}
	return object, err
}

// mediaExample returns the example of a media type, or nil.
func mediaExample(media *openapi3.MediaType) any {
	if media.Example != nil {
		return media.Example
	}
	return firstExample(media.Examples)
}

// firstExample returns the first example by name, or nil.
func firstExample(examples openapi3.Examples) any {
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		if e := examples[name].Value; e != nil && e.Value != nil {
			return e.Value
		}
	}
	return nil
}

// newRNG returns the random number generator for a round of an operation. It does not depend on other requests.
func newRNG(seed uint64, name string, round int) *rand.Rand {
	stream := fnv.New64a()
	fmt.Fprintf(stream, "%s %d", name, round)
	return rand.New(rand.NewPCG(seed, stream.Sum64())) //nolint:gosec // must be reproducible
}
