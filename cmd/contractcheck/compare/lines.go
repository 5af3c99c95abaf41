package compare

import (
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// lines are lines of a file.
type lines struct {
	file     string
	from, to int
}

// counterparts are parts of the later document by the lines of the parts of the earlier one that they correspond to. They
// find a line for what only the earlier document has.
type counterparts map[lines]*openapi3.Origin

func (c counterparts) add(before, now *openapi3.Origin) {
	if before != nil && now != nil && before.Key != nil && before.Key.EndLine > 0 {
		c[lines{before.Key.File, before.Key.Line, before.Key.EndLine}] = now
	}
}

// around returns the counterpart of the innermost part that contains a line of the earlier document, or nil.
func (c counterparts) around(file string, line int) *openapi3.Origin {
	var found *openapi3.Origin
	size := 0
	for part, now := range c {
		if part.file == file && part.from <= line && line <= part.to && (found == nil || part.to-part.from < size) {
			found, size = now, part.to-part.from
		}
	}
	return found
}

// lineOf returns the file and line of the first of these parts of the later document that has one, or else the given line.
func (b breaking) lineOf(otherwise int, parts ...*openapi3.Origin) (file string, line int) {
	for _, origin := range parts {
		if origin != nil && origin.Key != nil && origin.Key.Line > 0 {
			return b.now.File(origin.Key.File), origin.Key.Line
		}
	}
	return b.now.Name, otherwise
}

// origins returns a function that gives the schemas of a document their lines again, after allOf has been merged: the merged
// schemas, and copies that are made of others on the way, have none.
func origins(t *openapi3.T) (restore func()) {
	lines, byPointer := map[*openapi3.Schema]*openapi3.Origin{}, map[string]*openapi3.Origin{}
	_ = t.WalkSchemas(func(pointer string, s *openapi3.SchemaRef) error {
		lines[s.Value] = s.Value.Origin
		if pointer = part.ReplaceAllString(pointer, ""); byPointer[pointer] == nil {
			byPointer[pointer] = s.Value.Origin
		}
		return nil
	})
	return func() {
		for schema, origin := range lines {
			schema.Origin = origin
		}
		_ = t.WalkSchemas(func(pointer string, s *openapi3.SchemaRef) error {
			if s.Ref != "" {
				pointer = strings.TrimPrefix(s.Ref, "#")
			}
			if s.Value.Origin == nil {
				s.Value.Origin = byPointer[pointer]
			}
			return nil
		})
	}
}

// part is a part of allOf, in a JSON pointer.
var part = regexp.MustCompile(`/allOf/\d+`)
