package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type servedCmd struct {
	URL string `arg:"" help:"The document's address, or the server's: then /openapi.json is asked for."`

	filter
	headers
}

func (s *servedCmd) Run(ctx context.Context, p *program, c *cli, r *report.Report) error {
	return s.masked(r, func(fields http.Header) error {
		return interruptible(ctx, r, func(r *report.Report) error { return s.compare(ctx, p, c, r, fields) })
	})
}

func (s *servedCmd) compare(ctx context.Context, p *program, c *cli, r *report.Report, fields http.Header) error {
	here, err := c.readContract(ctx)
	if err != nil {
		return err
	}
	u, err := parseURL(s.URL)
	if err != nil {
		return err
	}
	guessed := u.Path == "" || u.Path == "/"
	if guessed {
		u.Path = "/openapi.json"
	}
	data, err := p.get(ctx, u, fields)
	if errors.Is(err, errNotServed) {
		r.Add(report.Finding{Fact: errNotServed.Error(), Message: err.Error(), File: c.Contract, Line: 1})
		if guessed {
			r.Note("if the server has its document at another address, give that one: the address with /openapi.json is often that of another port, for the operator")
		}
		return nil
	}
	if err != nil {
		return err
	}
	there, err := documents.Parse(ctx, redacted(u), data, nil)
	if err != nil {
		return err
	}
	noteAll(r, here, there)
	if ours, theirs := here.Spec.OpenAPI[:3], there.Spec.OpenAPI[:3]; ours != theirs {
		return fmt.Errorf("%s is of OpenAPI %s, the contract of %s: they can't be compared value by value", there.Name, theirs, ours)
	}
	if err := s.drop(r, here, there); err != nil {
		return err
	}
	compare.Whole(r, here, there)
	return nil
}
