package contract

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// Field is where the value of a property stands in a text. One that is not there ends at 0.
type Field struct {
	Start, End int     // of the value; of a string, what is between the quotes
	Number     float64 // the value, if it is a number
	Escaped    bool    // a string with escapes: it means another text than it is
}

// property is how the values of one declared property are checked.
type property struct {
	schema *openapi3.Schema
	// one of TypeString, TypeNumber, TypeInteger and TypeBoolean if kin-openapi's visitor for that
	// type covers all rules of the schema; else empty, and the whole schema is visited
	visitor string
}

// plan returns nil if the schema has rules that look at more than one property, or at undeclared ones.
func (r *Record) plan() []*property {
	if !r.schema.Type.Is(openapi3.TypeObject) || !onlyRules(r.schema, objectRules) {
		return nil
	}
	for _, name := range r.schema.Required {
		if r.Place(name) < 0 {
			return nil
		}
		r.required = append(r.required, r.Place(name))
	}
	properties := make([]*property, len(r.names))
	for place, name := range r.names {
		schema := r.schema.Properties[name].Value
		if schema.WriteOnly { // the object's visitor refuses it
			return nil
		}
		properties[place] = &property{schema: schema, visitor: visitorFor(schema)}
	}
	return properties
}

// visitorFor compares with what those visitors of kin-openapi look at: they leave out null, enum and
// whatever combines schemas.
func visitorFor(schema *openapi3.Schema) string {
	for visitor, rules := range map[string]func(*openapi3.Schema){
		openapi3.TypeString:  func(s *openapi3.Schema) { s.Format, s.Pattern, s.MinLength, s.MaxLength = "", "", 0, nil },
		openapi3.TypeNumber:  numberRules,
		openapi3.TypeInteger: numberRules,
		openapi3.TypeBoolean: func(*openapi3.Schema) {},
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

// Scan checks a text in one pass, without making a value of it, and says where the properties stand:
// fields must have a place for each ([Record.Places]). It reports true only for a text that
// [Record.Check] finds good and that can be sent as it is: one flat object of declared properties. It
// reports false for many good texts too (exponents, escaped names, a nested value), for which Decode
// is. kin-openapi is asked about each value, the object's own rules (declared, required) are ours.
func (r *Record) Scan(text []byte, fields []Field) bool {
	if r.properties == nil || !utf8.Valid(text) {
		return false
	}
	clear(fields)
	s := scanner{text: text, string: string(text)}
	if !s.next('{') {
		return false
	}
	if !s.next('}') {
		for ok := true; ok; ok = s.next(',') {
			if !r.scanProperty(&s, fields) {
				return false
			}
		}
		if !s.next('}') {
			return false
		}
	}
	for _, place := range r.required {
		if fields[place].End == 0 {
			return false
		}
	}
	return s.space() == len(text)
}

func (r *Record) scanProperty(s *scanner, fields []Field) bool {
	name, ok := s.quoted()
	if !ok || name.Escaped || !s.next(':') {
		return false
	}
	place, declared := r.places[s.string[name.Start:name.End]]
	if !declared || fields[place].End != 0 {
		return false
	}
	field, ok := s.value(r.properties[place])
	fields[place] = field
	return ok
}

// scanner reads a text from a place on. It has the text twice, since kin-openapi wants strings.
type scanner struct {
	text   []byte
	string string
	at     int
}

// space passes over white space (RFC 8259 2) and returns where it ends.
func (s *scanner) space() int {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\r' || s.text[s.at] == '\t') {
		s.at++
	}
	return s.at
}

// next passes over one character, with white space before it, if it is there.
func (s *scanner) next(char byte) bool {
	if at := s.space(); at == len(s.text) || s.text[at] != char {
		return false
	}
	s.at++
	return true
}

func (s *scanner) value(p *property) (f Field, ok bool) {
	at := s.space()
	if at == len(s.text) {
		return f, false
	}
	switch char := s.text[at]; {
	case char == '"':
		return s.stringValue(p)
	case char == '-' || '0' <= char && char <= '9':
		return s.numberValue(p)
	}
	for _, literal := range literals {
		if strings.HasPrefix(s.string[at:], literal.text) {
			s.at += len(literal.text)
			return Field{Start: at, End: s.at}, p.literal(literal.value)
		}
	}
	return f, false
}

var literals = []struct {
	text  string
	value any
}{{"false", false}, {"true", true}, {"null", nil}}

func (p *property) literal(value any) bool {
	if boolean, ok := value.(bool); ok && p.visitor == openapi3.TypeBoolean {
		return p.schema.VisitJSONBoolean(boolean) == nil
	}
	return p.visitor == "" && visit(p.schema, value) == nil
}

func (s *scanner) stringValue(p *property) (f Field, ok bool) {
	f, ok = s.quoted()
	if !ok {
		return f, false
	}
	value := s.string[f.Start:f.End]
	if f.Escaped {
		plain, err := jsontext.AppendUnquote(nil, s.text[f.Start-1:f.End+1])
		if err != nil {
			return f, false
		}
		value = string(plain)
	}
	if p.visitor == openapi3.TypeString {
		return f, p.schema.VisitJSONString(value) == nil
	}
	return f, p.visitor == "" && visit(p.schema, value) == nil
}

// maxDigits keeps integers below 10^18, and so within int64.
const maxDigits = 18

func (s *scanner) numberValue(p *property) (f Field, ok bool) {
	f.Start = s.at
	whole, fraction := s.number()
	f.End = s.at
	if whole == 0 || whole > maxDigits || fraction && p.visitor != openapi3.TypeNumber {
		return f, false
	}
	var err error
	if f.Number, err = strconv.ParseFloat(s.string[f.Start:f.End], 64); err != nil {
		return f, false
	}
	if p.visitor == openapi3.TypeNumber || p.visitor == openapi3.TypeInteger {
		return f, p.schema.VisitJSONNumber(f.Number) == nil
	}
	return f, p.visitor == "" && visit(p.schema, f.Number) == nil
}

// number passes over a number without an exponent (RFC 8259 6). It returns how many digits stand
// before the point, 0 if it is no such number.
func (s *scanner) number() (whole int, fraction bool) {
	if s.text[s.at] == '-' {
		s.at++
	}
	zero := s.at < len(s.text) && s.text[s.at] == '0'
	whole = s.digits()
	if zero && whole > 1 {
		return 0, false
	}
	if s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
		if fraction = true; s.digits() == 0 {
			return 0, true
		}
	}
	return whole, fraction // what follows, an exponent say, is no comma and no brace
}

