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

// Scanner checks texts of a [RecordSchema] in one pass. It is safe for concurrent use.
//
// Writers keep to one order and one spacing, so what stands between two values, `","user_id":"` say, is
// the same in text after text. A Scanner learns these delimiters and compares them whole. Take
//
//	{"user_id":"u-1","expiry":1900003600,"token":"abc"}
//
// The first time, each delimiter is read byte by byte, and kin-openapi is asked whether an object with
// these properties, of these types, conforms: once, for writers that have no order, as hash tables don't. What was learned is a path:
//
//	`{"user_id":"` string `","expiry":` number `,"token":"` string `"}` end
//
// The next text of this kind is read along the path: four comparisons, and between them a search for
// the quote that ends each string, or the digits of a number. Wherever it leaves the path, it is read
// as the first one was, and a branch is added. A path holds no value, only what stands between values.
type Scanner struct {
	record *RecordSchema
	names  int   // how many fields a series has
	fields []int // by property: the index of its field, or -1
	layout layout
	shapes shapes
}

// Scanner makes a scanner that finds the values of the named properties.
func (r *RecordSchema) Scanner(names ...string) *Scanner {
	s := &Scanner{record: r, names: len(names), fields: make([]int, len(r.properties))}
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

// Series makes a series of texts to be scanned one after the other. It is for one goroutine at a time.
func (s *Scanner) Series() *Series {
	return &Series{scanner: s, Fields: make([]Field, s.names)}
}

// scan reads a text along the layout, or learns its layout. It notes in the series where the values are.
func (s *Scanner) scan(text []byte, series *Series, learn bool) bool {
	series.text, series.values = nil, series.values[:0]
	clear(series.Fields)
	if s.record.properties == nil {
		return false
	}
	control, ascii := classify(text)
	if !ascii && !utf8.Valid(text) {
		return false
	}
	p := pass{text: text, unescaped: !control && bytes.IndexByte(text, '\\') < 0}
	for n := &s.layout.root; ; {
		e := n.find(text[p.at:])
		if e == nil {
			return learn && s.explore(&p, n, series)
		}
		p.at += len(e.delimiter)
		if e.property == nil {
			series.text = text
			return true
		}
		if !e.passValue(&p, series.Fields) {
			return false
		}
		series.values = append(series.values, valueEnd{e, p.at, p.unescaped && ascii})
		n = e.next
	}
}

// passValue passes over the value after the edge's delimiter, and checks it where that takes more than its
// type.
func (e *edge) passValue(p *pass, fields []Field) bool {
	if e.typ == typeString && p.unescaped && e.field < 0 && !e.property.checked { // most values
		length := bytes.IndexByte(p.text[p.at:], '"')
		p.at += length
		return length >= 0
	}
	var unwanted Field
	f := &unwanted
	if e.field >= 0 {
		f = &fields[e.field]
		*f = Field{}
	}
	return p.value(e.typ, e.property.integer, f) && (!e.property.checked || holds(e.property, p.text, f, e.typ))
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
		unquoted := text[f.Start:f.End]
		if f.Escaped {
			var err error
			if unquoted, err = jsontext.AppendUnquote(nil, text[f.Start-1:f.End+1]); err != nil {
				return false
			}
		}
		switch {
		case p.isFormat != nil:
			return p.isFormat(unquoted)
		case p.visitor == openapi3.TypeString:
			return p.schema.VisitJSONString(string(unquoted)) == nil
		}
		value = string(unquoted)
	}
	return visit(p.schema, value) == nil
}
