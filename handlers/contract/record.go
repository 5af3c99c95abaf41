package contract

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
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
type RecordSchema struct {
	schema     *openapi3.Schema
	properties []property     // nil if the schema can't be checked property by property
	index      map[string]int // of the properties, by name
}

// newRecordSchema decides how texts of the schema can be checked.
func newRecordSchema(schema *openapi3.Schema) *RecordSchema {
	names := slices.Sorted(maps.Keys(schema.Properties))
	r := &RecordSchema{schema: schema, properties: splitRules(schema, names), index: map[string]int{}}
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
	object, ok := value.(map[string]any)
	if err != nil || !ok || deeper(object, maxDepth) {
		return nil, ErrJSON
	}
	if err := visit(r.schema, object); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrSchema, explain(err))
	}
	return object, nil
}

func decode(text []byte) (value any, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

// visit has kin-openapi walk a schema down a value that is part of a response.
func visit(schema *openapi3.Schema, value any) error {
	return schema.VisitJSON(value, append(schemaOptions, openapi3.VisitAsResponse())...)
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
