package compare

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// renameSchemes gives the later document's security schemes their earlier names, where nothing else of a scheme has changed. Their
// names are not sent, so no client sees them.
func renameSchemes(before, now *openapi3.T) {
	if before.Components == nil || now.Components == nil {
		return
	}
	earlier, later := before.Components.SecuritySchemes, now.Components.SecuritySchemes
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		if later[name] != nil {
			continue
		}
		for _, other := range slices.Sorted(maps.Keys(later)) {
			if earlier[other] == nil && equal(earlier[name], later[other]) {
				later[name] = later[other]
				delete(later, other)
				renameRequirements(now, other, name)
				break
			}
		}
	}
}

func renameRequirements(t *openapi3.T, from, to string) {
	rename := func(all openapi3.SecurityRequirements) {
		for _, requirement := range all {
			if scopes, ok := requirement[from]; ok {
				delete(requirement, from)
				requirement[to] = scopes
			}
		}
	}
	rename(t.Security)
	for _, item := range t.Paths.Map() {
		for _, operation := range item.Operations() {
			if operation.Security != nil {
				rename(*operation.Security)
			}
		}
	}
}
