package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// difference is a place where two documents differ.
type difference struct {
	at          []string
	here, there any // absent, where only the other has it
}

type absent struct{}

// compare lists the differences of two values of a document, in the order of their places.
func compare(here, there any, at ...string) []difference {
	a, objectHere := unordered(here, at).(map[string]any)
	b, objectThere := unordered(there, at).(map[string]any)
	if !objectHere || !objectThere {
		if equal(here, there) {
			return nil
		}
		return []difference{{slices.Clone(at), here, there}}
	}
	var found []difference
	of := func(object map[string]any, name string) any {
		if value, ok := object[name]; ok {
			return value
		}
		return absent{}
	}
	for _, name := range unionKeys(a, b) {
		found = append(found, compare(of(a, name), of(b, name), append(slices.Clone(at), name)...)...)
	}
	return found
}

// unionKeys returns the keys that either map has, sorted.
func unionKeys[V any](a, b map[string]V) []string {
	both := map[string]V{}
	maps.Copy(both, a)
	maps.Copy(both, b)
	return slices.Sorted(maps.Keys(both))
}

// unordered turns the lists whose order means nothing into maps. All other lists are compared as
// they are: the first server is the default, and the order of oneOf is kept by generators.
func unordered(value any, at []string) any {
	list, ok := value.([]any)
	if !ok || len(at) == 0 {
		return value
	}
	name := func(element any) string {
		if text, ok := element.(string); ok {
			return text
		}
		return compact(element)
	}
	switch at[len(at)-1] {
	case "required", "tags", "enum", "security":
	case "parameters":
		name = func(element any) string {
			if p, ok := element.(map[string]any); ok && p["$ref"] == nil {
				return fmt.Sprint(p["in"], " ", p["name"])
			}
			return compact(element)
		}
	default:
		return value
	}
	set := map[string]any{}
	for _, element := range list {
		set[name(element)] = element
	}
	if len(set) != len(list) {
		return value // two of one name: not told apart
	}
	return set
}

func equal(a, b any) bool {
	if (a == absent{}) != (b == absent{}) {
		return false
	}
	textA, errA := json.Marshal(a)
	textB, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(textA) == string(textB)
}

// message says what differs. There is a name for the other side.
func (d difference) message(there string) string {
	switch {
	case d.there == absent{}:
		return fmt.Sprintf("only in the contract, not in %s: %s", there, compact(d.here))
	case d.here == absent{}:
		return fmt.Sprintf("only in %s, not in the contract: %s", there, compact(d.there))
	}
	return fmt.Sprintf("%s in the contract, %s in %s", compact(d.here), compact(d.there), there)
}
