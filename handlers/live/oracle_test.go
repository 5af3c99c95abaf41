package live

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

const (
	oracleUser = "u"
	oracleNow  = 1_900_000_000
)

// property is one name and one value of a member, both as JSON texts.
type property struct{ name, value string }

// member draws what somebody might write to Redis: mostly a record, mostly with something unusual in it.
func member(t *rapid.T, properties []property) []byte {
	properties = slices.Clone(properties)
	unusual := rapid.SampledFrom([]string{`null`, `true`, `false`, `0`, `-1`, `1.5`, `1900000100.25`, `1.9000001e9`, `""`, `"x"`, `"\u0078"`, `"\ud800"`,
		`"x\ud83d"`, `"\ude00\ud83d"`, `"\ud83d\ude00"`, "\"\\ud83d\xff\"", `"\ufffd"`, `"p\u0040x.co"`, `"a b@x.co"`, `"a\/b"`, `"é"`, "\"\xff\"", "\"\t\"", `{}`, `[]`, `{"a":[1]}`, `01`, `nul`, `1900000200`, `99999999999999999999`, `"u"`, `"v"`})
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "changes") {
		i := rapid.IntRange(0, len(properties)-1).Draw(t, "which")
		switch rapid.IntRange(0, 6).Draw(t, "change") {
		case 0:
			properties[i].value = unusual.Draw(t, "value")
		case 1:
			if len(properties) > 1 {
				properties = slices.Delete(properties, i, i+1)
			}
		case 2:
			properties = append(properties, property{properties[i].name, unusual.Draw(t, "twice")})
		case 3:
			properties = slices.Insert(properties, i, property{rapid.SampledFrom([]string{`"other"`, `"TOKEN"`, `"a\u0062"`, `""`, `"\ud83d"`, `"token\ud83d"`}).Draw(t, "name"), unusual.Draw(t, "other")})
		case 4:
			properties[i].name = strings.Replace(properties[i].name, "e", `\u0065`, 1)
		case 5:
			properties = rapid.Permutation(properties).Draw(t, "order")
		case 6:
			properties[i].value = rapid.SampledFrom([]string{" ", "\n", "\r\t"}).Draw(t, "space") + properties[i].value
		}
	}
	var text strings.Builder
	for i, p := range properties {
		text.WriteString(cmp.Or(map[bool]string{true: "{"}[i == 0], ",") + p.name + ":" + p.value)
	}
	return []byte(text.String() + rapid.SampledFrom([]string{"}", "}", "}", "}", "}", "}", "}", "}", "}", "} ", "}\n", "", "}}", "},{}", "}{}"}).Draw(t, "end"))
}

func drawnSession(t *rapid.T) []byte {
	quoted := func(text string) string { return `"` + text + `"` }
	return member(t, []property{
		{`"account_id"`, `"a"`},
		{`"user_id"`, quoted(rapid.SampledFrom([]string{oracleUser, oracleUser, oracleUser, oracleUser, oracleUser, oracleUser, "v"}).Draw(t, "user"))},
		{`"account"`, `"A"`}, {`"email"`, `"nobody"`}, {`"role"`, `"r"`},
		{`"expiry"`, fmt.Sprint(oracleNow + rapid.SampledFrom([]int{1, 2, 3, 4, 4, 4, 0}).Draw(t, "life"))},
		{`"ip"`, `"192.0.2.1"`}, {`"agent"`, `"<b> & \"c\""`}, {`"platform"`, `"p"`},
		{`"token"`, quoted(rapid.SampledFrom([]string{"a", "b", "c", "a", "b", "c", "a", ""}).Draw(t, "token"))},
		{`"refresh_token"`, `""`},
		{`"is_suspended"`, rapid.SampledFrom([]string{"false", "false", "true"}).Draw(t, "suspended")},
		{`"location"`, `"l"`},
	})
}

func drawnRefresh(t *rapid.T) []byte {
	return member(t, []property{
		{`"user_id"`, `"u"`}, {`"email"`, rapid.SampledFrom([]string{`"p@x.co"`, `"p@x.co"`, `"p@x.co"`, `"other@x.co"`, `"nobody"`, `""`}).Draw(t, "email")}, {`"role"`, `"r"`},
		{`"expiry"`, fmt.Sprint(oracleNow + rapid.IntRange(-1, 4).Draw(t, "life"))},
		{`"token"`, rapid.SampledFrom([]string{`"a"`, `"b"`, `"c"`}).Draw(t, "token")},
	})
}

