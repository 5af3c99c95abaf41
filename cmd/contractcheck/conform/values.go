package conform

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxLearned is the maximum length, in bytes, of a value taken from a response: longer ones are not IDs.
const maxLearned = 128

// checkValues refuses values for parameters that the contract does not have.
func checkValues(values map[string]string, c *contract) error {
	var known []string
	for _, o := range c.operations {
		for _, p := range o.parameters {
			known = append(known, p.Name, o.route.Operation.OperationID+"."+p.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			names := slices.DeleteFunc(known, func(name string) bool { return strings.Contains(name, ".") })
			slices.Sort(names)
			return fmt.Errorf("the contract has no parameter %q: it has %s", name, strings.Join(slices.Compact(names), ", "))
		}
	}
	return nil
}

// given returns the configured value of a parameter, for the operation or for all operations.
func (r *run) given(o *operation, p *openapi3.Parameter) (string, bool) {
	if id := o.route.Operation.OperationID; id != "" {
		if value, ok := r.values[id+"."+p.Name]; ok {
			return value, true
		}
	}
	value, ok := r.values[p.Name]
	return value, ok
}

// learned holds property values from responses, by [plain] name.
type learned map[string]string

// plain returns a name in the form in which names are compared, in which itemId and item_id are the same.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, name)
}

// learn records the values in a successful response, which other operations need to name existing resources: /items
// lists the IDs for /items/{itemId}. Deleted ones are forgotten.
func (r *run) learn(o *operation, a *answer) {
	if a.status/100 != 2 {
		return
	}
	if o.route.Method == http.MethodDelete {
		if gone, err := url.PathUnescape(a.sent.path[strings.LastIndex(a.sent.path, "/")+1:]); err == nil {
			for _, values := range r.learned {
				maps.DeleteFunc(values, func(_, value string) bool { return value == gone })
			}
		}
		return
	}
	var body any
	if a.truncated || !isJSON(a.header.Get("Content-Type")) || json.Unmarshal(a.body, &body) != nil {
		return
	}
	at := r.learned[o.route.Path]
	if at == nil {
		at = learned{}
		r.learned[o.route.Path] = at
	}
	fresh := learned{}
	fresh.collect(body, 0)
	maps.Copy(at, fresh)
	maps.Copy(r.learned[""], fresh)
}

// collect adds the values of a body's properties: the first for each name, outer objects before nested ones.
func (l learned) collect(body any, depth int) {
	if depth > maxOutlineDepth {
		return
	}
	switch v := body.(type) {
	case []any:
		if len(v) > 0 {
			l.collect(v[0], depth+1)
		}
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		for _, name := range names {
			text := ""
			switch value := v[name].(type) {
			case string:
				text = value
			case float64:
				text = strconv.FormatFloat(value, 'f', -1, 64)
			}
			if _, has := l[plain(name)]; !has && len(text) <= maxLearned && fitsPath(text) && !strings.ContainsFunc(text, unicode.IsControl) {
				l[plain(name)] = text
			}
		}
		for _, name := range names {
			l.collect(v[name], depth+1)
		}
	}
}

// secretNames are the last words of the names of parameters whose values may be secret.
var secretNames = []string{"token", "secret", "password", "key"}

// fromAnswer returns a value from a response for a path parameter: from the path's parent, a property with the
// parameter's name or id, or from any other response, a property with this name.
func (r *run) fromAnswer(o *operation, p *openapi3.Parameter) (string, bool) {
	if p.In != openapi3.ParameterInPath {
		return "", false
	}
	parent, _, _ := strings.Cut(o.route.Path, "/{"+p.Name+"}")
	name := plain(p.Name)
	value, ok := r.learned[parent][name]
	if !ok {
		value, ok = r.learned[parent]["id"]
	}
	if !ok && name != "id" && name != "name" { // these names are too common
		value, ok = r.learned[""][name]
	}
	if ok && slices.ContainsFunc(secretNames, func(suffix string) bool { return strings.HasSuffix(name, suffix) }) {
		if len(value) < 2*minMaskedPart {
			return "", false // masking it would hide unrelated text
		}
		r.mask.hide(value)
	}
	return value, ok
}

// value returns a known value for a parameter in a round, if there is one. In round 0 the contract's examples take
// precedence over learned values; further rounds alternate between learned and generated values.
func (r *run) value(o *operation, p *openapi3.Parameter, round int) (string, bool) {
	if value, ok := r.given(o, p); ok {
		return value, true
	}
	if round%2 != 0 || round == 0 && example(p) != nil && !o.stale {
		return "", false
	}
	return r.fromAnswer(o, p)
}

// notThere explains why an operation that was never accepted had no existing resource to name. It returns "" if
// that is not the cause.
func (r *run) notThere(o *operation) string {
	var unknown, variables []string // path parameters without a known value, and all without a configured one
	for _, p := range o.parameters {
		if _, given := r.given(o, p); p.In != openapi3.ParameterInPath || given {
			continue
		}
		variables = append(variables, p.Name)
		if _, found := r.fromAnswer(o, p); !found && example(p) == nil {
			unknown = append(unknown, p.Name)
		}
	}
	hint := "give --value " + strings.Join(variables, "=VALUE --value ") + "=VALUE"
	switch {
	case o.answers == 0:
	case len(unknown) > 0 && o.refusals == o.answers:
		return fmt.Sprintf("no value of %s is known that is there: %s", strings.Join(unknown, " and "), hint)
	case len(variables) > 0 && o.absences == o.answers:
		return fmt.Sprintf("nothing was there (404): %s", hint)
	}
	return ""
}
