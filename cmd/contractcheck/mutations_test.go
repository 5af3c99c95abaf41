package main

import "testing"

// mutations are changes to the contract, each of which must be caught by the commands that it names.
var mutations = []struct {
	name   string
	change func(t *testing.T, contract object)
}{
	{"property removed", func(t *testing.T, c object) { c.in(t, refresh, "properties").drop(t, "email") }},
	{"property renamed", func(t *testing.T, c object) { c.in(t, session, "properties").rename(t, "email", "mail") }},
	{"type changed", func(t *testing.T, c object) { c.in(t, session, "properties", "expiry").set(t, "type", "string") }},
	{"format removed", func(t *testing.T, c object) { c.in(t, refresh, "properties", "expiry").drop(t, "format") }},
	{"required added to a response", func(t *testing.T, c object) {
		c.in(t, session).set(t, "required", append(c.in(t, session)["required"].([]any), "email"))
	}},
	{"nullable added", func(t *testing.T, c object) { c.in(t, session, "properties", "location").add(t, "nullable", true) }},
	{"401 removed", func(t *testing.T, c object) { c.in(t, get, "responses").drop(t, "401") }},
	{"500 added", func(t *testing.T, c object) {
		responses := c.in(t, get, "responses")
		responses.add(t, "500", responses["401"])
	}},
	{"apiKey alternative removed", func(t *testing.T, c object) {
		c.set(t, "security", []any{object{"bearerAuth": []any{}}})
	}},
	{`"or" turned into "and"`, func(t *testing.T, c object) {
		c.set(t, "security", []any{object{"bearerAuth": []any{}, "apiKeyAuth": []any{}}})
	}},
	{"security removed", func(t *testing.T, c object) { c.drop(t, "security") }},
	{"operationId changed", func(t *testing.T, c object) { c.in(t, get).set(t, "operationId", "listSessionTokens") }},
	{"path renamed", func(t *testing.T, c object) {
		c.in(t, "paths").rename(t, "/accounts/session-tokens", "/accounts/sessions")
	}},
	{"new required parameter", func(t *testing.T, c object) {
		c.in(t, get).add(t, "parameters", []any{object{"name": "account", "in": "query", "required": true, "schema": object{"type": "string"}}})
	}},
	{"server changed", func(t *testing.T, c object) {
		c.set(t, "servers", []any{object{"url": "https://api.example", "description": "Production API server"}})
	}},
}

const (
	session = "components/schemas/SessionObject"
	refresh = "components/schemas/RefreshTokenObject"
	get     = "paths|/accounts/session-tokens|get"
)
