package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever accepts a break in one place has not accepted it in another.
func TestBreakingNamesThePlace(t *testing.T) {
	for name, base := range map[string]string{
		"schemas": `openapi: 3.1.0
info: {title: Places, version: '1'}
paths:
  /a:
    post:
      parameters:
      - {name: one, in: query, schema: CHANGES}
      - {name: one, in: header, schema: CHANGES}
      - {name: two, in: query, schema: {oneOf: [{type: array, items: CHANGES}, {$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {a: CHANGES, b: CHANGES}}}
          application/xml: {schema: {type: object, properties: {a: CHANGES}}}
      responses:
        '200':
          description: fine
          headers: {One: {schema: CHANGES}, Two: {schema: CHANGES}}
          content: {application/json: {schema: CHANGES}, application/xml: {schema: CHANGES}}
        '201':
          description: fine
          headers: {One: {schema: CHANGES}}
          content: {application/json: {schema: CHANGES}}
      callbacks:
        done:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: CHANGES}, application/xml: {schema: CHANGES}}}
              responses: {'200': {description: fine, content: {application/json: {schema: CHANGES}}}}
webhooks:
  sold:
    post:
      parameters: [{name: one, in: header, schema: CHANGES}, {name: one, in: query, schema: CHANGES}]
      requestBody: {content: {application/json: {schema: CHANGES}}}
      responses: {'200': {description: fine, content: {application/json: {schema: CHANGES}}}}
    put:
      requestBody: {content: {application/json: {schema: CHANGES}}}
      responses: {'204': {description: fine}}
components:
  schemas:
    Cat: {type: object, properties: {a: CHANGES}}
    Dog: {type: object, properties: {a: CHANGES}}
`,
		"encodings": `openapi: 3.0.3
info: {title: Places, version: '1'}
paths:
  /a:
    post:
      requestBody: {content: {multipart/form-data: ENCODING, application/x-www-form-urlencoded: ENCODING}}
      responses:
        '200': {description: fine, content: {multipart/form-data: ENCODING, application/x-www-form-urlencoded: ENCODING}}
        '201': {description: fine, content: {multipart/form-data: ENCODING}}
`,
		"defaults": `openapi: 3.0.3
info: {title: Places, version: '1'}
paths:
  /a:
    post:
      parameters:
      - {name: one, in: query, schema: {type: integer, default: CHANGES}}
      - {name: one, in: header, schema: {type: object, properties: {x: {type: integer, default: CHANGES}}}}
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {one: {type: object, properties: {x: {type: integer, default: CHANGES}}}, x: {type: integer, default: CHANGES}}}}
          application/xml: {schema: {type: object, properties: {x: {type: integer, default: CHANGES}}}}
          text/plain: {schema: {type: integer, default: CHANGES}}
          text/csv: {schema: {type: integer, default: CHANGES}}
      responses: {'204': {description: fine}}
`,
	} {
		base = strings.ReplaceAll(base, "ENCODING", "{schema: {type: object, properties: {l: {type: array, items: {type: string}}}}, encoding: {l: {explode: CHANGES}}}")
		parts := strings.Split(base, "CHANGES")
		last := len(parts) - 1
		values := [2]string{"{type: object, additionalProperties: {type: string}}", "{type: object, additionalProperties: false}"}
		switch name {
		case "encodings":
			values = [2]string{"true", "false"}
		case "defaults":
			values = [2]string{"1", "2"}
		}
		changed := func(is func(i int) bool) string {
			var out strings.Builder
			for i, part := range parts[:last] {
				out.WriteString(part + values[map[bool]int{true: 1}[is(i)]])
			}
			return out.String() + parts[last]
		}
		dir := t.TempDir()
		write(t, dir, "before", changed(func(int) bool { return false }))
		for at := range last {
			accepted := filepath.Join(dir, fmt.Sprint("accepted", at))
			args := []string{"--contract", filepath.Join(dir, "now"), "--accept", accepted, "breaking", filepath.Join(dir, "before")}
			write(t, dir, "now", changed(func(i int) bool { return i == at }))
			if status, out := check(t, append(args, "--write-accepted")...); status != same || !strings.Contains(out, "no drift (1 accepted)") {
				t.Errorf("%s: place %d: status %d\n%s", name, at, status, out)
			}
			write(t, dir, "now", changed(func(i int) bool { return i != at }))
			if status, out := check(t, args...); status != drift || !strings.HasSuffix(out, fmt.Sprintf("breaking: drift, %d findings\n", last-1)) {
				t.Errorf("%s: all but place %d: status %d, want %d findings\n%s", name, at, status, last-1, out)
			}
		}
	}
}
