package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type conformsCmd struct {
	URL        string      `arg:"" help:"Where the contract's paths begin, as in http://127.0.0.1:8080."`
	Credential credentials `config:"secret" env:"CONTRACTCHECK_CREDENTIALS" placeholder:"SCHEME=VALUE" help:"A valid credential for a security scheme of the contract: a bearer token, an API key, or user:password for basic; repeatable. The environment, which others on the machine can't see, takes several, one on each line."`
	Value      []string    `sep:"none" placeholder:"NAME=VALUE" help:"The value of a parameter, such as the ID of something that is there, for each operation that has it, or as OPERATIONID.NAME for one; repeatable. Without one, values are taken from the contract's examples, then from what the server answered before."`
	Seed       *uint64     `placeholder:"N" help:"The seed of an earlier run, to repeat its requests. Without it, one is chosen; the report names it."`
	Requests   int         `default:"1000" placeholder:"N" help:"Maximum number of requests. Default: 1000."`
	Rate       float64     `default:"0" placeholder:"N" help:"Maximum number of requests a second. Default: 0, no limit."`
	Skip       []string    `placeholder:"CHECK" help:"Checks left out; repeatable."`
	Unsafe     bool        `name:"unsafe-methods" help:"Also send POST, PUT, PATCH and DELETE to paths for which the contract does not document them, to see that they are refused. Without it only GET, HEAD, OPTIONS, TRACE and PROPFIND are."`

	filter
	headers
}

// credentials are lines "scheme=value". They are not parsed before Run: kong's own errors quote the
// environment.
type credentials []string

// Decode implements kong.MapperValue, for each flag or for the environment.
func (c *credentials) Decode(d *kong.DecodeContext) error { return decodeLines(d, (*[]string)(c)) }

// byScheme returns the credentials by security scheme. Its errors quote no value.
func (c credentials) byScheme() (map[string]string, error) {
	values := map[string]string{}
	for _, line := range c {
		line = strings.TrimSpace(line)
		scheme, value, ok := strings.Cut(line, "=")
		switch {
		case line == "":
			continue
		case !ok || scheme == "":
			return nil, errors.New("a credential must be SCHEME=VALUE, as in bearerAuth=TOKEN")
		case value == "":
			return nil, fmt.Errorf("the credential for %q is empty: is its variable set?", scheme)
		}
		values[scheme] = value
	}
	return values, nil
}

// Help lists the checks.
func (*conformsCmd) Help() string {
	var help strings.Builder
	help.WriteString("Every operation is called, with generated values: those that write, write, and those that delete, delete. So point it at a server whose data may be lost. The checks:\n")
	for _, check := range conform.Checks {
		fmt.Fprintf(&help, "\n  %-21s %s", check.Name, check.About)
	}
	return help.String()
}

func (c *conformsCmd) Run(ctx context.Context, k *cli, r *report.Report) error {
	return c.masked(r, func(fields http.Header) error {
		return interruptible(ctx, r, func(r *report.Report) error { return c.ask(ctx, k, r, fields) })
	})
}

func (c *conformsCmd) ask(ctx context.Context, k *cli, r *report.Report, fields http.Header) error {
	contract, err := k.readContract(ctx)
	if err != nil {
		return err
	}
	values, err := c.Credential.byScheme()
	if err != nil {
		return err
	}
	parameters := map[string]string{}
	for _, line := range c.Value {
		name, value, ok := strings.Cut(line, "=")
		if !ok || name == "" || value == "" {
			return errors.New("a value must be NAME=VALUE, as in userId=42")
		}
		parameters[name] = value
	}
	leftOut, err := c.leftOut(r, contract)
	if err != nil {
		return err
	}
	seed := rand.Uint64() // #nosec G404 -- no secret is made of it
	if c.Seed != nil {
		seed = *c.Seed
	}
	result, err := conform.Run(ctx, conform.Config{
		Document: contract.Data, BaseURL: c.URL, Credentials: values, Values: parameters, Seed: seed,
		Requests: c.Requests, Rate: c.Rate, Skip: c.Skip, UnsafeMethods: c.Unsafe,
		LeftOut:     leftOut,
		Header:      fields,
		AllFindings: k.Accept != "", // or what is accepted would hide what is not
	})
	for _, f := range result.Findings {
		path := strings.Fields(f.Operation)
		at := []string{"paths", path[len(path)-1], strings.ToLower(path[0])}
		if len(f.Places) == 1 {
			f.Places = nil
		}
		r.Add(report.Finding{Operation: f.Operation, Places: f.Places, Level: levelOf(f.Check), Check: f.Check, Expected: f.Expected, Got: f.Got, Curl: f.Curl, Fact: report.Stable(f.Expected + "\n" + f.Fact),
			Message: "does not hold: " + about(f.Check), File: contract.Name, Line: contract.Line(at)})
	}
	for _, c := range result.Coverage {
		state := report.NotChecked
		switch {
		case c.Failed:
			state = report.Failed
		case c.Checked:
			state = report.Passed
		}
		r.Coverage = append(r.Coverage, report.Coverage{Operation: c.Operation, Check: c.Check, State: state, Reason: c.Reason})
	}
	for _, line := range result.Unchecked {
		r.Note("%s", line)
	}
	if result.Requests > 0 {
		r.Note("%d requests, --seed %d", result.Requests, seed)
	}
	if err == nil && result.Incomplete {
		err = errors.New("not everything could be checked: the notes say what")
	}
	return err
}

// levelOf returns the level of what a check finds.
func levelOf(name string) report.Level {
	if slices.ContainsFunc(conform.Checks, func(c conform.Check) bool { return c.Name == name && c.Beyond }) {
		return report.LevelWarning
	}
	return report.LevelError
}

func about(name string) string {
	for _, check := range conform.Checks {
		if check.Name == name {
			return check.About
		}
	}
	return ""
}
