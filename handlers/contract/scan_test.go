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

// What writers usually write is read in one pass; this is what must not get slow unnoticed.
func TestScanReadsWhatIsUsual(t *testing.T) {
	record, text := sessions(t), string(usual(t))
	fields := make([]contract.Field, record.Places())
	for name, member := range map[string]string{
		"as Go writes it":    text,
		"with white space":   " { " + strings.ReplaceAll(strings.ReplaceAll(text[1:], ",\"", " ,\n\t\""), "\":", "\" : ") + "\r\n",
		"another order":      `{"location":"Berlin",` + strings.Replace(text[1:], `,"location":"Berlin, Germany"`, "", 1),
		"escapes in a value": strings.Replace(text, "Mozilla/5.0", `Mozilla\/5.0 \"\u00e9\"`, 1),
		"not ASCII":          strings.Replace(text, "Berlin, Germany", "Zürich, 日本", 1),
		"a fraction":         strings.Replace(text, "1900003600", "1900003600.125", 1),
		"an empty text":      strings.Replace(text, `"Linux"`, `""`, 1),
		"without email":      strings.Replace(text, `"email":"person@example.com",`, "", 1),
	} {
		if !record.Scan([]byte(member), fields) {
			t.Errorf("%s is not read: %s", name, member)
			continue
		}
		token := fields[record.Place("token")]
		if got := member[token.Start:token.End]; got != fmt.Sprintf("%0200d", 1) {
			t.Errorf("%s: token %s", name, got)
		}
		if record.Check([]byte(member)) != nil {
			t.Errorf("%s does not conform: %s", name, member)
		}
	}
}

// A rule that looks at a value is asked about each value, whatever shape is known to be good.
func TestScanAsksAboutValues(t *testing.T) {
	for name, c := range map[string]struct{ rule, good, bad string }{
		"pattern":   {`"type": "string", "pattern": "^a"`, `"ab"`, `"ba"`},
		"maxLength": {`"type": "string", "maxLength": 2`, `"ab"`, `"abc"`},
		"enum":      {`"type": "string", "enum": ["a", "b"]`, `"b"`, `"c"`},
		"format":    {`"type": "string", "format": "date-time"`, `"2026-01-02T03:04:05Z"`, `"soon"`},
		"minimum":   {`"type": "number", "minimum": 5`, `5.5`, `4.5`},
		"multiple":  {`"type": "integer", "multipleOf": 5`, `15`, `16`},
		"int32":     {`"type": "integer", "format": "int32"`, `7`, `7000000000`},
		"oneOf":     {`"oneOf": [{"type": "string", "maxLength": 1}, {"type": "number", "minimum": 5}]`, `6`, `4`},
		"nullable":  {`"type": "string", "nullable": true`, `null`, `5`},
		"integer":   {`"type": "integer"`, `5`, `5.5`},
		"a type":    {`"type": "string"`, `"a"`, `true`},
		"escaped":   {`"type": "string", "maxLength": 1`, `"\u00e9"`, `"\u00e9a"`},
		"writeOnly": {`"type": "string", "nullable": true, "writeOnly": true`, `null`, `"a"`},
	} {
		document := load(t, func(document string) string {
			return strings.Replace(document, `"location": {
            "type": "string",`, `"location": {`+c.rule+`,`, 1)
		})
		record := frame(t, document).Record("/data/auth")
		fields := make([]contract.Field, record.Places())
		member := func(value string) []byte {
			return bytes.Replace(usual(t), []byte(`"Berlin, Germany"`), []byte(value), 1)
		}
		if bytes.Equal(member("x"), usual(t)) {
			t.Fatal("no location to replace")
		}
		for range 2 { // with the shape unknown, and known
			if err := record.Check(member(c.good)); err != nil {
				t.Errorf("%s: the rule is not in the contract: %v", name, err)
			}
			if !record.Scan(member(c.good), fields) {
				t.Errorf("%s: %s is not read", name, c.good)
			}
			if record.Check(member(c.bad)) == nil || record.Scan(member(c.bad), fields) {
				t.Errorf("%s: %s passes", name, c.bad)
			}
		}
	}
}

// Rules about an object as a whole are not split up.
func TestScanLeavesRulesOfTheObject(t *testing.T) {
	for _, rule := range []string{`"maxProperties": 12`, `"not": {"required": ["email"]}`, `"allOf": [{"properties": {"role": {"enum": ["user"]}}}]`} {
		document := load(t, func(document string) string {
			return strings.Replace(document, `"SessionObject": {`, `"SessionObject": {`+rule+`,`, 1)
		})
		record := frame(t, document).Record("/data/auth")
		if record.Check(usual(t)) == nil {
			t.Fatalf("%s is not in the contract", rule)
		}
		if record.Scan(usual(t), make([]contract.Field, record.Places())) {
			t.Errorf("%s is passed over", rule)
		}
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	record, text := sessions(t), usual(t)
	fields := make([]contract.Field, record.Places())
	if n := testing.AllocsPerRun(100, func() { record.Scan(text, fields) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Whatever passes the scan is sent as it is. So the whole answer with it must pass
// openapi3filter.ValidateResponse, and its fields must be what encoding/json reads.
func FuzzScan(f *testing.F) {
	c := load(f, same)
	record := frame(f, c).Record("/data/auth")
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
	f.Fuzz(func(t *testing.T, text []byte) {
		fields := make([]contract.Field, record.Places())
		if !record.Scan(text, fields) {
			return
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
			place := record.Place(name)
			if place < 0 {
				t.Fatalf("undeclared %q in %q", name, text)
			}
			at := fields[place]
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
