package main

import (
	"strings"
	"testing"
)

const webhookBase = `openapi: 3.1.0
info: {title: Hooks, version: '1'}
paths: {}
webhooks:
  sold:
    post:
      parameters:
      - {name: X-Event, in: header, required: true, schema: {type: string, enum: [a, b]}}
      - {name: x-event, in: query, schema: {type: string}}
      - {name: more, in: query, content: {application/json: {schema: {type: object, properties: {a: {type: string, enum: [a, b]}}}}}}
      requestBody: {content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string, enum: [a, b]}, note: {type: string}}}}}}
      responses: {'200': {description: fine, content: {application/json: {schema: {type: object, required: [ok], properties: {ok: {type: boolean}, again: {type: string, enum: [a, b]}}}}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sent'}}}}
      responses: {'204': {description: fine}}
components: {schemas: {Sent: {type: object, properties: {id: {type: string}, all: {allOf: [{type: string}, {maxLength: 3}]}}}}}
`

// A webhook's requests are what a consumer gets, and its responses what a consumer sends.
func TestWebhookBreaking(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"a property is removed":        {", note: {type: string}}", "}", "webhook sold POST: response-optional-property-removed"},
		"a promise":                    {"required: [id], properties", "properties", "webhook sold POST: response-property-became-optional"},
		"a wider enum":                 {"kind: {type: string, enum: [a, b]}", "kind: {type: string, enum: [a, b, c]}", "webhook sold POST: response-property-enum-value-added"},
		"a type":                       {"note: {type: string}", "note: {type: integer}", "webhook sold POST: response-property-type-changed"},
		"a component's property":       {"Sent: {type: object, properties: {id: {type: string}, ", "Sent: {type: object, properties: {", "webhook sold PUT: response-optional-property-removed"},
		"within allOf":                 {"{maxLength: 3}", "{maxLength: 4}", "webhook sold PUT: response-property-max-length-increased"},
		"a header is gone":             {"      - {name: X-Event, in: header, required: true, schema: {type: string, enum: [a, b]}}\n", "", "webhook sold POST: required-response-header-removed"},
		"a query parameter is gone":    {"      - {name: x-event, in: query, schema: {type: string}}\n", "", "webhook sold POST: optional-response-header-removed"},
		"a header's enum":              {"{name: X-Event, in: header, required: true, schema: {type: string, enum: [a, b]", "{name: X-Event, in: header, required: true, schema: {type: string, enum: [a, b, c]", "webhook sold POST: response-mediatype-enum-value-added"},
		"within a parameter":           {"properties: {a: {type: string, enum: [a, b]", "properties: {a: {type: string, enum: [a, b, c]", "webhook sold POST: response-property-enum-value-added"},
		"an answer needs more":         {"required: [ok], properties: {ok", "required: [ok, again], properties: {ok", "webhook sold POST: request-property-became-required"},
		"an answer needs what is new":  {"required: [ok], properties: {ok", "required: [ok, new], properties: {new: {type: string}, ok", "webhook sold POST: new-required-request-property"},
		"an answer takes less":         {"again: {type: string, enum: [a, b]}", "again: {type: string, enum: [a]}", "webhook sold POST: request-property-enum-value-removed"},
		"an answer's property is gone": {", again: {type: string, enum: [a, b]}", "", "webhook sold POST: request-property-removed"},
		"another name":                 {"  sold:", "  bought:", "webhook-removed: nobody calls it any more (in 2 places: webhook sold POST, webhook sold PUT)"},
		"another method":               {"    put:", "    patch:", "webhook sold PUT: webhook-removed"},
	} {
		now := strings.Replace(webhookBase, tt.from, tt.to, 1)
		if now == webhookBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		_, status, out := compared(t, webhookBase, now)
		out = out[strings.Index(out, "upstream: "):]
		verdict := "breaking: drift, 1 finding\n"
		if strings.Contains(tt.want, "in 2 places") {
			verdict = "breaking: drift, 2 findings\n"
		}
		if status != drift || !strings.Contains(out, tt.want) || !strings.HasSuffix(out, verdict) {
			t.Errorf("%s: status %d, want only %q in\n%s", name, status, tt.want, out)
		}
	}
}

func TestWebhookNotBreaking(t *testing.T) {
	for name, tt := range map[string]struct{ from, to string }{
		"more is sent":                  {"properties: {id: {type: string}, kind", "properties: {more: {type: string}, id: {type: string}, kind"},
		"more is promised":              {"required: [id], properties", "required: [id, note], properties"},
		"a promise of what is new":      {"required: [id], properties: {", "required: [id, new], properties: {new: {type: string}, "},
		"a narrower enum":               {"kind: {type: string, enum: [a, b]}", "kind: {type: string, enum: [a]}"},
		"a new bound":                   {"note: {type: string}", "note: {type: string, maxLength: 5}"},
		"no other properties":           {"schema: {type: object, required: [id]", "schema: {type: object, additionalProperties: false, required: [id]"},
		"a header more":                 {"      parameters:\n", "      parameters:\n      - {name: X-New, in: header, required: true, schema: {type: string}}\n"},
		"an answer may have less":       {"required: [ok], properties: {ok", "properties: {ok"},
		"an answer may have more":       {"properties: {ok", "properties: {more: {type: string}, ok"},
		"an answer takes more":          {"again: {type: string, enum: [a, b]}", "again: {type: string, enum: [a, b, c]}"},
		"a webhook more":                {"webhooks:\n", "webhooks:\n  new: {post: {responses: {'204': {description: fine}}}}\n"},
		"a webhook's method more":       {"    put:\n", "    patch: {responses: {'204': {description: fine}}}\n    put:\n"},
		"a webhook's other description": {"description: fine", "description: all right"},
	} {
		now := strings.Replace(webhookBase, tt.from, tt.to, 1)
		if now == webhookBase {
			t.Errorf("%s changes nothing", name)
			continue
		}
		if _, status, out := compared(t, webhookBase, now); status != same {
			t.Errorf("%s: status %d\n%s", name, status, out[strings.Index(out, "upstream: "):])
		}
	}
}

// An operation's own parameter overrides that of its path, in what is sent too.
func TestWebhookParameterOverrides(t *testing.T) {
	const base = `openapi: 3.1.0
info: {title: Hooks, version: '1'}
paths:
  /a:
    get:
      responses: {'204': {description: fine}}
      callbacks: {done: {'{$request.query.to}': {ITEM}}}
webhooks:
  sold: {ITEM}
`
	document := func(schema string) string {
		item := "parameters: [{name: X-Kind, in: header, schema: {type: string}}], post: {parameters: [{name: X-Kind, in: header, schema: SCHEMA}], responses: {'204': {description: fine}}}"
		return strings.ReplaceAll(strings.ReplaceAll(base, "ITEM", item), "SCHEMA", schema)
	}
	_, status, out := compared(t, document("{type: integer}"), document("{type: object}"))
	const want = "response-header-type-changed: the `x-kind` response header's `type` changed from `integer` to `object` for the status `200` " +
		"(in 2 places: GET /a callback done {$request.query.to} POST, webhook sold POST)"
	if status != drift || !strings.Contains(out, want) {
		t.Errorf("status %d, want %q in\n%s", status, want, out)
	}
}
