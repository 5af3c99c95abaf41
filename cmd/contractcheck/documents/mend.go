package documents

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The members of a document whose values are objects by names of the author's choice, and those that are one object.
var (
	byName = []string{"paths", "webhooks", "responses", "content", "headers", "encoding", "properties", "patternProperties", "dependentSchemas", "$defs", "schemas",
		"parameters", "requestBodies", "securitySchemes", "links", "callbacks", "pathItems"}
	single = []string{"schema", "items", "not", "additionalProperties", "requestBody"}
	data   = []string{"example", "examples", "default", "enum", "const", "value"} // in these null is a value
)

// mended returns the text of a document with what its author has meant: an empty object where nothing, or null, stands in the
// place of one, as after "application/json:", a version without quotes, and an enum for a const of null. All other text stays, on the same lines. It also
// returns what was mended, for people.
func (t text) mended() (text, []string) {
	var edits []edit
	var notes []string
	if version, _ := member(t.root, "openapi"); version != nil && version.Tag == "!!float" && supported.MatchString(version.Value+".") {
		edits = append(edits, edit{version, len(version.Value), `"` + version.Value + `.0"`})
		notes = append(notes, fmt.Sprintf("names the version %s, without a third number, and without quotes", version.Value))
	}
	var empty []string
	nulls(t.root, nil, false, func(at []string, key, value *yaml.Node, named bool) {
		switch {
		case value.Anchor != "":
			return // the edit would have to go behind it
		case key.Value == "const" && !named:
			edits = append(edits, constNull(key, value)...)
			return
		}
		empty = append(empty, Pointer(at))
		if value.Value == "" {
			edits = append(edits, edit{key, -1, " {}"})
		} else {
			edits = append(edits, edit{value, len(value.Value), "{}"})
		}
	})
	switch len(empty) {
	case 0:
	case 1:
		notes = append(notes, "has nothing at "+empty[0]+", which is read as an empty object")
	default:
		notes = append(notes, fmt.Sprintf("has nothing at %s (and %d more), which is read as an empty object", empty[0], len(empty)-1))
	}
	if len(edits) == 0 {
		return t, nil
	}
	if m := read([]byte(edited(string(t.yaml), edits))); m.root != nil {
		return m, notes
	}
	return t, nil
}

// constNull returns the edits that make "const: null" an enum of null, which is the same: kin-openapi has one value for a const of
// null and for none.
func constNull(key, value *yaml.Node) []edit {
	name, length := "enum", len(key.Value)
	if key.Style != 0 {
		name, length = `"enum"`, length+2
	}
	if value.Value == "" {
		return []edit{{key, length + 1, name + ": [null]"}} // with the colon
	}
	return []edit{{key, length, name}, {value, len(value.Value), "[null]"}}
}

// nulls calls f for each null in the place of an object, and for each const of null, with its path and its name's node. named says
// whether the node's members are objects by names.
func nulls(node *yaml.Node, at []string, named bool, f func(at []string, key, value *yaml.Node, named bool)) {
	if node == nil {
		return
	}
	if node.Kind == yaml.SequenceNode {
		for _, value := range node.Content {
			nulls(value, append(slices.Clone(at), "-"), false, f)
		}
	}
	if node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		below := append(slices.Clone(at), key.Value)
		isNull := value.Tag == "!!null" && value.Kind == yaml.ScalarNode
		enum, _ := member(node, "enum")
		switch {
		case !named && key.Value == "const" && isNull && enum == nil:
			f(below, key, value, named)
		case !named && (slices.Contains(data, key.Value) || strings.HasPrefix(key.Value, "x-")):
		case isNull && (named || slices.Contains(single, key.Value)):
			f(below, key, value, named)
		default:
			nulls(value, below, !named && slices.Contains(byName, key.Value), f)
		}
	}
}

// edit replaces the text of a node, or with a length of -1 inserts behind the colon that follows it.
type edit struct {
	at     *yaml.Node
	length int
	text   string
}

// edited returns the text with the edits made, from the last to the first, so that positions stay true.
func edited(text string, edits []edit) string {
	lines := strings.SplitAfter(text, "\n")
	slices.SortFunc(edits, func(a, b edit) int {
		if a.at.Line != b.at.Line {
			return b.at.Line - a.at.Line
		}
		return b.at.Column - a.at.Column
	})
	for _, e := range edits {
		line := []rune(lines[e.at.Line-1])
		before, rest := string(line[:e.at.Column-1]), string(line[e.at.Column-1:])
		if e.length < 0 {
			end := len(e.at.Value)
			if e.at.Style != 0 {
				end += 2 // the quotes; escapes may make the text longer still
			}
			if end = min(end, len(rest)); strings.Contains(rest[end:], ":") {
				end += strings.Index(rest[end:], ":") + 1
				lines[e.at.Line-1] = before + rest[:end] + e.text + rest[end:]
			}
			continue
		}
		lines[e.at.Line-1] = before + e.text + rest[e.length:]
	}
	return strings.Join(lines, "")
}
