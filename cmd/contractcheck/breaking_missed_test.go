package main

import (
	"strings"
	"testing"
)

const missedBase = `openapi: 3.1.0
info: {title: Missed, version: '1'}
paths:
  /things:
    post:
      parameters:
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: counts, in: query, schema: {type: array, items: {type: integer}}}
      - {name: kinds, in: query, schema: {type: array, items: {type: string, enum: [a, b]}}}
      - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}, b: {type: string}}}}
      - {name: filter, in: query, content: {application/json: {schema: {type: object, properties: {a: {type: string}, b: {type: string}}}}}}
      - {name: bares, in: query, schema: {type: array}}
      - {name: word, in: query, schema: {type: string}}
      - {name: page, in: query, schema: {type: integer}}
      - {name: X-Kinds, in: header, schema: {type: array, items: {type: string}}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: {type: string}
                free: {type: object, properties: {a: {type: string}, b: {type: string}}}
                list: {type: array, items: {type: object, properties: {a: {type: string}}}}
                pattern: {type: object, patternProperties: {'^a': {type: object, properties: {a: {type: string}}}}}
                bare: {type: array}
                when: {type: object, if: {required: [a]}, then: {required: [b]}, dependentSchemas: {c: {required: [d]}}}
                made: {type: string, readOnly: true}
                closed: {type: object, additionalProperties: false, required: [must], properties: {must: {type: string}}}
                either: {type: object, oneOf: [{required: [a]}, {required: [b]}]}
          text/plain: {schema: {type: string}}
      responses:
        '200':
          description: fine
          headers:
            X-Kind: {schema: {type: string, enum: [a, b]}}
            X-Time: {schema: {type: string, format: date-time}}
            X-Json: {content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: string, maxLength: 3}}}}}}
            X-Size: {schema: {type: integer, maximum: 10}}
            X-List: {schema: {type: array, items: {type: string, enum: [a, b]}}}
          content: {application/json: {schema: {type: object, required: [undeclared], properties: {list: {type: array, items: {type: object, required: [undeclared]}}, full: {type: array, items: {type: number}}, given: {type: object, if: {required: [a]}, then: {}, else: {required: [b]}}}}}}
`

