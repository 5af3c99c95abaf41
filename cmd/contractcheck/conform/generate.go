package conform

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// generator generates values that conform to a schema.
type generator struct {
	rng      *rand.Rand
	examples bool // use the contract's examples where there are any, and otherwise only required properties
	simple   bool // strings of letters and digits, no null and no empty array: for values that are not sent as JSON

	strict func(*openapi3.Schema, any) bool // whether a value conforms to the parts of a schema that OpenAPI 3.0 can't express

	known func(*openapi3.Parameter) (string, bool) // known values of parameters

	override     *openapi3.Parameter // the parameter that is set to overrideText, whether that conforms or not
	overrideText string

	depthLimit int // levels of the value: maxDepth, or fewer while branch looks for the shallowest branch
	values     int // number of values generated so far
}

const (
	maxTries = 100 // for a conforming value
	maxExtra = 4   // items or characters beyond the minimum, if the contract sets no maximum

	// Schemas may be recursive, even without end.
	exampleFreeDepth = 2    // levels of an example with any branch; below, it takes the shallowest branch
	freeDepth        = 5    // the same for other values, which have no optional properties below it
	maxDepth         = 10   // levels of a value
	maxValues        = 2000 // values within a value
)

var errEndless = fmt.Errorf("it does not end within %d levels and %d values", maxDepth, maxValues)

// conforming generates a value, as encoding/json decodes it, that conforms to the schema and satisfies ok.
func (g *generator) conforming(schema *openapi3.Schema, ok func(any) bool) (any, error) {
	var last error
	for range maxTries {
		g.depthLimit, g.values = maxDepth, 0
		value, err := g.value(schema, 0)
		if err == nil {
			value, err = decoded(value)
		}
		if err == nil {
			if err = schema.VisitJSON(value, openapi3.VisitAsRequest(), lenient, brief); err == nil && ok(value) && g.strict(schema, value) {
				return value, nil
			} else if err == nil {
				err = errors.New("the contract says more than can be generated")
			} else {
				err = errors.New(names(nil).reason(err))
			}
		}
		last = err
		g.examples = false // the contract's example may violate its own schema
	}
	return nil, fmt.Errorf("no conforming value found in %d tries: %w", maxTries, last)
}

// decoded returns a value as encoding/json would decode it.
func decoded(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var decoded any
	return decoded, json.Unmarshal(text, &decoded)
}

// value generates a value, which need not conform: conforming checks that.
func (g *generator) value(s *openapi3.Schema, depth int) (any, error) {
	if g.values++; depth > g.depthLimit || g.values > maxValues {
		return nil, errEndless
	}
	s = merged(s)
	switch {
	case g.examples && s.Example != nil:
		return s.Example, nil
	case g.examples && s.Default != nil:
		return s.Default, nil
	case len(s.Enum) > 0 && g.examples:
		return s.Enum[0], nil
	case len(s.Enum) > 0:
		return s.Enum[g.rng.IntN(len(s.Enum))], nil
	case s.Nullable && (depth > freeDepth || !g.simple && !g.examples && g.rng.IntN(6) == 0):
		return nil, nil
	case len(s.OneOf) > 0:
		return g.branch(s, s.OneOf, depth)
	case len(s.AnyOf) > 0:
		return g.branch(s, s.AnyOf, depth)
	}
	switch typeOf(s) {
	case openapi3.TypeBoolean:
		return g.rng.IntN(2) == 0, nil
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return g.number(s), nil
	case openapi3.TypeArray:
		return g.array(s, depth)
	case openapi3.TypeObject:
		return g.object(s, depth)
	}
	return g.text(s)
}

// branch generates a value of a branch of a oneOf or anyOf: below the free depth, of the shallowest one.
func (g *generator) branch(s *openapi3.Schema, of openapi3.SchemaRefs, depth int) (value any, err error) {
	free := freeDepth
	if g.examples {
		free = exampleFreeDepth
	}
	if depth <= free || g.depthLimit < maxDepth {
		return g.inTurn(s, of, depth)
	}
	for g.depthLimit = depth; g.depthLimit < maxDepth; g.depthLimit++ {
		if value, err = g.inTurn(s, of, depth); err == nil {
			break
		}
	}
	g.depthLimit = maxDepth
	return value, err
}

// inTurn generates a value of one branch, or of the next if that branch does not end.
func (g *generator) inTurn(s *openapi3.Schema, of openapi3.SchemaRefs, depth int) (value any, err error) {
	base := *s
	base.OneOf, base.AnyOf = nil, nil
	first := 0
	if !g.examples {
		first = g.rng.IntN(len(of))
	}
	for i := range of {
		ref := of[(first+i)%len(of)]
		if value, err = g.value(&openapi3.Schema{AllOf: openapi3.SchemaRefs{openapi3.NewSchemaRef("", &base), ref}}, depth); err == nil {
			discriminate(s.Discriminator, ref.Ref, value)
			return value, nil
		}
	}
	return nil, err
}

