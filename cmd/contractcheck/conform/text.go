package conform

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"time"
	"unicode"
)

// format generates a string in a format of the OpenAPI registry or JSON Schema. It returns "" for other formats.
func (g *generator) format(name string) string {
	n := g.rng.Uint64()
	at := time.Unix(int64(n%4_000_000_000), 0).UTC() // until 2096
	bytes := randomBytes(g.rng, 16)
	switch name {
	case "date":
		return at.Format(time.DateOnly)
	case "time":
		return at.Format("15:04:05Z")
	case "date-time":
		return at.Format(time.RFC3339)
	case "uuid":
		bytes[6], bytes[8] = bytes[6]&0x0f|0x40, bytes[8]&0x3f|0x80 // RFC 9562 section 5.4
		return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
	case "email":
		return fmt.Sprintf("someone.%d@example.com", n%1000)
	case "uri", "url":
		return fmt.Sprintf("https://example.com/%d", n%1000)
	case "uri-reference":
		return fmt.Sprintf("/%d", n%1000)
	case "hostname":
		return fmt.Sprintf("host%d.example.com", n%1000)
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", n%256)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", n%0xffff+1)
	case "byte":
		return base64.StdEncoding.EncodeToString(bytes)
	}
	return ""
}

// randomBytes returns n bytes; n must be a multiple of 8.
func randomBytes(rng *rand.Rand, n int) []byte {
	var all []byte
	for len(all) < n {
		all = binary.BigEndian.AppendUint64(all, rng.Uint64())
	}
	return all
}

// fromPattern generates a string for a regular expression. An unbounded repetition has at most extra more than its
// minimum. Assertions such as \b are ignored, so the caller has to check that the string matches.
func fromPattern(rng *rand.Rand, pattern string, extra int) (string, error) {
	parsed, err := syntax.Parse(goPattern(pattern), syntax.Perl)
	if err != nil {
		return "", fmt.Errorf("the pattern %q is not one that Go knows: give an example", pattern)
	}
	var b strings.Builder
	writePattern(&b, rng, parsed, extra)
	return b.String(), nil
}

func writePattern(b *strings.Builder, rng *rand.Rand, re *syntax.Regexp, extra int) {
	minimum, maximum := 1, 1
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return
	case syntax.OpCharClass:
		b.WriteRune(fromClass(rng, re.Rune))
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune('a' + rng.Int32N(26))
		return
	case syntax.OpAlternate:
		writePattern(b, rng, re.Sub[rng.IntN(len(re.Sub))], extra)
		return
	case syntax.OpStar:
		minimum, maximum = 0, extra
	case syntax.OpPlus:
		maximum = 1 + extra
	case syntax.OpQuest:
		minimum = 0
	case syntax.OpRepeat:
		if minimum, maximum = re.Min, re.Max; maximum < 0 {
			maximum = minimum + extra
		}
	}
	for range minimum + rng.IntN(maximum-minimum+1) {
		for _, sub := range re.Sub {
			writePattern(b, rng, sub, extra)
		}
	}
}

// fromClass returns a character of a class, given as pairs of range ends: a printable ASCII character if it has
// any.
func fromClass(rng *rand.Rand, ranges []rune) rune {
	var ascii []rune
	for r := rune(' '); r < unicode.MaxASCII; r++ {
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] <= r && r <= ranges[i+1] {
				ascii = append(ascii, r)
			}
		}
	}
	if len(ranges) == 0 {
		return unicode.ReplacementChar // the class is empty
	}
	if len(ascii) > 0 {
		return ascii[rng.IntN(len(ascii))]
	}
	i := 2 * rng.IntN(len(ranges)/2)
	return ranges[i] + rng.Int32N(ranges[i+1]-ranges[i]+1)
}
