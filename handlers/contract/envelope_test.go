package contract_test

import (
	"strings"
	"testing"
)

func TestEnvelope(t *testing.T) {
	e := envelope(t, load(t, same))
	if e.FullCheck != nil || e.Status != 200 || e.MediaType != "application/json" {
		t.Errorf("%+v", e)
	}
	var parts []string
	for _, part := range e.Parts {
		parts = append(parts, string(part))
	}
	if got := strings.Join(parts, "|"); got != `{"data":{"auth":[|],"refresh":[|]}}` {
		t.Errorf("parts %s", got)
	}
	if e.RecordSchema("/data/auth") == nil || e.RecordSchema("/data/refresh") == nil || e.RecordSchema("/data/other") != nil {
		t.Error("not the arrays' records")
	}
}

// It can be told from a contract whether its responses can be checked item by item.
func TestWhatNeedsAFullCheck(t *testing.T) {
	const auth, data = `"auth": {`, `"data": {`
	for name, c := range map[string]struct {
		old, rule string
		why       string // empty: the items alone decide
	}{
		"uniqueItems":            {auth, `"uniqueItems": true,`, "/data/auth has a rule about all"},
		"maxItems":               {auth, `"maxItems": 100,`, "/data/auth has a rule about all"},
		"minItems":               {auth, `"minItems": 0,`, ""},
		"an enum of lists":       {auth, `"enum": [[]],`, "/data/auth has a rule about all"},
		"not":                    {auth, `"not": {"maxItems": 3, "minItems": 3},`, "/data/auth has a rule about all"},
		"allOf around":           {data, `"allOf": [{"properties": {"auth": {"maxItems": 5}}}],`, `around "auth" has a rule`},
		"oneOf around":           {data, `"oneOf": [{"type": "object"}],`, `around "auth" has a rule`},
		"a description":          {auth, `"description": "x", "example": [],`, ""},
		"nullable":               {auth, `"nullable": true,`, ""},
		"no other properties":    {data, `"additionalProperties": false,`, ""},
		"both lists required":    {data, `"required": ["auth", "refresh"],`, ""},
		"a rule of an item":      {`"SessionObject": {`, `"minProperties": 3,`, ""},
		"another required":       {data, `"required": ["more"],`, `property "more" is missing`},
		"a header of the answer": {`"description": "Session tokens retrieved successfully",`, `"headers": {"X-A": {"schema": {"type": "string"}}},`, "has headers"},
	} {
		document := load(t, func(document string) string {
			if strings.Count(document, c.old) != 1 {
				t.Fatalf("%s is not there once", c.old)
			}
			return strings.Replace(document, c.old, c.old+c.rule, 1)
		})
		reason := envelope(t, document).FullCheck
		if (reason == nil) != (c.why == "") || reason != nil && !strings.Contains(reason.Error(), c.why) {
			t.Errorf("%s: got %v, want %q", name, reason, c.why)
		}
	}
}

func TestEnvelopeThatTheContractDoesNotHave(t *testing.T) {
	c := load(t, same)
	for name, try := range map[string]func() error{
		"operation": func() error {
			_, err := c.Envelope("other", 200, []byte(empty), "/data/auth", "/data/refresh")
			return err
		},
		"status": func() error {
			_, err := c.Envelope("getSessionTokens", 204, []byte(empty), "/data/auth", "/data/refresh")
			return err
		},
		"lists": func() error { _, err := c.Envelope("getSessionTokens", 200, []byte(empty), "/data/auth"); return err },
		"no list": func() error {
			_, err := c.Envelope("getSessionTokens", 200, []byte(`{"data":{"x":[]}}`), "/data/x")
			return err
		},
		"no JSON": func() error { _, err := c.Envelope("getSessionTokens", 200, []byte(`{"data":`)); return err },
	} {
		if try() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
