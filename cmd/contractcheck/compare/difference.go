// Package compare finds the differences between two OpenAPI documents, and which of them break a consumer. It must
// not know where the documents come from.
package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
)

// difference is a value that differs between two documents.
type difference struct {
	at          []string // the path of the value
	here, there any      // absent if only the other document has it
}

type absent struct{}

// values returns the differences of two JSON values, sorted by path.
func values(here, there any, at ...string) []difference {
	a, objectHere := unordered(here, at).(map[string]any)
	b, objectThere := unordered(there, at).(map[string]any)
	if objectHere && objectThere {
		a, b = normal(a, at), respelled(normal(b, at), normal(a, at), at)
	}
	if !objectHere || !objectThere {
		if equal(here, there) {
			return nil
		}
		ours, listHere := here.([]any)
		theirs, listThere := there.([]any)
		if listHere && listThere && equal(normalList(ours, at), normalList(theirs, at)) {
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
	for _, name := range UnionKeys(a, b) {
		found = append(found, values(of(a, name), of(b, name), append(slices.Clone(at), name)...)...)
	}
	return found
}

// UnionKeys returns the keys that either map has, sorted.
func UnionKeys[V any](a, b map[string]V) []string {
	both := map[string]V{}
	maps.Copy(both, a)
	maps.Copy(both, b)
	return slices.Sorted(maps.Keys(both))
}

// unordered returns a list whose order has no meaning as a map by element. Any other list keeps its order: the
// first server is the default, and code generators follow the order of oneOf.
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
			p, _ := element.(map[string]any)
			return documents.ParameterName(p)
		}
	default:
		return value
	}
	set := map[string]any{}
	for _, element := range list {
		set[name(element)] = element
	}
	if len(set) != len(list) {
		return value // there are duplicates, which a map can't hold
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

// message describes the difference; there is the name of the other document.
func (d difference) message(there string) string {
	switch {
	case d.there == absent{}:
		return fmt.Sprintf("only in the contract, not in %s: %s", there, compact(d.here))
	case d.here == absent{}:
		return fmt.Sprintf("only in %s, not in the contract: %s", there, compact(d.there))
	}
	return fmt.Sprintf("%s in the contract, %s in %s", compact(d.here), compact(d.there), there)
}

// compact returns a value as one line of JSON, truncated if it is long.
func compact(value any) string {
	const maxRunes = 100
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	line := []rune(strings.TrimSpace(out.String()))
	if len(line) > maxRunes {
		return string(line[:maxRunes]) + "..."
	}
	return string(line)
}
