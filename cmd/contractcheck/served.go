package main

import (
	"context"
	"errors"
)

type servedCmd struct {
	URL string `arg:"" help:"The document's address, or the server's: then /openapi.json is asked for."`
}

func (s *servedCmd) Run(ctx context.Context, p *program, c *cli, r *report) error {
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
	data, err := p.get(ctx, u)
	if errors.Is(err, errNotServed) {
		r.add(finding{Message: err.Error()})
		if guessed {
			r.note("if the server has its document at another address, give that one: the address with /openapi.json is often that of another port, for the operator")
		}
		return nil
	}
	if err != nil {
		return err
	}
	there, err := parseDocument(ctx, redacted(u), data)
	if err != nil {
		r.add(finding{Message: err.Error()})
		return nil
	}
	r.compareDocuments(here, there)
	return nil
}
