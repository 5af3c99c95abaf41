package compare

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// renameSchemes gives the later document's security schemes the names that equal ones have in the earlier document, and equal schemes
// of one document one name. Their names are not sent, so no client sees them.
func renameSchemes(before, now *openapi3.T) {
	if before.Components == nil || now.Components == nil {
		return
	}
	earlier, later := before.Components.SecuritySchemes, now.Components.SecuritySchemes
	names := map[string]string{} // of the later document
	for _, name := range slices.Sorted(maps.Keys(later)) {
		if like := nameOf(later[name], name, earlier); like != "" {
			names[name] = like
		}
	}
	taken := slices.Collect(maps.Values(names))
	for _, name := range slices.Sorted(maps.Keys(later)) {
		if names[name] == "" && slices.Contains(taken, name) {
			names[name] = "another " + name // its name is now that of another scheme
		}
	}
	rename(now, names)

	names = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		if like := nameOf(earlier[name], name, later); later[name] == nil && like != "" {
			names[name] = like
		}
	}
	rename(before, names)
}

// nameOf returns the name that an equal scheme has among others, its own if that is one, or "" if there is none.
func nameOf(scheme *openapi3.SecuritySchemeRef, own string, others openapi3.SecuritySchemes) string {
	if others[own] != nil && equal(scheme, others[own]) {
		return own
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if equal(scheme, others[name]) {
			return name
		}
	}
	return ""
}

// rename gives security schemes other names, all at once: two may change theirs for each other's.
func rename(t *openapi3.T, names map[string]string) {
	schemes := maps.Clone(t.Components.SecuritySchemes)
	for name := range names {
		delete(t.Components.SecuritySchemes, name)
	}
	for name, other := range names {
		t.Components.SecuritySchemes[other] = schemes[name]
	}
	renameRequirements(t.Security, names)
	seen := map[*openapi3.Operation]bool{} // a path may be another's, by reference
	for _, items := range []map[string]*openapi3.PathItem{t.Paths.Map(), t.Webhooks} {
		for _, item := range items {
			for _, operation := range item.Operations() {
				if operation.Security != nil && !seen[operation] {
					renameRequirements(*operation.Security, names)
				}
				seen[operation] = true
			}
		}
	}
}

func renameRequirements(all openapi3.SecurityRequirements, names map[string]string) {
	for i, requirement := range all {
		renamed := openapi3.SecurityRequirement{}
		for _, name := range slices.Sorted(maps.Keys(requirement)) {
			other := name
			if names[name] != "" {
				other = names[name]
			}
			scopes := append(slices.Clone(renamed[other]), requirement[name]...)
			slices.Sort(scopes)
			renamed[other] = slices.Compact(scopes)
		}
		all[i] = renamed
	}
}
