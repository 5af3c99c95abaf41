package store

import (
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A mark changes one value and nothing else, whatever the member looks like.
func FuzzWithSuspended(f *testing.F) {
	for _, seed := range []string{`{"is_suspended":false}`, `{ "a" : {"is_suspended":false} , "is_suspended" : true , "b":[1.50]}`,
		`{"is\u005fsuspended":null}`, `{"x":"\"is_suspended\":false"}`, `{}`, `[]`, `{"is_suspended"`, `{"a":1,"a":2,"is_suspended":0}`, `{"agent":"x\ud83d","is_suspended":false}`, "\xff", ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, member string) {
		var before map[string]any
		if _, err := parse([]byte(member)); err != nil {
			return // the caller marks only what it can read
		}
		if json.Unmarshal([]byte(member), &before, jsontext.AllowInvalidUTF8(true)) != nil {
			return // a number that is not read
		}
		marked, ok := withSuspended(member, true)
		if _, has := before["is_suspended"]; has != ok {
			t.Fatalf("marked %t, has the property %t: %q", ok, has, member)
		}
		if !ok {
			return
		}
		var after map[string]any
		if err := json.Unmarshal([]byte(marked), &after, jsontext.AllowInvalidUTF8(true)); err != nil {
			t.Fatalf("%q became %q: %v", member, marked, err)
		}
		before["is_suspended"] = true
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%q became %q", member, marked)
		}
	})
}
