package conform

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"unicode"
)

// fromPattern makes a text that matches a regular expression. Assertions such as \b are passed over, so the caller has to
// see whether it does match. Repetitions without an end stop at more above their least.
func fromPattern(rng *rand.Rand, pattern string, more int) (string, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	writePattern(&b, rng, parsed, more)
	return b.String(), nil
}

func writePattern(b *strings.Builder, rng *rand.Rand, re *syntax.Regexp, more int) {
	least, most := 1, 1
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
		writePattern(b, rng, re.Sub[rng.IntN(len(re.Sub))], more)
		return
	case syntax.OpStar:
		least, most = 0, more
	case syntax.OpPlus:
		most = 1 + more
	case syntax.OpQuest:
		least = 0
	case syntax.OpRepeat:
		if least, most = re.Min, re.Max; most < 0 {
			most = least + more
		}
	}
	for range least + rng.IntN(most-least+1) {
		for _, sub := range re.Sub {
			writePattern(b, rng, sub, more)
		}
	}
}

// fromClass picks of the class's ranges, which are pairs; printable ASCII if there is any.
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
		return unicode.ReplacementChar // nothing matches
	}
	if len(ascii) > 0 {
		return ascii[rng.IntN(len(ascii))]
	}
	i := 2 * rng.IntN(len(ranges)/2)
	return ranges[i] + rng.Int32N(ranges[i+1]-ranges[i]+1)
}
