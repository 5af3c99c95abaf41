package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

type upstreamCmd struct {
	Source string `arg:"" help:"File or https URL of the published contract: an OpenAPI document, JSON or YAML, or an API reference page in Markdown with the document in a fenced code block."`
	All    bool   `help:"Compare the whole documents, not only the operations that both have."`
}

func (u *upstreamCmd) Run(ctx context.Context, p *program, c *cli, r *report) error {
	here, err := c.readContract(ctx)
	if err != nil {
		return err
	}
	name, data, err := u.read(ctx, p)
	if err != nil {
		return err
	}
	there, err := parseSource(ctx, name, data)
	if err != nil {
		return err
	}
	if u.All {
		r.compareDocuments(here, there)
		return nil
	}
	return r.compareShared(here, there)
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

// compareDocuments reports each difference of two documents, with its line.
func (r *report) compareDocuments(here, there *document) {
	for _, d := range compare(here.tree, there.tree) {
		r.add(finding{Where: pointer(d.at), Message: d.message(there.name), File: here.name, Line: here.line(d.at)})
	}
}

// compareShared reports each difference of the operations that both documents have. One whose path
// changed is recognised by its operationId.
func (r *report) compareShared(here, there *document) error {
	ours, err := here.operations()
	if err != nil {
		return err
	}
	theirs, err := there.operations()
	if err != nil {
		return err
	}
	compared := 0
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		o := ours[name]
		t, ok := theirs[name]
		if !ok {
			if t, ok = byID(theirs, o.id); !ok {
				alone = append(alone, name)
				continue
			}
			r.add(finding{Operation: name, Message: fmt.Sprintf("%s is %s in %s", o.id, t.name, there.name),
				Where: pointer(o.at), File: here.name, Line: here.line(o.at)})
		}
		compared++
		for _, d := range compare(o.tree, t.tree) {
			at := o.documentPath(d.at)
			r.add(finding{Operation: name, Where: pointer(at), Message: d.message(there.name), File: here.name, Line: here.line(at)})
		}
	}
	if compared == 0 {
		return errors.New("the contract and " + there.name + " have no operation in common: is it the right one?")
	}
	if len(alone) > 0 {
		r.note("not compared: %s, not in %s", strings.Join(alone, ", "), there.name)
	}
	if more := len(theirs) - compared; more > 0 {
		r.note("not compared: %d of the operations of %s, which the contract does not have", more, there.name)
	}
	return nil
}

func byID(operations map[string]operation, id string) (operation, bool) {
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		if o := operations[name]; id != "" && o.id == id {
			return o, true
		}
	}
	return operation{}, false
}
