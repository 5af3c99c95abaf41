package contract

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Errors of a [RecordSchema], to be recognised with errors.Is.
var (
	// ErrJSON means that a text is not exactly one JSON object in UTF-8 with each name once, or is nested more than
	// 100 levels deep.
	ErrJSON = errors.New("it is not one JSON object, in UTF-8, with each name once")
	// ErrSchema means that an object breaks the contract's schema.
	ErrSchema = errors.New("it breaks the contract")
)

// RecordSchema checks texts against one of the contract's schemas. It is safe for concurrent use.
//
// Two faults are repaired, since the contract allows what remains without them:
//
//   - A string with an unpaired surrogate, such as a truncated "x\ud83d", is still JSON, but each reader decodes it
//     differently (RFC 8259, section 8.2). The surrogate is replaced by U+FFFD, except in an exact property.
//   - An optional property whose value breaks nothing but its format, such as "email":"", is omitted: a client that
//     checks formats would refuse the whole answer.
type RecordSchema struct {
	schema     *openapi3.Schema
	properties []property     // nil if the schema can't be checked property by property
	index      map[string]int // of the properties, by name
	names      names
	exact      []string // properties whose values must be exactly the writer's
}

// newRecordSchema finds out how texts of the schema can be checked.
func newRecordSchema(schema *openapi3.Schema, names names, exact []string) *RecordSchema {
	declared := slices.Sorted(maps.Keys(schema.Properties))
	r := &RecordSchema{schema: schema, properties: splitRules(schema, declared), index: map[string]int{}, names: names, exact: exact}
	for i := range r.properties {
		r.index[r.properties[i].name] = i
	}
	return r
}

// TakesAnyText reports whether a property may have any string as its value, whatever the rest of the text. The value
// of an undeclared property is never sent.
func (r *RecordSchema) TakesAnyText(name string) bool {
	i, declared := r.index[name]
	return r.properties != nil && (!declared || !r.properties[i].checked && r.properties[i].schema.Type.Is(openapi3.TypeString))
}

// Check returns nil if the text is one JSON object that conforms, if need be after the repairs described at
// [RecordSchema]. Properties that the contract does not declare are allowed, as the contract allows them. Errors:
// [ErrJSON], [ErrSchema].
func (r *RecordSchema) Check(text []byte) error {
	_, _, err := r.object(text)
	return err
}

// CheckSent is Check for a text that is sent unchanged: nothing may need repair.
func (r *RecordSchema) CheckSent(text []byte) error {
	_, mended, err := r.object(text)
	if err == nil && mended {
		err = fmt.Errorf("%w: it has to be mended", ErrSchema)
	}
	return err
}

// Decode checks the text and decodes it into a generated model, repaired, and without any properties that the
// contract does not declare. Errors: [ErrJSON], [ErrSchema].
//
// It decodes the checked value, so that what was checked is what is read: encoding/json would match names
// case-insensitively, and refuse 1.7e9 as an integer, which the contract allows.
func (r *RecordSchema) Decode(text []byte, model any) error {
	object, _, err := r.object(text)
	if err != nil {
		return err
	}
	checked, err := json.Marshal(object)
	if err != nil {
		return ErrJSON
	}
	if err := json.Unmarshal(checked, model); err != nil {
		return fmt.Errorf("%w: a value does not fit its type", ErrSchema)
	}
	return nil
}

// object returns the value of a conforming text, repaired, and whether it needed repair.
func (r *RecordSchema) object(text []byte) (object map[string]any, mended bool, err error) {
	value, err := decode(text)
	if err != nil {
		mended = true
		if value, err = r.decodeCut(text); err != nil {
			return nil, false, err
		}
	}
	object, ok := value.(map[string]any)
	if !ok || deeper(object, maxDepth) {
		return nil, false, ErrJSON
	}
	err = visit(r.schema, object)
	if err != nil && r.leaveOutFormats(object) {
		mended, err = true, visit(r.schema, object)
	}
	if err != nil {
		return nil, false, fmt.Errorf("%w: %s", ErrSchema, r.names.explain(err))
	}
	return object, mended, nil
}

func decode(text []byte) (value any, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

// decodeCut decodes a text with strings that were truncated within a surrogate pair.
func (r *RecordSchema) decodeCut(text []byte) (value any, err error) {
	cut := jsontext.AllowInvalidUTF8(true)
	if !utf8.Valid(text) || json.Unmarshal(text, &value, cut) != nil {
		return nil, ErrJSON
	}
	d := jsontext.NewDecoder(bytes.NewReader(text), cut)
	if begin, err := d.ReadToken(); err != nil || begin.Kind() != jsontext.KindBeginObject {
		return nil, ErrJSON
	}
	for d.PeekKind() == jsontext.KindString {
		name, err := d.ReadToken()
		if err != nil {
			return nil, ErrJSON
		}
		exact := slices.Index(r.exact, name.String())
		part, err := d.ReadValue()
		if err != nil {
			return nil, ErrJSON
		}
		if exact >= 0 && !part.IsValid() {
			return nil, fmt.Errorf("%w: /%s: was cut within a surrogate pair", ErrJSON, r.exact[exact])
		}
	}
	return value, nil
}

// leaveOutFormats removes optional properties whose values break nothing but their format. It reports whether there
// were any.
func (r *RecordSchema) leaveOutFormats(object map[string]any) bool {
	left := false
	for name, schema := range r.schema.Properties {
		value, given := object[name]
		if given && !slices.Contains(r.schema.Required, name) && visit(schema.Value, value) != nil && visitWithoutFormats(schema.Value, value) == nil {
			delete(object, name)
			left = true
		}
	}
	return left
}

// visit has kin-openapi check a value that is part of a response.
func visit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse(), openapi3.WithStringFormatValidators(formats))...)
}

func visitWithoutFormats(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse(), openapi3.WithStringFormatValidators(noFormats))...)
}

// maxDepth is far above what a record needs, and far below the 1,000 levels at which Lua's JSON decoder in Redis
// gives up: a record that can be listed can also be revoked there.
const maxDepth = 100

func deeper(value any, levels int) bool {
	if levels < 0 {
		return true
	}
	switch value := value.(type) {
	case map[string]any:
		for _, inner := range value {
			if deeper(inner, levels-1) {
				return true
			}
		}
	case []any:
		for _, inner := range value {
			if deeper(inner, levels-1) {
				return true
			}
		}
	}
	return false
}
