package contract

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/getkin/kin-openapi/openapi3"
)

// plan is how texts of a schema are checked without making a value of each. kin-openapi decides
// everything: about the shape of an object, once for each shape, and about each value that a rule
// looks at.
type plan struct {
	properties []property
	// next guesses which property follows each (0: the first), from what followed last time: a writer
	// mostly keeps to one order. It holds places, counted from 1.
	next   [maxPlaces + 1]atomic.Uint32
	good   atomic.Pointer[map[shape]bool] // those that kin-openapi found good; copied to add one
	adding sync.Mutex
}

// shape says of each declared property whether it is there and of which JSON type. What a schema says
// of an object without looking at the values follows from it.
type shape [maxPlaces]byte

const (
	maxPlaces = 64   // properties, or there is no plan
	maxShapes = 1024 // of 64 bytes; who has more optional properties pays for the rest
)

const (
	shapeString byte = 1 + iota
	shapeNumber
	shapeBoolean
	shapeNull
)

type property struct {
	name   string
	schema *openapi3.Schema
	// visitor is TypeString, TypeNumber or TypeInteger if kin-openapi's visitor for that type alone
	// covers all rules of the schema. It is quicker than to visit the schema.
	visitor string
	// ruled: a rule of the schema looks at the value, not only at its type
	ruled bool
	// whole: an integer is wanted, so that 1.5 and 2 are not alike
	whole bool
}

// newPlan returns nil if the schema has rules that look at more than one property's value.
func newPlan(schema *openapi3.Schema, names []string) *plan {
	if len(names) > maxPlaces || !onlyRules(schema, objectRules) {
		return nil
	}
	p := &plan{}
	p.good.Store(&map[shape]bool{})
	for _, name := range names {
		s := schema.Properties[name].Value
		p.properties = append(p.properties, property{
			name: name, schema: s, visitor: visitorFor(s),
			ruled: !onlyRules(s, func(s *openapi3.Schema) { s.Type, s.Nullable, s.Format = nil, false, checkedFormat(s) }),
			whole: s.Type.Permits(openapi3.TypeInteger) && !s.Type.Permits(openapi3.TypeNumber),
		})
	}
	return p
}

// visitorFor compares with what those visitors of kin-openapi look at: they leave out null, enum and
// whatever combines schemas.
func visitorFor(schema *openapi3.Schema) string {
	for visitor, rules := range map[string]func(*openapi3.Schema){
		openapi3.TypeString:  func(s *openapi3.Schema) { s.Format, s.Pattern, s.MinLength, s.MaxLength = "", "", 0, nil },
		openapi3.TypeNumber:  numberRules,
		openapi3.TypeInteger: numberRules,
	} {
		if schema.Type.Is(visitor) && onlyRules(schema, func(s *openapi3.Schema) { s.Type = nil; rules(s) }) {
			return visitor
		}
	}
	return ""
}

func numberRules(s *openapi3.Schema) {
	s.Format, s.Min, s.Max, s.MultipleOf = "", nil, nil, nil
	s.ExclusiveMin, s.ExclusiveMax = openapi3.ExclusiveBound{}, openapi3.ExclusiveBound{}
}

// checkedFormat returns the schema's format if kin-openapi has a check for it, or else nothing.
func checkedFormat(s *openapi3.Schema) string {
	_, ofString := openapi3.SchemaStringFormats[s.Format]
	_, ofNumber := openapi3.SchemaNumberFormats[s.Format]
	_, ofInteger := openapi3.SchemaIntegerFormats[s.Format]
	if ofString || ofNumber || ofInteger {
		return s.Format
	}
	return ""
}

func (r *Record) shapeHolds(s *shape, text []byte) bool {
	if (*r.plan.good.Load())[*s] {
		return true
	}
	if r.Check(text) != nil {
		return false
	}
	r.plan.add(*s)
	return true
}

func (p *plan) add(s shape) {
	p.adding.Lock()
	defer p.adding.Unlock()
	if good := *p.good.Load(); len(good) < maxShapes {
		more := maps.Clone(good)
		more[s] = true
		p.good.Store(&more)
	}
}
