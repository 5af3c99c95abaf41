package conform_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantFindings compares the method and check of each finding, as in "GET body".
func wantFindings(t *testing.T, r conform.Result, want ...string) {
	t.Helper()
	var got []string
	for _, f := range r.Findings {
		for _, place := range f.Places {
			method, _, _ := strings.Cut(place, " ")
			got = append(got, method+" "+f.Check)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if got := slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("findings of\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		for _, f := range r.Findings {
			t.Logf("%+v", f)
		}
	}
}

func wantTexts(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func routeOf(doc *openapi3.T, path, method string) *routers.Route {
	item := doc.Paths.Value(path)
	return &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: item.GetOperation(method)}
}
