package compare

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/flatten/allof"
	"github.com/oasdiff/oasdiff/flatten/commonparams"
	"github.com/oasdiff/oasdiff/flatten/headers"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// Breaking reports the changes that would break a consumer of the earlier contract. It modifies the Spec of both
// documents.
func Breaking(r *report.Report, before, now *documents.Document) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil { // the libraries may panic on documents that are not valid
			err = fmt.Errorf("compare %s with %s: one of them is beyond the comparison: %v", before.Name, now.Name, panicked)
		}
	}()
	for _, d := range []*documents.Document{before, now} {
		if d.Spec.Paths.Len() == 0 && len(d.Spec.Webhooks) == 0 {
			return fmt.Errorf("%s has no operation", d.Name)
		}
		if name := d.Endless(); name != "" {
			return fmt.Errorf("%s: %s refers to nothing but itself: write there what it is", d.Name, name)
		}
		commonparams.Move(d.Spec) // oasdiff does not compare the parameters of a path item
		headers.Lowercase(d.Spec) // header names are case-insensitive
		restore := origins(d.Spec)
		if _, err := allof.MergeSpec(d.Spec); err != nil {
			r.Note("%s: allOf is compared as it is written, since its parts can't be merged: %v", d.Name, err)
		}
		restore()
	}
	renameSchemes(before.Spec, now.Spec)
	b := breaking{r: r, before: before, now: now, clean: map[schemaPair]bool{}, edits: &[]func(){}, counterparts: counterparts{}}
	both := []comparison{b.operations(), b.callbacks()}
	for _, c := range both {
		contentAsSchema(c.earlier, c.later)
		c.rules()
	}
	b.inherited()
	for _, edit := range *b.edits {
		edit()
	}
	for _, c := range both {
		if err := c.all(); err != nil {
			return err
		}
	}
	b.coverage()
	return nil
}

// coverage records the operations that were compared, callbacks and webhooks among them, and those that nobody can rely on yet.
func (b breaking) coverage() {
	found := map[string]string{} // the names in the findings, by shape
	for _, f := range b.r.Findings {
		found[shape(f.Operation)] = f.Operation
	}
	names := func(t *openapi3.T) map[string]string { // by shape
		names := map[string]string{}
		for path, item := range t.Paths.Map() {
			for method := range item.Operations() {
				names[shape(method+" "+path)] = method + " " + path
			}
		}
		for _, c := range calls(t) {
			names[shape(c.name)] = c.name
		}
		return names
	}
	before, now := names(b.before.Spec), names(b.now.Spec)
	for _, key := range UnionKeys(before, now) {
		name, is := found[key]
		switch _, known := before[key]; {
		case is:
			b.r.Compared(name, true)
		case known:
			b.r.Compared(before[key], false)
		default:
			b.r.NotCompared(now[key], "new: nobody can rely on it yet")
		}
	}
	_, is := found[""]
	b.r.Compared("", is)
}

// breaking is one comparison.
type breaking struct {
	r            *report.Report
	before, now  *documents.Document
	clean        map[schemaPair]bool // schema pairs in which some operation found nothing that breaks a consumer
	edits        *[]func()           // take from the schemas what has been judged here, and oasdiff would misjudge
	counterparts counterparts
}

// comparison is a comparison of the operations of two documents.
type comparison struct {
	breaking
	earlier, later *openapi3.T
	name           func(method, path string) string // returns an operation's name
	exchanged      bool                             // the requests are what a callback or webhook is answered, and the responses what it sends
}

func (b breaking) operations() comparison {
	name := func(method, path string) string { return method + " " + path }
	return comparison{breaking: b, earlier: withoutWebhooks(*b.before.Spec), later: withoutWebhooks(*b.now.Spec), name: name}
}

// rules reports the breaking changes that oasdiff does not find.
func (c comparison) rules() {
	for _, pair := range pairs(c.earlier, c.later) {
		o := c.operation(pair)
		o.counterparts.add(pair.before.Origin, pair.now.Origin)
		o.serialization(pair.before, pair.now, pair.parameters)
		o.schemas(pair.before, pair.now, pair.parameters)
	}
}

// all reports the breaking changes that oasdiff finds, in the operations and in their parts.
func (c comparison) all() error {
	parts := parts{breaking: c.breaking, earlier: openapi3.NewPaths(), later: openapi3.NewPaths(), places: map[string]place{}}
	lines := map[string]*openapi3.Origin{}
	for _, pair := range pairs(c.earlier, c.later) {
		lines[shape(pair.method+" "+pair.path)] = pair.now.Origin
		parts.add(c.operation(pair), pair)
	}
	at := func(method, path string) place {
		return place{operation: c.name(method, path), line: lines[shape(method+" "+path)]}
	}
	if err := c.byOasdiff(c.earlier, c.later, at); err != nil {
		return err
	}
	return parts.compare()
}

func (c comparison) operation(p pair) operation {
	return operation{comparison: c, name: c.name(p.method, p.path), line: p.now.Origin}
}

// pair is an operation that both documents have.
type pair struct {
	method, path string // in the earlier document
	before, now  *openapi3.Operation
	items        [2]*openapi3.PathItem
	parameters   map[string]string // the later name of each path parameter: its name does not matter to a client
}

func pairs(before, now *openapi3.T) []pair {
	byShape := map[string]string{}
	for path := range now.Paths.Map() {
		byShape[shape(path)] = path
	}
	var found []pair
	earlier := before.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(earlier)) {
		later := path
		if now.Paths.Value(path) == nil {
			later = byShape[shape(path)]
		}
		item := now.Paths.Value(later)
		if item == nil {
			continue
		}
		renamed := map[string]string{}
		names, laterNames := parameter.FindAllString(path, -1), parameter.FindAllString(later, -1)
		for i, name := range names {
			renamed[strings.Trim(name, "{}")] = strings.Trim(laterNames[i], "{}")
		}
		operations := earlier[path].Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			if o := item.GetOperation(method); o != nil {
				found = append(found, pair{method, path, operations[method], o, [2]*openapi3.PathItem{earlier[path], item}, renamed})
			}
		}
	}
	return found
}

// operation is an operation that may have breaking changes.
type operation struct {
	comparison
	name string
	line *openapi3.Origin
}

// broken reports a breaking change at the line of the part of the later document that it concerns, if that is
// known.
func (o operation) broken(at *openapi3.Origin, check, format string, args ...any) {
	f := report.Finding{Operation: o.name, Check: check, Message: fmt.Sprintf(format, args...)}
	f.File, f.Line = o.lineOf(1, at, o.line)
	o.r.Add(f)
}

// shape returns an operation's name without the names of its path parameters, which do not matter to a client.
func shape(operation string) string { return parameter.ReplaceAllString(operation, "{}") }

var parameter = regexp.MustCompile(`\{[^}]*\}`)