func (s *scanner) digits() (n int) {
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
		n++
	}
	return n
}

// quoted passes over a string (RFC 8259 7). Whether its escapes are good is for the caller to see.
func (s *scanner) quoted() (f Field, ok bool) {
	if !s.next('"') {
		return f, false
	}
	f.Start = s.at
	for {
		s.plain()
		if s.at == len(s.text) {
			return f, false
		}
		switch s.text[s.at] {
		case '"':
			f.End = s.at
			s.at++
			return f, true
		case '\\':
			f.Escaped = true
			s.at = min(s.at+2, len(s.text))
		default: // a control character
			return f, false
		}
	}
}

// Eight bytes at a time: in each of these words every byte is the same.
const (
	ones   = 0x0101010101010101
	tops   = 0x8080808080808080
	quotes = ones * '"'
	slants = ones * '\\'
	spaces = ones * ' '
)

// plain passes over what stands for itself in a string: all but quotes, backslashes and control
// characters.
func (s *scanner) plain() {
	for ; s.at+8 <= len(s.text); s.at += 8 {
		word := binary.LittleEndian.Uint64(s.text[s.at:])
		// x-ones has its top bit set, and x has not, in the lowest byte of x that is zero; above
		// that a borrow may set others. For control characters it is the lowest below a space.
		quote, slant := word^quotes, word^slants
		found := ((quote-ones)&^quote | (slant-ones)&^slant | (word-spaces)&^word) & tops
		if found != 0 {
			s.at += bits.TrailingZeros64(found) / 8
			return
		}
	}
	for s.at < len(s.text) && s.text[s.at] != '"' && s.text[s.at] != '\\' && s.text[s.at] >= ' ' {
		s.at++
	}
}
