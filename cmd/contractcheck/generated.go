package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

type generatedCmd struct{}

// Run generates in a copy, so a dirty work tree is fine and nothing in it changes.
func (*generatedCmd) Run(ctx context.Context, c *cli, r *report.Report) error {
	contract, err := c.readContract(ctx)
	if err != nil {
		return err
	}
	root := filepath.Dir(c.Contract)
	if _, err := os.Stat(filepath.Join(root, "gen")); err != nil {
		return fmt.Errorf("there is no folder gen beside %s: %w", c.Contract, err)
	}
	tree, err := readTree(root, "gen")
	if err != nil {
		return err
	}
	if err := needPrograms(tree); err != nil {
		return err
	}
	copied, err := os.MkdirTemp("", "contractcheck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(copied)
	if err := writeInputs(copied, root, contract, tree); err != nil {
		return err
	}

	generate := exec.CommandContext(ctx, "go", "generate", "./gen/...")
	generate.Dir = copied
	generate.Env = append(os.Environ(), "CGO_ENABLED=0") // the generators need no C compiler
	generate.WaitDelay = time.Second                     // once ctx has ended; what npm began may still hold the pipe
	if said, err := generate.CombinedOutput(); err != nil {
		return fmt.Errorf("go generate fails on %s: %w\n%s", c.Contract, err, said)
	}
	generated, err := readTree(copied, "gen")
	if err != nil {
		return err
	}
	compareTrees(r, ctx, root, tree, generated)
	compareOperations(r, tree, generated)
	if len(r.Findings) > 0 {
		r.Note(`run "make generate sdk" and commit gen/`)
	}
	return nil
}

// writeInputs copies what generating needs: the module, the contract, and the tree without what is
// generated.
func writeInputs(copied, root string, contract *documents.Document, tree map[string]string) error {
	inputs := map[string]string{"openapi.json": string(contract.Data)}
	for name, content := range tree {
		if !isGenerated(name) {
			inputs[name] = content
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		inputs[name] = string(content)
	}
	return writeTree(copied, inputs)
}

// needPrograms fails if a program is missing that generates a part of the tree.
func needPrograms(tree map[string]string) error {
	programs := map[string]string{"go": "Go"}
	for name := range tree {
		if path.Base(name) == "package.json" {
			programs["node"], programs["npm"] = "Node.js", "Node.js with npm"
		}
	}
	for _, program := range slices.Sorted(maps.Keys(programs)) {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing, and generates a part of gen/: install %s", program, programs[program])
		}
	}
	return nil
}

// isGenerated: models.gen.go, openapi.gen.json, contract.gen.ts and the like.
func isGenerated(name string) bool { return strings.Contains(path.Base(name), ".gen.") }

// compareTrees compares file by file.
func compareTrees(r *report.Report, ctx context.Context, root string, tree, generated map[string]string) {
	tracked, err := trackedFiles(ctx, root)
	if err != nil {
		r.Note("not looked at, for want of git: whether it tracks the generated files")
	}
	for _, name := range compare.UnionKeys(tree, generated) {
		f := report.Finding{Where: name, File: name, Line: 1}
		was, inTree := tree[name]
		is, inGenerated := generated[name]
		switch {
		case !inGenerated:
			f.Message = "it is in the tree, but nothing generates it"
		case !inTree:
			f.Message = "it is generated, but not in the tree"
		case was != is:
			f.Message = "it is not what the contract generates"
			f.Got, f.Line = differing(diff.Diff("", []byte(was), "", []byte(is)))
		case isGenerated(name) && tracked != nil && !tracked[name]:
			f.Message = "it is not tracked by git"
		default:
			continue
		}
		r.Add(f)
	}
}

// differing is the first lines of a diff, and the line of the tree's file where it begins.
func differing(text []byte) (string, int) {
	const maxLines = 40
	var lines []string
	first := 1
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		switch m := hunk.FindStringSubmatch(line); {
		case len(lines) == 0 && m == nil: // the files' names
			continue
		case len(lines) == 0:
			first, _ = strconv.Atoi(m[1]) // digits only
		}
		if len(lines) == maxLines {
			lines = append(lines, "...")
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), first
}

var hunk = regexp.MustCompile(`^@@ -(\d+)`)

// The generated interface names each operation and its method, between which may stand that it is deprecated:
//
//	// (GET /accounts/session-tokens)
//	GetSessionTokens(...)
var method = regexp.MustCompile(`(?m)^\t// \(([A-Z]+ /.*)\)\n(?:\t//.*\n)*\t(\w+)\(`)

// compareOperations names the operations behind the files that differ.
func compareOperations(r *report.Report, tree, generated map[string]string) {
	was, is := operationsOf(tree), operationsOf(generated)
	changed := changedLines(tree, generated)
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, ok := was[name]; !ok {
			r.Add(report.Finding{Operation: name, Message: "it is in the contract, but not in gen/"})
			r.Compared(name, true)
			continue
		}
		uses := regexp.MustCompile(is[name] + `([^A-Za-z]|Request|Response|Params|$)`)
		differs := slices.ContainsFunc(changed, uses.MatchString)
		r.Compared(name, differs)
		if differs {
			r.Add(report.Finding{Operation: name, Message: "what is generated for it differs"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, ok := is[name]; !ok {
			r.Add(report.Finding{Operation: name, Message: "it is in gen/, but not in the contract"})
			r.Compared(name, true)
		}
	}
}

func operationsOf(tree map[string]string) map[string]string {
	found := map[string]string{}
	for name, content := range tree {
		if strings.HasSuffix(name, ".gen.go") {
			for _, m := range method.FindAllStringSubmatch(content, -1) {
				found[m[1]] = m[2]
			}
		}
	}
	return found
}

// changedLines are those that only one of two versions of a file has, without comments.
func changedLines(tree, generated map[string]string) []string {
	var changed []string
	for name, was := range tree {
		is, both := generated[name]
		if !both || was == is {
			continue
		}
		for _, pair := range [][2]string{{was, is}, {is, was}} {
			other := map[string]bool{}
			for line := range strings.Lines(pair[1]) {
				other[line] = true
			}
			for line := range strings.Lines(pair[0]) {
				if !other[line] && !strings.HasPrefix(strings.TrimSpace(line), "//") {
					changed = append(changed, line)
				}
			}
		}
	}
	return changed
}

// trackedFiles are those that the tree's own git has. Ignored ones count as not tracked, so git status
// would not do.
func trackedFiles(ctx context.Context, root string) (map[string]bool, error) {
	list := exec.CommandContext(ctx, "git", "ls-files", "-z", "--", "gen", "go.mod")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	tracked := map[string]bool{}
	for name := range bytes.SplitSeq(out, []byte{0}) {
		tracked[string(name)] = true
	}
	if !tracked["go.mod"] {
		return nil, errors.New("another repository's git")
	}
	return tracked, nil
}

// readTree reads the files below dir, by their path from root. What npm makes is left out.
func readTree(root, dir string) (map[string]string, error) {
	files, tree := map[string]string{}, os.DirFS(root)
	err := fs.WalkDir(tree, dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return errors.New(path + " is not a regular file")
		}
		content, err := fs.ReadFile(tree, path)
		files[path] = string(content)
		return err
	})
	return files, err
}

func writeTree(root string, files map[string]string) error {
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}
