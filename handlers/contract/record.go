package contract

import (
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
	// nested over 100 levels deep, or has half a surrogate pair where a text must be exact.
	ErrJSON = errors.New("it is not one JSON object, in UTF-8, with each name once")
	// ErrSchema: an object that breaks the contract's schema.
	ErrSchema = errors.New("it breaks the contract")
)

// RecordSchema checks texts against one of the contract's schemas. It is safe for concurrent use.
//
// Two faults that real writers make in what is only shown are mended before the check, so the record is
// not lost for them. Half an emoji ("x\ud83d", a text that was cut inside of a surrogate pair; RFC 8259 8.2) is
// read as U+FFFD, but not in the properties whose texts must be exact. And an optional property whose value
// breaks its format, such as an empty email, is left out, as the contract allows.
type RecordSchema struct {
	schema     *openapi3.Schema
	exact      []string       // properties that are more than shown
	properties []property     // nil if the schema can't be checked property by property
	index      map[string]int // of the properties, by name
}

// newRecordSchema decides how texts of the schema can be checked.
func newRecordSchema(schema *openapi3.Schema, exact []string) *RecordSchema {
	names := slices.Sorted(maps.Keys(schema.Properties))
	r := &RecordSchema{schema: schema, exact: exact, properties: splitRules(schema, names), index: map[string]int{}}
	for i := range r.properties {
		r.index[r.properties[i].name] = i
	}
	return r
}

// Check says whether the text is one JSON object that conforms. Properties that the contract does
// not declare are allowed, as the contract allows them. Errors: [ErrJSON], [ErrSchema].
func (r *RecordSchema) Check(text []byte) error {
	_, err := r.object(text)
	return err
}

// Decode checks the text and reads it into a generated model, which leaves out all properties that
// the contract does not declare. Errors: [ErrJSON], [ErrSchema].
//
// It goes by way of the checked value, so that what was checked is what is read: encoding/json
// would match names without case, and refuse 1.7e9 as an integer, which the contract allows.
func (r *RecordSchema) Decode(text []byte, model any) error {
	object, err := r.object(text)
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

func (r *RecordSchema) object(text []byte) (map[string]any, error) {
	value, err := decode(text)
	if err != nil {
		value, err = r.decodeHalves(text)
	}
	object, ok := value.(map[string]any)
	if err != nil || !ok || deeper(object, maxDepth) {
		return nil, ErrJSON
	}
	r.mend(object)
	if err := visit(r.schema, object); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrSchema, explain(err))
	}
	return object, nil
}

func decode(text []byte) (value any, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

// Allows reports whether a text may be the value of a property; a property that is not declared may be anything.
func (r *RecordSchema) Allows(name, text string) bool {
	property := r.schema.Properties[name]
	return property == nil || visit(property.Value, text) == nil
}

// decodeHalves decodes a text with halves of surrogate pairs.
func (r *RecordSchema) decodeHalves(text []byte) (value any, err error) {
	halves := jsontext.AllowInvalidUTF8(true) // it would allow bytes that are no UTF-8 as well
	if !utf8.Valid(text) {
		return nil, ErrJSON
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(text, &members, halves); err != nil {
		return nil, err
	}
	for _, name := range r.exact {
		if member, ok := members[name]; ok {
			if _, err := decode(member); err != nil {
				return nil, err
			}
		}
	}
	err = json.Unmarshal(text, &value, halves)
	return value, err
}

// mend leaves out optional properties whose values break their format.
func (r *RecordSchema) mend(object map[string]any) {
	for name, property := range r.schema.Properties {
		text, ok := object[name].(string)
		if ok && property.Value.Format != "" && !slices.Contains(r.schema.Required, name) && breaksFormat(property.Value, text) {
			delete(object, name)
		}
	}
}

// breaksFormat reports whether a text breaks the schema's format, whatever else the schema says.
func breaksFormat(schema *openapi3.Schema, text string) bool {
	return visit(&openapi3.Schema{Type: &openapi3.Types{openapi3.TypeString}, Format: schema.Format}, text) != nil
}

// visit has kin-openapi walk a schema down a value that is part of a response.
func visit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse())...)
}

// maxDepth is far above what a record needs.
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
