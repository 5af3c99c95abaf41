package compare

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
)

// parts collects the parameters and response headers of operations. oasdiff compares only a few keywords of them and hardly
// anything within them, but everything of a body, so each is compared once more as the body of an operation of its own.
type parts struct {
	breaking
	earlier, later *openapi3.Paths
	places         map[string]place // by path
}

func (p parts) add(o operation, pair pair) {
	eachParameter(pair.before, pair.now, pair.parameters, func(old, new *openapi3.Parameter) {
		p.addPart(o, parameterName(new), old.Schema, new.Schema, asRequest)
	})
	eachResponse(pair.before, pair.now, func(status string, old, new *openapi3.Response) {
		eachHeader(old, new, func(name string, old, new *openapi3.Header) {
			p.addPart(o, o.responseHeader(status, name), old.Schema, new.Schema, asResponse)
		})
	})
}

func (p parts) addPart(o operation, part string, old, new *openapi3.SchemaRef, as func(*openapi3.SchemaRef) *openapi3.Operation) {
	if old == nil || new == nil || isSingle(old) && isSingle(new) && equal(old.Value, new.Value) {
		return
	}
	path := "/" + strconv.Itoa(len(p.places))
	p.places[path] = place{operation: o.name, part: part, line: o.line}
	p.earlier.Set(path, &openapi3.PathItem{Post: as(old)})
	p.later.Set(path, &openapi3.PathItem{Post: as(new)})
}

func asRequest(schema *openapi3.SchemaRef) *openapi3.Operation {
	body := openapi3.NewRequestBody().WithContent(openapi3.NewContentWithJSONSchemaRef(schema))
	return &openapi3.Operation{RequestBody: &openapi3.RequestBodyRef{Value: body}, Responses: openapi3.NewResponsesWithCapacity(0)}
}

func asResponse(schema *openapi3.SchemaRef) *openapi3.Operation {
	response := openapi3.NewResponse().WithDescription("").WithContent(openapi3.NewContentWithJSONSchemaRef(schema))
	return &openapi3.Operation{Responses: openapi3.NewResponses(openapi3.WithStatus(200, &openapi3.ResponseRef{Value: response}))}
}

func (p parts) compare() error {
	if len(p.places) == 0 {
		return nil
	}
	document := func(paths *openapi3.Paths) *openapi3.T {
		return &openapi3.T{OpenAPI: p.now.Spec.OpenAPI, Info: &openapi3.Info{}, Paths: paths}
	}
	return p.byOasdiff(document(p.earlier), document(p.later), func(_, path string) place { return p.places[path] })
}

// changesList reports whether a change is one of a list of types. In parameters and headers, oasdiff takes a type that is added to a
// list for another type, and misses one that is removed; in bodies it compares the lists. A parameter may become an array, which
// oasdiff knows.
func changesList(change checker.Change) bool {
	if !strings.Contains(change.GetId(), "-type-") || len(change.GetArgs()) < 2 {
		return false
	}
	args := change.GetArgs()
	before, now := typeNames(args[len(args)-2]), typeNames(args[len(args)-1])
	return (len(before) > 1 || len(now) > 1) && !(len(now) == 1 && strings.HasPrefix(now[0], "array"))
}

// typeNames returns the types but null in a list of types as oasdiff writes it: "array<string, null>, integer".
func typeNames(list any) []string {
	text, _ := list.(string)
	for within := itemTypes.ReplaceAllString(text, ""); within != text; within = itemTypes.ReplaceAllString(text, "") {
		text = within
	}
	return slices.DeleteFunc(strings.Split(text, ", "), func(name string) bool { return name == openapi3.TypeNull })
}

var itemTypes = regexp.MustCompile(`<[^<>]*>`)

func ofParameterOrHeader(id string) bool {
	return strings.HasPrefix(id, "request-parameter-") || strings.HasPrefix(id, "response-header-")
}

// comparesParts reports whether oasdiff has the rule for a body also for parameters or headers, and so has applied it already.
func (p place) comparesParts(id string) bool {
	names := []string{strings.Replace(id, "request-body-", "request-parameter-", 1), strings.Replace(id, "request-property-", "request-parameter-property-", 1),
		strings.Replace(id, "response-body-", "response-header-", 1)}
	if strings.HasPrefix(p.part, "the header parameter ") {
		names = append(names, strings.Replace(id, "request-property", "request-header-property", 1))
	}
	return slices.ContainsFunc(names, func(name string) bool { return name != id && slices.Contains(ruleIDs(), name) })
}

var ruleIDs = sync.OnceValue(checker.GetAllRuleIds)