// oracle computes the answer the slow way. Each member is decoded as a whole (Record.Decode, which is older than the
// scanner, repairs what can be repaired, and has its own tests), goes through openapi3filter.ValidateResponse in an
// answer of its own, and is read by encoding/json to see whether it may be sent unchanged; the answer goes through
// ValidateResponse as a whole, by a contract in which each format is a pattern, that of ajv-formats. ValidateResponse
// alone would let more pass: it accepts repeated names, invalid UTF-8, unpaired surrogates, and "{},{}" for one
// member.
type oracle struct {
	t        *rapid.T
	contract *contract.Contract
	session  *contract.RecordSchema
	refresh  *contract.RecordSchema
}

type judged struct {
	text, token string
	order       string // among those of one token: the text before a twin's mark is set
	expiry      float64
	suspended   bool
}

func (o *oracle) conforms(body string) bool {
	operation, err := o.contract.Find("/accounts/session-tokens", http.MethodGet)
	if err != nil {
		o.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/accounts/session-tokens", nil)
	return o.contract.CheckResponse(r, operation, 200, http.Header{"Content-Type": {"application/json"}}, []byte(body)) == nil
}

// withPatterns returns the contract with a pattern for format email, which kin-openapi does not check.
func withPatterns(t *testing.T) *contract.Contract {
	pattern := "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@" +
		"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\\\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$"
	return loaded(t, changed(t, `"format": "email"`, `"pattern": "`+pattern+`"`))
}

// asItIs reports whether a text may be sent unchanged: one flat object, in UTF-8, of declared properties, each once,
// whose numbers, strings and names every reader decodes alike.
func asItIs(text []byte, model any) bool {
	if !jsontext.Value(text).IsValid() { // with an unpaired surrogate, for example
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') || !utf8.Valid(text) {
		return false
	}
	var declared map[string]any
	all, _ := json.Marshal(model)
	_ = json.Unmarshal(all, &declared)
	seen := map[string]bool{}
	for d.More() {
		before := d.InputOffset()
		name, err := d.Token()
		key, _ := name.(string)
		spelled := strings.TrimLeft(string(text[before:d.InputOffset()]), ", \n\r\t")
		if _, ok := declared[key]; err != nil || !ok || seen[key] || spelled != `"`+key+`"` {
			return false
		}
		seen[key] = true
		before = d.InputOffset()
		value, err := d.Token()
		if _, nested := value.(json.Delim); nested || err != nil {
			return false
		}
		_, integer := model.(gen.RefreshTokenObject)
		if number, ok := value.(json.Number); ok && (strings.ContainsAny(string(number), "eE") || integer && strings.Contains(string(number), ".") || len(number) > 18) {
			return false
		}
		if (key == "token" || key == "user_id") && bytes.ContainsRune(text[before:d.InputOffset()], '\\') {
			return false
		}
	}
	if _, err := d.Token(); err != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

// full models have every declared property.
var (
	one         = "x"
	fullSession = gen.SessionObject{Email: &one}
	fullRefresh = gen.RefreshTokenObject{Account: &one, AccountID: &one, Email: &one, Expiry: new(int64), Role: &one, Token: &one, UserID: &one}
)

func (o *oracle) sessions(members [][]byte) []judged {
	var all []judged
	for _, text := range members {
		var s gen.SessionObject
		good := o.conforms(`{"data":{"auth":[` + string(text) + `]}}`)
		if err := o.session.Decode(text, &s); err != nil || s.UserID != oracleUser || s.Expiry <= oracleNow || s.Expiry > store.LastExpiry || s.Token == "" {
			if err == nil && !good {
				o.t.Fatalf("decoded, and refused in an answer: %q", text)
			}
			continue
		}
		j := judged{text: string(text), token: s.Token, expiry: s.Expiry, suspended: s.IsSuspended}
		if !good || !asItIs(text, fullSession) {
			again, _ := json.Marshal(s)
			j.text = string(again)
		}
		j.order = j.text
		all = append(all, j)
	}
	for i := range all {
		twin := slices.ContainsFunc(all, func(j judged) bool { return j.token == all[i].token && j.suspended })
		if twin && !all[i].suspended {
			var s gen.SessionObject
			if err := o.session.Decode([]byte(all[i].text), &s); err != nil {
				o.t.Fatal(err)
			}
			s.IsSuspended = true
			again, _ := json.Marshal(s)
			defer func() { all[i].text, all[i].suspended = string(again), true }()
		}
	}
	return all
}

func (o *oracle) refreshes(members [][]byte) []judged {
	var all []judged
	for _, text := range members {
		var r gen.RefreshTokenObject
		err := o.refresh.Decode(text, &r)
		if err != nil || r.UserID != nil && *r.UserID != oracleUser || float64(value(r.Expiry)) <= oracleNow || float64(value(r.Expiry)) > store.LastExpiry || value(r.Token) == "" {
			continue
		}
		j := judged{text: string(text), token: *r.Token, expiry: float64(*r.Expiry)}
		if !o.conforms(`{"data":{"refresh":[`+string(text)+`]}}`) || !asItIs(text, fullRefresh) {
			again, _ := json.Marshal(r)
			j.text = string(again)
		}
		j.order = j.text
		all = append(all, j)
	}
	return all
}

func joined(all []judged) string {
	slices.SortFunc(all, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.expiry, a.expiry), strings.Compare(a.token, b.token), strings.Compare(a.order, b.order))
	})
	var texts []string
	for _, j := range all {
		texts = append(texts, j.text)
	}
	return strings.Join(texts, ",")
}

