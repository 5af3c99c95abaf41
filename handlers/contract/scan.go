package contract

import (
	"bytes"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// Field is the value of a property in a text. The zero Field is a property that is not there.
type Field struct {
	Start, End int     // of the value; of a string, without its quotes
	Number     float64 // the value, if it is a number
	String     bool
	Escaped    bool // a string with escapes: the text between its quotes is not its value
}

// Scanner checks texts of a [Record] in one pass. It is safe for concurrent use.
//
// Writers keep to one order and one spacing, so what stands between two values, `","user_id":"` say, is
// the same in text after text. A Scanner learns these delimiters and compares them whole. Take
//
//	{"user_id":"u-1","expiry":1900003600,"token":"abc"}
//
// The first time, each delimiter is read byte by byte, and kin-openapi is asked whether an object with
// these properties, of these types, conforms. What was learned is a path:
//
//	`{"user_id":"` string `","expiry":` number `,"token":"` string `"}` end
//
// The next text of this kind is read along the path: four comparisons, and between them a search for
// the quote that ends each string, or the digits of a number. Wherever it leaves the path, it is read
// as the first one was, and a branch is added. A path holds no value, only what stands between values.
type Scanner struct {
	record *Record
	fields []int // by property: the index of its field, or -1
	layout layout
}

// Scanner makes a scanner that finds the values of the named properties.
func (r *Record) Scanner(names ...string) *Scanner {
	s := &Scanner{record: r, fields: make([]int, len(r.properties))}
	for i := range s.fields {
		s.fields[i] = -1
	}
	for field, name := range names {
		if i, declared := r.index[name]; declared {
			s.fields[i] = field
		}
	}
	return s
}

// Scan checks a text and finds the values of the properties that the scanner was made for: fields has
// one for each name. It reports true only for a text that [Record.Check] finds good and that can be sent
// as it is: one flat object of declared properties. It reports false for some good texts too, those
// with exponents, escaped names or nested values, for which [Record.Decode] is.
func (s *Scanner) Scan(text []byte, fields []Field) bool {
	clear(fields)
	if s.record.properties == nil {
		return false
	}
	control, ascii := classify(text)
	if !ascii && !utf8.Valid(text) {
		return false
	}
	p := pass{text: text, plain: !control && bytes.IndexByte(text, '\\') < 0}
	for n := &s.layout.root; ; {
		e := n.find(text[p.at:])
		if e == nil {
			return s.explore(&p, n, fields)
		}
		p.at += len(e.delimiter)
		switch {
		case e.property == nil:
			return true
		case e.skip && p.plain: // most values, which thus cost only this search
			length := bytes.IndexByte(text[p.at:], '"')
			if length < 0 {
				return false
			}
			p.at += length
		case !s.value(&p, e.property, e.typ, fields):
			return false
		}
		n = e.next
	}
}

// explore reads on from where a text leaves the layout that was learned, and learns the rest if the
// text conforms.
func (s *Scanner) explore(pass *pass, from *node, fields []Field) bool {
	seen, last := from.seen, from.last
	var learned []edge
	for {
		start := pass.at
		name, typ, ok := pass.delimiter(last)
		if !ok {
			return false
		}
		e := edge{delimiter: string(pass.text[start:pass.at]), typ: typ}
		if typ == 0 {
			learned = append(learned, e)
			break
		}
		i, declared := s.record.index[string(name)]
		if !declared || seen&(1<<i) != 0 {
			return false
		}
		e.property = &s.record.properties[i]
		e.skip = typ == typeString && !e.property.checked && s.fields[i] < 0
		if !s.value(pass, e.property, typ, fields) {
			return false
		}
		learned = append(learned, e)
		seen, last = seen|1<<i, typ
	}
	if s.record.Check(pass.text) != nil {
		return false
	}
	s.layout.add(from, learned)
	return true
}

// value passes over a value and checks it where that takes more than its type.
func (s *Scanner) value(pass *pass, p *property, typ jsonType, fields []Field) bool {
	var unwanted Field
	f := &unwanted
	if i := s.fields[p.index]; i >= 0 {
		f = &fields[i]
	}
	return pass.value(typ, p.integer, f) && (!p.checked || holds(p, pass.text, f, typ))
}

// holds has kin-openapi check a value.
func holds(p *property, text []byte, f *Field, typ jsonType) bool {
	var value any // null
	switch typ {
	case typeNumber:
		if p.visitor == openapi3.TypeNumber || p.visitor == openapi3.TypeInteger {
			return p.schema.VisitJSONNumber(f.Number) == nil
		}
		value = f.Number
	case typeBoolean:
		value = text[f.Start] == 't'
	case typeString:
		unquoted := string(text[f.Start:f.End])
		if f.Escaped {
			plain, err := jsontext.AppendUnquote(nil, text[f.Start-1:f.End+1])
			if err != nil {
				return false
			}
			unquoted = string(plain)
		}
		if p.visitor == openapi3.TypeString {
			return p.schema.VisitJSONString(unquoted) == nil
		}
		value = unquoted
	}
	return visit(p.schema, value) == nil
}
