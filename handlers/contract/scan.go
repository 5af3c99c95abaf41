package contract

import (
	"encoding/binary"
	"math/bits"
	"strconv"
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

// Scan checks a text in one pass, and says where the properties stand: fields must have a place for
// each ([Record.Places]). It reports true only for a text that [Record.Check] finds good and that can
// be sent as it is: one flat object of declared properties. It reports false for many good texts too
// (exponents, escaped names, a nested value), for which Decode is.
func (r *Record) Scan(text []byte, fields []Field) bool {
	if r.plan == nil || !utf8.Valid(text) {
		return false
	}
	clear(fields)
	s := scanner{text: text, record: r, fields: fields}
	return s.object() && r.shapeHolds(&s.shape, text)
}

// scanner reads a text from a place on.
type scanner struct {
	text   []byte
	at     int
	record *Record
	fields []Field
	shape  shape
	last   int // place of the property before, counted from 1
}

func (s *scanner) object() bool {
	if !s.next('{') {
		return false
	}
	if !s.next('}') {
		for ok := true; ok; ok = s.next(',') {
			if !s.property() {
				return false
			}
		}
		if !s.next('}') {
			return false
		}
	}
	return s.space() == len(s.text)
}

func (s *scanner) property() bool {
	name, ok := s.quoted()
	if !ok || name.Escaped || !s.next(':') {
		return false
	}
	place, declared := s.place(s.text[name.Start:name.End])
	if !declared || s.fields[place].End != 0 {
		return false
	}
	p := &s.record.plan.properties[place]
	field, kind := s.value(p)
	s.fields[place], s.shape[place] = field, kind
	return kind != 0 && (!p.ruled || s.follows(p, field, kind))
}

func (s *scanner) place(name []byte) (place int, declared bool) {
	guess := &s.record.plan.next[s.last]
	place = int(guess.Load()) - 1
	if place < 0 || s.record.plan.properties[place].name != string(name) {
		if place, declared = s.record.places[string(name)]; !declared {
			return 0, false
		}
		guess.Store(uint32(place + 1)) //nolint:gosec // at most maxPlaces
	}
	s.last = place + 1
	return place, true
}

// follows has kin-openapi look at a value.
func (s *scanner) follows(p *property, f Field, kind byte) bool {
	text := s.text[f.Start:f.End]
	var value any // null
	switch kind {
	case shapeNumber:
		if p.visitor == openapi3.TypeNumber || p.visitor == openapi3.TypeInteger {
			return p.schema.VisitJSONNumber(f.Number) == nil
		}
		value = f.Number
	case shapeBoolean:
		value = text[0] == 't'
	case shapeString:
		value = string(text)
		if f.Escaped {
			plain, err := jsontext.AppendUnquote(nil, s.text[f.Start-1:f.End+1])
			if err != nil {
				return false
			}
			value = string(plain)
		}
		if text, ok := value.(string); ok && p.visitor == openapi3.TypeString {
			return p.schema.VisitJSONString(text) == nil
		}
	}
	return visit(p.schema, value) == nil
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
	if s.at < len(s.text) && s.text[s.at] == char { // most writers leave no space
		s.at++
		return true
	}
	return s.spaceThen(char)
}

func (s *scanner) spaceThen(char byte) bool {
	if at := s.space(); at == len(s.text) || s.text[at] != char {
		return false
	}
	s.at++
	return true
}

// value passes over a value that is no object and no list, or returns no kind.
func (s *scanner) value(p *property) (f Field, kind byte) {
	at := s.space()
	if at == len(s.text) {
		return f, 0
	}
	switch s.text[at] {
	case '"':
		return s.stringValue()
	case 't':
		return s.literal("true", shapeBoolean)
	case 'f':
		return s.literal("false", shapeBoolean)
	case 'n':
		return s.literal("null", shapeNull)
	}
	return s.numberValue(p.whole)
}

func (s *scanner) literal(word string, kind byte) (f Field, _ byte) {
	f = Field{Start: s.at, End: s.at + len(word)}
	if f.End > len(s.text) || string(s.text[f.Start:f.End]) != word {
		return f, 0
	}
	s.at = f.End
	return f, kind
}

func (s *scanner) stringValue() (f Field, kind byte) {
	f, ok := s.quoted()
	if !ok {
		return f, 0
	}
	if f.Escaped {
		if _, err := jsontext.AppendUnquote(nil, s.text[f.Start-1:f.End+1]); err != nil {
			return f, 0
		}
	}
	return f, shapeString
}

// maxDigits keeps integers below 10^18, and so within int64.
const maxDigits = 18

// exactDigits: up to 10^15 each step of the sum is a whole number that a float64 holds (up to 2^53).
const exactDigits = 15

func (s *scanner) numberValue(integer bool) (f Field, kind byte) {
	f.Start = s.at
	whole, fraction := s.number()
	f.End = s.at
	if whole == 0 || whole > maxDigits || fraction && integer {
		return f, 0
	}
	if text := s.text[f.Start:f.End]; !fraction && len(text) <= exactDigits && text[0] != '-' {
		for _, digit := range text {
			f.Number = f.Number*10 + float64(digit-'0')
		}
		return f, shapeNumber
	}
	var err error
	if f.Number, err = strconv.ParseFloat(string(s.text[f.Start:f.End]), 64); err != nil {
		return f, 0
	}
	return f, shapeNumber
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
	for at := s.at; ; {
		at = plain(s.text, at)
		switch {
		case at == len(s.text):
			return f, false
		case s.text[at] == '"':
			f.End, s.at = at, at+1
			return f, true
		case s.text[at] != '\\': // a control character
			return f, false
		}
		f.Escaped = true
		at = min(at+2, len(s.text))
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

// plain returns where what stands for itself in a string ends: all but quotes, backslashes and control
// characters.
func plain(text []byte, at int) int {
	for ; at+8 <= len(text); at += 8 {
		word := binary.LittleEndian.Uint64(text[at:])
		// x-ones has its top bit set, and x has not, in the lowest byte of x that is zero; above
		// that a borrow may set others. For control characters it is the lowest below a space.
		quote, slant := word^quotes, word^slants
		found := ((quote-ones)&^quote | (slant-ones)&^slant | (word-spaces)&^word) & tops
		if found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for at < len(text) && text[at] != '"' && text[at] != '\\' && text[at] >= ' ' {
		at++
	}
	return at
}
