package contract

import (
	"errors"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
)

// Errors of [Record.Decode], to be recognised with errors.Is.
var (
	// ErrJSON: not one JSON object in UTF-8 that has each name once, or bytes after it, or one that is
	// nested over 100 levels deep.
	ErrJSON = errors.New("it is not one JSON object, in UTF-8, with each name once")
	// ErrSchema: an object that breaks the contract's schema.
	ErrSchema = errors.New("it breaks the contract")
)

// Record checks texts against one of the contract's schemas.
type Record struct {
	schema *openapi3.Schema
}

// Record returns the schema of that name from the contract's components.
func (c *Contract) Record(name string) (*Record, error) {
	ref := c.doc.Components.Schemas[name]
	if ref == nil {
		return nil, fmt.Errorf("the contract has no schema %s", name)
	}
	return &Record{schema: ref.Value}, nil
}

// Check says whether the text is one JSON object that conforms. Properties that the contract does
// not declare are allowed, as the contract allows them. Errors: [ErrJSON], [ErrSchema].
func (r *Record) Check(text []byte) error {
	_, err := r.object(text)
	return err
}

// Decode checks the text and reads it into a generated model, which leaves out all properties that
// the contract does not declare. Errors: [ErrJSON], [ErrSchema].
//
// It goes by way of the checked value, so that what was checked is what is read: encoding/json
// would match names without case, and refuse 1.7e9 as an integer, which the contract allows.
func (r *Record) Decode(text []byte, model any) error {
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

func (r *Record) object(text []byte) (map[string]any, error) {
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil || object == nil || deeper(object, maxDepth) {
		return nil, ErrJSON
	}
	if err := r.schema.VisitJSON(object, append(schemaOptions, openapi3.VisitAsResponse())...); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrSchema, explain(err))
	}
	return object, nil
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
