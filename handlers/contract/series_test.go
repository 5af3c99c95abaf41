package contract_test

import (
	"slices"
	"strings"
	"testing"
)

// Comparison with another text must not make a text conform: each second text is read as it would be on its own,
// wherever it differs from the first.
func TestSeriesIsNoBetterThanItsTexts(t *testing.T) {
	record := sessions(t)
	text := func(location, expiry string) []byte {
		return []byte(strings.Replace(strings.Replace(string(usual(t)), `"Berlin, Germany"`, location, 1), "1900003600", expiry, 1))
	}
	values := []string{`"Berlin"`, `"Berlin, Germany"`, `"Ber"lin"`, `"Ber\nlin"`, `"Ber\x"`, `"Ber\"`, `"Ber\\"`, `"Ber\\\""`, `"\u00e9"`, `"\u00zz"`, `"\ud83d\ude00"`, `"\ud83dx"`,
		`"é"`, "\"\xc3x\"", "\"\xc3\"", "\"é\xa9\"", "\"Ber\nlin\"", "\"Ber\x00\"", `""`, `"`, `null`, `5`, ` "Berlin"`, `"Berlin" `}
	numbers := []string{"1900003600", "190000360", "19000036000", "1900003600.5", "1900003600.", "01900003600", "-1900003600", "-", "0", "00", "1e9", "19e", "1900003600 ", " 1900003600", "null", `"1"`, ""}
	var texts [][]byte
	for _, value := range values {
		texts = append(texts, text(value, "1900003600"))
	}
	for _, number := range numbers {
		texts = append(texts, text(`"Berlin"`, number), text(`"é"`, number))
	}
	scanner, good := record.Scanner(sessionProperties...), 0
	for _, first := range texts {
		for _, second := range texts {
			alone, series := record.Scanner(sessionProperties...).Series(), scanner.Series()
			want := alone.Scan(second)
			series.Scan(first)
			series.Scan(first)
			if got := series.Scan(second); got != want || got && !slices.Equal(series.Fields, alone.Fields) {
				t.Errorf("after %s\n%s\nis read %t, and by itself %t; fields %v and %v", first, second, got, want, series.Fields, alone.Fields)
			}
			if want {
				good++
			}
		}
	}
	if good < len(texts)*len(texts)/5 {
		t.Errorf("only %d of %d are good", good, len(texts)*len(texts))
	}
}
