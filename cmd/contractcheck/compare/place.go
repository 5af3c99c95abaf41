package compare

import (
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// eachParameter calls f with each parameter that both operations have.
func eachParameter(before, now *openapi3.Operation, renamed map[string]string, f func(old, new *openapi3.Parameter)) {
	for _, p := range before.Parameters {
		if p.Value == nil {
			continue
		}
		name := p.Value.Name
		if later, ok := renamed[name]; ok && p.Value.In == openapi3.ParameterInPath {
			name = later
		}
		if other := now.Parameters.GetByInAndName(p.Value.In, name); other != nil {
			f(p.Value, other)
		}
	}
}

// eachResponse calls f with each response that both operations have.
func eachResponse(before, now *openapi3.Operation, f func(status string, old, new *openapi3.Response)) {
	answers, later := before.Responses.Map(), now.Responses.Map()
	for _, status := range slices.Sorted(maps.Keys(answers)) {
		if old, new := answers[status], later[status]; new != nil && old.Value != nil && new.Value != nil {
			f(status, old.Value, new.Value)
		}
	}
}

// eachHeader calls f with each header that both responses have.
func eachHeader(before, now *openapi3.Response, f func(name string, old, new *openapi3.Header)) {
	for _, name := range slices.Sorted(maps.Keys(before.Headers)) {
		if old, new := before.Headers[name], now.Headers[name]; new != nil && old.Value != nil && new.Value != nil {
			f(name, old.Value, new.Value)
		}
	}
}

// eachMedia calls f with each media type that both bodies have.
func eachMedia(before, now openapi3.Content, f func(media string, old, new *openapi3.MediaType)) {
	for _, media := range slices.Sorted(maps.Keys(before)) {
		if before[media] != nil && now[media] != nil {
			f(media, before[media], now[media])
		}
	}
}

func parameterName(p *openapi3.Parameter) string {
	return fmt.Sprintf("the %s parameter %s", p.In, p.Name)
}

func (c comparison) requestBody(media string) string {
	if c.exchanged {
		return fmt.Sprintf("the answer (%s)", media)
	}
	return fmt.Sprintf("the request body (%s)", media)
}

func (c comparison) responseBody(status, media string) string {
	if c.exchanged {
		return fmt.Sprintf("the call's body (%s)", media)
	}
	return fmt.Sprintf("the response %s (%s)", status, media)
}

func (c comparison) responseHeader(status, name string) string {
	if c.exchanged {
		return fmt.Sprintf("the call's header %s", name)
	}
	return fmt.Sprintf("the header %s of the response %s", name, status)
}
