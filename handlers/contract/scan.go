package contract

import (
	"bytes"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// Field is the value of a property in a text. It is zero for a missing property.
type Field struct {
	Start, End int     // of the value; of a string, excluding its quotes
	Number     float64 // the value, if it is a number
	String     bool
	Escaped    bool // the string has escapes: the text between its quotes is not its value
}

// Scanner checks texts of a [RecordSchema] in one pass. It is safe for concurrent use.
//
// A writer keeps to one order and one spacing, so what stands between two values, such as `","user_id":"`, is the
// same in text after text. A Scanner learns these delimiters and compares them whole. Take
//
//	{"user_id":"u-1","expiry":1900003600,"token":"abc"}
//
// The first time, each delimiter is read byte by byte, and kin-openapi is asked whether an object with these
// properties, of these types, conforms. It is asked only once, also for writers without a fixed order, such as those
// of hash tables. What was learned is a path:
//
//	`{"user_id":"` string `","expiry":` number `,"token":"` string `"}` end
//
// The next text of this kind is read along the path: four comparisons, and between them a search for the quote that
// ends each string, or the digits of a number. Where a text leaves the path, it is read like the first one, and a
// branch is added. A path holds no values, only what stands between them.
type Scanner struct {
	record *RecordSchema
	names  int   // the number of fields of a series
	fields []int // for each property, the index of its field, or -1
	layout layout
	shapes shapes
}

// Scanner returns a scanner that finds the values of the named properties.
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

// Series returns a series of texts to be scanned one after the other. It must not be used concurrently.
func (s *Scanner) Series() *Series {
	return &Series{scanner: s, Fields: make([]Field, s.names)}
}

// scan reads a text along the layout or, with learn, adds its layout. It records in the series where the values are.
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

// passValue skips the value after the edge's delimiter, and checks it if its type alone does not decide.
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

// holds reports whether kin-openapi accepts a value.
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
