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

// pass is one pass over a JSON text (RFC 8259), which reads only what may stand in a flat object.
type pass struct {
	text []byte
	at   int
	// unescaped says that the text has no backslash and no control character, so that a string ends at the next
	// quote.
	unescaped bool
}

// delimiter reads what stands between two values: from after one of type last (0 at the beginning) to the next one,
// whose name and type it returns. At the end of the object it skips the rest of the text, which must be white space,
// and returns no type.
func (p *pass) delimiter(last jsonType) (name []byte, typ jsonType, ok bool) {
	if last == typeString {
		p.at++ // the closing quote
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
	// A name with an escape is not spelled as in the contract, so it is not found there.
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

// next skips white space and the given character, and reports whether the character was there.
func (p *pass) next(char byte) bool {
	if at := p.space(); at == len(p.text) || p.text[at] != char {
		return false
	}
	p.at++
	return true
}

// space skips white space (RFC 8259, section 2) and returns where it ends.
func (p *pass) space() int {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\r' || p.text[p.at] == '\t') {
		p.at++
	}
	return p.at
}

// value skips a value of a type, of a string up to its closing quote, and sets f to where it is.
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

// escapedString skips a string that may have escapes (RFC 8259, section 7), and reports whether it has any.
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

// escapeLength returns the length in bytes of the escape with which text begins, or 0 if it is invalid or an unpaired
// surrogate.
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

// codeUnit decodes the escape of a UTF-16 code unit with which text begins.
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

// exactDigits is the number of digits up to which a float64 holds every integer (all below 10^15, which is less than
// 2^53).
const exactDigits = 15

func (p *pass) numberValue(integer bool) (value float64, ok bool) {
	start, rest, integral, n := p.at, p.text[p.at:], uint64(0), 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		integral = integral*10 + uint64(rest[n]-'0')
		n++
	}
	if 0 < n && n <= exactDigits && n < len(rest) && rest[n] != '.' && (n == 1 || rest[0] != '0') {
		p.at += n
		return float64(integral), true // what follows, such as an exponent, is neither comma nor brace, and fails later
	}
	digits, fraction := p.number()
	if digits == 0 || digits > maxDigits || fraction && integer {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(p.text[start:p.at]), 64)
	return value, err == nil
}

// number skips a number without an exponent (RFC 8259, section 6). It returns how many digits precede the point, or 0
// if it is no such number.
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

// Words of eight equal bytes, to compare eight bytes at a time.
const (
	ones        = 0x0101010101010101
	tops        = 0x8080808080808080
	quotes      = ones * '"'
	backslashes = ones * '\\'
	spaces      = ones * ' '
)

// classify reports whether a text has a control character, and whether all of it is ASCII.
func classify(text []byte) (control, ascii bool) {
	// In a byte below a space, x-spaces has its top bit set and x has not. Above such a byte a borrow may set other
	// top bits, which does not matter: there is one.
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

// literalEnd returns where the next quote, backslash or control character is, or the end of the text.
func literalEnd(text []byte, at int) int {
	for ; at+8 <= len(text); at += 8 {
		word := binary.LittleEndian.Uint64(text[at:])
		// As in classify; the lowest byte found is correct.
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
