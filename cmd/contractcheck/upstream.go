package main

import (
	"context"
	"net/http"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type upstreamCmd struct {
	Source string `arg:"" help:"File, https URL, or - for the standard input, of the published contract: an OpenAPI document, JSON or YAML, or an API reference page in Markdown with the document in a fenced code block."`
	All    bool   `help:"Compare the whole documents, not only the operations that both have."`

	filter
	headers
}

func (u *upstreamCmd) Run(ctx context.Context, p *program, c *cli, r *report.Report) error {
	return u.masked(r, func(fields http.Header) error {
		return interruptible(ctx, r, func(r *report.Report) error {
			here, err := c.readContract(ctx)
			if err != nil {
				return err
			}
			published, err := p.readSource(ctx, "SOURCE", u.Source, fields)
			if err != nil {
				return err
			}
			there, err := documents.ParseSource(ctx, published.name, published.data, published.files)
			if err != nil {
				return err
			}
			noteAll(r, here, there)
			if err := u.drop(r, here, there); err != nil {
				return err
			}
			if u.All {
				compare.Whole(r, here, there)
				return nil
			}
			return compare.Shared(r, here, there)
		})
	})
}
