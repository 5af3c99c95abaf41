package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type upstreamCmd struct {
	Source string `arg:"" help:"File or https URL of the published contract: an OpenAPI document, JSON or YAML, or an API reference page in Markdown with the document in a fenced code block."`
	All    bool   `help:"Compare the whole documents, not only the operations that both have."`
}

func (u *upstreamCmd) Run(ctx context.Context, p *program, c *cli, r *report.Report) error {
	here, err := c.readContract(ctx)
	if err != nil {
		return err
	}
	name, data, err := u.read(ctx, p)
	if err != nil {
		return err
	}
	there, err := documents.ParseSource(ctx, name, data)
	if err != nil {
		return err
	}
	if u.All {
		compare.Whole(r, here, there)
		return nil
	}
	return compare.Shared(r, here, there)
}

// read returns the name of SOURCE for messages, and its content. It fetches over https only: what is compared
// with the contract must come from who publishes it.
func (u *upstreamCmd) read(ctx context.Context, p *program) (string, []byte, error) {
	if !strings.Contains(u.Source, "://") {
		data, err := os.ReadFile(u.Source)
		if err != nil {
			return "", nil, fmt.Errorf("read SOURCE: %w", err)
		}
		return u.Source, data, nil
	}
	address, err := parseURL(u.Source)
	if err != nil || address.Scheme != "https" {
		return "", nil, errors.New("SOURCE must be a file, or an https URL without a user")
	}
	data, err := p.get(ctx, address)
	return redacted(address), data, err
}
