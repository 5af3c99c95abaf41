package contract_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// The patterns by which clients check an e-mail address: ajv-formats 3.0.1 (dist/formats.js, full and fast) and zod
// 4.6.7 (v4/core/regexes.js).
var clients = map[string]*regexp.Regexp{
	"ajv-formats":       regexp.MustCompile("(?i)^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$"),
	"ajv-formats, fast": regexp.MustCompile("(?i)^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$"),
	"zod":               regexp.MustCompile(`^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$`),
}

// An address is served if and only if all of them accept it.
func TestEmailIsWhatClientsTake(t *testing.T) {
	good := 0
	check := func(t rapid.TB, address string) {
		var refused []string
		for client, pattern := range clients {
			if !pattern.MatchString(address) {
				refused = append(refused, client)
			}
		}
		local, _, _ := strings.Cut(address, "@")
		want := refused == nil && len(address) <= 254 && len(local) <= 64
		if got := contract.IsEmail(address); got != want {
			t.Fatalf("%q: %t, and refused by %q", address, got, refused)
		}
		if want {
			good++
		}
	}
	for _, address := range []string{"person@example.com", "o'brien@x.co", "a+b@x.co", "a@b.c.example", "a@b-c.de", "A_B-C@D.EF", "", "@", "a@", "@x.co", "a@x", "a@localhost", "a b@x.co",
		"a@x.c", "a@x.c0", "a@x.xn--p1ai", "a..b@x.co", ".a@x.co", "a.@x.co", "a'@x.co", "a@-x.co", "a@x-.co", "a@x..co", "a@x.co.", "a@.x.co", "a@@x.co", "a@x@x.co", "é@x.co", "a@é.co",
		"\"a b\"@x.co", "a&b@x.co", "a@[192.0.2.1]", "Person <a@x.co>", "a@x.co\n", "\na@x.co", "a@x.co\x00",
		strings.Repeat("a", 64) + "@x.co", strings.Repeat("a", 65) + "@x.co", "a@" + strings.Repeat("a", 63) + ".co", "a@" + strings.Repeat("a", 64) + ".co", "a@x." + strings.Repeat("a", 63),
		"a@x." + strings.Repeat("a", 64), "a@" + strings.Repeat("abcd.", 49) + "abcdefg", "a@" + strings.Repeat("abcd.", 49) + "abcdefgh"} {
		check(t, address)
	}
	text := rapid.StringOfN(rapid.SampledFrom([]rune("aaaabZz019@@..--_'+! \n&é")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		check(t, text.Draw(t, "address"))
		check(t, text.Draw(t, "local")+"@"+text.Draw(t, "domain"))
	})
	if good < 10 {
		t.Errorf("only %d were good", good)
	}
}

// An optional property that breaks its format is omitted; a required one makes the record break the contract.
func TestFormats(t *testing.T) {
	record := envelope(t, load(t, same)).RecordSchema("/data/refresh")
	mandatory := envelope(t, load(t, func(document string) string {
		return strings.Replace(document, `"RefreshTokenObject": {`, `"RefreshTokenObject": {"required": ["email"],`, 1)
	})).RecordSchema("/data/refresh")
	dates := envelope(t, load(t, func(document string) string {
		return strings.Replace(document, `"format": "email"`, `"format": "date-time"`, 1)
	})).RecordSchema("/data/refresh")
	nested := envelope(t, load(t, func(document string) string {
		return strings.Replace(document, `"format": "email"`, `"allOf": [{"format": "email"}]`, 1)
	})).RecordSchema("/data/refresh")
	for _, c := range []struct {
		record *contract.RecordSchema
		email  string
		sent   bool  // as it is
		err    error // of a writer
		read   bool  // by Decode, with the address
	}{
		{record, `"person@example.com"`, true, nil, true},
		{record, `"person\u0040example.com"`, true, nil, true},
		{record, `""`, false, nil, false},
		{record, `"nobody"`, false, nil, false},
		{record, `"a b@example.com"`, false, nil, false},
		{record, `"\ud83d@example.com"`, false, nil, false},
		{record, `null`, false, contract.ErrSchema, false},
		{record, `5`, false, contract.ErrSchema, false},
		{mandatory, `"person@example.com"`, true, nil, true},
		{mandatory, `""`, false, contract.ErrSchema, false},
		{dates, `"2026-01-02T03:04:05Z"`, true, nil, true},
		{dates, `"soon"`, false, nil, false},
		{nested, `"person@example.com"`, true, nil, true},
		{nested, `""`, false, nil, false},
	} {
		text := []byte(strings.Replace(string(usualRefresh(t)), `"person@example.com"`, c.email, 1))
		if err := c.record.Check(text); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.email, err, c.err)
		}
		if err := c.record.CheckSent(text); (err == nil) != c.sent {
			t.Errorf("%s is to be sent as it is: %t, %v", c.email, c.sent, err)
		}
		series := c.record.Scanner().Series()
		for range 4 {
			series.Scan(usualRefresh(t))
			if series.Scan(text) != c.sent {
				t.Errorf("%s is read: %t", c.email, !c.sent)
			}
		}
		var model gen.RefreshTokenObject
		if err := c.record.Decode(text, &model); !errors.Is(err, c.err) || (model.Email != nil) != c.read {
			t.Errorf("%s is read as %v: %v", c.email, model.Email, err)
		}
	}
}

