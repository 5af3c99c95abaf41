package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// compared runs upstream and breaking on two documents.
func compared(t *testing.T, before, now string) (upstream, breaking int, output string) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "before", before)
	write(t, dir, "now", now)
	upstream, said := check(t, "--contract", filepath.Join(dir, "now"), "upstream", "--all", filepath.Join(dir, "before"))
	breaking, output = check(t, "--contract", filepath.Join(dir, "now"), "breaking", filepath.Join(dir, "before"))
	return upstream, breaking, said + output
}

// JSON has spellings that YAML has not. Each is read as what it means.
func TestJSONSpellings(t *testing.T) {
	base := `{"openapi": "3.0.3", "info": {"title": "TITLE", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}}`
	for name, tt := range map[string]struct{ one, other string }{
		"a surrogate pair":       {`\ud83d\ude00`, "😀"},
		"in capitals":            {`\uD83D\uDE00`, "😀"},
		"after a backslash":      {`\\\ud83d\ude00`, `\\😀`},
		"a backslash before u":   {`\\ud83d\\ude00`, `\u005cud83d\u005cude00`},
		"half a pair":            {`\ud83d`, "\ufffd"},
		"a solidus":              {`\/`, "/"},
		"a delete":               {`\u007f`, "\x7f"},
		"a line separator":       {`\u2028`, "\u2028"},
		"a next line":            {`\u0085`, "\u0085"},
		"a byte order mark":      {`\ufeff`, "\ufeff"},
		"no character":           {`\uffff`, "\uffff"},
		"a null":                 {`\u0000`, `\u0000`},
		"what YAML would expand": {`*a &b !c {}[] # d`, `\u002aa \u0026b !c {}[] # d`},
	} {
		one, other := strings.Replace(base, "TITLE", tt.one, 1), strings.Replace(base, "TITLE", tt.other, 1)
		if upstream, breaking, out := compared(t, one, other); upstream != same || breaking != same {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
	for name, spelled := range map[string]string{
		"tabs":                strings.ReplaceAll(strings.ReplaceAll(base, `{"`, "{\n\t\""), `": `, "\"\t:\t"),
		"a long name":         strings.Replace(base, `"info": {`, `"info": {"x-`+strings.Repeat("a", 2000)+`": 1, `, 1),
		"carriage returns":    strings.ReplaceAll(base, " ", "\r\n"),
		"a byte order mark":   "\ufeff" + base,
		"large numbers":       strings.Replace(base, `"info": {`, `"info": {"x-a": 12345678901234567890, "x-b": 1E400, `, 1),
		"numbers as names":    strings.Replace(base, `"info": {`, `"info": {"x-a": {"1": 1, "null": 2, "~": 3, "true": 4, "2020-01-01": 5}, `, 1),
		"an empty name":       strings.Replace(base, `"info": {`, `"info": {"x-a": {"": 1}, `, 1),
		"what YAML would use": strings.Replace(base, `"info": {`, `"info": {"x-a": {"<<": 1, "=": "2020-01-01"}, `, 1),
	} {
		if upstream, breaking, out := compared(t, spelled, spelled); upstream != same || breaking != same {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
	twice := strings.Replace(base, `"version": "1"`, `"version": "1", "title": "Last"`, 1)
	last := strings.Replace(base, "TITLE", "Last", 1)
	if upstream, breaking, out := compared(t, twice, last); upstream != same || breaking != same || !strings.Contains(out, `has a name twice in one object, of which the last counts`) {
		t.Errorf("a name twice: status %d and %d\n%s", upstream, breaking, out)
	}
	if upstream, breaking, out := compared(t, base[:len(base)-5], base); upstream != dontKnow || breaking != dontKnow {
		t.Errorf("cut off: status %d and %d\n%s", upstream, breaking, out)
	}
}

// YAML in which a value was left out, where an object belongs, and a version that YAML takes for a number.
func TestMended(t *testing.T) {
	const full = `openapi: 3.0.0
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {é: {type: string}, "x": {}, ":::": {}}}}}}
      responses:
        '200':
          description: fine
          headers: {X-A: {schema: {}}}
          content:
            application/json: {}
        '404': {}
components:
  schemas:
    A: {}
    properties: {example: null, type: object, properties: {properties: {}, example: {}}, default: {properties: {a: null}}}
`
	for name, tt := range map[string]struct{ full, short, note string }{
		"a media type":     {"application/json: {}\n", "application/json:\n", "/paths/~1a/post/responses/200/content/application~1json"},
		"a response":       {"'404': {}", "'404':", "/paths/~1a/post/responses/404"},
		"a property":       {`"x": {}`, `"x": `, "/paths/~1a/post/requestBody/content/application~1json/schema/properties/x"},
		"null":             {`"x": {}`, `"x": null`, "/paths/~1a/post/requestBody/content/application~1json/schema/properties/x"},
		"a tilde":          {"A: {}", "A: ~", "/components/schemas/A"},
		"a name of colons": {`":::": {}`, `":::" : `, "/paths/~1a/post/requestBody/content/application~1json/schema/properties/:::"},
		"a comment":        {"A: {}", "A: # later: more", "/components/schemas/A"},
		"a header":         {"X-A: {schema: {}}", "X-A: {schema: }", "/paths/~1a/post/responses/200/headers/X-A/schema"},
		"a property again": {"properties: {properties: {}, example: {}}", "properties: {properties: , example: }", "/components/schemas/properties/properties/properties (and 1 more)"},
	} {
		short := strings.Replace(full, tt.full, tt.short, 1)
		if upstream, breaking, out := compared(t, full, short); upstream != same || breaking != same || !strings.Contains(out, "has nothing at "+tt.note+", which is read as an empty object") {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
	if upstream, breaking, out := compared(t, full, strings.Replace(full, "3.0.0", "3.0", 1)); upstream != same || breaking != same || !strings.Contains(out, "names the version 3.0, without") {
		t.Errorf("a version: status %d and %d\n%s", upstream, breaking, out)
	}
	if upstream, breaking, out := compared(t, full, full); upstream != same || breaking != same || strings.Contains(out, "has nothing at") {
		t.Errorf("nothing left out: status %d and %d\n%s", upstream, breaking, out)
	}
}

// What the Specification does not allow, but that can be compared.
func TestNotValid(t *testing.T) {
	replace := func(from, to string) string {
		changed := strings.Replace(small, from, to, 1)
		if changed == small {
			t.Fatalf("%q changes nothing", from)
		}
		return changed
	}
	for name, document := range map[string]string{
		"no version of the API":          replace("version: '1'", "version: ''"),
		"no title":                       replace("title: Small, ", ""),
		"no info":                        replace("info: {title: Small, version: '1'}\n", ""),
		"an array without items":         replace("Unused: {type: string}", "Unused: {type: array}"),
		"one that is used":               replace("Kind: {type: string, enum: [x, y]}", "Kind: {type: array}"),
		"an undeclared path parameter":   replace("name: id, in: path, required: true", "name: id, in: query"),
		"no parameters":                  replace("    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n", ""),
		"an unused path parameter":       replace("/things/{id}", "/things"),
		"an optional path parameter":     replace("required: true, schema", "required: false, schema"),
		"a parameter without schema":     replace(", schema: {type: string}}]", "}]"),
		"a parameter twice":              replace("[{name: id, in: path", "[{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}, {name: id, in: path"),
		"an undeclared scheme":           small + "security: [{nobody: []}]\n",
		"an unused scheme":               small + "  securitySchemes: {nobody: {type: http, scheme: bearer}}\n",
		"an unknown kind of scheme":      small + "  securitySchemes: {nobody: {type: magic}}\nsecurity: [{nobody: []}]\n",
		"a scheme without a name":        small + "  securitySchemes: {nobody: {type: apiKey, in: header}}\nsecurity: [{nobody: []}]\n",
		"a response without description": replace("'200': {description: fine,", "'200': {"),
		"no responses":                   replace("      responses:\n        '200': {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}\n", ""),
		"an unknown type":                replace("Unused: {type: string}", "Unused: {type: file}"),
		"an unknown field":               small + "more: true\n",
		"a keyword of 3.1":               replace("Unused: {type: string}", "Unused: {const: a, type: [string, 'null']}"),
		"an operationId twice":           replace("components:", "  /more: {get: {operationId: getThing, responses: {'204': {description: none}}}}\ncomponents:"),
		"one operation twice":            replace("components:", "  /things/{other}: {get: {responses: {'204': {description: none}}}}\ncomponents:"),
		"one path under two names":       replace("components:", "  /things/{other}: {put: {responses: {'204': {description: none}}}}\ncomponents:"),
		"a path without slash":           replace("/things/{id}:", "things/{id}:"),
		"a component with a space":       replace("Unused: {type", "'Un used': {type"),
		"a server without URL":           small + "servers: [{description: a}]\n",
		"an undeclared server variable":  small + "servers: [{url: 'https://{a}.example'}]\n",
		"a link to nowhere":              replace("{description: fine,", "{description: fine, links: {a: {operationId: nobody}},"),
		"an example and examples":        replace("required: true, schema", "required: true, example: a, examples: {a: {value: b}}, schema"),
		"a tag twice":                    small + "tags: [{name: a}, {name: a}]\n",
		"a license without name":         replace("title: Small,", "title: Small, license: {},"),
		"a pattern that is none":         replace("Unused: {type: string}", "Unused: {type: string, pattern: '('}"),
	} {
		upstream, breaking, out := compared(t, document, document)
		if upstream != same || breaking != same {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
	for name, document := range map[string]string{
		"a reference to nowhere": replace("#/components/schemas/Kind", "#/components/schemas/Nobody"),
		"text for an object":     replace("paths:\n", "paths: text\nrest:\n"),
		"a list":                 "[1, 2]",
		"a name twice in YAML":   small + "info: {title: a, version: '1'}\n",
	} {
		if upstream, breaking, out := compared(t, document, small); upstream != dontKnow || breaking != dontKnow {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
}

// Two spellings of one thing are no difference, in requests and in answers.
func TestSpellings(t *testing.T) {
	document := func(request, response, rest string) string {
		return `openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: ` + request + `}}}
      responses: {'200': {description: fine, content: {application/json: {schema: ` + response + `}}}}
` + rest
	}
	for one, other := range map[string]string{
		"{type: [string, 'null'], maxLength: 3}":          "{anyOf: [{type: string, maxLength: 3}, {type: 'null'}]}",
		"{type: ['null', integer]}":                       "{oneOf: [{type: 'null'}, {type: integer}]}",
		"{enum: [x]}":                                     "{const: x}",
		"{type: string, description: A name}":             "{oneOf: [{anyOf: [{type: string}]}], description: A name}",
		"{type: object, properties: {a: {type: string}}}": "{anyOf: [{type: [object], properties: {a: {oneOf: [{type: string}]}}}]}",
		"{type: [integer, string]}":                       "{type: [string, integer]}",

		"{enum: [null]}":                   "{const: null}",
		"{type: 'null', enum: [null]}":     "{type: 'null', const: }",
		"{properties: {const: {}, a: {}}}": "{properties: {const: null, a: {}}}",

		"{type: [string, 'null'], default: x, deprecated: true}":                    "{anyOf: [{type: string}, {type: 'null'}], default: x, deprecated: true}",
		"{type: [string, 'null'], examples: [x], readOnly: true}":                   "{anyOf: [{type: string, readOnly: true}, {type: 'null'}], examples: [x]}",
		"{type: [string, 'null'], enum: [x, y, null]}":                              "{anyOf: [{type: string, enum: [x, y]}, {type: 'null'}], default: null}",
		"{type: [string, 'null'], enum: [x, null], default: x}":                     "{oneOf: [{type: 'null'}, {type: string, const: x}], default: x}",
		"{type: [integer, string], title: T}":                                       "{anyOf: [{type: string}, {type: integer}], title: T}",
		"{type: [boolean, string, number]}":                                         "{oneOf: [{type: number}, {type: [string, boolean]}]}",
		"{type: [integer, 'null'], minimum: 1}":                                     "{anyOf: [{oneOf: [{type: integer, minimum: 1}]}, {type: 'null'}]}",
		"{type: array, items: {type: [integer, string, 'null'], description: One}}": "{type: array, items: {anyOf: [{anyOf: [{type: string}, {type: integer}]}, {type: 'null'}], description: One}}",
	} {
		for _, pair := range [][2]string{{one, other}, {other, one}} {
			if upstream, breaking, out := compared(t, document(pair[0], pair[0], ""), document(pair[1], pair[1], "")); breaking != same || upstream != same {
				t.Errorf("%s and %s: status %d and %d\n%s", pair[0], pair[1], upstream, breaking, out)
			}
		}
	}
	for one, other := range map[string]string{ // parts of allOf, of which each says something alone
		"{type: object, properties: {a: {}, b: {}}, required: [a, b]}":                 "{allOf: [{type: object, properties: {a: {}}, required: [a]}, {properties: {b: {}}, required: [b]}]}",
		"{type: object, properties: {a: {}}, additionalProperties: false, title: T}":   "{title: T, allOf: [{type: object, properties: {a: {}}, additionalProperties: false}]}",
		"{type: object, if: {required: [a]}, then: {required: [b]}, minProperties: 1}": "{allOf: [{if: {required: [a]}, then: {required: [b]}}, {type: object, minProperties: 1}]}",
	} {
		if upstream, _, out := compared(t, document(one, one, ""), document(other, other, "")); upstream != same {
			t.Errorf("%s and %s: status %d\n%s", one, other, upstream, out)
		}
	}
	// These look the same, and are not, or only almost: what a keyword says of one type, it may say of another too.
	for one, other := range map[string]string{
		"{type: [string, 'null'], enum: [x]}":                                     "{anyOf: [{type: string, enum: [x]}, {type: 'null'}]}",
		"{type: [string, integer], enum: [x]}":                                    "{anyOf: [{type: string, enum: [x]}, {type: integer}]}",
		"{type: [integer, number]}":                                               "{oneOf: [{type: integer}, {type: number}]}",
		"{type: [integer, number], minimum: 1}":                                   "{anyOf: [{type: integer, minimum: 1}, {type: number}]}",
		"{type: [string, 'null'], not: {maxLength: 1}}":                           "{anyOf: [{type: string, not: {maxLength: 1}}, {type: 'null'}]}",
		"{type: [string, 'null'], if: {}, then: {maxLength: 1}}":                  "{anyOf: [{type: string, if: {}, then: {maxLength: 1}}, {type: 'null'}]}",
		"{type: [string, integer], format: date}":                                 "{anyOf: [{type: string, format: date}, {type: integer}]}",
		"{type: [string, integer], minLength: 1, minimum: 1}":                     "{anyOf: [{type: string, minLength: 1}, {type: integer}], minimum: 1}",
		"{type: object, properties: {a: {}, b: {}}, additionalProperties: false}": "{allOf: [{type: object, properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]}",
		"{type: object, properties: {a: {}}, additionalProperties: false}":        "{type: object, allOf: [{properties: {a: {}}}], additionalProperties: false}",
		"{properties: {a: {}, b: {}}, unevaluatedProperties: false}":              "{allOf: [{properties: {a: {}}, unevaluatedProperties: false}, {properties: {b: {}}}]}",
		"{if: {required: [a]}, then: {required: [b]}}":                            "{allOf: [{if: {required: [a]}}, {then: {required: [b]}}]}",
		"{prefixItems: [{}], items: false}":                                       "{allOf: [{prefixItems: [{}]}, {items: false}]}",
		"{contains: {}, minContains: 2}":                                          "{allOf: [{contains: {}}, {minContains: 2}]}",
		"{type: [string, 'null'], default: x}":                                    "{anyOf: [{type: string, default: y}, {type: 'null'}], default: x}",
		"{oneOf: [{type: string}, {type: string, maxLength: 3}]}":                 "{anyOf: [{type: string}, {type: string, maxLength: 3}]}",
	} {
		for _, pair := range [][2]string{{one, other}, {other, one}} {
			if upstream, _, out := compared(t, document(pair[0], pair[0], ""), document(pair[1], pair[1], "")); upstream != drift {
				t.Errorf("%s is not %s: status %d\n%s", pair[0], pair[1], upstream, out)
			}
		}
	}
	for _, tt := range []struct {
		before, now string // of a request
		status      int
	}{
		{"{const: x}", "{enum: [x, y]}", same},
		{"{enum: [x, y]}", "{const: x}", drift},
		{"{type: string}", "{oneOf: [{type: string}, {type: integer}]}", same},
		{"{oneOf: [{type: string}]}", "{oneOf: [{type: string}, {type: integer}]}", same},
		{"{type: [string, 'null']}", "{oneOf: [{type: string}]}", drift},
		{"{}", "{const: null}", drift},
		{"{properties: {a: {}}}", "{properties: {a: {\"const\": null}}}", drift},
		{"{properties: {a: {const: ~}}}", "{properties: {a: {}}}", same},
		{"{example: {const: null}, default: {const: null}}", "{example: {enum: [null]}, default: {const: null}}", same},
		{"{type: [string, integer]}", "{anyOf: [{type: integer}, {type: string}, {type: boolean}]}", same},
		{"{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: string, maxLength: 3}, {type: integer, minimum: 1}]}", drift},
		{"{anyOf: [{type: string, maxLength: 3}, {type: integer}, {type: 'null'}]}", "{anyOf: [{type: string}, {type: integer}, {type: 'null'}]}", same},
		{"{anyOf: [{type: integer}, {type: string}, {type: boolean}]}", "{type: [string, integer]}", drift},
		{"{type: string}", "{anyOf: [{type: string}, {type: integer}]}", same},
		{"{anyOf: [{type: string}, {type: integer}]}", "{type: string}", drift},
		{"{type: string, enum: [x, y]}", "{anyOf: [{type: string, enum: [x, y]}, {type: 'null'}]}", same},
		{"{anyOf: [{type: string, enum: [x, y]}, {type: 'null'}]}", "{type: string, enum: [x, y]}", drift},
		{"{anyOf: [{type: string, enum: [x, y]}, {type: 'null'}]}", "{anyOf: [{type: string, enum: [x]}, {type: 'null'}]}", drift},
	} {
		if _, breaking, out := compared(t, document(tt.before, "{}", ""), document(tt.now, "{}", "")); breaking != tt.status {
			t.Errorf("%s, then %s: status %d\n%s", tt.before, tt.now, breaking, out)
		}
	}
	scheme := func(name, header string) string {
		return strings.NewReplacer("NAME", name, "HEADER", header).Replace("components: {securitySchemes: {NAME: {type: apiKey, in: header, name: HEADER}}}\nsecurity: [{NAME: []}]\n")
	}
	for header, status := range map[string]int{"X-Key": same, "X-Other": drift} {
		if _, breaking, out := compared(t, document("{}", "{}", scheme("one", "X-Key")), document("{}", "{}", scheme("other", header))); breaking != status {
			t.Errorf("a renamed scheme, %s: status %d\n%s", header, breaking, out)
		}
	}
	const a, b = "{type: apiKey, in: header, name: X-A}", "{type: apiKey, in: header, name: X-B}"
	schemes := func(schemes, first, second string) string {
		document := document("{}", "{}", "components: {securitySchemes: {"+strings.NewReplacer("A", a, "B", b).Replace(schemes)+"}}\n")
		paths := "    get: {responses: {'204': {description: none}}, security: [" + first + "]}\n    put: {responses: {'204': {description: none}}, security: [" + second + "]}\n"
		return strings.Replace(document, "    post:", paths+"    post:", 1)
	}
	for name, tt := range map[string]struct {
		before, now string
		status      int
	}{
		"both names change":          {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("three: A, four: B", "{three: []}", "{four: []}"), same},
		"exchanged":                  {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("two: A, one: B", "{two: []}", "{one: []}"), same},
		"an old name for another":    {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("two: A, three: B", "{two: []}", "{three: []}"), same},
		"an old name for a new one":  {schemes("one: A", "{one: []}", "{one: []}"), schemes("one: B, two: A", "{two: []}", "{two: []},{one: []}"), same},
		"two are merged":             {schemes("one: A, two: A", "{one: []}", "{two: []}"), schemes("one: A", "{one: []}", "{one: []}"), same},
		"two are merged and renamed": {schemes("one: A, two: A", "{one: []}", "{one: [], two: []}"), schemes("x: A", "{x: []}", "{x: []}"), same},
		"one is split":               {schemes("one: A", "{one: []}", "{one: []}"), schemes("one: A, two: A", "{one: []}", "{two: []}"), same},
		"one name stays":             {schemes("one: A", "{one: []}", "{one: []}"), schemes("one: B, two: A", "{one: []}", "{two: []}"), drift},
		"another is needed":          {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("one: A, two: B", "{two: []}", "{two: []}"), drift},
		"both names and needs":       {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("two: A, one: B", "{one: []}", "{two: []}"), drift},
		"one of two changes":         {schemes("one: A, two: A", "{one: []}", "{two: []}"), schemes("one: A, two: B", "{one: []}", "{two: []}"), drift},
		"one more is needed":         {schemes("one: A, two: B", "{one: []}", "{two: []}"), schemes("x: A, y: B", "{x: [], y: []}", "{y: []}"), drift},
	} {
		if _, breaking, out := compared(t, tt.before, tt.now); breaking != tt.status {
			t.Errorf("schemes, %s: status %d\n%s", name, breaking, out)
		}
	}
	form := func(types string) string {
		return strings.Replace(document("{type: object, properties: {a: {type: string}}}", "{}", ""), "application/json: {", "multipart/form-data: {encoding: {a: {contentType: '"+types+"'}}, ", 1)
	}
	for types, status := range map[string]int{"image/jpeg,image/png": same, "image/png": drift} {
		if _, breaking, out := compared(t, form("image/png, image/jpeg"), form(types)); breaking != status {
			t.Errorf("a form's types, %s: status %d\n%s", types, breaking, out)
		}
	}
}

// A component that is only a reference to itself is equal to itself, but what it means nobody knows.
func TestEndless(t *testing.T) {
	for component, at := range map[string]string{
		"Unused: {$ref: '#/components/schemas/Unused'}":                                          "schemas/Unused",
		"Unused: {$ref: '#/components/schemas/A'}\n    A: {$ref: '#/components/schemas/Unused'}": "schemas/A",
		"Unused: {}\n  parameters: {P: {$ref: '#/components/parameters/P'}}":                     "parameters/P",
		"Unused: {}\n  responses: {R: {$ref: '#/components/responses/R'}}":                       "responses/R",
	} {
		document := strings.Replace(small, "Unused: {type: string}", component, 1)
		upstream, breaking, out := compared(t, document, document)
		if want := "components/" + at + " refers to nothing but itself"; upstream != same || breaking != dontKnow || !strings.Contains(out, want) {
			t.Errorf("status %d and %d, want %q\n%s", upstream, breaking, want, out)
		}
	}
}

const whole = `openapi: 3.1.0
info: {title: Whole, version: '1'}
paths:
  /things/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing: {type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}, part: {$ref: '#/components/schemas/Thing'}}}
    Kind: {type: [string, 'null']}
`

// splits are the files of a document that is whole in one.
func splits(t *testing.T, dir string) string {
	t.Helper()
	write(t, dir, "api.yaml", "openapi: 3.1.0\ninfo: {title: Whole, version: '1'}\npaths:\n  /things/{id}: {$ref: paths/thing.yaml}\n")
	write(t, dir, "paths/thing.yaml", `get:
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  responses:
    '200': {description: fine, content: {application/json: {schema: {$ref: '../schemas/all.yaml#/components/schemas/Thing'}}}}
`)
	write(t, dir, "schemas/all.yaml", "components:\n  schemas:\n    Thing: {type: object, properties: {kind: {$ref: Kind.json}, part: {$ref: '#/components/schemas/Thing'}}}\n")
	write(t, dir, "schemas/Kind.json", `{"type": ["string", "null"]}`)
	return filepath.Join(dir, "api.yaml")
}

func TestReferences(t *testing.T) {
	dir := t.TempDir()
	split := splits(t, dir)
	write(t, dir, "whole.yaml", whole)
	one := filepath.Join(dir, "whole.yaml")
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "one"}} {
		succeed(t, dir, "git", args...)
	}
	for _, args := range [][]string{
		{"--contract", split, "upstream", split, "--all"},
		{"--contract", split, "upstream", one, "--all"},
		{"--contract", one, "upstream", split, "--all"},
		{"--contract", split, "breaking", split},
		{"--contract", split, "breaking", one},
		{"--contract", one, "breaking", split},
		{"--contract", split, "breaking", "main"},
	} {
		if status, out := check(t, args...); status != same {
			t.Errorf("%q: status %d\n%s", args[2:], status, out)
		}
	}
	write(t, dir, "schemas/Kind.json", `{"type": "integer"}`)
	for _, base := range []string{"main", one} {
		if status, out := check(t, "--contract", split, "breaking", base); status != drift || !strings.Contains(out, "response-property-type-changed") {
			t.Errorf("another file has changed, %s: status %d\n%s", base, status, out)
		}
	}

	outside := filepath.Join(dir, "paths", "below.yaml")
	write(t, dir, "secret.yaml", "{type: string}")
	if err := os.Symlink("../secret.yaml", filepath.Join(dir, "paths", "link.yaml")); err != nil {
		t.Fatal(err)
	}
	for reference, said := range map[string]string{
		"../secret.yaml":                        "only files in its folder, or below, are read",
		"a/../../secret.yaml":                   "only files in its folder, or below, are read",
		filepath.Join(dir, "secret.yaml"):       "only files in its folder, or below, are read",
		"file://" + dir + "/secret.yaml":        "only files in its folder, or below, are read",
		"http://127.0.0.1:1/secret.yaml?key=se": "it refers to http://127.0.0.1:1/secret.yaml: only files",
		"link.yaml":                             "escapes",
		"nobody.yaml":                           "no such file",
	} {
		write(t, dir, "paths/below.yaml", strings.Replace(whole, "'#/components/schemas/Kind'", "'"+reference+"'", 1))
		if status, out := check(t, "--contract", outside, "upstream", outside); status != dontKnow || !strings.Contains(out, said) || strings.Contains(out, "key=se") {
			t.Errorf("%s: status %d, want %q in\n%s", reference, status, said, out)
		}
	}
	status, out := checkOn(t, strings.NewReader(read(t, dir, "api.yaml")), "--contract", one, "upstream", "-")
	if status != dontKnow || !strings.Contains(out, "bundle it") {
		t.Errorf("on the standard input: status %d\n%s", status, out)
	}
}

func checkOn(t *testing.T, stdin io.Reader, args ...string) (status int, output string) {
	t.Helper()
	var out bytes.Buffer
	status = run(t.Context(), args, &program{stdin: stdin, stdout: &out, stderr: &out, client: http.DefaultClient})
	return status, out.String()
}

// Each command that reads another document reads it from wherever the others do.
func TestSources(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, small) }))
	defer server.Close()
	dir := t.TempDir()
	write(t, dir, "contract.yaml", small)
	name := filepath.Join(dir, "contract.yaml")
	for _, command := range []string{"upstream", "breaking"} {
		if status, out := checkOn(t, strings.NewReader(small), "--contract", name, command, "-"); status != same {
			t.Errorf("%s -: status %d\n%s", command, status, out)
		}
		if status, out := checkOn(t, strings.NewReader("no"), "--contract", name, command, "-"); status != dontKnow || !strings.Contains(out, "standard input") {
			t.Errorf("%s - of nothing: status %d\n%s", command, status, out)
		}
		if status, out := checkWith(t, server.Client(), "--contract", name, command, server.URL+"/a?key=secret"); status != same || strings.Contains(out, "secret") {
			t.Errorf("%s URL: status %d\n%s", command, status, out)
		}
		for url, said := range map[string]string{
			strings.Replace(server.URL, "https", "http", 1): "must be a file, or an https URL",
			"https://user:pass@example.com/":                "must be a file, or an https URL",
			"ftp://example.com/":                            "must be a file, or an https URL",
		} {
			if status, out := checkWith(t, server.Client(), "--contract", name, command, url); status != dontKnow || !strings.Contains(out, said) {
				t.Errorf("%s %s: status %d, want %q in\n%s", command, url, status, said, out)
			}
		}
	}
}

// large is a document of some 3 MB, of which each operation differs from that of another kind.
func large(kind string) string {
	var b strings.Builder
	b.WriteString(`{"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "paths": {`)
	for i := range 800 {
		fmt.Fprintf(&b, "%s\n\"/things/%d\": {\"get\": {\"description\": %q, \"responses\": {\"200\": {\"description\": \"fine\", \"content\": {\"application/json\": {\"schema\": {\"type\": %q}}}}}}}",
			strings.Repeat(",", min(i, 1)), i, strings.Repeat("word ", 750), kind)
	}
	b.WriteString("}}")
	return b.String()
}

func TestLarge(t *testing.T) {
	binary, dir := buildOnce(t), t.TempDir()
	write(t, dir, "before", large("string"))
	write(t, dir, "now", large("integer"))
	for _, args := range [][]string{{"upstream", "--all"}, {"breaking"}, {"--format", "github", "upstream"}} {
		cmd := exec.CommandContext(t.Context(), binary, append(append([]string{"--contract", filepath.Join(dir, "now")}, args...), filepath.Join(dir, "before"))...)
		said, err := cmd.CombinedOutput()
		out := string(said)
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != drift {
			t.Fatalf("%s: %v\n%.2000s", args, err, out)
		}
		if took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); took > 10*time.Second {
			t.Errorf("%s took %v of processor time", args, took)
		}
		// A line is that of the value.
		if !strings.Contains(out, "drift, 800 findings") && (strings.Count(out, "::error ") != 800 || !strings.Contains(out, ",line=801::GET /things/799")) {
			t.Errorf("%s: not 800 findings, of which the last is on line 801\n%.2000s", args, out[max(0, len(out)-2000):])
		}
	}
}

// What has begun to parse and compare does not hold back the end that is asked for.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "now", large("string"))
	for _, command := range []string{"upstream", "breaking"} {
		ctx, cancel := context.WithCancel(t.Context())
		reading, writing := io.Pipe() // nobody writes: it would be read for ever
		var out bytes.Buffer
		done := make(chan int)
		go func() {
			done <- run(ctx, []string{"--contract", filepath.Join(dir, "now"), command, "-"}, &program{stdin: reading, stdout: &out, stderr: &out})
		}()
		cancel()
		if status := <-done; status != dontKnow || !strings.Contains(out.String(), "interrupted") {
			t.Errorf("%s: status %d\n%s", command, status, out.String())
		}
		_ = writing.Close()
	}
}
