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

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// Whatever passes the scanner is sent unchanged. So the whole answer with it must pass
// openapi3filter.ValidateResponse, and its fields must be what encoding/json reads.
func FuzzScan(f *testing.F) {
	c := load(f, same)
	answers := load(f, func(document string) string { // in which kin-openapi checks the format
		return strings.Replace(document, `"format": "email"`, `"pattern": "^[^@ ]+@[a-zA-Z0-9.-]+[.][a-zA-Z]+$"`, 1)
	})
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
	for _, seed := range []string{`{}`, `{"email":"person@example.com"}`, `{"email":"person\u0040example.com","expiry":5}`, `{"email":""}`, `{"email":"a b@x.co"}`,
		`{"email":"person@example.com","token":"\ud83d"}`, `{"email":null}`, `{"email":5}`, `{"expiry":1.5}`, `{"expiry":999999999999999999}`} {
		f.Add([]byte(seed))
	}
	auth := newScanned(f, c, answers, "/data/auth", `{"data":{"auth":[`, `],"refresh":[]}}`, usual(f), sessionProperties)
	refresh := newScanned(f, c, answers, "/data/refresh", `{"data":{"auth":[],"refresh":[`, `]}}`, usualRefresh(f), refreshProperties)
	f.Fuzz(func(t *testing.T, text []byte) {
		auth.check(t, bytes.Clone(text)) // the next one is compared with it
		refresh.check(t, bytes.Clone(text))
	})
}

// scanned is what FuzzScan compares, for one kind of record.
type scanned struct {
	answers       *contract.Contract
	operation     *contract.Operation
	record        *contract.RecordSchema
	scanner       *contract.Scanner // its layout grows with each input
	series        *contract.Series
	before, after string // around a member, in an answer
	whole         []byte // a good member
	properties    []string
}

func newScanned(f *testing.F, c, answers *contract.Contract, array, before, after string, whole []byte, properties []string) *scanned {
	f.Helper()
	operation, err := answers.Find(path, http.MethodGet)
	if err != nil {
		f.Fatal(err)
	}
	record := envelope(f, c).RecordSchema(array, "token", "user_id")
	scanner := record.Scanner(properties...)
	return &scanned{answers, operation, record, scanner, scanner.Series(), before, after, whole, properties}
}

func (s *scanned) check(t *testing.T, text []byte) {
	t.Helper()
	read := s.series.Scan(text)
	first := s.scanner.Series()
	if again := s.record.Scanner().Series().Scan(text); again != read || first.Scan(text) != read {
		t.Fatalf("read %t in a series, and %t by a scanner that has learned nothing: %q", read, again, text)
	}
	if !read {
		s.series.Scan(s.whole) // otherwise few would be compared with a good one
		return
	}
	fields := s.series.Fields
	if !slices.Equal(fields, first.Fields) {
		t.Fatalf("fields %v in a series, and %v by themselves: %q", fields, first.Fields, text)
	}
	body := slices.Concat([]byte(s.before), text, []byte(s.after))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if err := s.answers.CheckResponse(r, s.operation, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, body); err != nil {
		t.Fatalf("the whole answer is refused: %v: %q", err, text)
	}
	if s.record.CheckSent(text) != nil || !utf8.Valid(text) {
		t.Fatalf("the member alone is refused: %q", text)
	}
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	found := 0
	for name, value := range values {
		i := slices.Index(s.properties, name)
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
}
