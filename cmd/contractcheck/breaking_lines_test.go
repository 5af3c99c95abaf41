package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

const linesBase = `openapi: 3.1.0
info: {title: Lines, version: '1'}
paths:
  /a/{id}:
    get:
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - name: limit
        in: query
        schema:
          type: array
          items:
            type: integer
            maximum: 10
      responses:
        '200':
          description: fine
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
  /b:
    post:
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Dog'
      responses:
        '204':
          description: none
      callbacks:
        done:
          '{$request.body#/url}':
            post:
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Sent'}}}
              responses: {'204': {description: none}}
webhooks:
  sold:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sent'}}}}
      responses: {'204': {description: none}}
components:
  schemas:
    Pet:
      type: object
      properties:
        id:
          type: string
        name:
          type: string
          enum:
          - a
          - b
        tags:
          type: array
          items:
            type: string
            maxLength: 5
    Dog:
      allOf:
      - type: object
        properties:
          bark:
            type: string
          size:
            type: integer
      - type: object
        properties:
          color:
            type: string
    Sent:
      type: object
      properties:
        what:
          type: string
        other:
          type: string
`

// A finding is at the line of what changed or, if that is gone, of what it was in.
func TestBreakingLines(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, line string }{
		"a component's property is removed": {"        id:\n          type: string\n", "", "    Pet:"},
		"its type":                          {"        id:\n          type: string\n", "        id:\n          type: boolean\n", "          type: boolean"},
		"an enum's value is added":          {"          - b\n", "          - b\n          - c\n", "          - c"},
		"a bound is wider":                  {"maxLength: 5", "maxLength: 6", "            maxLength: 6"},
		"a bound is gone":                   {"            maxLength: 5\n", "", "          items:"},
		"a type within allOf":               {"          bark:\n            type: string\n", "          bark:\n            type: boolean\n", "            type: boolean"},
		"a property within allOf is gone":   {"          bark:\n            type: string\n", "", "    Dog:"},
		"a parameter is gone":               {"      - name: limit\n        in: query\n        schema:\n          type: array\n          items:\n            type: integer\n            maximum: 10\n", "", "    get:"},
		"a parameter's items":               {"            maximum: 10\n", "            maximum: 9\n", "            maximum: 9"},
		"a response is gone":                {"        '200':\n          description: fine\n", "        '201':\n          description: fine\n", "    get:"},
		"a path's parameter has new name":   {"/a/{id}:\n    get:\n      parameters:\n      - {name: id, in: path, required: true, schema: {type: string}}", "/a/{name}:\n    get:\n      parameters:\n      - {name: name, in: path, required: true, schema: {type: string, maxLength: 3}}", "      - {name: name, in: path, required: true, schema: {type: string, maxLength: 3}}"},
		"what a call sends":                 {"        what:\n          type: string\n", "        what:\n          type: number\n", "          type: number"},
		"what a call sends is gone":         {"        what:\n          type: string\n", "", "    Sent:"},
		"no other properties":               {"      allOf:\n      - type: object\n", "      additionalProperties: false\n      allOf:\n      - type: object\n", "    Dog:"},
		"a webhook":                         {"  sold:\n", "  bought:\n", "webhooks:"},
		"a webhook's method":                {"  sold:\n    post:\n", "  sold:\n    put:\n", "  sold:"},
		"a callback":                        {"        done:\n", "        over:\n", "    post:"},
	} {
		dir := t.TempDir()
		write(t, dir, "before.yaml", linesBase)
		now := strings.Replace(linesBase, tt.from, tt.to, 1)
		if now == linesBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		write(t, dir, "now.yaml", now)
		contract := filepath.Join(dir, "now.yaml")
		status, out := check(t, "--format", "json", "--contract", contract, "breaking", filepath.Join(dir, "before.yaml"))
		var r report.Report
		if err := json.Unmarshal([]byte(out), &r); err != nil || status != drift || len(r.Findings) == 0 {
			t.Errorf("%s: status %d: %v\n%s", name, status, err, out)
			continue
		}
		for _, f := range r.Findings {
			if got := strings.Split(now, "\n")[f.Line-1]; got != tt.line || f.File != contract {
				t.Errorf("%s: %s:%d: %q, want %q, for %s: %s", name, f.File, f.Line, got, tt.line, f.Operation, f.Message)
			}
		}
	}
}

func TestBreakingLineInAnotherFile(t *testing.T) {
	dir := t.TempDir()
	main := "openapi: 3.0.3\ninfo: {title: Lines, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200': {description: fine, content: {application/json: {schema: {type: array, items: {$ref: 'other.yaml#/Pet'}}}}}\n"
	other := "# pets\nPet:\n  type: object\n  properties:\n    id:\n      type: string\n    name:\n      type: string\n"
	write(t, dir, "before/api.yaml", main)
	write(t, dir, "before/other.yaml", other)
	write(t, dir, "now/api.yaml", main)
	write(t, dir, "now/other.yaml", "# more\n"+strings.Replace(other, "    id:\n      type: string\n", "", 1))
	status, out := check(t, "--format", "github", "--contract", filepath.Join(dir, "now", "api.yaml"), "breaking", filepath.Join(dir, "before", "api.yaml"))
	if want := "file=" + filepath.Join(dir, "now", "other.yaml") + ",line=3::"; status != drift || !strings.Contains(out, want) {
		t.Errorf("status %d, want %q in\n%s", status, want, out)
	}
}
