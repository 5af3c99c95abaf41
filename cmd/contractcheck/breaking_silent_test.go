package main

import (
	"strings"
	"testing"
)

const silentBase = `openapi: 3.0.3
info: {title: Silent, version: '1'}
paths:
  /things/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string, pattern: '^[a-z]+$'}}
    - {name: page, in: query, schema: {type: integer}}
    - {$ref: '#/components/parameters/Shared'}
    get:
      parameters:
      - {name: list, in: query, schema: {type: array, items: {type: string}}}
      - {name: one, in: query, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer, default: 10}}
      - {name: crumb, in: cookie, schema: {type: array, items: {type: string}}}
      - {name: X-List, in: header, schema: {type: array, items: {type: string}}}
      - {name: raw, in: query, allowReserved: true, allowEmptyValue: true, schema: {type: string}}
      - {name: filter, in: query, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
      responses:
        '200':
          description: fine
          headers: {X-Tags: {schema: {type: object, properties: {a: {type: string}}}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
          links: {owner: {operationId: getOwner, parameters: {id: $response.body#/owner}}}
    post:
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/New'}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {l: {type: array, items: {type: string}}}}, encoding: {l: {style: form, explode: true}}}
      responses: {'204': {description: none}}
      callbacks:
        done:
          '{$request.body#/url}':
            post:
              parameters: [{name: X-Event, in: header, required: true, schema: {type: string}}]
              requestBody: {content: {application/json: {schema: {type: object, required: [result], properties: {result: {type: string}, when: {type: string}}}}}}
              responses: {'200': {description: fine, content: {application/json: {schema: {type: object, properties: {again: {type: boolean}}}}}}}
  /owners/{id}:
    get: {operationId: getOwner, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: none}}}
components:
  parameters: {Shared: {name: shared, in: query, schema: {type: string}}}
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}, secret: {type: string, readOnly: true}, age: {not: {type: string}}, more: {type: object, additionalProperties: {type: string}}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, sort: {type: string}}}
    New:
      type: object
      properties: {name: {type: string, default: Rex}, nested: {type: object, properties: {a: {type: string, maxLength: 5}}}, free: {}, id: {type: string}, map: {type: object, additionalProperties: {type: string}}}
`

