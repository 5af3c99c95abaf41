package conform

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxFaults is the number of a document's faults that are noted; the others are only counted.
const maxFaults = 5

// parse parses an OpenAPI 3.0 or 3.1 document. A document with minor faults can still be used; notes lists the
// faults. A 3.1 document is converted to 3.0, and strict holds what that loses.
func parse(document []byte) (doc *openapi3.T, strict map[*openapi3.Schema]*openapi3.Schema, notes []string, err error) {
	loader := openapi3.NewLoader()
	doc, err = loader.LoadFromData(document) // external references are not allowed
	if err != nil {
		return nil, nil, nil, err
	}
	later := strings.HasPrefix(doc.OpenAPI, "3.1.")
	if !later && !strings.HasPrefix(doc.OpenAPI, "3.0.") {
		return nil, nil, nil, fmt.Errorf("the document is OpenAPI %q: 3.0 or 3.1 is needed", doc.OpenAPI)
	}
	notes = repair(doc)
	// Examples and defaults that violate their own schema are tolerated, as are patterns in ECMA-262 syntax.
	err = doc.Validate(loader.Context, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(),
		openapi3.DisableSchemaPatternValidation(), openapi3.EnableMultiError())
	notes = append(notes, faults(err)...)
	if later {
		original, err := openapi3.NewLoader().LoadFromData(document)
		if err != nil {
			return nil, nil, nil, err
		}
		repair(original)
		if strict, err = lower(doc, original); err != nil {
			return nil, nil, nil, err
		}
	}
	return doc, strict, notes, nil
}

// faults returns the errors of a validation, one per line.
func faults(err error) []string {
	if err == nil {
		return nil
	}
	all := []error{err}
	var many openapi3.MultiError
	if errors.As(err, &many) {
		all = many
	}
	var lines []string
	for i, fault := range all {
		if i == maxFaults {
			return append(lines, fmt.Sprintf("the document has %d more faults", len(all)-maxFaults))
		}
		first, _, _ := strings.Cut(fault.Error(), "\n")
		lines = append(lines, "the document has a fault: "+truncate(first))
	}
	return lines
}

// repair adds required parts that the document lacks.
func repair(doc *openapi3.T) (notes []string) {
	if doc.Info == nil {
		doc.Info = &openapi3.Info{}
	}
	if doc.Info.Version == "" {
		doc.Info.Version = "0"
		notes = append(notes, "the document has no info.version")
	}
	if doc.Info.Title == "" {
		doc.Info.Title = "untitled"
	}
	untyped := 0
	_ = doc.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error { // fails only if this function does
		if s := ref.Value; s.Type.Is(openapi3.TypeArray) && s.Items == nil && len(s.PrefixItems) == 0 {
			s.Items = openapi3.NewSchemaRef("", &openapi3.Schema{})
			untyped++
		}
		return nil
	})
	if untyped > 0 && strings.HasPrefix(doc.OpenAPI, "3.0.") {
		notes = append(notes, fmt.Sprintf("the document has arrays without items (%d): any item conforms", untyped))
	}
	paths := doc.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		notes = append(notes, repairPath(path, paths[path])...)
	}
	return notes
}

// repairPath declares undeclared path variables as strings, and removes path parameters that are not variables of
// the path.
func repairPath(path string, item *openapi3.PathItem) (notes []string) {
	var variables []string
	for _, variable := range template.FindAllString(path, -1) {
		variables = append(variables, strings.Trim(variable, "{}"))
	}
	none := func(ref *openapi3.ParameterRef) bool {
		return ref.Value.In == openapi3.ParameterInPath && !slices.Contains(variables, ref.Value.Name)
	}
	operations := item.Operations()
	for _, method := range slices.Sorted(maps.Keys(operations)) {
		o := operations[method]
		for _, name := range variables {
			if item.Parameters.GetByInAndName(openapi3.ParameterInPath, name) == nil && o.Parameters.GetByInAndName(openapi3.ParameterInPath, name) == nil {
				o.Parameters = append(o.Parameters, &openapi3.ParameterRef{Value: openapi3.NewPathParameter(name).WithSchema(openapi3.NewStringSchema())})
				notes = append(notes, fmt.Sprintf("%s %s: the document does not declare the variable %s", method, path, name))
			}
		}
		if slices.ContainsFunc(slices.Concat(item.Parameters, o.Parameters), none) {
			notes = append(notes, fmt.Sprintf("%s %s: the document declares a parameter of the path that is not in it", method, path))
		}
		o.Parameters = slices.DeleteFunc(o.Parameters, none)
	}
	item.Parameters = slices.DeleteFunc(item.Parameters, none)
	return notes
}

