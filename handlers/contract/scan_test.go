package contract_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

// sessionProperties are all properties that the contract declares for a session.
var sessionProperties = []string{"account_id", "user_id", "account", "email", "role", "expiry", "ip", "agent", "platform", "token",
	"refresh_token", "is_suspended", "location"}

// refreshProperties are those of a refresh token.
var refreshProperties = []string{"account_id", "user_id", "account", "email", "role", "expiry", "token"}

const tokenField = 9

// What writers usually write is read in one pass; this must not get slow unnoticed.
func TestScanReadsWhatIsUsual(t *testing.T) {
	record, text := sessions(t), string(usual(t))
	scanner := record.Scanner(sessionProperties...)
	for name, member := range map[string]string{
		"as Go writes it":         text,
		"with white space":        " { " + strings.ReplaceAll(strings.ReplaceAll(text[1:], ",\"", " ,\n\t\""), "\":", "\" : ") + "\r\n",
		"a space before a number": strings.Replace(text, "1900003600", " 1900003600", 1),
		"another order":           `{"location":"Berlin",` + strings.Replace(text[1:], `,"location":"Berlin, Germany"`, "", 1),
		"escapes in a value":      strings.Replace(text, "Mozilla/5.0", `Mozilla\/5.0 \"\u00e9\"`, 1),
		"not ASCII":               strings.Replace(text, "Berlin, Germany", "Zürich, 日本", 1),
		"a fraction":              strings.Replace(text, "1900003600", "1900003600.125", 1),
		"an empty text":           strings.Replace(text, `"Linux"`, `""`, 1),
		"without email":           strings.Replace(text, `"email":"person@example.com",`, "", 1),
	} {
		series := scanner.Series()
		for range 4 { // of a layout that is new, and of one that was learned; first of a series, and later
			if !series.Scan([]byte(member)) {
				t.Errorf("%s is not read: %s", name, member)
				continue
			}
			token := series.Fields[tokenField]
			if got := member[token.Start:token.End]; got != fmt.Sprintf("%0200d", 1) {
				t.Errorf("%s: token %s", name, got)
			}
		}
		if record.Check([]byte(member)) != nil {
			t.Errorf("%s does not conform: %s", name, member)
		}
	}
}

