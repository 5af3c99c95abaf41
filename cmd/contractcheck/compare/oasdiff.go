package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// stricter lists changes that oasdiff reports only as information, but that break consumers here. Each of them is a
// name, a type or a case in a generated SDK, so that its users' code no longer compiles or misses something. The
// list is needed because oasdiff's configurable severity levels do not apply to changes of components.
var stricter = []string{
	checker.ResponseOptionalPropertyRemovedId, // a removed property
	checker.ResponseNonSuccessStatusRemovedId, // a removed documented status
	checker.APIOperationIdRemovedId,           // a renamed operation
	checker.APIComponentsSecurityRemovedId,    // removed security
	checker.APISchemasRemovedId,               // a removed type
	checker.OptionalResponseHeaderRemovedId,
	// Consumers distinguish variants by the discriminator, and send it in requests.
	checker.RequestBodyDiscriminatorPropertyNameChangedId, checker.RequestPropertyDiscriminatorPropertyNameChangedId,
	checker.RequestBodyDiscriminatorMappingChangedId, checker.RequestPropertyDiscriminatorMappingChangedId,
	checker.RequestBodyDiscriminatorMappingDeletedId, checker.RequestPropertyDiscriminatorMappingDeletedId,
	checker.ResponseBodyDiscriminatorPropertyNameChangedId, checker.ResponsePropertyDiscriminatorPropertyNameChangedId,
	checker.ResponseBodyDiscriminatorMappingChangedId, checker.ResponsePropertyDiscriminatorMappingChangedId,
	checker.ResponseBodyDiscriminatorMappingDeletedId, checker.ResponsePropertyDiscriminatorMappingDeletedId,
	checker.ResponseBodyDiscriminatorRemovedId, checker.ResponsePropertyDiscriminatorRemovedId,
	// A request that omits the value now means something else.
	checker.RequestParameterDefaultValueAddedId, checker.RequestParameterDefaultValueChangedId, checker.RequestParameterDefaultValueRemovedId,
	// It is no longer in any response.
	checker.ResponseOptionalPropertyBecameWriteOnlyId,
}

// place is where something was compared: an operation, or a part of it.
type place struct {
	operation string
	part      string // "the query parameter filter"; empty for the operation as a whole
	line      *openapi3.Origin
}

// byOasdiff reports the changes that oasdiff considers errors or warnings, and those in stricter. at returns what
// an operation of the documents stands for.
func (b breaking) byOasdiff(before, now *openapi3.T, at func(method, path string) place) error {
	config := diff.NewConfig()
	config.IncludePathParams = hasTwins(before) || hasTwins(now) // oasdiff refuses such paths otherwise
	changes, sources, err := diff.GetWithOperationsSourcesMap(config, &load.SpecInfo{Url: b.before.Name, Spec: before}, &load.SpecInfo{Url: b.now.Name, Spec: now})
	if err != nil {
		return fmt.Errorf("compare %s with %s: %w", b.before.Name, b.now.Name, err)
	}
	all := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), changes, sources, checker.INFO)
	for _, change := range all {
		if change.GetLevel() < checker.WARN && !slices.Contains(stricter, change.GetId()) {
			continue
		}
		b.change(change, at)
	}
	return nil
}

// change reports a change that oasdiff found.
func (b breaking) change(change checker.Change, at func(method, path string) place) {
	message := change.GetUncolorizedText(checker.NewDefaultLocalizer())
	var where place
	if change.GetPath() != "" && change.GetOperation() != "" {
		where = at(change.GetOperation(), change.GetPath())
	}
	if ofParts := changesList(change); where.part == "" && ofParts && ofParameterOrHeader(change.GetId()) || where.part != "" && !ofParts && where.comparesParts(change.GetId()) {
		return
	}
	if where.part != "" {
		message = where.part + ", as a body: " + message
	}
	f := report.Finding{Operation: where.operation, Level: levelOf(change), Check: change.GetId(), Message: message}
	var around *openapi3.Origin
	if source := change.GetBaseSource(); source != nil {
		around = b.counterparts.around(source.File, source.Line)
	}
	otherwise := 1
	if change.GetPath() != "" {
		otherwise = b.now.Line([]string{"paths", change.GetPath(), strings.ToLower(change.GetOperation())})
	}
	f.File, f.Line = b.lineOf(otherwise, around, where.line)
	if source := change.GetRevisionSource(); source != nil && source.Line > 0 {
		f.File, f.Line = b.now.File(source.File), source.Line
	}
	b.r.Add(f)
}

// hasTwins reports whether two paths differ only in the names of their parameters. The OpenAPI Specification
// forbids that, but it is common.
func hasTwins(t *openapi3.T) bool {
	seen := map[string]bool{}
	for path := range t.Paths.Map() {
		if seen[shape(path)] {
			return true
		}
		seen[shape(path)] = true
	}
	return false
}
