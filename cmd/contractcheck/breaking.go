package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type breakingCmd struct {
	Base string `arg:"" help:"The earlier contract: a file, an https URL, - for the standard input, or a git revision, as in origin/main or HEAD:api.yaml."`

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
			base, err := b.read(ctx, p, r, c.Contract, fields)
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

// read returns the document BASE, or else the contract at the git revision BASE. A contract that the revision does not
// have, under this or an earlier name, is an [errNew].
func (b *breakingCmd) read(ctx context.Context, p *program, r *report.Report, contract string, fields http.Header) (source, error) {
	base, err := p.readSource(ctx, "BASE", b.Base, fields)
	folder := err != nil && isFolder(b.Base)
	if err == nil || !folder && !errors.Is(err, os.ErrNotExist) {
		return base, err
	}
	dir, name := filepath.Split(contract)
	commit, file, named := strings.Cut(b.Base, ":")
	switch {
	case b.Base == "":
		return source{}, errors.New("BASE is empty: name a file, an https URL, or a git revision")
	case named && (commit == "" || file == ""):
		return source{}, fmt.Errorf("BASE %q must have a revision before its colon and a file behind it, as in HEAD:api.yaml", b.Base)
	}
	if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", commit+"^{commit}"); err != nil {
		what := map[bool]string{true: "a folder", false: "no file"}[folder]
		return source{}, fmt.Errorf("BASE %q is %s, and no revision in the git repository of %s: fetch it, or check out with the history", b.Base, what, contract)
	}
	if !named {
		file = "./" + name
		if listed, err := git(ctx, dir, "ls-tree", "--name-only", "--end-of-options", commit, name); err == nil && len(listed) == 0 {
			if file = earlierName(ctx, dir, commit, name); file == "" {
				return source{}, errNew
			}
			r.Note("%s was %s in %s", contract, file, commit)
		}
	}
	// "git show" would also list a folder.
	show := func(file string) ([]byte, error) {
		return git(ctx, dir, "cat-file", "--end-of-options", "blob", commit+":"+file)
	}
	data, err := show(file)
	if err != nil {
		return source{}, fmt.Errorf("the git revision %s has no file %s", commit, file)
	}
	beside := func(other string) ([]byte, error) {
		if strings.HasPrefix(file, "./") {
			return show("./" + other) // path.Join would remove the dot, which says that it is in this folder
		}
		return show(path.Join(path.Dir(file), other))
	}
	return source{name: commit + ":" + strings.TrimPrefix(file, "./"), data: data, files: beside}, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// git runs git in a folder, and returns what it prints.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	return gitWith(ctx, dir, "", args...)
}

// gitWith runs git with another index than the repository's, unless that is "".
func gitWith(ctx context.Context, dir, index string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", args...) // #nosec G204 -- git is told where its options end
	command.Dir = dir
	if index != "" {
		command.Env = append(os.Environ(), "GIT_INDEX_FILE="+index)
	}
	ownGroup(command)
	return command.Output()
}

// earlierName returns the name at the revision, from the top folder, of a file that was renamed since, or "".
func earlierName(ctx context.Context, dir, commit, name string) string {
	folder, err := git(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return ""
	}
	temporary, err := os.MkdirTemp("", "contractcheck")
	if err != nil {
		return ""
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	renamed, err := gitWith(ctx, dir, indexWith(ctx, dir, name, temporary), "diff", "--no-relative", "--name-status", "-z", "--find-renames", "--diff-filter=R", commit, "--")
	if err != nil {
		return ""
	}
	fields := strings.Split(string(renamed), "\x00") // "R090", the earlier name, the later name, and so on
	for i := 0; i+2 < len(fields); i += 3 {
		if fields[i+2] == strings.TrimSpace(string(folder))+name {
			return fields[i+1]
		}
	}
	return ""
}

// indexWith makes a copy of the repository's index that has a file, since git sees no rename to one that it was not told of. It
// returns the name of the copy, or "" if that can't be made.
func indexWith(ctx context.Context, dir, name, folder string) string {
	own, err := git(ctx, dir, "rev-parse", "--path-format=absolute", "--git-path", "index")
	if err != nil {
		return ""
	}
	data, err := os.ReadFile(strings.TrimSuffix(string(own), "\n"))
	if err != nil {
		return ""
	}
	index := filepath.Join(folder, "index")
	if err := os.WriteFile(index, data, 0o600); err != nil { // #nosec G703 -- in a folder of our own
		return ""
	}
	if _, err := gitWith(ctx, dir, index, "update-index", "--add", "--info-only", "--", name); err != nil { // makes no object in the repository
		return ""
	}
	return index
}
