package compare

import (
	"slices"

	"github.com/oasdiff/oasdiff/checker"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// forPeople are the names of what a document says to people, and no program reads.
var forPeople = []string{"description", "summary", "title", "externalDocs", "example", "examples", "tags"}

// dictionaries are the objects and lists in which the document's author chose the names.
var dictionaries = []string{"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "responses", "parameters", "requestBodies", "headers",
	"securitySchemes", "links", "callbacks", "pathItems", "paths", "webhooks", "content", "encoding", "mapping", "variables", "scopes", "required", "enum"}

// level returns the level of a difference: a note if only people read what differs.
func (d difference) level() report.Level {
	for i, name := range d.at {
		chosen := i > 0 && slices.Contains(dictionaries, d.at[i-1]) && (i < 2 || !slices.Contains(dictionaries, d.at[i-2]))
		switch {
		case chosen:
		case slices.Contains(forPeople, name), i == 0 && name == "info":
			return report.LevelNote
		case name == "deprecated":
			return report.LevelWarning
		}
	}
	return report.LevelError
}

// levelOf returns the level of one of oasdiff's changes. What is stricter here breaks a consumer whatever oasdiff's level is.
func levelOf(change checker.Change) report.Level {
	if change.GetLevel() == checker.WARN && !slices.Contains(stricter, change.GetId()) {
		return report.LevelWarning
	}
	return report.LevelError
}
