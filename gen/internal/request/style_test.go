package request_test

import (
	"encoding/json"
	"math"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/oapi-codegen/runtime"
	"pgregory.net/rapid"

	"github.com/quiva-ai/session-tokens/gen/internal/request"
)

type rgb struct {
	R int `json:"R"`
	G int `json:"G"`
	B int `json:"B"`
}

// These are the style examples of OpenAPI 3.0.3, for a parameter named "color", with three exceptions: OpenAPI's
// table omits the name of lists and objects delimited by spaces or bars, a bar is not allowed in a URL, and RFC
// 6570, to which the table refers, has commas in a label that is not exploded.
func TestStyleExamples(t *testing.T) {
	list, object := []string{"blue", "black", "brown"}, rgb{100, 200, 150}
	const undefined = ""
	for _, tt := range []struct {
		style                       string
		explode                     bool
		empty, single, list, object string
	}{
		{"matrix", false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"},
		{"matrix", true, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"},
		{"label", false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"},
		{"label", true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"},
		{"form", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"},
		{"form", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"},
		{"simple", false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"},
		{"simple", true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"},
		{"spaceDelimited", false, undefined, undefined, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"},
		{"pipeDelimited", false, undefined, undefined, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"},
		{"deepObject", true, undefined, undefined, undefined, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"},
	} {
		for _, c := range []struct {
			value any
			want  string
		}{{"", tt.empty}, {"blue", tt.single}, {list, tt.list}, {object, tt.object}, {&object, tt.object}} {
			got, err := request.StyleParamWithOptions(tt.style, tt.explode, "color", c.value, in(request.ParamLocationQuery))
			if got != c.want || (err != nil) != (c.want == undefined && tt.style != "simple") {
				t.Errorf("%s, explode %t, %v: got %q, %v; want %q", tt.style, tt.explode, c.value, got, err, c.want)
			}
		}
	}
}

func TestValues(t *testing.T) {
	type name string
	word := "w"
	for _, tt := range []struct {
		location request.ParamLocation
		style    string
		explode  bool
		value    any
		want     string
	}{
		{request.ParamLocationPath, "simple", false, "a/b", "a%2Fb"},
		{request.ParamLocationPath, "simple", false, "é?#%;=+&, :@~", "%C3%A9%3F%23%25%3B%3D%2B%26%2C%20%3A%40~"},
		{request.ParamLocationPath, "simple", false, "...", "..."},
		{request.ParamLocationPath, "simple", false, "a..b", "a..b"},
		{request.ParamLocationPath, "simple", false, "\ufffd", "%EF%BF%BD"},
		{request.ParamLocationPath, "simple", false, `\ufffd`, "%5Cufffd"},
		{request.ParamLocationPath, "simple", false, int64(math.MaxInt64), "9223372036854775807"},
		{request.ParamLocationPath, "simple", false, 1732300123.5, "1732300123.5"},
		{request.ParamLocationPath, "label", true, 1.5, ".1.5"},
		{request.ParamLocationPath, "matrix", true, map[string]string{"b": "", "a": "1;2"}, ";a=1%3B2;b"},
		{request.ParamLocationQuery, "form", true, true, "p=true"},
		{request.ParamLocationQuery, "form", true, &word, "p=w"},
		{request.ParamLocationQuery, "form", true, name("<&>"), "p=%3C%26%3E"},
		{request.ParamLocationQuery, "form", true, []name{"a", ""}, "p=a&p="},
		{request.ParamLocationQuery, "form", true, []string{}, ""},
		{request.ParamLocationQuery, "form", false, []string{"a,b", "c"}, "p=a%2Cb,c"},
		{request.ParamLocationQuery, "form", true, json.RawMessage(`{"a=b":1.0}`), "a%3Db=1.0"},
		{request.ParamLocationQuery, "pipeDelimited", true, []int{1, 2}, "p=1&p=2"},
		{request.ParamLocationHeader, "simple", false, `a "b"; é=%`, `a "b"; é=%`},
		{request.ParamLocationHeader, "simple", true, map[string]int{"a": 1, "b": 2}, "a=1,b=2"},
		{request.ParamLocationCookie, "simple", true, "a=b%", "a=b%"},
		{request.ParamLocationCookie, "simple", true, []int{1, 2}, "1,2"},
	} {
		got, err := request.StyleParamWithOptions(tt.style, tt.explode, "p", tt.value, in(tt.location))
		if err != nil || got != tt.want {
			t.Errorf("%s, explode %t, %#v: got %q, %v; want %q", tt.style, tt.explode, tt.value, got, err, tt.want)
		}
	}
	if got, err := request.StyleParamWithOptions("form", true, "a[]&", []int{1}, in(request.ParamLocationQuery)); err != nil || got != "a%5B%5D%26=1" {
		t.Errorf("the name is written as %q, %v", got, err)
	}
}

func TestRefusedValues(t *testing.T) {
	const secret = "secret"
	for name, tt := range map[string]struct {
		location request.ParamLocation
		style    string
		explode  bool
		value    any
	}{
		"empty path":                 {request.ParamLocationPath, "simple", false, ""},
		"dot":                        {request.ParamLocationPath, "simple", false, "."},
		"two dots":                   {request.ParamLocationPath, "simple", false, ".."},
		"two dots and a slash":       {request.ParamLocationPath, "simple", false, "../" + secret},
		"slash and two dots":         {request.ParamLocationPath, "simple", false, secret + "/.."},
		"two dots and a backslash":   {request.ParamLocationPath, "simple", false, `..\` + secret},
		"empty label":                {request.ParamLocationPath, "label", false, ""},
		"dot as label":               {request.ParamLocationPath, "label", false, "."},
		"empty list in a path":       {request.ParamLocationPath, "simple", false, []string{}},
		"no list in a path":          {request.ParamLocationPath, "simple", false, []string(nil)},
		"no value":                   {request.ParamLocationQuery, "form", true, (*string)(nil)},
		"list without a value":       {request.ParamLocationQuery, "form", true, []*string{nil}},
		"list in a list":             {request.ParamLocationQuery, "form", true, [][]string{{secret}}},
		"object in a list":           {request.ParamLocationQuery, "form", true, []rgb{{}}},
		"list in an object":          {request.ParamLocationQuery, "deepObject", true, map[string][]string{"a": {secret}}},
		"not a number":               {request.ParamLocationQuery, "form", true, math.NaN()},
		"not UTF-8":                  {request.ParamLocationQuery, "form", true, secret + "\xff"},
		"not UTF-8 in a list":        {request.ParamLocationQuery, "form", true, []string{`\`, secret + "\xff"}},
		"unknown style":              {request.ParamLocationQuery, "ssv", true, secret},
		"bars around one value":      {request.ParamLocationQuery, "pipeDelimited", false, secret},
		"deep list":                  {request.ParamLocationQuery, "deepObject", true, []string{secret}},
		"deep object, not exploded":  {request.ParamLocationQuery, "deepObject", false, rgb{}},
		"bars, and an exploded one":  {request.ParamLocationQuery, "pipeDelimited", true, rgb{}},
		"bar between bars":           {request.ParamLocationQuery, "pipeDelimited", false, []string{secret + "|"}},
		"space between spaces":       {request.ParamLocationQuery, "spaceDelimited", false, []string{secret + " "}},
		"dot between dots":           {request.ParamLocationPath, "label", true, []float64{1.5}},
		"comma between commas":       {request.ParamLocationHeader, "simple", false, []string{secret + ","}},
		"equals sign in a key":       {request.ParamLocationHeader, "simple", true, map[string]string{"a=": secret}},
		"line break in a header":     {request.ParamLocationHeader, "simple", false, secret + "\r\nX-Api-Key: y"},
		"space at a header's end":    {request.ParamLocationHeader, "simple", false, secret + " "},
		"semicolon in a cookie":      {request.ParamLocationCookie, "simple", true, secret + "; y=z"},
		"quotation mark in a cookie": {request.ParamLocationCookie, "simple", true, `"` + secret + `"`},
		"comma in a cookie":          {request.ParamLocationCookie, "simple", true, "a," + secret},
		"umlaut in a cookie":         {request.ParamLocationCookie, "simple", true, "ü" + secret},
	} {
		got, err := request.StyleParamWithOptions(tt.style, tt.explode, "p", tt.value, in(tt.location))
		if err == nil || got != "" || !strings.Contains(err.Error(), "the parameter p ") || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

// Serialized values mean the same as those of github.com/oapi-codegen/runtime, with which the service parses
// requests. The runtime escapes less, and writes small numbers without an exponent.
func TestMeansTheSameAsTheGeneratorsRuntime(t *testing.T) {
	locations := map[string]struct {
		ours     request.ParamLocation
		theirs   runtime.ParamLocation
		unescape func(string) (string, error)
	}{
		"path":   {request.ParamLocationPath, runtime.ParamLocationPath, url.PathUnescape},
		"query":  {request.ParamLocationQuery, runtime.ParamLocationQuery, url.QueryUnescape},
		"header": {request.ParamLocationHeader, runtime.ParamLocationHeader, func(s string) (string, error) { return s, nil }},
		"cookie": {request.ParamLocationCookie, runtime.ParamLocationCookie, func(s string) (string, error) { return s, nil }},
	}
	styles := map[string][]string{
		"path": {"simple", "label", "matrix"}, "header": {"simple"}, "cookie": {"simple"},
		"query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	}
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z]+`), rapid.StringMatching(`[ -~]+`))
	values := []*rapid.Generator[any]{
		texts.AsAny(), rapid.Int64().AsAny(), rapid.Bool().AsAny(), rapid.Map(rapid.Int32(), func(n int32) float64 { return float64(n) / 8 }).AsAny(),
		rapid.SliceOfN(texts, 1, 4).AsAny(), rapid.SliceOfN(rapid.Int(), 1, 4).AsAny(),
		rapid.MapOfN(rapid.StringMatching(`[a-z]+`), texts, 1, 4).AsAny(),
	}
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		where := rapid.SampledFrom([]string{"path", "query", "header", "cookie"}).Draw(t, "in")
		location, style := locations[where], rapid.SampledFrom(styles[where]).Draw(t, "style")
		explode, value := rapid.Bool().Draw(t, "explode"), rapid.OneOf(values...).Draw(t, "value")
		got, err := request.StyleParamWithOptions(style, explode, "p", value, in(location.ours))
		if err != nil {
			return // see TestRefusedValues
		}
		if style == "matrix" && withoutValue.MatchString(got) {
			return // the runtime writes RFC 6570's ";p" as ";p="
		}
		want, err := runtime.StyleParamWithOptions(style, explode, "p", value, runtime.StyleParamOptions{ParamLocation: location.theirs})
		if err != nil {
			if strings.HasSuffix(style, "Delimited") {
				return // an object, which the runtime can't delimit
			}
			t.Fatalf("%s, explode %t, %#v: the runtime refuses it: %v", style, explode, value, err)
		}
		got, gotErr := location.unescape(got)
		want, wantErr := location.unescape(want)
		if gotErr != nil || wantErr != nil || got != want {
			t.Fatalf("%s, explode %t, %#v: got %q, the runtime has %q; %v, %v", style, explode, value, got, want, gotErr, wantErr)
		}
		compared++
	})
	if compared < 20 {
		t.Errorf("%d values were compared", compared)
	}
}

var withoutValue = regexp.MustCompile(`;[^=;]+(;|$)`)

func in(location request.ParamLocation) request.StyleParamOptions {
	return request.StyleParamOptions{ParamLocation: location}
}
