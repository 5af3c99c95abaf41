package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type generatedCmd struct {
	Dir     []string `sep:"none" placeholder:"DIR" help:"A folder, or file, that holds what is generated; repeatable. Default: gen, beside the contract."`
	Command string   `placeholder:"COMMAND" help:"The shell command that generates it, such as \"make generate\". It runs in the folder that contractcheck runs in, but in a copy of the project. Default: go generate ./... in each --dir."`
}

// Help says what is copied.
func (*generatedCmd) Help() string {
	return `Everything is generated in a copy, so nothing in the project changes. The copy has the files of the git repository that holds the contract, without those that git ignores; where git does not track the contract, it has those of the current folder. Files are taken to be generated if their name has ".gen." in it, or a comment says "Code generated ... DO NOT EDIT." The copy begins without them, so one that is not generated any more is found.`
}

// Run generates in a copy, so a dirty work tree is fine and nothing in it changes.
func (g *generatedCmd) Run(ctx context.Context, c *cli, r *report.Report) error {
	if err := interruptible(ctx, r, func(*report.Report) error {
		_, err := c.readContract(ctx)
		return err
	}); err != nil {
		return err
	}
	p, err := findProject(ctx, c.Contract)
	if err != nil {
		return err
	}
	dirs, err := g.dirs(p, c.Contract)
	if err != nil {
		return err
	}
	tree, err := readTrees(p.root, dirs)
	if err != nil {
		return err
	}
	generate, err := g.commands(p, dirs, tree)
	if err != nil {
		return err
	}
	err = g.compare(ctx, r, p, dirs, tree, generate, true)
	if failed, ok := errors.AsType[*commandError](err); ok && ctx.Err() == nil {
		// A generator may be compiled with what it generates, and then needs that to be there.
		if err = g.compare(ctx, r, p, dirs, tree, generate, false); err == nil {
			r.Note("not looked at: whether each generated file is still generated, because without those that are there: %v", failed)
		}
	}
	if err != nil {
		return err
	}
	if len(r.Findings) > 0 {
		r.Note("run %q and commit %s", says(generate), named(p.root, dirs))
	}
	return nil
}

// compare generates in a new copy, and compares. With without, the copy has no generated files when the commands begin.
func (g *generatedCmd) compare(ctx context.Context, r *report.Report, p *project, dirs []string, tree map[string]string, generate []command, without bool) error {
	temporary, err := os.MkdirTemp("", "contractcheck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	copied, err := realPath(temporary)
	if err != nil {
		return err
	}
	names := slices.DeleteFunc(union(p.listed, slices.Collect(maps.Keys(tree))), func(name string) bool {
		content, compared := tree[name]
		return without && compared && isGenerated(name, content)
	})
	left, err := copyFiles(ctx, p.root, copied, names)
	if err != nil {
		return err
	}
	for _, c := range generate {
		if err := c.run(ctx, copied); err != nil {
			return err
		}
	}
	generated, err := readTrees(copied, dirs)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(generated)), func(name string) bool {
			return below([]string{dir}, name) && written(p.root, copied, name)
		}) {
			return fmt.Errorf("%q writes nothing in %s: name what generates it with --command", says(generate), filepath.ToSlash(dir))
		}
	}
	for _, name := range left {
		r.Note("not in the copy: %s, a link to a folder outside of the project", name)
	}
	compareTrees(r, p, tree, generated)
	compareOperations(r, named(p.root, dirs), tree, generated)
	names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(left, name) })
	noteOutside(r, p, copied, dirs, names, says(generate))
	return nil
}

// noteOutside notes what the commands change although no --dir names it.
func noteOutside(r *report.Report, p *project, copied string, dirs, names []string, says string) {
	var outside []string
	for _, name := range names {
		if !below(dirs, name) && p.tracked[filepath.ToSlash(name)] && written(p.root, copied, name) && !sameContent(p.root, copied, name) {
			outside = append(outside, name)
		}
	}
	if len(outside) > 0 {
		r.Note("not looked at, because no --dir names it: %q also changes %s", says, shown(outside))
	}
}