// The fast list is what the slow way yields, byte for byte, while layouts are learned and after.
func TestFastListIsTheSlowOne(t *testing.T) {
	c, patterns, kept := loaded(t, gen.Document()), withPatterns(t), &fixed{}
	schema, err := NewSchema(c)
	if err != nil {
		t.Fatal(err)
	}
	r := New(schema, kept, func() time.Time { return time.Unix(oracleNow, 0) })
	// More than by default; the command line may ask for more still.
	for name, value := range map[string]string{"rapid.checks": "2000", "rapid.nofailfile": "true"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			t.Cleanup(func() { _ = flag.Set(name, f.DefValue) })
			if err := flag.Set(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	drawn, scanned := map[*reader]int{}, map[*reader]int{}
	rapid.Check(t, func(t *rapid.T) {
		sessions := rapid.SliceOfN(rapid.Custom(drawnSession), 0, 5).Draw(t, "sessions")
		refresh := rapid.SliceOfN(rapid.Custom(drawnRefresh), 0, 3).Draw(t, "refresh")
		bearer := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "bearer")
		kept.members = store.Lists{Sessions: sessions, Refresh: refresh}
		o := &oracle{t, patterns, schema.session.schema, schema.refresh.schema}
		judged := o.sessions(sessions)
		want := `{"data":{"auth":[` + joined(judged) + `],"refresh":[` + joined(o.refreshes(refresh)) + `]}}` + "\n"
		if !o.conforms(want) {
			t.Fatalf("the slow body breaks the contract: %s", want)
		}
		accepted := false
		for _, j := range judged {
			accepted = accepted || bearer != "" && j.token == bearer && !j.suspended
		}
		for _, asked := range []string{bearer, bearer, "z", bearer} {
			l, err := r.List(t.Context(), oracleUser, asked)
			if err != nil {
				t.Fatal(err)
			}
			if string(l.Body()) != want {
				t.Fatalf("for bearer %q\nfast %s\nslow %s", asked, l.Body(), want)
			}
			if l.Accepted != (accepted && asked == bearer) {
				t.Fatalf("bearer %q: accepted %t in %s", asked, l.Accepted, want)
			}
			if len(l.LeftOut)+strings.Count(want, `"token"`)+strings.Count(want, `"TOKEN"`) < len(sessions)+len(refresh) {
				t.Fatalf("%d left out of %d", len(l.LeftOut), len(sessions)+len(refresh))
			}
			if !o.conforms(string(l.OwnBody())) {
				t.Fatalf("for bearer %q it breaks the contract: %s", asked, l.OwnBody())
			}
			wantOwn(t, l, asked)
			l.Release()
		}
		for reader, texts := range map[*reader][][]byte{schema.session: sessions, schema.refresh: refresh} {
			for _, text := range texts {
				drawn[reader]++
				if reader.scanner.Series().Scan(text) {
					scanned[reader]++
				}
			}
		}
	})
	// The test is only meaningful if, of what it drew, enough was read by the scanner and enough was not.
	for reader, n := range drawn {
		if scanned[reader]*10 < n || scanned[reader]*10 > 9*n {
			t.Errorf("%d of %d members of kind %s were read by the scan", scanned[reader], n, reader.kind)
		}
	}
}