// Changes that oasdiff does not report, or only mentions. Each breaks somebody.
func TestSilentlyBreaking(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"a path's parameter is removed":              {"    - {name: page, in: query, schema: {type: integer}}\n", "", "request-parameter-removed: deleted the `query` request parameter `page` (in 2 places: GET /things/{id}, POST /things/{id})"},
		"its type":                                   {"{name: page, in: query, schema: {type: integer}}", "{name: page, in: query, schema: {type: boolean}}", "from `integer` to `boolean` (in 2 places: GET /things/{id}, POST /things/{id})"},
		"its pattern":                                {"'^[a-z]+$'", "'^[a-y]+$'", "from `^[a-z]+$` to `^[a-y]+$` (in 2 places: GET /things/{id}, POST /things/{id})"},
		"a shared one is removed":                    {"    - {$ref: '#/components/parameters/Shared'}\n", "", "request-parameter-removed: deleted the `query` request parameter `shared` (in 2 places: GET /things/{id}, POST /things/{id})"},
		"a shared one's type":                        {"{name: shared, in: query, schema: {type: string}}", "{name: shared, in: query, schema: {type: boolean}}", "from `string` to `boolean` (in 2 places: GET /things/{id}, POST /things/{id})"},
		"a path's parameter is required":             {"{name: page, in: query, schema", "{name: page, in: query, required: true, schema", "request-parameter-became-required"},
		"explode":                                    {"{name: list, in: query, schema", "{name: list, in: query, explode: false, schema", "GET /things/{id}: parameter-style-changed"},
		"style":                                      {"{name: list, in: query, schema", "{name: list, in: query, style: pipeDelimited, explode: false, schema", "GET /things/{id}: parameter-style-changed"},
		"style of a path":                            {"{name: id, in: path, required: true, schema: {type: string, p", "{name: id, in: path, style: matrix, required: true, schema: {type: string, p", "parameter-style-changed"},
		"explode of a cookie":                        {"{name: crumb, in: cookie, schema", "{name: crumb, in: cookie, explode: false, schema", "parameter-style-changed"},
		"explode of a header":                        {"{name: X-List, in: header, schema: {type: array, items: {type: string}}}", "{name: X-List, in: header, explode: true, schema: {type: object}}", "parameter-style-changed"},
		"explode of a response's header":             {"{X-Tags: {schema", "{X-Tags: {explode: true, schema", "response-header-style-changed"},
		"content for schema":                         {"{name: one, in: query, schema: {type: string}}", "{name: one, in: query, content: {application/json: {schema: {type: string}}}}", "parameter-content-changed"},
		"schema for content":                         {"content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}\n      responses", "schema: {type: object, properties: {a: {type: string}}}}\n      responses", "parameter-content-changed"},
		"another content":                            {"{name: filter, in: query, content: {application/json", "{name: filter, in: query, content: {text/plain", "parameter-content-changed"},
		"the schema of a content":                    {"{name: filter, in: query, content: {application/json: {schema: {type: object, properties: {a: {type: string}", "{name: filter, in: query, content: {application/json: {schema: {type: object, properties: {a: {type: boolean}", "the `type` of property `a`"},
		"reserved characters":                        {"allowReserved: true, ", "", "parameter-style-changed"},
		"an empty value":                             {"allowEmptyValue: true, ", "", "parameter-style-changed"},
		"content for schema, of a response's header": {"{X-Tags: {schema: {type: object, properties: {a: {type: string}}}}}", "{X-Tags: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}", "response-header-content-changed"},
		"encoding of a form":                         {"encoding: {l: {style: form, explode: true}}", "encoding: {l: {style: form, explode: false}}", "request-encoding-changed"},
		"encoding's media type":                      {"encoding: {l: {style: form, explode: true}}", "encoding: {l: {contentType: application/json}}", "request-encoding-changed"},
		"a discriminator's property":                 {"propertyName: kind", "propertyName: lives", "discriminator-property-name-changed"},
		"its mapping":                                {"cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}", "cat: '#/components/schemas/Dog', dog: '#/components/schemas/Cat'}", "discriminator-mapping-changed"},
		"a value of its mapping":                     {"mapping: {cat:", "mapping: {kitten:", "discriminator-mapping-deleted"},
		"no discriminator":                           {"      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}\n", "", "discriminator-removed"},
		"a callback's type":                          {"result: {type: string}", "result: {type: integer}", "POST /things/{id} callback done {$request.body#/url} POST: response-property-type-changed"},
		"a callback's property":                      {", when: {type: string}}", "}", "callback done {$request.body#/url} POST: response-optional-property-removed"},
		"a callback's promise":                       {"required: [result], properties: {result", "properties: {result", "callback done {$request.body#/url} POST: response-property-became-optional"},
		"a callback's answer":                        {"schema: {type: object, properties: {again", "schema: {type: object, required: [again], properties: {again", "callback done {$request.body#/url} POST: request-property-became-required"},
		"a callback's header":                        {"parameters: [{name: X-Event, in: header, required: true, schema: {type: string}}]", "parameters: []", "callback done {$request.body#/url} POST: required-response-header-removed"},
		"a callback's method":                        {"            post:\n              parameters", "            put:\n              parameters", "callback-removed"},
		"a callback's address":                       {"{$request.body#/url}", "{$request.body#/other}", "callback-removed"},
		"a callback":                                 {"        done:", "        over:", "callback-removed"},
		"a link":                                     {"links: {owner: {", "links: {other: {", "response-link-removed"},
		"where a link leads":                         {"owner: {operationId: getOwner, parameters: {id: $response.body#/owner}}", "owner: {operationRef: '#/paths/~1owners~1{id}/get', parameters: {id: $response.body#/id}}", "response-link-changed"},
		"what a link passes":                         {"parameters: {id: $response.body#/owner}", "parameters: {id: $response.body#/id}", "response-link-changed"},
		"a parameter's default":                      {"default: 10", "default: 20", "request-parameter-default-value-changed"},
		"a parameter's default is gone":              {", default: 10", "", "request-parameter-default-value-removed"},
		"a request's default":                        {"default: Rex", "default: Ace", "request-property-default-value-changed"},
		"a request's default is gone":                {", default: Rex", "", "request-property-default-value-removed"},
		"no more properties":                         {"New:\n      type: object\n", "New:\n      type: object\n      additionalProperties: false\n", "additional-properties-forbidden"},
		"no more properties, deeper":                 {"nested: {type: object,", "nested: {type: object, additionalProperties: false,", "additional-properties-forbidden"},
		"no more properties, of a map":               {"map: {type: object, additionalProperties: {type: string}}", "map: {type: object, additionalProperties: false}", "additional-properties-forbidden"},
		"a map's values":                             {"map: {type: object, additionalProperties: {type: string}}", "map: {type: object, additionalProperties: {type: integer}}", "POST /things/{id}: "},
		"any to a map":                               {"nested: {type: object,", "nested: {type: object, additionalProperties: {type: integer},", "additional-properties"},
		"a response's map's values":                  {"more: {type: object, additionalProperties: {type: string}}", "more: {type: object, additionalProperties: {type: integer}}", "GET /things/{id}: "},
		"a response's map is gone":                   {"more: {type: object, additionalProperties: {type: string}}", "more: {type: object, additionalProperties: false}", "additional-properties-removed"},
		"not":                                        {"free: {}", "free: {not: {type: string}}", "request-not-added"},
		"another not":                                {"age: {not: {type: string}}", "age: {not: {type: integer}}", "response-not-changed"},
		"no not":                                     {"age: {not: {type: string}}", "age: {}", "response-not-removed"},
		"writeOnly":                                  {"sort: {type: string}", "sort: {type: string, writeOnly: true}", "response-optional-property-became-write-only"},
		"a required one writeOnly":                   {"Dog: {type: object, required: [kind], properties: {kind: {type: string}", "Dog: {type: object, required: [kind], properties: {kind: {type: string, writeOnly: true}", "response-required-property-became-write-only"},
		"readOnly":                                   {"properties: {name: {type: string,", "properties: {name: {type: string, readOnly: true,", "request-optional-property-became-read-only"},
	} {
		now := strings.Replace(silentBase, tt.from, tt.to, 1)
		if now == silentBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		if _, breaking, out := compared(t, silentBase, now); breaking != drift || !strings.Contains(out, tt.want) {
			t.Errorf("%s: status %d, want %q in\n%s", name, breaking, tt.want, out[strings.Index(out, "upstream: "):])
		}
	}
}

