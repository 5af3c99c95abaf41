package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// grace is how long what heeds its context may take to end: to kill the programs that it started, and to return what was found.
const grace = 500 * time.Millisecond

// interruptible runs f, which parses and compares and so may not look at its context for seconds. When ctx ends, it returns soon, and what
// f finds after that is nobody's.
func interruptible(ctx context.Context, r *report.Report, f func(r *report.Report) error) error {
	own := *r
	done := make(chan error, 1)
	go func() { done <- f(&own) }()
	ended := make(chan struct{})
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, func() { close(ended) }) })()
	select {
	case err := <-done:
		*r = own
		return err
	case <-ended:
		return context.Cause(ctx)
	}
}

// readContract reads the contract that --contract names.
func (c *cli) readContract(ctx context.Context) (*documents.Document, error) {
	data, err := os.ReadFile(c.Contract)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w: name yours with --contract", err)
	}
	return documents.Parse(ctx, c.Contract, data, beside(c.Contract))
}

// noteAll notes what is wrong with documents that are compared, and once what is wrong with several.
func noteAll(r *report.Report, all ...*documents.Document) {
	var faults []string
	names := map[string][]string{} // of the documents that have a fault
	for _, d := range all {
		for _, note := range d.Notes {
			fault := strings.TrimPrefix(note, d.Name+" ")
			if names[fault] == nil {
				faults = append(faults, fault)
			}
			if !slices.Contains(names[fault], d.Name) {
				names[fault] = append(names[fault], d.Name)
			}
		}
	}
	for _, fault := range faults {
		more := ""
		if others := names[fault][1:]; len(others) > 0 {
			more = " (" + strings.Join(others, ", ") + " too)"
		}
		r.Note("%s %s%s", names[fault][0], fault, more)
	}
}

// source is a document as the command line names it: "-" for the standard input, an https URL, or a file.
type source struct {
	name  string // for messages: without what a URL may hold of credentials
	data  []byte
	files documents.Files // what it may refer to; nil for none
}

// readSource reads a document; argument is what the command calls it. It fetches over https only: what is compared with the contract must
// come from who publishes it. fields are header fields of the request.
func (p *program) readSource(ctx context.Context, argument, at string, fields http.Header) (source, error) {
	switch {
	case at == "-":
		data, err := io.ReadAll(io.LimitReader(p.stdin, maxDocument+1))
		if err == nil && len(data) > maxDocument {
			err = errors.New("it is too large")
		}
		if err != nil {
			return source{}, fmt.Errorf("read the standard input: %w", err)
		}
		return source{name: "standard input", data: data}, nil
	case strings.Contains(at, "://"):
		address, err := parseURL(at)
		if err != nil || address.Scheme != "https" {
			return source{}, errors.New(argument + " must be a file, or an https URL without a user")
		}
		data, err := p.get(ctx, address, fields)
		return source{name: redacted(address), data: data}, err
	}
	data, err := os.ReadFile(at)
	if err != nil {
		return source{}, fmt.Errorf("read %s: %w", argument, err)
	}
	return source{name: at, data: data, files: beside(at)}, nil
}

// beside reads files from a document's folder, and below. No symbolic link leads out of it.
func beside(document string) documents.Files {
	return func(name string) ([]byte, error) {
		folder, err := os.OpenRoot(filepath.Dir(document))
		if err != nil {
			return nil, err
		}
		defer folder.Close()
		return folder.ReadFile(filepath.FromSlash(name))
	}
}
