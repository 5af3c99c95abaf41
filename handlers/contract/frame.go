package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// Frame is the part of an operation's answers that is always the same, around lists of which each item
// can be checked one by one. If Whole is nil, then an answer conforms that is made of the frame's
// parts and, between them, of items that each conform.
type Frame struct {
	Status    int
	MediaType string
	// Parts are the texts before, between and after the lists' items: one more than there are lists.
	Parts [][]byte
	// Whole says why items that conform do not yet make an answer that does. Each answer must then be
	// checked as a whole.
	Whole error

	items map[string]*openapi3.Schema // by the JSON pointer of their list
}

const mediaType = "application/json"

// Frame makes the frame of an operation's answers with a status from one whose lists are empty. The
// operation's lists must be those of the JSON pointers, in the order of the text.
func (c *Contract) Frame(operation string, status int, empty []byte, lists ...string) (*Frame, error) {
	parts, found, err := split(empty)
	if err != nil || !slices.Equal(found, lists) {
		return nil, fmt.Errorf("the frame of %s has the lists %q, not %q", operation, found, lists)
	}
	response := c.response(operation, status)
	if response == nil || response.Content[mediaType] == nil || response.Content[mediaType].Schema == nil {
		return nil, fmt.Errorf("the contract has no %s with a schema for status %d of %s", mediaType, status, operation)
	}
	schema := response.Content[mediaType].Schema.Value
	f := &Frame{Status: status, MediaType: mediaType, Parts: parts, items: map[string]*openapi3.Schema{}}
	var spans []error
	if len(response.Headers) > 0 {
		spans = append(spans, errors.New("the answer has headers"))
	}
	for _, list := range lists {
		items, err := follow(schema, list)
		if items == nil {
			return nil, fmt.Errorf("the contract has no list %s in status %d of %s", list, status, operation)
		}
		f.items[list] = items
		spans = append(spans, err)
	}
	// The rest of the answer is always the same, so what holds for it now always holds.
	value, err := decode(empty)
	if err == nil {
		err = visit(schema, value)
	}
	f.Whole = errors.Join(append(spans, err)...)
	return f, nil
}

// Record returns the checks for the items of a list, or nil if the frame has no such list.
func (f *Frame) Record(list string) *Record {
	if f.items[list] == nil {
		return nil
	}
	return newRecord(f.items[list])
}

func (c *Contract) response(operation string, status int) *openapi3.Response {
	for _, methods := range c.operations {
		for _, o := range methods {
			if o.ID != operation {
				continue
			}
			if response := o.route.Operation.Responses.Value(strconv.Itoa(status)); response != nil {
				return response.Value
			}
		}
	}
	return nil
}

// split cuts a text at its empty lists.
func split(empty []byte) (parts [][]byte, lists []string, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(empty))
	from := 0
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return append(parts, empty[from:]), lists, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if token.Kind() == jsontext.KindBeginArray {
			at := int(d.InputOffset())
			parts, from = append(parts, empty[from:at]), at
			lists = append(lists, string(d.StackPointer()))
		}
	}
}

// follow returns the schema of a list's items, and an error if a schema on the way to it has a rule
// that looks at more than one item.
func follow(schema *openapi3.Schema, list string) (items *openapi3.Schema, err error) {
	var spans []error
	for _, name := range strings.Split(strings.TrimPrefix(list, "/"), "/") {
		if !onlyRules(schema, objectRules) {
			spans = append(spans, fmt.Errorf("the object around %q has a rule of its own", name))
		}
		ref := schema.Properties[name]
		if ref == nil || ref.Value == nil {
			return nil, nil
		}
		schema = ref.Value
	}
	if schema.Items == nil || schema.Items.Value == nil {
		return nil, nil
	}
	if !onlyRules(schema, func(s *openapi3.Schema) { s.Type, s.Nullable, s.Items = nil, false, nil }) {
		spans = append(spans, fmt.Errorf("the list %s has a rule about all of its items", list))
	}
	return schema.Items.Value, errors.Join(spans...)
}

// objectRules are those that look at each property alone, or at the names of all.
func objectRules(s *openapi3.Schema) {
	s.Type, s.Nullable, s.Properties, s.Required = nil, false, nil, nil
	s.AdditionalProperties = openapi3.AdditionalProperties{}
}

// onlyRules reports whether a schema has no other rules than those that without takes out. What is
// not known here is a rule.
func onlyRules(schema *openapi3.Schema, without func(*openapi3.Schema)) bool {
	rest := *schema
	rest.Extensions, rest.Origin, rest.XML, rest.ExternalDocs = nil, nil, nil, nil
	rest.Title, rest.Description, rest.Example, rest.Deprecated = "", "", nil, false
	without(&rest)
	return reflect.ValueOf(rest).IsZero()
}
