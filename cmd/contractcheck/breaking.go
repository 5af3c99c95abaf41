package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type breakingCmd struct {
	Base string `arg:"" help:"The earlier contract: a file, an https URL, - for the standard input, or a git revision that has the contract's file."`

	filter
	headers
}

func (b *breakingCmd) Run(ctx context.Context, p *program, c *cli, r *report.Report) error {
	return b.masked(r, func(fields http.Header) error {
		return interruptible(ctx, r, func(r *report.Report) error {
			now, err := c.readContract(ctx)
			if err != nil {
				return err
			}
			base, err := b.read(ctx, p, c.Contract, fields)
			if errors.Is(err, errNew) {
				r.Note("%s is new: BASE does not have it, so nobody can rely on it yet", c.Contract)
				return nil
			}
			if err != nil {
				return err
			}
			before, err := documents.Parse(ctx, base.name, base.data, base.files)
			if err != nil {
				return err
			}
			noteAll(r, before, now)
			if err := b.drop(r, before, now); err != nil {
				return err
			}
			return compare.Breaking(r, before, now)
		})
	})
}

// errNew: the revision is there, but does not have the contract's file.
var errNew = errors.New("the contract is new")

// read returns the document BASE, or else the contract at the git revision BASE. A contract that
// the revision does not have is an [errNew].
func (b *breakingCmd) read(ctx context.Context, p *program, contract string, fields http.Header) (source, error) {
	base, err := p.readSource(ctx, "BASE", b.Base, fields)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return base, err
	}
	dir, name := filepath.Split(contract)
	show := func(file string) ([]byte, error) {
		// "-" would begin an option.
		command := exec.CommandContext(ctx, "git", "show", "--end-of-options", b.Base+":./"+file) // #nosec G204 -- git is told where its options end
		command.Dir = dir
		ownGroup(command)
		var stderr bytes.Buffer
		command.Stderr = &stderr
		data, err := command.Output()
		if err != nil {
			return nil, errors.New(cmp.Or(strings.TrimSpace(stderr.String()), err.Error()))
		}
		return data, nil
	}
	data, err := show(name)
	if err != nil && b.lacks(ctx, dir, name) {
		return source{}, errNew
	}
	if err != nil {
		return source{}, fmt.Errorf("BASE %q is no file, and no git revision with %s: %w: fetch it, or check out with the history", b.Base, name, err)
	}
	return source{name: b.Base + ":" + name, data: data, files: show}, nil
}

// lacks reports whether BASE is a revision of dir's repository that has no such file in dir.
func (b *breakingCmd) lacks(ctx context.Context, dir, name string) bool {
	git := func(args ...string) ([]byte, error) {
		command := exec.CommandContext(ctx, "git", args...) // #nosec G204 -- git is told where its options end
		command.Dir = dir
		ownGroup(command)
		return command.Output()
	}
	if _, err := git("rev-parse", "--verify", "--quiet", "--end-of-options", b.Base+"^{commit}"); err != nil {
		return false
	}
	listed, err := git("ls-tree", "--name-only", "--end-of-options", b.Base, name)
	return err == nil && len(listed) == 0
}