// Changes within parameters, response headers and schemas that break somebody, and whose reverse breaks nobody.
func TestMissedBreaking(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"items gain an enum":                    {"{name: tags, in: query, schema: {type: array, items: {type: string", "{name: tags, in: query, schema: {type: array, items: {type: string, enum: [a]", "became-enum"},
		"items gain a pattern":                  {"{name: tags, in: query, schema: {type: array, items: {type: string", "{name: tags, in: query, schema: {type: array, items: {type: string, pattern: '^a$'", "pattern-added"},
		"items gain maxLength":                  {"{name: tags, in: query, schema: {type: array, items: {type: string", "{name: tags, in: query, schema: {type: array, items: {type: string, maxLength: 3", "max-length-set"},
		"items gain minLength":                  {"{name: tags, in: query, schema: {type: array, items: {type: string", "{name: tags, in: query, schema: {type: array, items: {type: string, minLength: 3", "min-length-set"},
		"items gain minimum":                    {"items: {type: integer}", "items: {type: integer, minimum: 3}", "min-set"},
		"items gain maximum":                    {"items: {type: integer}", "items: {type: integer, maximum: 3}", "max-set"},
		"items gain multipleOf":                 {"items: {type: integer}", "items: {type: integer, multipleOf: 3}", "multiple-of-set"},
		"items lose an enum value":              {"{name: kinds, in: query, schema: {type: array, items: {type: string, enum: [a, b]", "{name: kinds, in: query, schema: {type: array, items: {type: string, enum: [a]", "enum-value-removed"},
		"items gain an enum, in a header":       {"{name: X-Kinds, in: header, schema: {type: array, items: {type: string", "{name: X-Kinds, in: header, schema: {type: array, items: {type: string, enum: [a]", "became-enum"},
		"items must be unique":                  {"{name: tags, in: query, schema: {type: array, ", "{name: tags, in: query, schema: {type: array, uniqueItems: true, ", "unique-items-set"},
		"a parameter gains maxItems":            {"{name: tags, in: query, schema: {type: array, ", "{name: tags, in: query, schema: {type: array, maxItems: 4, ", "max-items-set"},
		"a parameter gains multipleOf":          {"{name: page, in: query, schema: {type: integer", "{name: page, in: query, schema: {type: integer, multipleOf: 5", "multiple-of-set"},
		"a parameter gains const":               {"{name: word, in: query, schema: {type: string", "{name: word, in: query, schema: {type: string, const: a", "became-enum"},
		"a parameter gains minProperties":       {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, minProperties: 1,", "min-properties-set"},
		"a deep object's property is required":  {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, required: [a],", "request-property-became-required"},
		"a deep object's bound":                 {"style: deepObject, schema: {type: object, properties: {a: {type: string", "style: deepObject, schema: {type: object, properties: {a: {type: string, maxLength: 3", "max-length-set"},
		"a content's property is required":      {"{name: filter, in: query, content: {application/json: {schema: {type: object,", "{name: filter, in: query, content: {application/json: {schema: {type: object, required: [a],", "request-property-became-required"},
		"oneOf beside a parameter's type":       {"{name: word, in: query, schema: {type: string}}", "{name: word, in: query, schema: {type: string, oneOf: [{maxLength: 3}, {minLength: 5}]}}", "one-of"},
		"anyOf beside a parameter's type":       {"{name: word, in: query, schema: {type: string}}", "{name: word, in: query, schema: {type: string, anyOf: [{maxLength: 3}, {minLength: 5}]}}", "any-of"},
		"oneOf of required":                     {"free: {type: object, ", "free: {type: object, oneOf: [{required: [a]}, {required: [b]}], ", "one-of"},
		"anyOf of required":                     {"free: {type: object, ", "free: {type: object, anyOf: [{required: [a]}, {required: [b]}], ", "any-of"},
		"oneOf of required, of the body":        {"schema:\n              type: object\n", "schema:\n              type: object\n              oneOf: [{required: [name]}, {required: [free]}]\n", "one-of"},
		"anyOf of required, of the body":        {"schema:\n              type: object\n", "schema:\n              type: object\n              anyOf: [{required: [name]}, {required: [free]}]\n", "any-of"},
		"anyOf of required, of a parameter":     {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, anyOf: [{required: [a]}, {required: [b]}],", "any-of"},
		"required without a property":           {"schema:\n              type: object\n", "schema:\n              type: object\n              required: [undeclared]\n", "required"},
		"required without a property, in items": {"items: {type: object, properties: {a: ", "items: {type: object, required: [undeclared], properties: {a: ", "required"},
		"required without a property, deeper":   {"free: {type: object, ", "free: {type: object, required: [undeclared], ", "required"},
		"required without a property, deep":     {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, required: [undeclared],", "required"},
		"no promise of what is not declared":    {"type: object, required: [undeclared], properties: {list", "type: object, properties: {list", "optional"},
		"no promise in items":                   {"items: {type: object, required: [undeclared]}", "items: {type: object}", "optional"},
		"unevaluatedProperties":                 {"free: {type: object, ", "free: {type: object, unevaluatedProperties: false, ", "unevaluated"},
		"unevaluatedProperties, of the body":    {"schema:\n              type: object\n", "schema:\n              type: object\n              unevaluatedProperties: false\n", "unevaluated"},
		"unevaluatedProperties, in items":       {"items: {type: object, properties: {a: ", "items: {type: object, unevaluatedProperties: false, properties: {a: ", "unevaluated"},
		"unevaluatedProperties, of a parameter": {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, unevaluatedProperties: false,", "unevaluated"},
		"no other properties, of a parameter":   {"style: deepObject, schema: {type: object,", "style: deepObject, schema: {type: object, additionalProperties: false,", "additional-properties-forbidden"},
		"no other properties, of a pattern":     {"'^a': {type: object,", "'^a': {type: object, additionalProperties: false,", "additional-properties-forbidden"},
		"items":                                 {"bare: {type: array}", "bare: {type: array, items: {type: string}}", "request-items-added"},
		"items, of a parameter":                 {"{name: bares, in: query, schema: {type: array}}", "{name: bares, in: query, schema: {type: array, items: {type: integer}}}", "request-items-added"},
		"no items any more":                     {"full: {type: array, items: {type: number}}", "full: {type: array}", "response-items-removed"},
		"unevaluatedItems":                      {"list: {type: array, items", "list: {type: array, unevaluatedItems: false, items", "unevaluated"},
		"a header's enum is wider":              {"X-Kind: {schema: {type: string, enum: [a, b]", "X-Kind: {schema: {type: string, enum: [a, b, c]", "enum-value-added"},
		"a header's enum is gone":               {"X-Kind: {schema: {type: string, enum: [a, b]", "X-Kind: {schema: {type: string", "enum"},
		"a header's content promises less":      {"X-Json: {content: {application/json: {schema: {type: object, required: [a], ", "X-Json: {content: {application/json: {schema: {type: object, ", "response-property-became-optional"},
		"a header's content has a wider bound":  {"{a: {type: string, maxLength: 3}}", "{a: {type: string, maxLength: 4}}", "max-length-increased"},
		"a header's maximum is higher":          {"X-Size: {schema: {type: integer, maximum: 10}}", "X-Size: {schema: {type: integer, maximum: 20}}", "max-increased"},
		"a header's items' enum is wider":       {"X-List: {schema: {type: array, items: {type: string, enum: [a, b]", "X-List: {schema: {type: array, items: {type: string, enum: [a, b, c]", "enum-value-added"},
		"a header's format is gone":             {"X-Time: {schema: {type: string, format: date-time}}", "X-Time: {schema: {type: string}}", "response-header-type"},
	} {
		now := strings.Replace(missedBase, tt.from, tt.to, 1)
		if now == missedBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		_, status, out := compared(t, missedBase, now)
		out = out[strings.Index(out, "upstream: "):]
		if status != drift || !strings.Contains(out, tt.want) || strings.Contains(out, "warning: ") || !strings.HasSuffix(out, "breaking: drift, 1 finding\n") {
			t.Errorf("%s: status %d, want only %q, and no warning, in\n%s", name, status, tt.want, out)
		}
		if _, status, out = compared(t, now, missedBase); status != same {
			t.Errorf("the reverse of %s: status %d\n%s", name, status, out[strings.Index(out, "upstream: "):])
		}
	}
}

// The reverse of these breaks somebody too.
func TestMissedBreakingBothWays(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want, reverse string }{
		"a deep object's required property":      {"style: deepObject, schema: {type: object, properties: {", "style: deepObject, schema: {type: object, required: [c], properties: {c: {type: string}, ", "new-required-request-property", "warning: POST /things: request-property-removed"},
		"a content's required property":          {"{name: filter, in: query, content: {application/json: {schema: {type: object, properties: {", "{name: filter, in: query, content: {application/json: {schema: {type: object, required: [c], properties: {c: {type: string}, ", "new-required-request-property", "warning: POST /things: request-property-removed"},
		"oneOf for a parameter":                  {"{name: word, in: query, schema: {type: string}}", "{name: word, in: query, schema: {oneOf: [{type: string, maxLength: 3}, {type: integer}]}}", "one-of", "request-parameter-list-of-types-narrowed"},
		"a new required property with a default": {"properties:\n                name: {type: string}\n", "required: [new]\n              properties:\n                new: {type: string, default: a}\n                name: {type: string}\n", "new-required-request-property-with-default", "warning: POST /things: request-property-removed"},
		"a new required property":                {"properties:\n                name: {type: string}\n", "required: [new]\n              properties:\n                new: {type: string}\n                name: {type: string}\n", "new-required-request-property", "warning: POST /things: request-property-removed"},
		"oneOf of required, with a property":     {"free: {type: object, properties: {", "free: {type: object, oneOf: [{required: [a]}, {required: [c]}], properties: {c: {type: string}, ", "request-one-of-added", "warning: POST /things: request-property-removed"},
		"oneOf of one type for a parameter":      {"{name: word, in: query, schema: {type: string}}", "{name: word, in: query, schema: {oneOf: [{type: string, maxLength: 3}, {type: string, minLength: 5}]}}", "one-of", "request-body-one-of-removed"},
		"a condition":                            {"when: {type: object, if: {required: [a]}", "when: {type: object, if: {required: [c]}", "request-condition-changed", "request-condition-changed"},
		"what follows from it":                   {"then: {required: [b]}", "then: {required: [c]}", "request-condition-changed", "request-condition-changed"},
		"what follows otherwise":                 {"else: {required: [b]}", "else: {required: [c]}", "response-condition-changed", "response-condition-changed"},
		"what follows from a property":           {"dependentSchemas: {c: {required: [d]}}", "dependentSchemas: {c: {required: [e]}}", "request-condition-changed", "request-condition-changed"},
		"nothing follows":                        {"then: {}, else", "then: false, else", "response-condition-changed", "response-condition-changed"},
		"a parameter's default":                  {"{name: word, in: query, schema: {type: string", "{name: word, in: query, schema: {type: string, default: a", "request-parameter-default-value-added", "request-parameter-default-value-removed"},
		"a default within a parameter":           {"style: deepObject, schema: {type: object, properties: {a: {type: string", "style: deepObject, schema: {type: object, properties: {a: {type: string, default: a", "request-property-default-value-added", "request-property-default-value-removed"},
		"a property's default":                   {"name: {type: string", "name: {type: string, default: a", "request-property-default-value-added", "request-property-default-value-removed"},
		"a body's default":                       {"text/plain: {schema: {type: string", "text/plain: {schema: {type: string, default: a", "request-body-default-value-added", "request-body-default-value-removed"},
		"a header's type":                        {"X-Size: {schema: {type: integer, maximum: 10}}", "X-Size: {schema: {type: boolean}}", "response-header-type-changed", "response-header-type-changed"},
	} {
		now := strings.Replace(missedBase, tt.from, tt.to, 1)
		for _, way := range [][3]string{{missedBase, now, tt.want}, {now, missedBase, tt.reverse}} {
			_, status, out := compared(t, way[0], way[1])
			out = out[strings.Index(out, "upstream: "):]
			if status != drift || !strings.Contains(out, way[2]) || strings.Contains(out, "warning: ") != strings.HasPrefix(way[2], "warning: ") {
				t.Errorf("%s: status %d, want %q in\n%s", name, status, way[2], out)
			}
		}
	}
}

// A schema of a request may accept more, and one of a response promise more, in words that oasdiff takes for less.
func TestNotBreakingEitherWay(t *testing.T) {
	for name, tt := range map[string]struct{ from, to string }{
		"a default of a property that is never sent":  {"made: {type: string", "made: {type: string, default: a"},
		"an alternative that accepts all":             {"{name: word, in: query, schema: {type: string}}", "{name: word, in: query, schema: {type: string, anyOf: [{enum: [a, b]}, {type: string}]}}"},
		"an alternative that accepts all, elsewhere":  {"free: {type: object, ", "free: {type: object, anyOf: [{required: [a]}, {}], "},
		"an alternative that accepts more":            {"{name: page, in: query, schema: {type: integer}}", "{name: page, in: query, schema: {type: integer, anyOf: [{type: number}, {maximum: 3}]}}"},
		"unevaluatedProperties beside what forbids":   {"closed: {type: object, ", "closed: {type: object, unevaluatedProperties: false, "},
		"a default of a property that is always sent": {"properties: {must: {type: string", "properties: {must: {type: string, default: a"},
		"items of any kind":                           {"bare: {type: array}", "bare: {type: array, items: {description: Any}}"},
		"a description within a condition":            {"then: {required: [b]}", "then: {required: [b], description: Both}"},
		"properties of any kind":                      {"free: {type: object, ", "free: {type: object, additionalProperties: {description: Any}, "},
		"the order of alternatives":                   {"oneOf: [{required: [a]}, {required: [b]}]", "oneOf: [{required: [b]}, {required: [a]}]"},
	} {
		now := strings.Replace(missedBase, tt.from, tt.to, 1)
		if now == missedBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		for _, way := range [][2]string{{missedBase, now}, {now, missedBase}} {
			if _, status, out := compared(t, way[0], way[1]); status != same {
				t.Errorf("%s: status %d\n%s", name, status, out[strings.Index(out, "upstream: "):])
			}
		}
	}
}
