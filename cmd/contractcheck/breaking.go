package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"
)

type breakingCmd struct {
	Base string `arg:"" help:"The earlier contract: a file, or a git revision that has the contract's file."`
}

// stricter lists the changes that oasdiff only mentions, but that are breaking here. A generated SDK has each of them as a name, a type
// or a case, so whoever uses it no longer compiles, or no longer sees what happened. They are picked
// here, since oasdiff's own severity levels do not reach changes of components.
var stricter = []string{
	checker.ResponseOptionalPropertyRemovedId, // a removed property
	checker.ResponseNonSuccessStatusRemovedId, // a removed documented status
	checker.APIOperationIdRemovedId,           // a renamed operation
	checker.APIComponentsSecurityRemovedId,    // removed security
	checker.APISchemasRemovedId,               // a removed type
	checker.OptionalResponseHeaderRemovedId,
}

func (b *breakingCmd) Run(ctx context.Context, c *cli, r *report) error {
	now, err := c.readContract(ctx)
	if err != nil {
		return err
	}
	data, err := b.read(ctx, c.Contract)
	if errors.Is(err, errNew) {
		r.note("%s is new: BASE does not have it, so nobody can rely on it yet", c.Contract)
		return nil
	}
	if err != nil {
		return err
	}
	before, err := parseDocument(ctx, b.Base, data)
	if err != nil {
		return err
	}
	if err := r.oasdiff(before, now); err != nil {
		return err
	}
	return r.beyondOasdiff(before, now)
}

// errNew: the revision is there, but does not have the contract's file.
var errNew = errors.New("the contract is new")

// read returns the content of the file BASE, or else of the contract at the git revision BASE. A contract that
// the revision does not have is an [errNew].
func (b *breakingCmd) read(ctx context.Context, contract string) ([]byte, error) {
	data, err := os.ReadFile(b.Base)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return data, err
	}
	dir, name := filepath.Split(contract)
	// "-" would begin an option.
	show := exec.CommandContext(ctx, "git", "show", "--end-of-options", b.Base+":./"+name) // #nosec G204 -- git is told where its options end
	show.Dir = dir
	var stderr bytes.Buffer
	show.Stderr = &stderr
	data, err = show.Output()
	if err != nil && b.lacks(ctx, dir, name) {
		return nil, errNew
	}
	if err != nil {
		return nil, fmt.Errorf("BASE %q is no file, and no git revision with %s: %s: fetch it, or check out with the history", b.Base, name, cmp.Or(strings.TrimSpace(stderr.String()), err.Error()))
	}
	return data, nil
}

// lacks reports whether BASE is a revision of dir's repository that has no such file in dir.
func (b *breakingCmd) lacks(ctx context.Context, dir, name string) bool {
	git := func(args ...string) ([]byte, error) {
		command := exec.CommandContext(ctx, "git", args...) // #nosec G204 -- git is told where its options end
		command.Dir = dir
		return command.Output()
	}
	if _, err := git("rev-parse", "--verify", "--quiet", "--end-of-options", b.Base+"^{commit}"); err != nil {
		return false
	}
	listed, err := git("ls-tree", "--name-only", "--end-of-options", b.Base, name)
	return err == nil && len(listed) == 0
}

// oasdiff reports the changes that oasdiff calls breaking or warns of, and the stricter ones.
func (r *report) oasdiff(before, now *document) error {
	var specs [2]*load.SpecInfo
	for i, d := range []*document{before, now} {
		loader := openapi3.NewLoader()
		loader.IncludeOrigin = true // for the lines
		t, err := loader.LoadFromData(d.data)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		specs[i] = &load.SpecInfo{Url: d.name, Spec: t}
	}
	changes, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), specs[0], specs[1])
	if err != nil {
		return fmt.Errorf("compare %s with %s: %w", before.name, now.name, err)
	}
	all := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), changes, sources, checker.INFO)
	for _, change := range all {
		if change.GetLevel() < checker.WARN && !slices.Contains(stricter, change.GetId()) {
			continue
		}
		f := finding{Check: change.GetId(), Message: change.GetUncolorizedText(checker.NewDefaultLocalizer()), File: now.name, Line: 1}
		if change.GetPath() != "" && change.GetOperation() != "" {
			f.Operation = change.GetOperation() + " " + change.GetPath()
			f.Line = now.line([]string{"paths", change.GetPath(), strings.ToLower(change.GetOperation())})
		}
		if source := change.GetRevisionSource(); source != nil && source.Line > 0 {
			f.Line = source.Line
		}
		r.add(f)
	}
	return nil
}

// beyondOasdiff reports breaking changes that oasdiff does not look for.
func (r *report) beyondOasdiff(before, now *document) error {
	earlier, err := before.operations()
	if err != nil {
		return err
	}
	later, err := now.operations()
	if err != nil {
		return err
	}
	byShape := map[string]operation{}
	for name, o := range later {
		byShape[shape(name)] = o
	}
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		old, new := earlier[name], byShape[shape(name)]
		if new.tree == nil {
			continue // removed: oasdiff says so
		}
		broken := func(check, format string, args ...any) {
			r.add(finding{Operation: name, Check: check, Message: fmt.Sprintf(format, args...), File: now.name, Line: now.line(new.at)})
		}
		for _, url := range servers(old) {
			if !slices.Contains(servers(new), url) {
				broken("server-removed", "the server %s is gone: whoever calls it gets no answer", url)
			}
		}
		if needsCredential(old) && !needsCredential(new) {
			broken("security-removed", "the operation no longer needs a credential: it is no longer about whoever asks")
		}
		for _, status := range responses(old) {
			// oasdiff looks at single statuses only, not at "default" and "4XX".
			if strings.Trim(status, "0123456789") != "" && !slices.Contains(responses(new), status) {
				broken("response-removed", "the response %q is gone", status)
			}
		}
	}
	return nil
}

// shape returns an operation's name without the names of its path parameters, which mean nothing to
// a client.
func shape(operation string) string { return parameter.ReplaceAllString(operation, "{}") }

var parameter = regexp.MustCompile(`\{[^}]*\}`)

func responses(o operation) []string {
	own, _ := o.tree["operation"].(map[string]any)
	all, _ := own["responses"].(map[string]any)
	return slices.Sorted(maps.Keys(all))
}

func servers(o operation) []string {
	var urls []string
	list, _ := o.tree["servers"].([]any)
	for _, one := range list {
		if server, ok := one.(map[string]any); ok {
			urls = append(urls, fmt.Sprint(server["url"]))
		}
	}
	return urls
}

// needsCredential reports whether the operation requires authentication: an empty requirement among
// the alternatives makes it optional (OpenAPI 3.0.3 4.8.30).
func needsCredential(o operation) bool {
	requirements, _ := o.tree["security"].([]any)
	return len(requirements) > 0 && !slices.ContainsFunc(requirements, func(one any) bool {
		requirement, ok := one.(map[string]any)
		return ok && len(requirement) == 0
	})
}
