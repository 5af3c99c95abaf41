package contract

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// pass is one pass over a JSON text (RFC 8259), of which it reads what may stand in a flat object.
type pass struct {
	text []byte
	at   int
	// unescaped: no backslash and no control character is in the text, so a string ends at the next quote.
	unescaped bool
}

// delimiter reads what stands between two values: after one of type last (0 at the beginning), up to the
// next one, of which it returns the name and the type. At the end of the object it passes over the rest
// of the text, which must be white space, and returns no type.
func (p *pass) delimiter(last jsonType) (name []byte, typ jsonType, ok bool) {
	if last == typeString {
		p.at++ // its closing quote
	}
	switch {
	case last == 0 && !p.next('{'):
		return nil, 0, false
	case p.next('}'):
		return nil, 0, p.space() == len(p.text)
	case last != 0 && !p.next(','), !p.next('"'):
		return nil, 0, false
	}
	end := bytes.IndexByte(p.text[p.at:], '"')
	if end < 0 {
		return nil, 0, false
	}
	// A name with an escape is not one of the contract's as it is spelled there.
	name = p.text[p.at : p.at+end]
	p.at += end + 1
	if !p.next(':') || p.space() == len(p.text) {
		return nil, 0, false
	}
	typ = typeOf(p.text[p.at])
	if typ == typeString {
		p.at++
	}
	return name, typ, typ != 0
}

// next passes over one character, and white space before it, if it is there.
func (p *pass) next(char byte) bool {
	if at := p.space(); at == len(p.text) || p.text[at] != char {
		return false
	}
	p.at++
	return true
}

// space passes over white space (RFC 8259 2) and returns where it ends.
func (p *pass) space() int {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\r' || p.text[p.at] == '\t') {
		p.at++
	}
	return p.at
}

// value passes over a value of a type, of a string up to its closing quote, and says in f where it is.
func (p *pass) value(typ jsonType, integer bool, f *Field) bool {
	f.Start = p.at
	ok := false
	switch {
	case typ == typeString && p.unescaped:
		length := bytes.IndexByte(p.text[p.at:], '"')
		ok = length >= 0
		p.at += length
		f.String = true
	case typ == typeString:
		f.Escaped, ok = p.escapedString()
		f.String = true
	case typ == typeNumber:
		f.Number, ok = p.numberValue(integer)
	case typ == typeBoolean && p.text[p.at] == 't':
		ok = p.literal("true")
	case typ == typeBoolean:
		ok = p.literal("false")
	case typ == typeNull:
		ok = p.literal("null")
	}
	f.End = p.at
	return ok
}

func (p *pass) literal(word string) bool {
	end := p.at + len(word)
	if end > len(p.text) || string(p.text[p.at:end]) != word {
		return false
	}
	p.at = end
	return true
}

// escapedString passes over a string that may have escapes (RFC 8259 7), and reports whether it has.
func (p *pass) escapedString() (escaped, ok bool) {
	for {
		p.at = literalEnd(p.text, p.at)
		switch {
		case p.at == len(p.text):
			return escaped, false
		case p.text[p.at] == '\\':
			length := escapeLength(p.text[p.at:])
			if length == 0 {
				return true, false
			}
			escaped = true
			p.at += length
		default: // a quote, or a control character
			return escaped, p.text[p.at] == '"'
		}
	}
}

// escapeLength returns how many bytes the escape has that a text begins with, or 0 if it is none, or half of
// a surrogate pair.
func escapeLength(text []byte) int {
	if len(text) > 1 && strings.IndexByte(`"\/bfnrt`, text[1]) >= 0 {
		return 2
	}
	first, ok := codeUnit(text)
	if !ok {
		return 0
	}
	if !utf16.IsSurrogate(first) {
		return len(`\uXXXX`)
	}
	if second, ok := codeUnit(text[len(`\uXXXX`):]); ok && utf16.DecodeRune(first, second) != utf8.RuneError {
		return len(`\uXXXX\uXXXX`)
	}
	return 0
}

