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

// Envelope is the constant part of an operation's responses, around arrays whose items can be checked individually.
// If FullCheck is nil, a response conforms if it consists of the envelope's parts and, between them, of items that
// each conform.
type Envelope struct {
	Status    int
	MediaType string
	// Parts are the texts before, between and after the arrays' items: one more than there are arrays.
	Parts [][]byte
	// FullCheck says why a response of conforming items may still not conform. The body of each response must then be
	// checked in full.
	FullCheck error

	items map[string]*openapi3.Schema // by the JSON pointer of their array
	names names
}

const mediaType = "application/json"

// Envelope returns the envelope of an operation's responses with a status, given one whose arrays are empty. Its
// arrays must be those with the JSON pointers (RFC 6901), in the order of the text.
func (c *Contract) Envelope(operation string, status int, empty []byte, arrays ...string) (*Envelope, error) {
	parts, found, err := split(empty)
	if err != nil || !slices.Equal(found, arrays) {
		return nil, fmt.Errorf("the response of %s has the arrays %q, not %q", operation, found, arrays)
	}
	response := c.response(operation, status)
	if response == nil || response.Content[mediaType] == nil || response.Content[mediaType].Schema == nil {
		return nil, fmt.Errorf("the contract has no %s with a schema for status %d of %s", mediaType, status, operation)
	}
	schema := response.Content[mediaType].Schema.Value
	e := &Envelope{Status: status, MediaType: mediaType, Parts: parts, items: map[string]*openapi3.Schema{}, names: c.names}
	var reasons []error
	if len(response.Headers) > 0 {
		reasons = append(reasons, errors.New("the response has headers"))
	}
	for _, array := range arrays {
		items, err := follow(schema, array)
		if items == nil {
			return nil, fmt.Errorf("the contract has no array %s in status %d of %s", array, status, operation)
		}
		e.items[array] = items
		reasons = append(reasons, err)
	}
	// The rest of the response is constant, so it is enough to check it now.
	value, err := decode(empty)
	if err == nil {
		err = visit(schema, value)
	}
	e.FullCheck = errors.Join(append(reasons, err)...)
	return e, nil
}

// RecordSchema returns the checks for the items of an array, or nil if the envelope has no such array. The values of
// exact properties are not repaired.
func (e *Envelope) RecordSchema(array string, exact ...string) *RecordSchema {
	if e.items[array] == nil {
		return nil
	}
	return newRecordSchema(e.items[array], e.names, exact)
}

func (c *Contract) response(operation string, status int) *openapi3.Response {
	for _, o := range c.Operations() {
		if o.ID != operation {
			continue
		}
		if response := o.route.Operation.Responses.Value(strconv.Itoa(status)); response != nil {
			return response.Value
		}
	}
	return nil
}

// split cuts a text at its empty arrays.
func split(empty []byte) (parts [][]byte, arrays []string, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(empty))
	from := 0
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return append(parts, empty[from:]), arrays, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if token.Kind() == jsontext.KindBeginArray {
			at := int(d.InputOffset())
			parts, from = append(parts, empty[from:at]), at
			arrays = append(arrays, string(d.StackPointer()))
		}
	}
}

// follow returns the schema of an array's items, and an error if a schema on the way to it has a rule that looks at
// more than one item.
func follow(schema *openapi3.Schema, array string) (items *openapi3.Schema, err error) {
	var reasons []error
	for name := range strings.SplitSeq(strings.TrimPrefix(array, "/"), "/") {
		if !onlyRules(schema, objectRules) {
			reasons = append(reasons, fmt.Errorf("the object around %q has a rule of its own", name))
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
		reasons = append(reasons, fmt.Errorf("the array %s has a rule about all of its items", array))
	}
	return schema.Items.Value, errors.Join(reasons...)
}

// objectRules removes the rules that look at each property alone, or only at the names of all.
func objectRules(s *openapi3.Schema) {
	s.Type, s.Nullable, s.Properties, s.Required = nil, false, nil, nil
	s.AdditionalProperties = openapi3.AdditionalProperties{}
}

// onlyRules reports whether a schema has only the rules that without removes. A keyword that this function does not
// list is taken for a rule.
func onlyRules(schema *openapi3.Schema, without func(*openapi3.Schema)) bool {
	rest := *schema
	rest.Extensions, rest.Origin, rest.XML, rest.ExternalDocs = nil, nil, nil, nil
	rest.Title, rest.Description, rest.Example, rest.Deprecated = "", "", nil, false
	without(&rest)
	return reflect.ValueOf(rest).IsZero()
}