// discriminate sets the discriminator property of an object.
func discriminate(d *openapi3.Discriminator, ref string, value any) {
	object, is := value.(map[string]any)
	if !is || d == nil || ref == "" {
		return
	}
	object[d.PropertyName] = path.Base(ref)
	for _, name := range slices.Sorted(maps.Keys(d.Mapping)) {
		if d.Mapping[name].Ref == ref {
			object[d.PropertyName] = name
			return
		}
	}
}

func (g *generator) number(s *openapi3.Schema) any {
	minimum, maximum := -1000.0, 1000.0
	switch {
	case s.Min != nil && s.Max != nil:
		minimum, maximum = *s.Min, *s.Max
	case s.Min != nil:
		minimum, maximum = *s.Min, *s.Min+1000
	case s.Max != nil:
		minimum, maximum = *s.Max-1000, *s.Max
	}
	step := 0.01
	if typeOf(s) == openapi3.TypeInteger {
		step = 1
	}
	if s.MultipleOf != nil {
		step = max(step, *s.MultipleOf)
	}
	first, last := math.Ceil(minimum/step), math.Floor(maximum/step)
	if s.ExclusiveMin.Bool != nil && *s.ExclusiveMin.Bool && first*step == minimum {
		first++
	}
	if s.ExclusiveMax.Bool != nil && *s.ExclusiveMax.Bool && last*step == maximum {
		last--
	}
	n := first
	switch g.rng.IntN(5) { // mistakes are likely at the ends of the range
	case 0:
	case 1:
		n = last
	default:
		n += math.Floor(g.rng.Float64() * (last - first + 1))
	}
	if step >= 1 {
		return n * step
	}
	return n / math.Round(1/step) // 3/100 prints as 0.03, but 3*0.01 does not
}

func (g *generator) array(s *openapi3.Schema, depth int) (any, error) {
	minimum := s.MinItems
	if g.simple {
		minimum = max(minimum, 1)
	}
	count := g.count(minimum, s.MaxItems, depth)
	items := []any{}
	for range count {
		item, err := any("text"), error(nil)
		if s.Items != nil {
			item, err = g.value(s.Items.Value, depth+1)
		}
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// count returns a random number of items or characters, at most maxExtra above the minimum.
func (g *generator) count(minimum uint64, maximum *uint64, depth int) int {
	end := minimum + maxExtra
	if maximum != nil {
		end = max(minimum, min(end, *maximum))
	}
	if depth > freeDepth || g.examples {
		end = minimum
	}
	return int(minimum + g.rng.Uint64N(end-minimum+1)) //nolint:gosec // a count that fits into memory
}

func (g *generator) object(s *openapi3.Schema, depth int) (any, error) {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		property := s.Properties[name].Value
		optional := !slices.Contains(s.Required, name)
		if property.ReadOnly || optional && (g.examples && property.Example == nil || depth > freeDepth || g.rng.IntN(2) == 0) {
			continue
		}
		value, err := g.value(property, depth+1)
		switch {
		case err == nil:
			object[name] = value
		case !optional:
			return nil, err
		}
	}
	for _, name := range s.Required {
		if s.Properties[name] == nil {
			object[name] = "text"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if _, made := object[name]; !made && uint64(len(object)) < s.MinProps && !s.Properties[name].Value.ReadOnly {
			value, err := g.value(s.Properties[name].Value, depth+1)
			if err != nil {
				return nil, err
			}
			object[name] = value
		}
	}
	if additional := s.AdditionalProperties.Schema; additional != nil {
		for i := range g.count(max(s.MinProps, uint64(len(object)))-uint64(len(object)), s.MaxProps, depth) {
			value, err := g.value(additional.Value, depth+1)
			if err != nil {
				return nil, err
			}
			object[fmt.Sprintf("key%d", i)] = value
		}
	}
	return object, nil
}

func (g *generator) text(s *openapi3.Schema) (any, error) {
	if s.Pattern != "" {
		text, err := fromPattern(g.rng, s.Pattern, g.count(s.MinLength, s.MaxLength, 0))
		if err != nil && s.Example != nil {
			return s.Example, nil
		}
		return text, err
	}
	if text := g.format(s.Format); text != "" {
		return text, nil
	}
	minimum := s.MinLength
	if g.simple {
		minimum = max(minimum, 1)
	}
	alphabet := []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	if !g.simple && !g.examples {
		alphabet = append(alphabet, []rune(` "'\/<>&%;é✓`+"\t\n")...)
	}
	var b strings.Builder
	for range g.count(minimum, s.MaxLength, 0) {
		b.WriteRune(alphabet[g.rng.IntN(len(alphabet))])
	}
	return b.String(), nil
}