// codeUnit reads the escape of a UTF-16 code unit that a text begins with.
func codeUnit(text []byte) (unit rune, ok bool) {
	if len(text) < len(`\uXXXX`) || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	for _, char := range text[2:6] {
		digit := strings.IndexByte("0123456789abcdefABCDEF", char)
		if digit < 0 {
			return 0, false
		}
		if digit > 0xf {
			digit -= 6 // in upper case
		}
		unit = unit<<4 | rune(digit&0xf)
	}
	return unit, true
}

// maxDigits keeps integers below 10^18, and so within int64.
const maxDigits = 18

// exactDigits: a float64 holds each integer below 10^15 (up to 2^53).
const exactDigits = 15

func (p *pass) numberValue(integer bool) (value float64, ok bool) {
	start, rest, integral, n := p.at, p.text[p.at:], uint64(0), 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		integral = integral*10 + uint64(rest[n]-'0')
		n++
	}
	if 0 < n && n <= exactDigits && n < len(rest) && rest[n] != '.' && (n == 1 || rest[0] != '0') {
		p.at += n
		return float64(integral), true // what follows, an exponent say, is no comma and no brace
	}
	digits, fraction := p.number()
	if digits == 0 || digits > maxDigits || fraction && integer {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(p.text[start:p.at]), 64)
	return value, err == nil
}

// number passes over a number without an exponent (RFC 8259 6). It returns how many digits stand
// before the point, 0 if it is no such number.
func (p *pass) number() (digits int, fraction bool) {
	if p.text[p.at] == '-' {
		p.at++
	}
	zero := p.at < len(p.text) && p.text[p.at] == '0'
	digits = p.digits()
	if zero && digits > 1 {
		return 0, false
	}
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
		if fraction = true; p.digits() == 0 {
			return 0, true
		}
	}
	return digits, fraction
}

func (p *pass) digits() (n int) {
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
		n++
	}
	return n
}

// Eight bytes at a time: in each of these words every byte is the same.
const (
	ones        = 0x0101010101010101
	tops        = 0x8080808080808080
	quotes      = ones * '"'
	backslashes = ones * '\\'
	spaces      = ones * ' '
)

// classify reports whether a text has a control character, and whether all of it is ASCII.
func classify(text []byte) (control, ascii bool) {
	// x-spaces has its top bit set, and x has not, in a byte below a space. Above such a byte a borrow
	// may set others, which is no matter: there is one.
	var below, all uint64
	for len(text) >= 32 {
		a, b := binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:])
		c, d := binary.LittleEndian.Uint64(text[16:]), binary.LittleEndian.Uint64(text[24:])
		below |= (a-spaces)&^a | (b-spaces)&^b | (c-spaces)&^c | (d-spaces)&^d
		all |= a | b | c | d
		text = text[32:]
	}
	for len(text) >= 8 {
		word := binary.LittleEndian.Uint64(text)
		below |= (word - spaces) &^ word
		all |= word
		text = text[8:]
	}
	for _, char := range text {
		word := uint64(char) | spaces&^0xff
		below |= (word - spaces) &^ word
		all |= word
	}
	return below&tops != 0, all&tops == 0
}

// literalEnd returns where what stands for itself in a string ends: all but quotes, backslashes and
// control characters.
func literalEnd(text []byte, at int) int {
	for ; at+8 <= len(text); at += 8 {
		word := binary.LittleEndian.Uint64(text[at:])
		// As in classify; the lowest byte that is found is one that is searched for.
		quote, backslash := word^quotes, word^backslashes
		found := ((quote-ones)&^quote | (backslash-ones)&^backslash | (word-spaces)&^word) & tops
		if found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for at < len(text) && text[at] != '"' && text[at] != '\\' && text[at] >= ' ' {
		at++
	}
	return at
}