// An unpaired surrogate is repaired in a property that is only shown; in an exact one it is not, and invalid UTF-8 or
// JSON stays invalid.
func TestCutTexts(t *testing.T) {
	record := envelope(t, load(t, same)).RecordSchema("/data/auth", "token", "user_id")
	for text, want := range map[string]string{ // of the agent, or an error
		`"agent":"x\ud83d"`:                           "x\ufffd",
		`"agent":"\ude00x"`:                           "\ufffdx",
		`"agent":"\ude00\ud83d"`:                      "\ufffd\ufffd",
		`"agent":"\ud83d\ud83d\ude00"`:                "\ufffd😀",
		`"agent":"\uD83D\\ude00"`:                     "\ufffd\\ude00",
		`"agent":"\ud83dx","other":["\ud83d"]`:        "\ufffdx",
		`"agent":"a","\ud83d":1`:                      "a",
		`"agent":"a","token\ud83d":1`:                 "a",
		`"agent":"a","\ud83d":1,"\ude00":1`:           "json", // a repeated name, once decoded
		`"agent":"a","\ud83d":1,"\ufffd":1`:           "json",
		`"agent":"a","token":"\ud83d"`:                "/token: was cut within a surrogate pair",
		`"agent":"\ud83d","to\u006ben":"\ud83d"`:      "/token: was cut within a surrogate pair",
		`"agent":"a","user_id":"\ude00"`:              "/user_id: was cut within a surrogate pair",
		`"agent":"\ud83d","token":"\ufffd"`:           "\ufffd",
		`"agent":"a","refresh_token":"\ud83d"`:        "a",
		`"agent":"a","token":["\ud83d"]`:              "json",
		"\"agent\":\"\\ud83d\",\"location\":\"\xff\"": "json",
		"\"agent\":\"\\ud83d\xed\xa0\xbd\"":           "json", // the same half, in CESU-8
		`"agent":"\ud83d","agent":"\ud83d"`:           "json",
		`"agent":"\ud83`:                              "json",
		`"agent":"\ud83g"`:                            "json",
		"\"agent\":\"\\ud83d\n\"":                     "json",
		`"agent":"\ud83d","is_suspended":"false"`:     "/is_suspended: ",
		`"agent":"\ud83d"}, {`:                        "json",
		`"agent":"\ud83d","deep":` + strings.Repeat("[", 200) + strings.Repeat("]", 200): "json",
	} {
		var given string
		for _, part := range []string{`"account_id":"a"`, `"user_id":"u"`, `"account":"A"`, `"role":"r"`, `"expiry":1900003600`, `"ip":"192.0.2.1"`, `"platform":"p"`,
			`"token":"t"`, `"refresh_token":""`, `"is_suspended":false`, `"location":"l"`} {
			if name, _, _ := strings.Cut(part, ":"); !strings.Contains(strings.ReplaceAll(text, `to\u006ben`, "token"), name+":") {
				given += part + ","
			}
		}
		member := []byte("{" + given + text + "}")
		var model gen.SessionObject
		err := record.Decode(member, &model)
		if check := record.Check(member); (check == nil) != (err == nil) {
			t.Errorf("%s: %v when it is checked, %v when it is read", text, check, err)
		}
		switch {
		case want == "json":
			if !errors.Is(err, contract.ErrJSON) {
				t.Errorf("%s: %v", text, err)
			}
		case strings.HasPrefix(want, "/"):
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", text, err, want)
			}
		case err != nil || model.Agent != want:
			t.Errorf("%s is read as %q: %v", text, model.Agent, err)
		}
		if cut := strings.Contains(strings.ToLower(text), `\ud8`); cut && (record.CheckSent(member) == nil || record.Scanner().Series().Scan(member)) {
			t.Errorf("%s would be sent as it is", text)
		}
	}
}
