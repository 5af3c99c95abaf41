package main

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// filter chooses operations.
type filter struct {
	Include []string `sep:"none" placeholder:"OPERATION" help:"Only these operations: an operationId, a method and path as in \"GET /items\", or tag:NAME; * stands for any text. Repeatable."`
	Exclude []string `sep:"none" placeholder:"OPERATION" help:"All operations but these, which are named as those of --include are. Repeatable."`
}

// leftOut returns the operations that are left out of these documents, and why, and notes them.
func (f filter) leftOut(r *report.Report, all ...*documents.Document) (map[string]string, error) {
	if len(f.Include)+len(f.Exclude) == 0 {
		return nil, nil
	}
	groups := group(all)
	include, err := chosen("--include", f.Include, groups)
	if err != nil {
		return nil, err
	}
	exclude, err := chosen("--exclude", f.Exclude, groups)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	var names []string
	left := 0
	for i, g := range groups {
		reason := ""
		switch {
		case exclude[i] != "":
			reason = "left out by --exclude " + exclude[i]
		case len(f.Include) > 0 && include[i] == "":
			reason = "left out by --include"
		default:
			left++
			continue
		}
		for _, o := range g {
			if reasons[o.Name] == "" {
				names = append(names, o.Name)
			}
			reasons[o.Name] = reason
		}
	}
	if left == 0 {
		return nil, errors.New("--include and --exclude leave no operation")
	}
	if len(names) > 0 {
		slices.Sort(names)
		r.Note("left out by --include and --exclude: %s", firstOf(names))
		r.Filtered = true
	}
	return reasons, nil
}

// drop removes from the documents what is left out.
func (f filter) drop(r *report.Report, all ...*documents.Document) error {
	reasons, err := f.leftOut(r, all...)
	if err != nil || len(reasons) == 0 {
		return err
	}
	documents.Drop(func(name string) bool { return reasons[name] != "" }, all...)
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		r.NotCompared(name, reasons[name])
	}
	return nil
}

// firstOf returns the first of the names, and how many there are more.
func firstOf(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// group returns the operations of documents such that those which are one operation, under another path or operationId, are together:
// what chooses one of them chooses all.
func group(all []*documents.Document) [][]documents.Described {
	var groups [][]documents.Described
	byShape, byID := map[string]int{}, map[string]int{}
	for _, d := range all {
		ids := map[string]int{} // two operations of one document are never one
		for _, o := range d.Described() {
			shape := variable.ReplaceAllString(o.Name, "{}")
			i, known := byShape[shape]
			if !known && o.ID != "" {
				i, known = byID[o.ID]
			}
			if !known {
				i = len(groups)
				groups = append(groups, nil)
			}
			groups[i] = append(groups[i], o)
			byShape[shape], ids[o.ID] = i, i
		}
		maps.Copy(byID, ids)
	}
	return groups
}

var variable = regexp.MustCompile(`\{[^}]*\}`)

// chosen returns which pattern chooses each group, or "". A pattern that chooses none is an error: it may be misspelt.
func chosen(flag string, patterns []string, groups [][]documents.Described) ([]string, error) {
	by := make([]string, len(groups))
	for _, pattern := range patterns {
		matches := matcher(pattern)
		found := false
		for i, g := range groups {
			if slices.ContainsFunc(g, matches) {
				by[i], found = pattern, true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s %q matches no operation: it must be an operationId, a method and path as in \"GET /items\", or tag:NAME, with * for any text", flag, pattern)
		}
	}
	return by, nil
}

// matcher returns whether an operation matches a pattern.
func matcher(pattern string) func(documents.Described) bool {
	compile := func(pattern string) *regexp.Regexp {
		return regexp.MustCompile("(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$")
	}
	if tag, ok := strings.CutPrefix(pattern, "tag:"); ok {
		glob := compile(tag)
		return func(o documents.Described) bool { return slices.ContainsFunc(o.Tags, glob.MatchString) }
	}
	glob := compile(pattern)
	return func(o documents.Described) bool {
		return glob.MatchString(o.Name) || o.ID != "" && glob.MatchString(o.ID)
	}
}
