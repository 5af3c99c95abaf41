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

// generator makes values that conform to a schema.
type generator struct {
	rng      *rand.Rand
	examples bool // take the contract's own values where it has any, and else only what is required
	simple   bool // letters and digits in texts, no null and no empty list: for what is not JSON
}

const (
	tries   = 100 // for a value that conforms
	deepest = 5   // below it only what is required is made, for schemas that hold themselves
	more    = 4   // items or characters beyond the least, where the contract sets no end
)

// conforming returns a value as encoding/json would decode it.
func (g *generator) conforming(schema *openapi3.Schema, ok func(any) bool) (any, error) {
	var last error
	for range tries {
		value, err := plain(g.value(schema, 0))
		if err == nil {
			if err = schema.VisitJSON(value, openapi3.VisitAsRequest()); err == nil && ok(value) {
				return value, nil
			} else if err != nil {
				err = errors.New(reason(err))
			}
		}
		last = err
		g.examples = false // the contract's own value may break its own schema
	}
	return nil, fmt.Errorf("no conforming value found in %d tries: %w", tries, last)
}

func plain(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var decoded any
	return decoded, json.Unmarshal(text, &decoded)
}

func (g *generator) value(s *openapi3.Schema, depth int) any {
	s = merged(s)
	switch {
	case g.examples && s.Example != nil:
		return s.Example
	case g.examples && s.Default != nil:
		return s.Default
	case len(s.Enum) > 0 && g.examples:
		return s.Enum[0]
	case len(s.Enum) > 0:
		return s.Enum[g.rng.IntN(len(s.Enum))]
	case s.Nullable && !g.simple && !g.examples && g.rng.IntN(6) == 0:
		return nil
	case len(s.OneOf) > 0:
		return g.branch(s, s.OneOf, depth)
	case len(s.AnyOf) > 0:
		return g.branch(s, s.AnyOf, depth)
	}
	switch typeOf(s) {
	case openapi3.TypeBoolean:
		return g.rng.IntN(2) == 0
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return g.number(s)
	case openapi3.TypeArray:
		return g.array(s, depth)
	case openapi3.TypeObject:
		return g.object(s, depth)
	}
	return g.text(s)
}

func (g *generator) branch(s *openapi3.Schema, of openapi3.SchemaRefs, depth int) any {
	base := *s
	base.OneOf, base.AnyOf = nil, nil
	i := 0
	if !g.examples {
		i = g.rng.IntN(len(of))
	}
	value := g.value(&openapi3.Schema{AllOf: openapi3.SchemaRefs{openapi3.NewSchemaRef("", &base), of[i]}}, depth)
	if object, is := value.(map[string]any); is && s.Discriminator != nil && of[i].Ref != "" {
		object[s.Discriminator.PropertyName] = path.Base(of[i].Ref)
		for _, name := range slices.Sorted(maps.Keys(s.Discriminator.Mapping)) {
			if s.Discriminator.Mapping[name].Ref == of[i].Ref {
				object[s.Discriminator.PropertyName] = name
				break
			}
		}
	}
	return value
}

func (g *generator) number(s *openapi3.Schema) any {
	least, most := -1000.0, 1000.0
	switch {
	case s.Min != nil && s.Max != nil:
		least, most = *s.Min, *s.Max
	case s.Min != nil:
		least, most = *s.Min, *s.Min+1000
	case s.Max != nil:
		least, most = *s.Max-1000, *s.Max
	}
	step := 0.01
	if typeOf(s) == openapi3.TypeInteger {
		step = 1
	}
	if s.MultipleOf != nil {
		step = max(step, *s.MultipleOf)
	}
	first, last := math.Ceil(least/step), math.Floor(most/step)
	if s.ExclusiveMin.Bool != nil && *s.ExclusiveMin.Bool && first*step == least {
		first++
	}
	if s.ExclusiveMax.Bool != nil && *s.ExclusiveMax.Bool && last*step == most {
		last--
	}
	n := first
	switch g.rng.IntN(5) { // the ends are where mistakes are
	case 0:
	case 1:
		n = last
	default:
		n += math.Floor(g.rng.Float64() * (last - first + 1))
	}
	if step >= 1 {
		return n * step
	}
	return n / math.Round(1/step) // 3/100 is written 0.03, 3*0.01 is not
}

func (g *generator) array(s *openapi3.Schema, depth int) any {
	least := s.MinItems
	if g.simple {
		least = max(least, 1)
	}
	count := g.count(least, s.MaxItems, depth)
	items := []any{}
	for range count {
		item := any("text")
		if s.Items != nil {
			item = g.value(s.Items.Value, depth+1)
		}
		items = append(items, item)
	}
	return items
}

// count picks a number from least to most, or to a little over least.
func (g *generator) count(least uint64, most *uint64, depth int) int {
	end := least + more
	if most != nil {
		end = max(least, min(end, *most))
	}
	if depth > deepest || g.examples {
		end = least
	}
	return int(least + g.rng.Uint64N(end-least+1)) //nolint:gosec // a count that fits into memory
}

func (g *generator) object(s *openapi3.Schema, depth int) any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		property := s.Properties[name].Value
		optional := !slices.Contains(s.Required, name)
		if property.ReadOnly || optional && (g.examples && property.Example == nil || depth > deepest || g.rng.IntN(2) == 0) {
			continue
		}
		object[name] = g.value(property, depth+1)
	}
	for _, name := range s.Required {
		if s.Properties[name] == nil {
			object[name] = "text"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if _, made := object[name]; !made && uint64(len(object)) < s.MinProps && !s.Properties[name].Value.ReadOnly {
			object[name] = g.value(s.Properties[name].Value, depth+1)
		}
	}
	if further := s.AdditionalProperties.Schema; further != nil {
		for i := range g.count(max(s.MinProps, uint64(len(object)))-uint64(len(object)), s.MaxProps, depth) {
			object[fmt.Sprintf("key%d", i)] = g.value(further.Value, depth+1)
		}
	}
	return object
}

func (g *generator) text(s *openapi3.Schema) any {
	if s.Pattern != "" {
		text, err := fromPattern(g.rng, s.Pattern, g.count(s.MinLength, s.MaxLength, 0))
		if err != nil {
			return "" // which does not conform, so it is said that nothing was found
		}
		return text
	}
	if text := g.format(s.Format); text != "" {
		return text
	}
	least := s.MinLength
	if g.simple {
		least = max(least, 1)
	}
	alphabet := []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	if !g.simple && !g.examples {
		alphabet = append(alphabet, []rune(` "'\/<>&%;é✓`+"\t\n")...)
	}
	var b strings.Builder
	for range g.count(least, s.MaxLength, 0) {
		b.WriteRune(alphabet[g.rng.IntN(len(alphabet))])
	}
	return b.String()
}
