package contract

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Series is texts that are scanned one after the other, those of one user say: most of their values are
// the same, so each text is compared with the one before it, and only what differs is read. Between
//
//	{"role":"admin","expiry":1900003600,"token":"abc","user_id":"u-1"}
//	{"role":"admin","expiry":1900003599,"token":"xyz","user_id":"u-1"}
//
// that is the values of expiry and token. What is the same at the same point of the same layout was found
// good before.
type Series struct {
	// Fields are the values of the properties that the scanner was made for, in the last text for which
	// Scan reported true.
	Fields []Field

	scanner *Scanner
	text    []byte  // the last text, if it was read along the layout, or nil
	values  []value // of that text, in their order
}

// value is where a text's value is.
type value struct {
	edge  *edge // that leads to it
	end   int
	plain bool // it has no escape, and is ASCII
}

// Reset begins a new series. It must be called before the memory of the last text is used again.
func (s *Series) Reset() { s.text = nil }

// Scan checks a text and finds the values of the properties that the scanner was made for. It reports
// true only for a text that [Record.Check] finds good and that can be sent as it is: one flat object of
// declared properties. It reports false for some good texts too, those with exponents, escaped names or
// nested values, for which [Record.Decode] is.
//
// The text must not change until the next call of Scan or Reset.
func (s *Series) Scan(text []byte) bool {
	if s.scanner.record.properties == nil {
		return false
	}
	if s.text != nil && s.scanOn(text) {
		return true
	}
	s.text, s.values = nil, s.values[:0]
	clear(s.Fields)
	return s.scanner.scan(text, s)
}

// scanOn reads a text by what differs from the last one. It reports false for any text that it can't read
// in this way, which may be a good one.
func (s *Series) scanOn(text []byte) bool {
	p := pass{text: text, plain: true}
	last := s.text
	for i, lastAt := 0, 0; ; i++ {
		same := commonPrefix(text[p.at:], last[lastAt:])
		from, shift := lastAt, p.at-lastAt
		// A value is the same if what follows it is the same too.
		for ; i < len(s.values) && s.values[i].end < from+same; i++ {
			v := &s.values[i]
			lastAt = v.end
			v.end += shift
			if v.edge.field >= 0 {
				s.Fields[v.edge.field].Start += shift
				s.Fields[v.edge.field].End += shift
			}
		}
		if i == len(s.values) {
			s.text = text
			return from+same == len(last) && p.at+same == len(text)
		}
		e := s.values[i].edge
		start := lastAt + shift + len(e.delimiter)
		if start-shift > from+same || start == len(text) || e.typ != typeString && typeOf(text[start]) != e.typ {
			return false
		}
		v := &s.values[i]
		p.at = start
		if e.typ == typeString && v.plain && !e.property.checked { // most values; up to where they differ they are the same
			p.at = max(start, from+same+shift)
			length := bytes.IndexByte(text[p.at:], '"')
			if length < 0 || !plain(text[p.at:p.at+length]) {
				return false
			}
			p.at += length
			if e.field >= 0 {
				s.Fields[e.field] = Field{Start: start, End: p.at, String: true}
			}
		} else if !e.value(&p, s.Fields) || e.typ == typeString && !plain(text[start:p.at]) {
			return false
		}
		lastAt, *v = v.end, value{e, p.at, true}
	}
}

// plain reports whether a string is ASCII and has no escape.
func plain(text []byte) bool {
	control, ascii := classify(text)
	return ascii && !control && bytes.IndexByte(text, '\\') < 0
}

// commonPrefix returns how many bytes two texts begin with that are the same.
func commonPrefix(a, b []byte) (n int) {
	const block = 64 // which bytes.Equal compares in a few instructions
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
