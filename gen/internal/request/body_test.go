package request_test

import (
	"encoding/json"
	"math"
	"net/url"
	"reflect"
	"testing"

	"github.com/quiva-ai/session-tokens/gen/internal/request"
)

func TestMarshalForm(t *testing.T) {
	form, err := request.MarshalForm(map[string]any{"a": "x&y", "b": []int{1, 2}, "c": true}, nil)
	if want := (url.Values{"a": {"x&y"}, "b": {"1", "2"}, "c": {"true"}}); err != nil || !reflect.DeepEqual(form, want) {
		t.Errorf("got %v, %v; want %v", form, err, want)
	}
	for _, refused := range []any{"text", []int{1}, map[string]rgb{"a": {}}, map[string]any{"a": nil}, math.Inf(1)} {
		if form, err := request.MarshalForm(refused, nil); err == nil {
			t.Errorf("%v is written as %v", refused, form)
		}
	}
}

func TestJSONMerge(t *testing.T) {
	for _, tt := range []struct{ data, patch, want string }{
		{`{"a":1,"b":{"c":2,"d":[3]}}`, `{"b":{"d":[4],"e":5},"f":null}`, `{"a":1,"b":{"c":2,"d":[4],"e":5},"f":null}`},
		{`{"a":12345678901234567890}`, `{}`, `{"a":12345678901234567890}`},
		{``, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, ``, `{"a":1}`},
		{`"text"`, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, `[2]`, `[2]`},
	} {
		got, err := request.JSONMerge(json.RawMessage(tt.data), json.RawMessage(tt.patch))
		if err != nil || string(got) != tt.want {
			t.Errorf("%s with %s: got %s, %v; want %s", tt.data, tt.patch, got, err, tt.want)
		}
	}
}
