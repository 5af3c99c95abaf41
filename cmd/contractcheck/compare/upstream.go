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

// Whole reports each difference of two documents, with its line.
func Whole(r *report.Report, here, there *documents.Document) {
	for _, d := range values(here.Tree, there.Tree) {
		r.Add(report.Finding{Where: documents.Pointer(d.at), Message: d.message(there.Name), File: here.Name, Line: here.Line(d.at)})
	}
}

// Shared reports each difference of the operations that both documents have. One whose path
// changed is recognised by its operationId.
func Shared(r *report.Report, here, there *documents.Document) error {
	ours, err := here.Operations()
	if err != nil {
		return err
	}
	theirs, err := there.Operations()
	if err != nil {
		return err
	}
	compared := 0
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		o := ours[name]
		t, ok := theirs[name]
		if !ok {
			if t, ok = byID(theirs, o.ID); !ok {
				alone = append(alone, name)
				continue
			}
			r.Add(report.Finding{Operation: name, Message: fmt.Sprintf("%s is %s in %s", o.ID, t.Name, there.Name),
				Where: documents.Pointer(o.At), File: here.Name, Line: here.Line(o.At)})
		}
		compared++
		for _, d := range values(o.Tree, t.Tree) {
			at := o.DocumentPath(d.at)
			r.Add(report.Finding{Operation: name, Where: documents.Pointer(at), Message: d.message(there.Name), File: here.Name, Line: here.Line(at)})
		}
	}
	if compared == 0 {
		return errors.New("the contract and " + there.Name + " have no operation in common: is it the right one?")
	}
	if len(alone) > 0 {
		r.Note("not compared: %s, not in %s", strings.Join(alone, ", "), there.Name)
	}
	if more := len(theirs) - compared; more > 0 {
		r.Note("not compared: %d of the operations of %s, which the contract does not have", more, there.Name)
	}
	return nil
}

func byID(operations map[string]documents.Operation, id string) (documents.Operation, bool) {
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		if o := operations[name]; id != "" && o.ID == id {
			return o, true
		}
	}
	return documents.Operation{}, false
}