// dirs returns the folders and files that are compared, relative to the project's root.
func (g *generatedCmd) dirs(p *project, contract string) ([]string, error) {
	named := g.Dir
	if len(named) == 0 {
		beside := filepath.Join(filepath.Dir(contract), "gen")
		if _, err := os.Stat(beside); err != nil {
			return nil, fmt.Errorf("there is no folder gen beside %s: name the folder that holds what is generated with --dir%s", contract, candidates(p))
		}
		absolute, err := filepath.Abs(beside)
		if err != nil {
			return nil, err
		}
		named = []string{absolute}
	}
	var dirs []string
	for _, name := range named {
		at := name
		if !filepath.IsAbs(at) {
			at = filepath.Join(p.root, p.folder, at)
		}
		real, err := filepath.EvalSymlinks(at)
		switch {
		case errors.Is(err, fs.ErrNotExist) && g.Command != "": // perhaps it was never committed
			real = at
		case err != nil:
			return nil, fmt.Errorf("--dir %s: %w", name, err)
		}
		dir := relative(p.root, real)
		if !filepath.IsLocal(dir) {
			return nil, fmt.Errorf("--dir %s is outside of the project, which is %s", name, p.root)
		}
		dirs = append(dirs, dir)
	}
	return dirs, nil
}

// candidates names folders of the project that hold generated files.
func candidates(p *project) string {
	var folders []string
	for _, name := range p.listed {
		folder := relative(p.folder, filepath.Dir(name))
		if slices.Contains(folders, folder) || vendored(p.root, name) {
			continue
		}
		if content, err := os.ReadFile(filepath.Join(p.root, name)); err == nil && isGenerated(name, string(content)) {
			folders = append(folders, folder)
		}
	}
	if len(folders) == 0 {
		return ""
	}
	return "; there are generated files in " + shown(folders)
}

// shown names files or folders, three at most.
func shown(names []string) string {
	const most = 3
	var all []string
	for _, name := range names[:min(len(names), most)] {
		all = append(all, filepath.ToSlash(name))
	}
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(all, ", "), more)
	}
	return strings.Join(all, ", ")
}

// named names folders, with a slash, and files of the project.
func named(root string, dirs []string) string {
	var names []string
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(root, dir)); err == nil && info.IsDir() {
			dir += "/"
		}
		names = append(names, dir)
	}
	return shown(names)
}

// union returns the sorted elements of all lists, each once.
func union(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

// isGenerated reports whether a file is generated: its name says so, as models.gen.go and contract.gen.ts, or a comment does, as Go has it
// and others took over. Templates have that comment too.
func isGenerated(name, content string) bool {
	return strings.Contains(filepath.Base(name), ".gen.") || saysGenerated.MatchString(content) && !slices.Contains(templates, filepath.Ext(name))
}

var (
	saysGenerated = regexp.MustCompile(`(?m)^\W*(Code generated .*DO NOT EDIT|This file was auto-generated by )`)
	templates     = []string{".tmpl", ".tpl", ".gotmpl", ".mustache", ".hbs", ".handlebars", ".ejs", ".j2"}
)

// readTrees reads the files of folders, and single files, by their path from root. What npm makes is left out, as are modules of others.
func readTrees(root string, dirs []string) (map[string]string, error) {
	files := map[string]string{}
	for _, dir := range dirs {
		names, err := filesBelow(root, dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, name := range names {
			path := filepath.Join(root, name)
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || vendored(root, name) || builtByNPM(dir, name) {
				continue // also a link to a folder, or to nothing
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			files[name] = string(content)
		}
	}
	return files, nil
}

// builtByNPM reports whether a file is in a folder called dist, below dir.
func builtByNPM(dir, name string) bool {
	return slices.Contains(strings.Split(filepath.ToSlash(filepath.Dir(relative(dir, name))), "/"), "dist")
}

// vendored reports whether a file is one that "go mod vendor" has copied.
func vendored(root, name string) bool {
	for folder := filepath.Dir(name); folder != "."; folder = filepath.Dir(folder) {
		if filepath.Base(folder) != "vendor" {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, folder, "modules.txt")); err == nil {
			return true
		}
	}
	return false
}
