package contract

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Series scans texts one after the other, such as those of one user, most of whose values are equal: each text is
// compared with the one before it, and only what differs is read. Between
//
//	{"role":"admin","expiry":1900003600,"token":"abc","user_id":"u-1"}
//	{"role":"admin","expiry":1900003599,"token":"xyz","user_id":"u-1"}
//
// that is the values of expiry and token. What is equal at the same point of the same layout was already found to
// conform.
type Series struct {
	// Fields are the values of the properties for which the scanner was made, in the last text for which Scan
	// reported true.
	Fields []Field

	scanner *Scanner
	text    []byte     // the last text, if it was read along the layout, or nil
	values  []valueEnd // of that text, in their order
}

// valueEnd is the end of a value in a text.
type valueEnd struct {
	edge    *edge // the edge that ends with the value
	end     int
	literal bool // it is an ASCII string without escapes
}

// Reset begins a new series. It must be called before the memory of the last text is reused.
func (s *Series) Reset() { s.text = nil }

// Scan checks a text and finds the values of the properties for which the scanner was made. It reports true only for
// a text that [RecordSchema.CheckSent] accepts: one flat object of declared properties. It reports false for some
// other conforming texts, such as those with exponents, escaped names or nested values, which [RecordSchema.Decode]
// can read.
//
// The text must not change until the next call of Scan, Follow or Reset.
func (s *Series) Scan(text []byte) bool { return s.Follow(text) || s.scanner.scan(text, s, true) }

// Follow is Scan for texts of a known layout. It adds none to the layout, which is slow for a text that breaks the
// contract and is wasted if that is already known.
func (s *Series) Follow(text []byte) bool {
	return s.text != nil && s.scanOn(text) || s.scanner.scan(text, s, false)
}

// scanOn reads only what differs from the last text. It reports false for any text that can't be read in this way,
// even one that conforms.
//
// At each iteration the values before index i have been read: the last of them ends at lastAt in the last text, and
// at p.at in this one. Their ends in s.values, and the fields, are already those of this text.
func (s *Series) scanOn(text []byte) bool {
	p := pass{text: text, unescaped: true}
	for i, lastAt := 0, 0; ; i++ {
		same := commonPrefix(text[p.at:], s.text[lastAt:])
		shift, differAt := p.at-lastAt, lastAt+same
		// A value is equal if what follows it is equal too.
		for ; i < len(s.values) && s.values[i].end < differAt; i++ {
			lastAt = s.values[i].end
			s.shift(i, shift)
		}
		if i == len(s.values) {
			ends := differAt == len(s.text) && differAt+shift == len(text)
			s.text = text
			return ends
		}
		v := &s.values[i]
		start := lastAt + shift + len(v.edge.delimiter)
		if start > differAt+shift || start == len(text) || v.edge.typ != typeString && typeOf(text[start]) != v.edge.typ {
			return false
		}
		p.at = start
		if !s.readValue(&p, v, differAt+shift) {
			return false
		}
		lastAt, *v = v.end, valueEnd{v.edge, p.at, true}
	}
}

// shift moves an equal value to its position in the new text.
func (s *Series) shift(i, by int) {
	v := &s.values[i]
	v.end += by
	if field := v.edge.field; field >= 0 {
		s.Fields[field].Start += by
		s.Fields[field].End += by
	}
}

// readValue reads a value that differs from the last text's from differAt on.
func (s *Series) readValue(p *pass, last *valueEnd, differAt int) bool {
	e, start := last.edge, p.at
	if e.typ != typeString {
		return e.passValue(p, s.Fields)
	}
	if e.property.checked || !last.literal {
		return e.passValue(p, s.Fields) && isLiteral(p.text[start:p.at])
	}
	p.at = max(start, differAt) // up to there it equals a literal string
	length := bytes.IndexByte(p.text[p.at:], '"')
	if length < 0 || !isLiteral(p.text[p.at:p.at+length]) {
		return false
	}
	p.at += length
	if e.field >= 0 {
		s.Fields[e.field] = Field{Start: start, End: p.at, String: true}
	}
	return true
}

// isLiteral reports whether a string is ASCII without escapes.
func isLiteral(text []byte) bool {
	control, ascii := classify(text)
	return ascii && !control && bytes.IndexByte(text, '\\') < 0
}

// commonPrefix returns the length of the common prefix of two texts.
func commonPrefix(a, b []byte) (n int) {
	const block = 64 // bytes.Equal compares it in a few instructions
	for len(a) >= block && len(b) >= block && bytes.Equal(a[:block], b[:block]) {
		a, b, n = a[block:], b[block:], n+block
	}
	for len(a) >= 8 && len(b) >= 8 {
		if differ := binary.LittleEndian.Uint64(a) ^ binary.LittleEndian.Uint64(b); differ != 0 {
			return n + bits.TrailingZeros64(differ)/8
		}
		a, b, n = a[8:], b[8:], n+8
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return n + i
		}
	}
	return n + min(len(a), len(b))
}
