package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever passes the scan is sent as it is. So the whole answer with it must pass
// openapi3filter.ValidateResponse, and its fields must be what encoding/json reads.
func FuzzScan(f *testing.F) {
	c := load(f, same)
	record := envelope(f, c).RecordSchema("/data/auth")
	operation, err := c.Find(path, http.MethodGet)
	if err != nil {
		f.Fatal(err)
	}
	whole := string(usual(f))
	for _, seed := range []string{whole, whole + "{}", whole + " ", "{}", "null", "[]", "", `{"token":`, `{`, `{"token":"`, `{"token":"\`,
		strings.Replace(whole, `"token"`, `"TOKEN":"x","token"`, 1),
		strings.Replace(whole, `"token"`, `"token":"x","token"`, 1),
		strings.Replace(whole, `"role"`, `"ro\u006ce"`, 1),
		strings.Replace(whole, `"admin"`, `"\ud800"`, 1),
		strings.Replace(whole, `"admin"`, `"\ud83d\ude00\n\"\\"`, 1),
		strings.Replace(whole, `"admin"`, "\"\x01\"", 1),
		strings.Replace(whole, `"admin"`, "\"\xff\"", 1),
		strings.Replace(whole, `"admin"`, `nul`, 1),
		strings.Replace(whole, `"admin"`, `{"a":1}`, 1),
		strings.Replace(whole, `false`, `true `, 1),
		strings.Replace(whole, `false`, `falsey`, 1),
		strings.Replace(whole, "1900003600", "01900003600", 1),
		strings.Replace(whole, "1900003600", "-0", 1),
		strings.Replace(whole, "1900003600", "-1.5", 1),
		strings.Replace(whole, "1900003600", "1.", 1),
		strings.Replace(whole, "1900003600", "-", 1),
		strings.Replace(whole, "1900003600", "123456789012345678", 1),
		strings.Replace(whole, "1900003600", "1.9e9", 1)} {
		f.Add([]byte(seed))
	}
	r := httptest.NewRequestWithContext(f.Context(), http.MethodGet, path, nil)
	header := http.Header{"Content-Type": {"application/json"}}
	scanner := record.Scanner(sessionProperties...) // of which the layout grows with each input
	series := scanner.Series()
	f.Fuzz(func(t *testing.T, text []byte) {
		text = bytes.Clone(text) // which the next one is compared with
		read := series.Scan(text)
		first := scanner.Series()
		if again := record.Scanner().Series().Scan(text); again != read || first.Scan(text) != read {
			t.Fatalf("read %t in a series, and %t by a scanner that has learned nothing: %q", read, again, text)
		}
		if !read {
			series.Scan([]byte(whole)) // or few would be compared with one that is good
			return
		}
		fields := series.Fields
		if !slices.Equal(fields, first.Fields) {
			t.Fatalf("fields %v in a series, and %v by themselves: %q", fields, first.Fields, text)
		}
		body := slices.Concat([]byte(`{"data":{"auth":[`), text, []byte(`],"refresh":[]}}`))
		if err := c.CheckResponse(r, operation, http.StatusOK, header, body); err != nil {
			t.Fatalf("the whole answer is refused: %v: %q", err, text)
		}
		if record.Check(text) != nil || !utf8.Valid(text) {
			t.Fatalf("the member alone is refused: %q", text)
		}
		var values map[string]any
		if err := json.Unmarshal(text, &values); err != nil {
			t.Fatal(err)
		}
		found := 0
		for name, value := range values {
			i := slices.Index(sessionProperties, name)
			if i < 0 {
				t.Fatalf("undeclared %q in %q", name, text)
			}
			at := fields[i]
			found++
			if got := string(text[at.Start:at.End]); !at.Escaped && got != fmt.Sprint(value) && at.Number != value {
				t.Errorf("%s is %v, found %s", name, value, got)
			}
		}
		for _, at := range fields {
			if at.End != 0 {
				found--
			}
		}
		if found != 0 {
			t.Errorf("not all properties were found in %q", text)
		}
	})
}
