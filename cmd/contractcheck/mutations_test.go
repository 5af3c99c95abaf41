package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The commands compare the mutated contract with: gen/, the document that the service serves, the
// published page, the contract before, and what the service does.
const (
	all     = "generated served upstream breaking conforms"
	silent  = "generated served upstream breaking" // it is allowed, or can't be seen from outside
	harmful = "generated served upstream conforms" // it breaks no consumer
	neither = "generated served upstream"
)

// mutations are changes to the contract, each with the commands that catch it. No other may. With a
// "?" a command can't tell, and says so.
var mutations = []struct {
	name   string
	caught string
	change func(t *testing.T, c object)
}{
	{"property removed", all, func(t *testing.T, c object) { c.in(t, refresh, "properties").drop(t, "email") }},
	{"property renamed", all, func(t *testing.T, c object) { c.in(t, session, "properties").rename(t, "email", "mail") }},
	{"type changed", all, func(t *testing.T, c object) { c.in(t, session, "properties", "expiry").set(t, "type", "string") }},
	{"format removed", silent, func(t *testing.T, c object) { c.in(t, refresh, "properties", "expiry").drop(t, "format") }},
	{"required added to a response", harmful, func(t *testing.T, c object) {
		c.in(t, session).set(t, "required", append(c.in(t, session)["required"].([]any), "email"))
	}},
	{"nullable added", silent, func(t *testing.T, c object) { c.in(t, session, "properties", "location").add(t, "nullable", true) }},
	{"401 removed", all, func(t *testing.T, c object) { c.in(t, get, "responses").drop(t, "401") }},
	{"500 added", neither, func(t *testing.T, c object) {
		responses := c.in(t, get, "responses")
		responses.add(t, "500", responses["401"])
	}},
	{"apiKey alternative removed", silent, func(t *testing.T, c object) {
		c.set(t, "security", []any{object{"bearerAuth": []any{}}})
	}},
	{`"or" turned into "and"`, all, func(t *testing.T, c object) {
		c.set(t, "security", []any{object{"bearerAuth": []any{}, "apiKeyAuth": []any{}}})
	}},
	{"security removed", silent + " conforms?", func(t *testing.T, c object) { c.drop(t, "security") }},
	{"operationId changed", silent, func(t *testing.T, c object) { c.in(t, get).set(t, "operationId", "listSessionTokens") }},
	{"path renamed", "generated? served upstream breaking conforms", func(t *testing.T, c object) {
		c.in(t, "paths").rename(t, "/accounts/session-tokens", "/accounts/sessions")
	}},
	{"new required parameter", silent + " conforms", func(t *testing.T, c object) {
		c.in(t, get).add(t, "parameters", []any{object{"name": "account", "in": "query", "required": true, "schema": object{"type": "string"}}})
	}},
	{"server changed", silent, func(t *testing.T, c object) {
		c.set(t, "servers", []any{object{"url": "https://api.example", "description": "Production API server"}})
	}},
}

const (
	session = "components/schemas/SessionObject"
	refresh = "components/schemas/RefreshTokenObject"
	get     = "paths|/accounts/session-tokens|get"
)

func TestMutations(t *testing.T) {
	if len(mutations) != 15 {
		t.Errorf("%d mutations, want 15", len(mutations))
	}
	service := startService(t)
	commands := map[string][]string{
		"generated": {"generated"},
		"served":    {"served", service.Admin},
		"upstream":  {"upstream", page},
		"breaking":  {"breaking", contract},
		"conforms": {"conforms", service.Public, "--seed", "1",
			"--credential", "bearerAuth=" + service.Bearer, "--credential", "apiKeyAuth=" + service.Key},
	}
	try := func(name, caught string, change func(t *testing.T, c object)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := copyRepository(t, byNPM...)
			if change != nil {
				editContract(t, dir, func(c object) { change(t, c) })
			}
			for command, args := range commands {
				status, out := check(t, append([]string{"--contract", filepath.Join(dir, "openapi.json")}, args...)...)
				want := same
				switch {
				case slices.Contains(strings.Fields(caught), command):
					want = drift
				case slices.Contains(strings.Fields(caught), command+"?"):
					want = dontKnow
				}
				if status != want {
					t.Errorf("%s: status %d, want %d\n%s", command, status, want, out)
				}
				if strings.Contains(out, service.Bearer) || strings.Contains(out, service.Key) {
					t.Errorf("%s shows a credential", command)
				}
			}
		})
	}
	try("none", "", nil)
	try("written anew", "generated", func(*testing.T, object) {}) // the embedded document is the contract, byte for byte
	for _, m := range mutations {
		try(m.name, m.caught, m.change)
	}
}

// Nothing wrong was found, but not everything was looked at.
func TestIncompleteIsNotSame(t *testing.T) {
	service := startService(t)
	for want, args := range map[string][]string{
		"--credential apiKeyAuth=VALUE": {"--credential", "bearerAuth=" + service.Bearer},
		"--credential bearerAuth=VALUE": nil,
		"the rest is left out":          {"--credential", "bearerAuth=" + service.Bearer, "--credential", "apiKeyAuth=" + service.Key, "--requests", "5"},
	} {
		status, out := check(t, append([]string{"--contract", contract, "conforms", service.Public}, args...)...)
		if status != dontKnow || !strings.Contains(out, want) || !strings.HasSuffix(out, "conforms: could not tell\n") {
			t.Errorf("status %d, want %q in\n%s", status, want, out)
		}
	}
}

func TestCredentialsAreNotShown(t *testing.T) {
	const fake = "fake-secret"
	for _, given := range []string{fake, "=" + fake, "noSuchScheme=" + fake, "bearerAuth=" + fake + "\r", "bearerAuth=" + fake + "\n" + fake, "bearerAuth=" + fake + "\napiKeyAuth="} {
		conforms := []string{"--contract", contract, "conforms", "http://127.0.0.1:1"}
		for _, args := range [][]string{append(conforms, "--credential", given), conforms} {
			status, out := check(t, args...)
			if status != dontKnow || strings.Contains(out, fake) {
				t.Errorf("%q: status %d\n%s", args, status, out)
			}
			t.Setenv("CONTRACTCHECK_CREDENTIALS", given)
		}
	}
	t.Setenv("CONTRACTCHECK_CREDENTIALS", "")
	for _, command := range []string{"upstream", "served", "conforms"} {
		for _, address := range []string{"https://u:" + fake + "@127.0.0.1:1/a", "https://127.0.0.1:1/a?token=" + fake, "://" + fake} {
			if status, out := check(t, "--contract", contract, command, address); status != dontKnow || strings.Contains(out, fake) {
				t.Errorf("%s %s: status %d\n%s", command, address, status, out)
			}
		}
	}
}
