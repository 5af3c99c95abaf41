package compare

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// Breaking reports what would break a consumer of the earlier contract.
func Breaking(r *report.Report, before, now *documents.Document) error {
	if err := byOasdiff(r, before, now); err != nil {
		return err
	}
	return beyondOasdiff(r, before, now)
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

// byOasdiff reports the changes that oasdiff calls breaking or warns of, and the stricter ones.
func byOasdiff(r *report.Report, before, now *documents.Document) error {
	var specs [2]*load.SpecInfo
	for i, d := range []*documents.Document{before, now} {
		specs[i] = &load.SpecInfo{Url: d.Name, Spec: d.Spec}
	}
	changes, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), specs[0], specs[1])
	if err != nil {
		return fmt.Errorf("compare %s with %s: %w", before.Name, now.Name, err)
	}
	all := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), changes, sources, checker.INFO)
	for _, change := range all {
		if change.GetLevel() < checker.WARN && !slices.Contains(stricter, change.GetId()) {
			continue
		}
		f := report.Finding{Check: change.GetId(), Message: change.GetUncolorizedText(checker.NewDefaultLocalizer()), File: now.Name, Line: 1}
		if change.GetPath() != "" && change.GetOperation() != "" {
			f.Operation = change.GetOperation() + " " + change.GetPath()
			f.Line = now.Line([]string{"paths", change.GetPath(), strings.ToLower(change.GetOperation())})
		}
		if source := change.GetRevisionSource(); source != nil && source.Line > 0 {
			f.Line = source.Line
		}
		r.Add(f)
	}
	return nil
}

// beyondOasdiff reports breaking changes that oasdiff does not look for.
func beyondOasdiff(r *report.Report, before, now *documents.Document) error {
	earlier, err := before.Operations()
	if err != nil {
		return err
	}
	later, err := now.Operations()
	if err != nil {
		return err
	}
	byShape := map[string]documents.Operation{}
	for name, o := range later {
		byShape[shape(name)] = o
	}
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		old, new := earlier[name], byShape[shape(name)]
		if new.Tree == nil {
			continue // removed: oasdiff says so
		}
		broken := func(check, format string, args ...any) {
			r.Add(report.Finding{Operation: name, Check: check, Message: fmt.Sprintf(format, args...), File: now.Name, Line: now.Line(new.At)})
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

func responses(o documents.Operation) []string {
	own, _ := o.Tree["operation"].(map[string]any)
	all, _ := own["responses"].(map[string]any)
	return slices.Sorted(maps.Keys(all))
}

func servers(o documents.Operation) []string {
	var urls []string
	list, _ := o.Tree["servers"].([]any)
	for _, one := range list {
		if server, ok := one.(map[string]any); ok {
			urls = append(urls, fmt.Sprint(server["url"]))
		}
	}
	return urls
}

// needsCredential reports whether the operation requires authentication: an empty requirement among
// the alternatives makes it optional (OpenAPI 3.0.3 4.8.30).
func needsCredential(o documents.Operation) bool {
	requirements, _ := o.Tree["security"].([]any)
	return len(requirements) > 0 && !slices.ContainsFunc(requirements, func(one any) bool {
		requirement, ok := one.(map[string]any)
		return ok && len(requirement) == 0
	})
}