// A rule about values is checked for each value, whatever layout was learned.
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
		record := envelope(t, document).RecordSchema("/data/auth")
		scanner := record.Scanner(sessionProperties...)
		member := func(value string) []byte {
			return bytes.Replace(usual(t), []byte(`"Berlin, Germany"`), []byte(value), 1)
		}
		if bytes.Equal(member("x"), usual(t)) {
			t.Fatal("no location to replace")
		}
		series := scanner.Series()
		for range 4 { // of a layout that is new, and of one that was learned; first of a series, and later
			if err := record.Check(member(c.good)); err != nil {
				t.Errorf("%s: the rule is not in the contract: %v", name, err)
			}
			if !series.Scan(member(c.good)) {
				t.Errorf("%s: %s is not read", name, c.good)
			}
			if record.Check(member(c.bad)) == nil || series.Scan(member(c.bad)) {
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
		record := envelope(t, document).RecordSchema("/data/auth")
		if record.Check(usual(t)) == nil {
			t.Fatalf("%s is not in the contract", rule)
		}
		if record.Scanner().Series().Scan(usual(t)) {
			t.Errorf("%s is passed over", rule)
		}
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	for array, text := range map[string][]byte{"/data/auth": usual(t), "/data/refresh": usualRefresh(t)} {
		series := envelope(t, load(t, same)).RecordSchema(array).Scanner("token", "expiry").Series()
		for range 3 {
			if !series.Scan(text) {
				t.Fatalf("%s is not read", text)
			}
		}
		for name, scan := range map[string]func(){
			"first": func() { series.Reset(); series.Scan(text) },
			"later": func() { series.Scan(text) },
		} {
			if n := testing.AllocsPerRun(100, scan); n != 0 {
				t.Errorf("%s, %s in the series: %v allocations", array, name, n)
			}
		}
	}
}

// A learned layout says nothing about texts that leave it: each of these is read after the good one, and after each
// other.
func TestScanLeavesALayout(t *testing.T) {
	record, good := sessions(t), string(usual(t))
	scanner := record.Scanner(sessionProperties...)
	replaced := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("no %s in %s", old, good)
		}
		return strings.Replace(good, old, new, 1)
	}
	for range 2 {
		series := scanner.Series()
		for name, text := range map[string]string{
			"cut off":                    good[:len(good)-1],
			"cut off in a text":          good[:len(good)-3],
			"bytes behind it":            good + "x",
			"another object behind it":   good + good,
			"a name twice":               replaced(`"role":"admin"`, `"role":"admin","role":"admin"`),
			"the last name twice":        replaced(`"location":"Berlin, Germany"`, `"location":"Berlin, Germany","location":"x"`),
			"a missing name":             replaced(`"role":"admin",`, ``),
			"an undeclared name":         replaced(`"role":"admin",`, `"role":"admin","roles":"admin",`),
			"a number for a text":        replaced(`"admin"`, `5`),
			"null for a text":            replaced(`"admin"`, `null`),
			"a text for a number":        replaced(`1900003600`, `"1900003600"`),
			"a text for a truth value":   replaced(`false`, `"false"`),
			"a number for a truth value": replaced(`false`, `0`),
			"half a truth value":         replaced(`false`, `fals`),
			"a comma too many":           replaced(`"admin",`, `"admin",,`),
			"no comma":                   replaced(`"admin",`, `"admin"`),
			"a control character":        replaced("Berlin", "Ber\x00lin"),
			"a line end in a text":       replaced("Berlin", "Ber\nlin"),
			"not UTF-8":                  replaced("Berlin", "Ber\xfflin"),
			"half a surrogate":           replaced("Berlin", `\ud800`),
			"a bad escape":               replaced("Berlin", `\x`),
			"an escape at the end":       replaced("Berlin, Germany", `\`),
			"an exponent":                replaced("1900003600", "19e8"),
			"a leading zero":             replaced("1900003600", "01900003600"),
			"too many digits":            replaced("1900003600", "1234567890123456789"),
		} {
			for range 2 { // as the first of a series, and as the next one
				if !series.Scan([]byte(good)) {
					t.Fatal("the good one is not read")
				}
			}
			if series.Scan([]byte(text)) || scanner.Series().Scan([]byte(text)) {
				t.Errorf("%s: it is read: %s", name, text)
			}
		}
	}
}

// Writers of ever new layouts take no more memory than others, and all texts are still read.
func TestLayoutsAreForgotten(t *testing.T) {
	record, text := sessions(t), usual(t)
	scanner := record.Scanner(sessionProperties...)
	for i := range 10_000 {
		unusual := bytes.Replace(text, []byte(`,"role"`), fmt.Appendf(nil, `,%*s"role"`, i%1000, ""), 1)
		unusual = bytes.Replace(unusual, []byte(`,"agent"`), fmt.Appendf(nil, `,%*s"agent"`, i/1000, ""), 1)
		if !scanner.Series().Scan(unusual) || !scanner.Series().Scan(text) {
			t.Fatalf("not read after %d layouts", i)
		}
	}
	if size := scanner.LayoutSize(); size > 4096 {
		t.Errorf("%d edges", size)
	}
}

// Escapes are read as the decoder reads them.
func TestScanReadsEscapesAsTheDecoderDoes(t *testing.T) {
	record := sessions(t)
	series := record.Scanner(sessionProperties...).Series()
	piece := rapid.SampledFrom([]string{`\`, `\u`, `\ud83d`, `\uDE00`, `\ude00`, `\ud8`, `\u00e9`, `\u00E9`, `\"`, `\\`, `\/`, `\b`, `\n`, `\x`, `\U`, `\'`, "0", "d", "g", "G", "@", "`", "\x10", "\x1f", "é"})
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		value := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "value"), "")
		text := []byte(strings.Replace(`{"account_id":"","user_id":"","account":"","role":"","expiry":1,"ip":"","agent":"@","platform":"","token":"","refresh_token":"","is_suspended":true,"location":""}`, "@", value, 1))
		_, err := jsontext.AppendUnquote(nil, []byte(`"`+value+`"`))
		if got, want := series.Scan(text), err == nil && record.CheckSent(text) == nil; got != want {
			t.Fatalf("%q is read %t, want %t", value, got, want)
		}
		if err == nil {
			read++
		}
	})
	if read < 5 {
		t.Errorf("only %d were good", read)
	}
}

// The properties of a text are checked in whatever order they are, and no more shapes are remembered than the bound.
func TestShapes(t *testing.T) {
	document := load(t, func(document string) string {
		var more strings.Builder
		for i := range 12 {
			fmt.Fprintf(&more, `"x%d": {"type": "number", "nullable": true},`, i)
		}
		rule := `"RefreshTokenObject": {"required": ["token"], "properties": {`
		return strings.Replace(strings.Replace(document, `"RefreshTokenObject": {
        "type": "object",
        "properties": {`, rule+more.String(), 1), `"RefreshTokenObject": {`, `"RefreshTokenObject": {"type": "object",`, 1)
	})
	record := envelope(t, document).RecordSchema("/data/refresh")
	scanner := record.Scanner("token")
	for i := range 1 << 12 {
		properties := []string{`"token":"t"`}
		for x := range 12 {
			if i&(1<<x) != 0 {
				properties = append(properties, fmt.Sprintf(`"x%d":%s`, x, []string{"1", "null"}[i%2]))
			}
		}
		for range 2 {
			text := []byte("{" + strings.Join(properties, ",") + "}")
			if err := record.CheckSent(text); err != nil || !scanner.Series().Scan(text) {
				t.Fatalf("not read: %s: %v", text, err)
			}
			without := []byte("{" + strings.Join(properties[1:], ",") + "}")
			if i > 0 && scanner.Series().Scan(without) {
				t.Fatalf("read: %s", without)
			}
			slices.Reverse(properties[1:])
		}
		if n := scanner.Shapes(); n > 1024 {
			t.Fatalf("%d shapes", n)
		}
	}
}

// Follow reads what Scan has learned, and learns nothing.
func TestFollowLearnsNothing(t *testing.T) {
	scanner, text := sessions(t).Scanner(sessionProperties...), usual(t)
	series := scanner.Series()
	if series.Follow(text) || scanner.LayoutSize() != 0 {
		t.Error("it has learned a layout")
	}
	if !series.Scan(text) || !series.Follow(text) || !scanner.Series().Follow(text) {
		t.Error("what was learned is not read")
	}
	if series.Follow(text[1:]) || series.Follow(bytes.Replace(text, []byte("false"), []byte("null"), 1)) || !series.Follow(text) {
		t.Error("it reads what is not good, or nothing after it")
	}
}

// Texts of many layouts are read concurrently.
func TestScanAtOnce(t *testing.T) {
	record, text := sessions(t), usual(t)
	scanner := record.Scanner(sessionProperties...)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			series := scanner.Series()
			for i := range 500 {
				unusual := bytes.Replace(text, []byte(`,"role"`), fmt.Appendf(nil, `,%*s"role"`, (i+worker)%100, ""), 1)
				if !series.Scan(unusual) || string(unusual[series.Fields[tokenField].Start:series.Fields[tokenField].End]) != fmt.Sprintf("%0200d", 1) {
					t.Errorf("not read: %s", unusual)
				}
			}
		})
	}
	group.Wait()
}