// What is written another way, and means the same.
func TestSameMeaning(t *testing.T) {
	const base = `openapi: 3.0.3
info: {title: Same, version: '1'}
servers: [{url: 'https://a.example/v1'}]
security: [{key: []}]
paths:
  /things:
    post:
      parameters: [{name: X-Trace, in: header, schema: {type: string}}, {name: Page, in: query, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'200': {description: fine, headers: {X-Count: {schema: {type: integer}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Thing: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string, maxLength: 5}, size: {type: integer}}}
`
	for name, tt := range map[string]struct{ from, to string }{
		"allOf is split":             {"Thing: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string, maxLength: 5}, size: {type: integer}}}", "Thing: {allOf: [{type: object, required: [id], properties: {id: {type: string}}}, {type: object, required: [name], properties: {name: {type: string, maxLength: 5}, size: {type: integer}}}]}"},
		"a part of it beside":        {"Thing: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string, maxLength: 5}, size: {type: integer}}}", "Thing: {type: object, required: [id], properties: {id: {type: string}}, allOf: [{required: [name], properties: {name: {type: string, maxLength: 5}}}, {properties: {size: {type: integer}}}]}"},
		"allOf of one":               {"name: {type: string, maxLength: 5}", "name: {allOf: [{type: string, maxLength: 5}]}"},
		"a header parameter":         {"X-Trace", "x-trace"},
		"a response's header":        {"X-Count", "x-count"},
		"a key's header":             {"X-Key", "x-KEY"},
		"a server's slash":           {"a.example/v1'", "a.example/v1/'"},
		"a default that is said":     {"{name: X-Trace, in: header,", "{name: X-Trace, in: header, style: simple, explode: false, required: false,"},
		"the order of what has none": {"required: [id, name]", "required: [name, id]"},
		"a path's parameter":         {"    post:\n      parameters: [{name: X-Trace, in: header, schema: {type: string}}, ", "    parameters: [{name: X-Trace, in: header, schema: {type: string}}]\n    post:\n      parameters: ["},
	} {
		now := strings.Replace(base, tt.from, tt.to, 1)
		if now == base {
			t.Errorf("%s changes nothing", name)
			continue
		}
		for _, way := range [][2]string{{base, now}, {now, base}} {
			if upstream, breaking, out := compared(t, way[0], way[1]); breaking != same || upstream != same && name != "a path's parameter" { // which generated code tells apart
				t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
			}
		}
	}
	for name, tt := range map[string]struct{ from, to string }{
		"a query parameter in other case": {"Page", "page"},
		"a server's path":                 {"a.example/v1'", "a.example/V1'"},
		"allOf with less":                 {"Thing: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string, maxLength: 5}, size: {type: integer}}}", "Thing: {allOf: [{type: object, required: [id], properties: {id: {type: string}}}, {required: [name], properties: {name: {type: string, maxLength: 5}}}]}"},
		"allOf with two bounds":           {"name: {type: string, maxLength: 5}", "name: {allOf: [{type: string, maxLength: 5}, {maxLength: 3}]}"},
	} {
		if upstream, breaking, out := compared(t, base, strings.Replace(base, tt.from, tt.to, 1)); breaking != drift || upstream != drift {
			t.Errorf("%s: status %d and %d\n%s", name, upstream, breaking, out)
		}
	}
}
