package main

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// compareTrees compares file by file.
func compareTrees(r *report.Report, p *project, tree, generated map[string]string) {
	if p.tracked == nil {
		r.Note("not looked at, for want of git: whether it tracks the generated files")
	}
	for _, name := range compare.UnionKeys(tree, generated) {
		shown := filepath.ToSlash(name)
		f := report.Finding{Where: shown, File: shown, Line: 1}
		was, inTree := tree[name]
		is, inGenerated := generated[name]
		switch {
		case !inGenerated:
			f.Message = "it is in the tree, but nothing generates it"
		case !inTree:
			f.Message = "it is generated, but not in the tree"
		case was != is:
			f.Message = "it is not what the contract generates"
			if !strings.Contains(was+is, "\x00") {
				f.Got, f.Line = differing(diff.Diff("", []byte(was), "", []byte(is)))
			}
		case isGenerated(name, is) && p.tracked != nil && !p.tracked[shown]:
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
func compareOperations(r *report.Report, dirs string, tree, generated map[string]string) {
	was, is := operationsOf(tree), operationsOf(generated)
	changed := changedLines(tree, generated)
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, ok := was[name]; !ok {
			r.Add(report.Finding{Operation: name, Message: "it is in the contract, but not in " + dirs})
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
			r.Add(report.Finding{Operation: name, Message: "it is in " + dirs + ", but not in the contract"})
			r.Compared(name, true)
		}
	}
}

func operationsOf(tree map[string]string) map[string]string {
	found := map[string]string{}
	for name, content := range tree {
		if strings.HasSuffix(name, ".go") && isGenerated(name, content) {
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
