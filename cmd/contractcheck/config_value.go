package main

import (
	"bytes"
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// described says what the value of a setting must be.
var described = map[string]string{
	typeBoolean: "true or false",
	typeInteger: "a whole number",
	typeNumber:  "a number",
	typeString:  "a text",
	typeArray:   "a list of texts, as in [\"a\", \"b\"]",
}

// value returns the value of a setting as kong takes it: a text, or a list of texts.
func (p configParser) value(flag *kong.Flag, node *yaml.Node) (any, error) {
	want := typeOf(flag)
	tags := map[string][]string{typeBoolean: {"!!bool"}, typeInteger: {"!!int"}, typeNumber: {"!!int", "!!float"}, typeString: {"!!str"}}[want]
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		return nil, p.errorf(node, "%s has no value: it must be %s", flag.Name, described[want])
	case want == typeArray:
		return p.list(flag, node)
	case want == typeString && node.Kind == yaml.ScalarNode && node.Tag != "!!str":
		return nil, p.errorf(node, "%s must be a text: put it in quotes", flag.Name)
	case node.Kind != yaml.ScalarNode || !slices.Contains(tags, node.Tag):
		return nil, p.errorf(node, "%s must be %s", flag.Name, described[want])
	case flag.Enum != "" && !slices.Contains(flag.EnumSlice(), node.Value):
		return nil, p.errorf(node, "%s must be one of %s", flag.Name, strings.Join(flag.EnumSlice(), ", "))
	case want == typeString:
		return node.Value, nil
	}
	t := flag.Target.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	read := reflect.New(t) // YAML has more ways to write a number than flags have
	if err := node.Decode(read.Interface()); err != nil {
		return nil, p.errorf(node, "%s must be %s, and neither too small nor too large", flag.Name, described[want])
	}
	return fmt.Sprint(read.Elem().Interface()), nil
}

// list returns the value of a setting that is a list of texts.
func (p configParser) list(flag *kong.Flag, node *yaml.Node) (any, error) {
	if node.Kind != yaml.SequenceNode {
		return nil, p.errorf(node, "%s must be %s", flag.Name, described[typeArray])
	}
	texts := []any{}
	for _, item := range node.Content {
		at := item
		item = aliased(item)
		if item.Kind != yaml.ScalarNode || item.Tag != "!!str" {
			return nil, p.errorf(at, "%s must be %s", flag.Name, described[typeArray])
		}
		if one, ok := reflect.New(flag.Target.Type().Elem()).Interface().(encoding.TextUnmarshaler); ok {
			if err := one.UnmarshalText([]byte(item.Value)); err != nil {
				return nil, p.errorf(at, "%s: %v", flag.Name, err)
			}
		}
		texts = append(texts, item.Value)
	}
	return texts, nil
}

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// syntax returns an error of the YAML parser with its line.
func (p configParser) syntax(data []byte, err error) error {
	parts := yamlError.FindStringSubmatch(err.Error())
	if parts == nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	const tab = "found character that cannot start any token"
	for i, line := range bytes.Split(data, []byte("\n")) {
		if parts[2] == tab && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("\t")) {
			return fmt.Errorf("%s:%d: a tab can't indent a line: use spaces", p.name, i+1)
		}
	}
	if parts[1] == "" {
		return fmt.Errorf("%s: it is no YAML: %s", p.name, parts[2])
	}
	return fmt.Errorf("%s:%s: it is no YAML: %s", p.name, parts[1], parts[2])
}

// hint says what may have been meant by a name that the section does not have.
func (p configParser) hint(section, name string) string {
	for _, other := range slices.Sorted(maps.Keys(p.settings)) {
		switch _, is := p.settings[other][name]; {
		case !is:
		case other == "":
			return "it is for all commands, so it belongs to the top"
		default:
			return "it belongs below " + other
		}
	}
	names := p.names(section)
	nearest := slices.MinFunc(names, func(a, b string) int { return distance(a, name) - distance(b, name) })
	if distance(nearest, name) <= 2 {
		return fmt.Sprintf("is %s meant? There are %s", nearest, strings.Join(names, ", "))
	}
	return "there are " + strings.Join(names, ", ")
}

// distance returns how many letters must be changed, added or taken away to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
