package compare

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

// Whole reports every difference between two documents, with its line.
func Whole(r *report.Report, here, there *documents.Document) {
	differences := values(here.Tree, there.Tree)
	for _, d := range differences {
		r.Add(report.Finding{Where: documents.Pointer(here.Written(d.at)), Message: d.message(there.Name), Level: d.level(), Fact: d.message("the other"), File: here.Name, Line: here.Line(d.at)})
	}
	ours, err := here.Operations()
	theirs, err2 := there.Operations()
	if err == nil && err2 == nil { // without any operation there is only the rest
		shared := components{}
		for _, name := range UnionKeys(ours, theirs) {
			o, inOurs := ours[name]
			t, inTheirs := theirs[name]
			r.Compared(name, len(differences) > 0 && (!inOurs || !inTheirs || len(shared.bundles(o.Tree, t.Tree)) > 0))
		}
	}
	r.Compared("", len(differences) > 0)
}

// Shared reports every difference in the operations that both documents have. An operation whose path changed is
// recognized by its operationId.
func Shared(r *report.Report, here, there *documents.Document) error {
	ours, err := here.Operations()
	if err != nil {
		return err
	}
	theirs, err := there.Operations()
	if err != nil {
		return err
	}
	shared := components{}
	compared := map[string]bool{} // of theirs
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		o := ours[name]
		t, same := theirs[name]
		if !same {
			var known bool
			if t, known = byID(theirs, o.ID); !known {
				alone = append(alone, name)
				r.NotCompared(name, "not in "+there.Name)
				continue
			}
			r.Add(report.Finding{Operation: name, Message: fmt.Sprintf("%s is %s in %s", o.ID, t.Name, there.Name), Fact: "it is " + t.Name,
				Where: documents.Pointer(o.At), File: here.Name, Line: here.Line(o.At)})
		}
		compared[t.Name] = true
		differences := shared.bundles(o.Tree, t.Tree)
		r.Compared(name, !same || len(differences) > 0)
		for _, d := range differences {
			at := o.DocumentPath(d.at)
			r.Add(report.Finding{Operation: name, Where: documents.Pointer(here.Written(at)), Message: d.message(there.Name), Level: d.level(), Fact: d.message("the other"), File: here.Name, Line: here.Line(at)})
		}
	}
	if len(compared) == 0 {
		return errors.New("the contract and " + there.Name + " have no operation in common: is it the right one?")
	}
	if len(alone) > 0 {
		r.Note("not compared: %s, not in %s", strings.Join(alone, ", "), there.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if !compared[name] {
			r.NotCompared(name, "not in the contract")
		}
	}
	if more := len(theirs) - len(compared); more > 0 {
		r.Note("not compared: %d of the operations of %s, which the contract does not have", more, there.Name)
	}
	return nil
}

// components holds the differences of the shared components, by section and name. They are computed once, since
// hundreds of operations may refer to them.
type components map[[2]string][]difference

// bundles returns the differences between two operations' bundles, sorted by path.
func (c components) bundles(here, there map[string]any) []difference {
	const section = "components"
	var found []difference
	for _, name := range UnionKeys(here, there) {
		a, objectHere := here[name].(map[string]any)
		b, objectThere := there[name].(map[string]any)
		if name != section || !objectHere || !objectThere {
			found = append(found, values(only(here, name), only(there, name))...)
			continue
		}
		for _, kind := range UnionKeys(a, b) {
			ours, _ := a[kind].(map[string]any)
			theirs, _ := b[kind].(map[string]any)
			if ours == nil || theirs == nil {
				found = append(found, values(only(a, kind), only(b, kind), section)...)
				continue
			}
			for _, component := range UnionKeys(ours, theirs) {
				_, inOurs := ours[component]
				_, inTheirs := theirs[component]
				key := [2]string{kind, component}
				differences, known := c[key]
				if !known || !inOurs || !inTheirs {
					differences = values(only(ours, component), only(theirs, component), section, kind)
				}
				if inOurs && inTheirs {
					c[key] = differences
				}
				found = append(found, differences...)
			}
		}
	}
	return found
}

// only returns an object with just the given member, if the object has it.
func only(object map[string]any, name string) map[string]any {
	if value, ok := object[name]; ok {
		return map[string]any{name: value}
	}
	return map[string]any{}
}

func byID(operations map[string]documents.Operation, id string) (documents.Operation, bool) {
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		if o := operations[name]; id != "" && o.ID == id {
			return o, true
		}
	}
	return documents.Operation{}, false
}
