package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write config.schema.json anew")

const configSchemaFile = "config.schema.json"

// commandLine is the model of the command line.
func commandLine(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := newParser(t.Context(), &cli{}, &program{stdout: io.Discard, stderr: io.Discard}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// configSchema returns the JSON schema of a configuration file, which follows from the command line.
func configSchema(app *kong.Application) object {
	closed := func(properties object, description string) object {
		o := object{"type": "object", "additionalProperties": false, "properties": properties}
		if description != "" {
			o["description"] = description
		}
		return o
	}
	all := settingsOf(app)
	section := func(name string) object {
		properties := object{}
		for name, flag := range all[name] {
			if flag.Tag.Get("config") == "secret" {
				continue
			}
			property := object{"type": typeOf(flag), "description": flag.Help}
			if typeOf(flag) == typeArray {
				property["items"] = object{"type": typeString}
			}
			if flag.Enum != "" {
				property["enum"] = flag.EnumSlice()
			}
			properties[name] = property
		}
		return properties
	}
	top := section("")
	top["$schema"] = object{"type": "string", "description": "The address of this schema, for editors."}
	for _, command := range app.Children {
		one := closed(section(command.Name), command.Help)
		one["type"] = []string{"object", "null"} // with nothing below its name
		top[command.Name] = one
	}
	whole := closed(top, "The settings of contractcheck: of all commands, and below a command's name those of one. Flags go before them.")
	whole["$schema"], whole["title"] = "http://json-schema.org/draft-07/schema#", "contractcheck's configuration file"
	return whole
}

func TestConfigSchema(t *testing.T) {
	var want bytes.Buffer
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(configSchema(commandLine(t))); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(configSchemaFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(configSchemaFile); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the command line says (%v): go test ./cmd/contractcheck -run ConfigSchema -update", configSchemaFile, err)
	}
}

// Each setting is of a type that the file knows, and each secret is read from the environment.
func TestSettings(t *testing.T) {
	names := map[string]bool{}
	for _, flags := range settingsOf(commandLine(t)) {
		for name, flag := range flags {
			names[name] = true
			if secret := flag.Tag.Get("config") == "secret"; secret != (len(flag.Envs) > 0) {
				t.Errorf("--%s: a secret: %v, in the environment: %v", name, secret, flag.Envs)
			}
		}
	}
	for _, none := range []string{"help", "version", "config", "write-accepted"} {
		if names[none] {
			t.Errorf("--%s is no setting", none)
		}
	}
	if len(names) < 14 {
		t.Errorf("there are only %v", slices.Sorted(maps.Keys(names)))
	}
}

// What the schema takes the program takes, and what it refuses the program refuses, with the line.
func TestConfigFile(t *testing.T) {
	schema := compileSchema(t, configSchemaFile)
	before, now := shops(t, "id: {type: integer}, ", "")
	for name, tt := range map[string]struct {
		config string
		status int
		said   string
		valid  bool // by the schema
	}{
		"empty":               {"# nothing yet\n", drift, "breaking: drift, 1 finding", true},
		"YAML":                {"format: json\nfail-on: none\n", same, `"command": "breaking"`, true},
		"JSON":                {`{"$schema": "https://example.com/config.schema.json", "format": "github", "breaking": {"exclude": ["listItems"]}}`, same, "", true},
		"JSON with tabs":      {"{\n\t\"fail-on\": \"none\",\n\t\"breaking\": {\n\t\t\"exclude\": [\n\t\t\t\"health\"\n\t\t]\n\t}\n}\n", same, "left out by --include and --exclude: GET /health\n", true},
		"of another command":  {"upstream:\n  all: true\nconforms:\n  requests: 10\n  rate: 1.5\n  seed: 18446744073709551615\n  skip: [allow]\n  value: ['id=a,b']\n  unsafe-methods: true\n", drift, "breaking: drift", true},
		"for all commands":    {"exclude: [listItems]\n", same, "left out by --include and --exclude: GET /items", true},
		"one before all":      {"exclude: [listItems]\nbreaking:\n  exclude: [health]\n", drift, "left out by --include and --exclude: GET /health\n", true},
		"an anchor":           {"exclude: &ours [listItems]\nupstream:\n  exclude: *ours\n", same, "", true},
		"an empty section":    {"conforms:\nbreaking: # later\nfail-on: none\n", same, "breaking: no drift", true},
		"an empty document":   {"---\n", drift, "breaking: drift, 1 finding", true},
		"a BOM":               {"\uFEFFfail-on: none\n", same, "breaking: no drift", true},
		"CRLF":                {"# ours\r\nfail-on: none\r\nbreaking:\r\n  exclude:\r\n  - health\r\n", same, "left out by --include and --exclude: GET /health\n", true},
		"an alias in a list":  {"exclude: [&ours listItems, *ours]\n", same, "", true},
		"other numbers":       {"conforms:\n  requests: 0x10\n  seed: 0o17\n", drift, "", true},
		"too much":            {"conforms:\n  requests: 99999999999999999999\n", dontKnow, ":2: requests must be a whole number", true},
		"less than nothing":   {"conforms:\n  seed: -1\n", dontKnow, ":2: seed must be a whole number", true},
		"no report":           {"report:\n- text\n", dontKnow, ":2: report: it must be FORMAT=FILE", true},
		"a section's list":    {"breaking:\n- exclude\n", dontKnow, ":2: there must be names of settings", false},
		"for all, in one":     {"breaking:\n  format: json\n", dontKnow, `:2: there is no setting "format" here: it is for all commands, so it belongs to the top`, false},
		"misspelt":            {"conforms:\n  request: 10\n", dontKnow, `:2: there is no setting "request" here: is requests meant? There are exclude, include, `, false},
		"an unknown setting":  {"format: text\nfail_on: error\n", dontKnow, `:2: there is no setting "fail_on" here: is fail-on meant? There are accept, breaking, conforms, contract, exclude, fail-on, format, generated, include, report, served, upstream`, false},
		"in a section":        {"breaking:\n  all: true\n", dontKnow, `:2: there is no setting "all" here: it belongs below upstream`, false},
		"in the wrong place":  {"requests: 10\n", dontKnow, `:1: there is no setting "requests" here: it belongs below conforms`, false},
		"an unknown command":  {"broken: {}\n", dontKnow, `:1: there is no setting "broken" here`, false},
		"no setting":          {"write-accepted: true\n", dontKnow, `:1: there is no setting "write-accepted" here`, false},
		"of another file":     {"config: a\n", dontKnow, `:1: there is no setting "config" here`, false},
		"a list for a text":   {"format: [text]\n", dontKnow, ":1: format must be a text", false},
		"a text for a list":   {"\nexclude: listItems\n", dontKnow, ":2: exclude must be a list of texts, as in [\"a\", \"b\"]", false},
		"a number in a list":  {"exclude:\n- a\n- 1\n", dontKnow, ":3: exclude must be a list of texts, as in [\"a\", \"b\"]", false},
		"a text for a number": {"conforms:\n  requests: many\n", dontKnow, ":2: requests must be a whole number", false},
		"a number for a text": {"contract: 1\n", dontKnow, ":1: contract must be a text: put it in quotes", false},
		"a text for a switch": {"upstream: {all: 'true'}\n", dontKnow, ":1: all must be true or false", false},
		"nothing for a value": {"accept:\n", dontKnow, ":1: accept has no value: it must be a text", false},
		"another value":       {"fail-on: all\n", dontKnow, ":1: fail-on must be one of error, warning, note, none", false},
		"no names":            {"- format\n", dontKnow, ":1: there must be names of settings", false},
		"no section":          {"breaking: true\n", dontKnow, ":1: there must be names of settings", false},
		"a credential":        {"conforms:\n  credential: ['a=secret-4711']\n", dontKnow, ":2: credential does not belong in a file, which others may read: set CONTRACTCHECK_CREDENTIALS in the environment", false},
		"a header":            {"served:\n  header: ['a=secret-4711']\n", dontKnow, ":2: header does not belong in a file, which others may read: set CONTRACTCHECK_HEADERS in the environment", false},
		"a header for all":    {"header: ['a=secret-4711']\n", dontKnow, ":1: header does not belong in a file", false},
	} {
		file := filepath.Join(t.TempDir(), "config")
		write(t, filepath.Dir(file), "config", tt.config)
		status, out := check(t, "--config", file, "--contract", now, "breaking", before)
		if status != tt.status || !strings.Contains(out, tt.said) || strings.Contains(out, "4711") || tt.status == dontKnow && !strings.Contains(out, file+":") {
			t.Errorf("%s: status %d, want %d and %q in\n%s", name, status, tt.status, tt.said, out)
		}
		var value any
		if err := yaml.Unmarshal([]byte(tt.config), &value); err != nil {
			t.Fatal(err)
		}
		if value == nil {
			continue
		}
		if valid := schema.Validate(value) == nil; valid != tt.valid {
			t.Errorf("%s: by the schema it is valid: %v", name, valid)
		}
	}
	for name, tt := range map[string]struct{ config, said string }{
		"twice":            {"format: text\nformat: json\n", "config:2: format is there twice: the first is in line 1"},
		"twice, a section": {"breaking:\nbreaking:\n", "config:2: breaking is there twice: the first is in line 1"},
		"no YAML":          {"format: [\n", "config:1: it is no YAML: "},
		"no YAML, later":   {"format: text\n---\nformat: [\n", ": it is no YAML: "},
		"two documents":    {"format: text\n---\nformat: json\n", "config:2: there must be only one document, without ---"},
		"a tab":            {"format: text\nbreaking:\n\texclude: [a]\n", "config:3: a tab can't indent a line: use spaces"},
		"a tab first":      {"\tformat: text\n", "config:1: a tab can't indent a line: use spaces"},
		"a name of a list": {"? [a]\n: b\n", "config:1: the name of a setting must be a text"},
		"no text":          {"\xff\n", ": it is no YAML: "},
	} {
		file := filepath.Join(t.TempDir(), "config")
		write(t, filepath.Dir(file), "config", tt.config)
		if status, out := check(t, "--config", file, "--contract", now, "breaking", before); status != dontKnow || !strings.Contains(out, tt.said) {
			t.Errorf("%s: status %d, want %q in\n%s", name, status, tt.said, out)
		}
	}
}

// The values reach the command, and flags go before them.
func TestConfigAndFlags(t *testing.T) {
	before, now := shops(t, "id: {type: integer}, ", "")
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, dir, ".contractcheck.yaml", "contract: "+now+"\nformat: json\naccept: accepted\nfail-on: none\nreport: [junit=report.xml]\n")
	write(t, dir, "other.yaml", "contract: "+now+"\n")
	write(t, dir, "accepted", "")
	if status, out := check(t, "breaking", before); status != same || !strings.HasPrefix(out, "{") {
		t.Errorf("the default file: status %d\n%s", status, out)
	}
	if read(t, dir, "report.xml") == "" {
		t.Error("the report is not written")
	}
	if status, out := check(t, "--format", "text", "--fail-on", "error", "breaking", before); status != drift || !strings.HasPrefix(out, "GET /items: ") {
		t.Errorf("flags: status %d\n%s", status, out)
	}
	if status, out := check(t, "--config", "other.yaml", "breaking", before); status != drift || !strings.HasPrefix(out, "GET /items: ") {
		t.Errorf("another file: status %d\n%s", status, out)
	}
	if status, out := check(t, "--config", "none.yaml", "breaking", before); status != dontKnow || !strings.Contains(out, "read the configuration: open none.yaml") {
		t.Errorf("no file: status %d\n%s", status, out)
	}
	if status, _ := check(t, "--help"); status != same {
		t.Errorf("--help: status %d", status)
	}
}
