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
	// ErrJSON: not one JSON object in UTF-8 that has each name once, or bytes after it, or one that is
	// nested over 100 levels deep.
	ErrJSON = errors.New("it is not one JSON object, in UTF-8, with each name once")
	// ErrSchema: an object that breaks the contract's schema.
	ErrSchema = errors.New("it breaks the contract")
)

// RecordSchema checks texts against one of the contract's schemas. It is safe for concurrent use.
//
// Two faults do not make a text worthless, since the contract allows what is left without them:
//
//   - A string that was cut within a surrogate pair, "x\ud83d" say, is still JSON, of which each reader makes
//     something else (RFC 8259 8.2). U+FFFD takes the place of the half, but not in an exact property.
//   - A property that need not be there, and whose value breaks nothing but its format, "email":"" say, is
//     left out: a client that checks formats would refuse the whole answer.
type RecordSchema struct {
	schema     *openapi3.Schema
	properties []property     // nil if the schema can't be checked property by property
	index      map[string]int // of the properties, by name
	names      names
	exact      []string // properties whose texts must be the writer's own
}

// newRecordSchema decides how texts of the schema can be checked.
func newRecordSchema(schema *openapi3.Schema, names names, exact []string) *RecordSchema {
	declared := slices.Sorted(maps.Keys(schema.Properties))
	r := &RecordSchema{schema: schema, properties: splitRules(schema, declared), index: map[string]int{}, names: names, exact: exact}
	for i := range r.properties {
		r.index[r.properties[i].name] = i
	}
	return r
}

// TakesAnyText reports whether a property may have any text for its value, whatever else a text has. The
// value of a property that is not declared is never sent.
func (r *RecordSchema) TakesAnyText(name string) bool {
	i, declared := r.index[name]
	return r.properties != nil && (!declared || !r.properties[i].checked && r.properties[i].schema.Type.Is(openapi3.TypeString))
}

// Check says whether the text is one JSON object that conforms, or does so once it is mended as [RecordSchema]
// says. Properties that the contract does not declare are allowed, as the contract allows them.
// Errors: [ErrJSON], [ErrSchema].
func (r *RecordSchema) Check(text []byte) error {
	_, _, err := r.object(text)
	return err
}

// CheckSent is Check for a text that is sent as it is: there must be nothing to mend.
func (r *RecordSchema) CheckSent(text []byte) error {
	_, mended, err := r.object(text)
	if err == nil && mended {
		err = fmt.Errorf("%w: it has to be mended", ErrSchema)
	}
	return err
}

// Decode checks the text and reads it into a generated model, mended, and without all properties that
// the contract does not declare. Errors: [ErrJSON], [ErrSchema].
//
// It goes by way of the checked value, so that what was checked is what is read: encoding/json
// would match names without case, and refuse 1.7e9 as an integer, which the contract allows.
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

// object returns the value of a text that conforms, mended, and whether there was anything to mend.
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

// decodeCut decodes a text with strings that were cut within a surrogate pair.
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

// leaveOutFormats leaves the properties out that need not be there and whose values break nothing but their
// format. It reports whether there are any.
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

// visit has kin-openapi walk a schema down a value that is part of a response.
func visit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse(), openapi3.WithStringFormatValidators(formats))...)
}

func visitWithoutFormats(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse(), openapi3.WithStringFormatValidators(noFormats))...)
}

// maxDepth is far above what a record needs, and far below the 1,000 levels at which Lua's JSON in
// Redis gives up: a record that can be listed can also be revoked there.
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
