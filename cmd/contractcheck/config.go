package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// defaultConfig is read if it is there.
const defaultConfig = ".contractcheck.yaml"

// BeforeResolve reads the configuration file. Its values are those of flags that the command line does not set.
func (c *cli) BeforeResolve(k *kong.Kong, command *kong.Context) error {
	name := ""
	for _, flag := range k.Model.Flags {
		if flag.Name == "config" {
			name, _ = command.FlagValue(flag).(string)
		}
	}
	given := name != ""
	if !given {
		name = defaultConfig
	}
	data, err := os.ReadFile(name)
	if !given && errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	values, err := parseConfig(name, data, settingsOf(k.Model))
	if err != nil {
		return err
	}
	command.AddResolver(values)
	return nil
}

// settings are the flags that a configuration file may set, by section and name. A section is a command. The section "" is for all
// commands, and has also those flags that several commands have.
type settings map[string]map[string]*kong.Flag

// settingsOf returns the settings of a command line. The tag config says of a flag that it is none ("-"), or that its values are
// secrets, which belong in no file ("secret").
func settingsOf(app *kong.Application) settings {
	all := settings{"": {}}
	add := func(section string, flags []*kong.Flag) {
		for _, flag := range flags {
			if flag != app.HelpFlag && flag.Tag.Get("config") != "-" {
				all[section][flag.Name] = flag
			}
		}
	}
	add("", app.Flags)
	seen := map[string]bool{}
	for _, command := range app.Children {
		all[command.Name] = map[string]*kong.Flag{}
		add(command.Name, command.Flags)
		for name, flag := range all[command.Name] {
			if seen[name] {
				all[""][name] = flag
			}
			seen[name] = true
		}
	}
	return all
}

// The types of settings, as JSON Schema names them.
const (
	typeBoolean = "boolean"
	typeInteger = "integer"
	typeNumber  = "number"
	typeString  = "string"
	typeArray   = "array" // of strings
)

// typeOf returns the type of a setting.
func typeOf(flag *kong.Flag) string {
	t := flag.Target.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool:
		return typeBoolean
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		return typeInteger
	case reflect.Float64:
		return typeNumber
	case reflect.Slice:
		return typeArray
	}
	return typeString
}

// config is a configuration file: values by section and name. It is a [kong.Resolver].
type config map[string]map[string]any

// Validate implements kong.Resolver. The file was checked when it was read.
func (config) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver. A value for one command goes before one for all.
func (c config) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if parent.Command != nil {
		if value, ok := c[parent.Command.Name][flag.Name]; ok {
			return value, nil
		}
	}
	return c[""][flag.Name], nil
}

// parseConfig parses a configuration file, of YAML or JSON. Its errors name the line, and quote no value.
func parseConfig(name string, data []byte, all settings) (config, error) {
	p := configParser{name, all, config{}}
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF): // empty, or comments
		return p.values, nil
	case err != nil:
		return nil, p.syntax(data, err)
	}
	switch err := decoder.Decode(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, p.syntax(data, err)
	default:
		return nil, p.errorf(&second, "there must be only one document, without ---")
	}
	return p.values, p.section("", document.Content[0])
}

type configParser struct {
	name     string
	settings settings
	values   config
}

func (p configParser) errorf(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", p.name, at.Line, fmt.Sprintf(format, args...))
}

// section reads the settings of a command, or of all. Without any, nothing is set.
func (p configParser) section(section string, node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return p.errorf(node, "there must be names of settings, each with a value, as in \"format: json\"")
	}
	p.values[section] = map[string]any{}
	first := map[string]*yaml.Node{}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], aliased(node.Content[i+1])
		if earlier := first[key.Value]; earlier != nil {
			return p.errorf(key, "%s is there twice: the first is in line %d", key.Value, earlier.Line)
		}
		first[key.Value] = key
		flag, known := p.settings[section][key.Value]
		_, command := p.settings[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			return p.errorf(key, "the name of a setting must be a text")
		case known && flag.Tag.Get("config") == "secret":
			return p.errorf(key, "%s does not belong in a file, which others may read: set %s in the environment", key.Value, flag.Envs[0])
		case known:
			read, err := p.value(flag, value)
			if err != nil {
				return err
			}
			p.values[section][key.Value] = read
		case section == "" && command && key.Value != "":
			if err := p.section(key.Value, value); err != nil {
				return err
			}
		case section == "" && key.Value == "$schema": // for editors
		default:
			return p.errorf(key, "there is no setting %q here: %s", key.Value, p.hint(section, key.Value))
		}
	}
	return nil
}

// aliased returns what an alias stands for.
func aliased(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// names returns what may be in a section.
func (p configParser) names(section string) []string {
	names := map[string]bool{}
	for name, flag := range p.settings[section] {
		if flag.Tag.Get("config") != "secret" {
			names[name] = true
		}
	}
	if section == "" {
		for command := range p.settings {
			names[command] = true
		}
		delete(names, "")
	}
	return slices.Sorted(maps.Keys(names))
}