// lower rewrites the schemas of an OpenAPI 3.1 document as 3.0, omitting what 3.0 can't express. strict maps each
// schema with omissions to the original.
func lower(doc, original *openapi3.T) (strict map[*openapi3.Schema]*openapi3.Schema, err error) {
	originals := map[string]*openapi3.SchemaRef{}
	if err := original.WalkSchemas(func(pointer string, ref *openapi3.SchemaRef) error {
		originals[pointer] = ref
		return nil
	}); err != nil {
		return nil, err
	}
	strict = map[*openapi3.Schema]*openapi3.Schema{}
	if err := doc.WalkSchemas(func(pointer string, ref *openapi3.SchemaRef) error {
		if from := originals[pointer]; from != nil && beyond(from) {
			strict[ref.Value] = from.Value
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := doc.WalkSchemas(func(_ string, ref *openapi3.SchemaRef) error {
		lowerSchema(ref.Value)
		return nil
	}); err != nil {
		return nil, err
	}
	doc.OpenAPI = "3.0.3"
	return strict, nil
}

// beyond reports whether a schema, or one within it, uses something that OpenAPI 3.0 can't express.
func beyond(ref *openapi3.SchemaRef) bool {
	errFound := errors.New("found")
	return ref.WalkSubtree(func(_ string, ref *openapi3.SchemaRef) error {
		s := ref.Value
		if len(s.PrefixItems) > 0 || s.Contains != nil || len(s.PatternProperties) > 0 || len(s.DependentSchemas) > 0 || s.PropertyNames != nil ||
			s.If != nil || len(s.DependentRequired) > 0 || s.UnevaluatedItems.Has != nil || s.UnevaluatedItems.Schema != nil ||
			s.UnevaluatedProperties.Has != nil || s.UnevaluatedProperties.Schema != nil {
			return errFound
		}
		return nil
	}) != nil
}

// lowerSchema rewrites one schema.
func lowerSchema(s *openapi3.Schema) {
	if s.Type.IncludesNull() {
		s.Nullable = true
		types := slices.DeleteFunc(slices.Clone(s.Type.Slice()), func(name string) bool { return name == openapi3.TypeNull })
		if s.Type = nil; len(types) > 0 {
			list := openapi3.Types(types)
			s.Type = &list
		} else {
			s.Enum = []any{nil}
		}
	}
	if s.Const != nil {
		s.Enum = []any{s.Const}
	}
	if s.Example == nil && len(s.Examples) > 0 {
		s.Example = s.Examples[0]
	}
	yes := true
	if bound := s.ExclusiveMin.Value; bound != nil {
		if s.ExclusiveMin = (openapi3.ExclusiveBound{}); s.Min == nil || *bound >= *s.Min {
			s.Min, s.ExclusiveMin.Bool = bound, &yes
		}
	}
	if bound := s.ExclusiveMax.Value; bound != nil {
		if s.ExclusiveMax = (openapi3.ExclusiveBound{}); s.Max == nil || *bound <= *s.Max {
			s.Max, s.ExclusiveMax.Bool = bound, &yes
		}
	}
	if len(s.PatternProperties) > 0 {
		s.AdditionalProperties = openapi3.AdditionalProperties{Has: &yes}
	}
	if len(s.PrefixItems) > 0 {
		s.Items = openapi3.NewSchemaRef("", &openapi3.Schema{})
	}
}

// conforms reports whether a value conforms to the parts of the schema that OpenAPI 3.0 can't express.
func (c *contract) conforms(schema *openapi3.Schema, value any) bool {
	original := c.strict[schema]
	return original == nil || original.VisitJSON(value, openapi3.EnableJSONSchema2020(), lenient) == nil
}
