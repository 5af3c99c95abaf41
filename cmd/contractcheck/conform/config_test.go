package conform_test

import (
	"context"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

func TestCouldNotTell(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		change func(*conform.Config)
		want   string
	}{
		"no document": {nil, func(c *conform.Config) { c.Document = []byte("{") }, "read the contract"},
		"Swagger 2.0": {nil, func(c *conform.Config) {
			c.Document = []byte(`{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}`)
		}, "3.0 or 3.1 is needed"},
		"an allOf that holds itself": {nil, func(c *conform.Config) {
			c.Document = withBody(`    Body: { allOf: [{ $ref: "#/components/schemas/Other" }] }
    Other: { type: object, allOf: [{ $ref: "#/components/schemas/Body" }] }`)
		}, "it holds itself"},
		"a branch of itself": {nil, func(c *conform.Config) {
			c.Document = withBody(`    Body: { anyOf: [{ $ref: "#/components/schemas/Body" }, { type: integer }] }`)
		}, "it holds itself"},
		"no operation": {nil, func(c *conform.Config) {
			c.Document = []byte(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}`)
		}, "no operation"},
		"unknown scheme":          {nil, func(c *conform.Config) { c.Credentials = map[string]string{"other": "s3cret"} }, `no security scheme "other": it has basic, `},
		"half of basic":           {nil, func(c *conform.Config) { c.Credentials = map[string]string{"basic": "s3cret"} }, "must be user:password"},
		"a control":               {nil, func(c *conform.Config) { c.Credentials = map[string]string{"key": "s3cret\n"} }, "control character"},
		"unknown check":           {nil, func(c *conform.Config) { c.Skip = []string{"weather"} }, `no check "weather": there are no-answer, server-error, `},
		"a bearer with its word":  {nil, func(c *conform.Config) { c.Credentials = map[string]string{"bearer": "bearer s3cret"} }, "the credential for bearer: give it without the word Bearer"},
		"the word of another one": {nil, func(c *conform.Config) { c.Credentials = map[string]string{"single": "BEARER s3cret"} }, "give it without the word Bearer"},
		"no requests":             {nil, func(c *conform.Config) { c.Requests = 0 }, "must be greater than zero"},
		"a negative rate":         {nil, func(c *conform.Config) { c.Rate = -1 }, "must be positive"},
		"no URL":                  {nil, func(c *conform.Config) { c.BaseURL = "server" }, "must be like https://host/path"},
		"a password in it":        {nil, func(c *conform.Config) { c.BaseURL = "http://u:s3cret@server" }, "no user"},
		"the context ended":       {ended, func(*conform.Config) {}, "context canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			config := conform.Config{Document: itemsDocument(t), BaseURL: "http://127.0.0.1:1", Requests: 10}
			c.change(&config)
			if c.ctx == nil {
				c.ctx = t.Context()
			}
			_, err := conform.Run(c.ctx, config)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}
