package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/compare"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/documents"
	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

const contract = root + "/openapi.json"

// page is the supplied contract as it came: an API reference page.
const page = root + "/gen/testdata/get-session-tokens.md"

const small = `openapi: 3.0.3
info: {title: Small, version: '1'}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing
      tags: [a, b]
      responses:
        '200': {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing: {type: object, required: [id, of], properties: {id: {type: string}, of: {$ref: '#/components/schemas/Kind'}}}
    Kind: {type: string, enum: [x, y]}
    Unused: {type: string}
`

func TestUpstream(t *testing.T) {
	fenced := "# A thing\n\n````yaml /openapi.json get /things/{id}\n" + small + "````\n"
	replace := func(pairs ...string) string {
		changed := strings.NewReplacer(pairs...).Replace(small)
		if changed == small {
			t.Fatalf("%q changes nothing", pairs)
		}
		return changed
	}
	for name, tt := range map[string]struct {
		source string
		args   []string
		status int
		want   string
	}{
		"the same":                   {small, nil, same, "upstream: no drift"},
		"as JSON":                    {`{"openapi":"3.0.3","info":{"title":"Small","version":"1"},"paths":{"/things/{id}":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],"get":{"operationId":"getThing","tags":["a","b"],"responses":{"200":{"description":"fine","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing"}}}}}}}},"components":{"schemas":{"Thing":{"type":"object","required":["id","of"],"properties":{"id":{"type":"string"},"of":{"$ref":"#/components/schemas/Kind"}}},"Kind":{"type":"string","enum":["x","y"]},"Unused":{"type":"string"}}}}`, []string{"--all"}, same, "upstream: no drift"},
		"on a page":                  {fenced, nil, same, "upstream: no drift"},
		"another order":              {replace("[id, of]", "[of, id]", "[x, y]", "[y, x]", "[a, b]", "[b, a]"), []string{"--all"}, same, "upstream: no drift"},
		"a component of a component": {replace("[x, y]", "[x, y, z]"), nil, drift, "GET /things/{id}: /components/schemas/Kind/enum/z: only in SOURCE, not in the contract: \"z\""},
		"a path's parameter":         {replace("schema: {type: string}}]", "schema: {type: integer}}]"), nil, drift, `: /paths/~1things~1{id}/parameters/path id/schema/type: "string" in the contract, "integer" in SOURCE`},
		"a path's parameter moved":   {replace("    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n", "", "tags: [a, b]\n", "tags: [a, b]\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"), nil, same, "upstream: no drift"},
		"the same, all":              {replace("    parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n", "", "tags: [a, b]\n", "tags: [a, b]\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n"), []string{"--all"}, same, "upstream: no drift"},
		"it is overridden":           {replace("tags: [a, b]\n", "tags: [a, b]\n      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]\n"), nil, drift, `: /paths/~1things~1{id}/parameters/path id/schema/type: "string" in the contract, "integer" in SOURCE`},
		"a path's server":            {replace("    get:\n", "    servers: [{url: /v1}]\n    get:\n"), nil, drift, "GET /things/{id}: /servers: only in SOURCE"},
		"an unused component":        {replace("Unused: {type: string}", "Unused: {type: number}"), nil, same, "upstream: no drift"},
		"an unused component, all":   {replace("Unused: {type: string}", "Unused: {type: number}"), []string{"--all"}, drift, `/components/schemas/Unused/type: "string" in the contract, "number" in SOURCE`},
		"another title":              {replace("title: Small", "title: Large"), nil, same, "upstream: no drift"},
		"another title, all":         {replace("title: Small", "title: Large"), []string{"--all"}, drift, `/info/title: "Small" in the contract, "Large" in SOURCE`},
		"security for all":           {small + "  securitySchemes: {key: {type: apiKey, in: header, name: Key}}\nsecurity: [{key: []}]\n", nil, drift, "/security: only in SOURCE"},
		"an operation more":          {replace("components:", "  /more: {get: {responses: {'204': {description: none}}}}\ncomponents:"), nil, same, "note: not compared: 1 of the operations of SOURCE"},
		"moved":                      {replace("/things/{id}:", "/stuff/{id}:"), nil, drift, "GET /things/{id}: /paths/~1things~1{id}/get: getThing is GET /stuff/{id} in SOURCE"},
		"moved and renamed":          {replace("/things/{id}:", "/stuff/{id}:", "getThing", "getStuff"), nil, dontKnow, "no operation in common"},
		"a page without":             {"# A thing\n\n```yaml\na: b\n```\n", nil, dontKnow, "SOURCE holds no OpenAPI document"},
		"a page with two":            {fenced + "\n" + fenced, nil, dontKnow, "SOURCE holds 2 OpenAPI documents"},
		"not valid":                  {replace("'200': {description: fine,", "'200': {"), nil, drift, "note: SOURCE is not valid, but compared: invalid paths: invalid path /things/{id}: invalid operation GET: a short description of the response is required"},
		"not an API":                 {"openapi: [", nil, dontKnow, "SOURCE holds no OpenAPI document"},
		"null in an enum":            {replace("[x, y]", "[x, y, null]"), nil, drift, "/components/schemas/Kind/enum/null: only in SOURCE, not in the contract: null"},
		"of version 3.1":             {replace("openapi: 3.0.3", "openapi: 3.1.0"), nil, same, "upstream: no drift"},
		"of version 4.0":             {replace("openapi: 3.0.3", "openapi: 4.0.0"), nil, dontKnow, "SOURCE is of version 4.0.0: OpenAPI 3.0 or 3.1 is needed"},
		"of version 2.0":             {"# a\nopenapi: ''\nswagger: '2.0'\n", nil, dontKnow, "SOURCE is of version 2.0: OpenAPI 3.0 or 3.1 is needed"},
		"a pattern of ECMA-262":      {replace("Unused: {type: string}", "Unused: {type: string, pattern: '^(?!x)y$', default: x}"), nil, same, "upstream: no drift"},
		"empty":                      {"", nil, dontKnow, "SOURCE holds no OpenAPI document"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "contract.yaml", small)
			write(t, dir, "source", tt.source)
			source := filepath.Join(dir, "source")
			status, out := check(t, append([]string{"--contract", filepath.Join(dir, "contract.yaml"), "upstream", source}, tt.args...)...)
			out = strings.ReplaceAll(out, source, "SOURCE")
			if status != tt.status || !strings.Contains(out, tt.want) {
				t.Errorf("status %d, want %d; want %q in\n%s", status, tt.status, tt.want, out)
			}
		})
	}
}

// The first server is the default, so the order of servers is no accident.
func TestOrderOfServers(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "contract.yaml", small+"servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]\n")
	write(t, dir, "source.yaml", small+"servers: [{url: 'https://b.example'}, {url: 'https://a.example'}]\n")
	status, out := check(t, "--contract", filepath.Join(dir, "contract.yaml"), "upstream", filepath.Join(dir, "source.yaml"))
	if status != drift || !strings.Contains(out, "/servers: ") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestUpstreamOfTheSuppliedPage(t *testing.T) {
	for _, args := range [][]string{{"upstream", page}, {"upstream", page, "--all"}} {
		if status, out := check(t, append([]string{"--contract", contract}, args...)...); status != same {
			t.Errorf("%v: status %d\n%s", args, status, out)
		}
	}
}

func TestUpstreamNamesTheLine(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "contract.yaml", small)
	write(t, dir, "source.yaml", strings.Replace(small, "[x, y]", "[x]", 1))
	_, out := check(t, "--format", "github", "--contract", filepath.Join(dir, "contract.yaml"), "upstream", filepath.Join(dir, "source.yaml"))
	line := 1 + strings.Count(small[:strings.Index(small, "enum")], "\n")
	if line != 14 || !strings.Contains(out, "contract.yaml,line=14::") {
		t.Errorf("want line %d in\n%s", line, out)
	}
}

func TestUpstreamOverHTTPS(t *testing.T) {
	var server *httptest.Server
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked for without TLS", r.URL)
		http.Redirect(w, r, server.URL+"/page.md", http.StatusFound)
	}))
	defer plain.Close()
	server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/page.md", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/page.md":
			http.ServeFile(w, r, page)
		case "/broken":
			http.Error(w, "broken", http.StatusInternalServerError)
		case "/downgrade":
			http.Redirect(w, r, plain.URL, http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for source, want := range map[string]struct {
		status int
		said   string
	}{
		server.URL + "/page.md":                                {same, "upstream: no drift"},
		server.URL + "/page.md?version=1":                      {same, "upstream: no drift"},
		server.URL + "/moved":                                  {same, "upstream: no drift"},
		server.URL + "/round":                                  {dontKnow, "it redirects ten times"},
		server.URL + "/broken":                                 {dontKnow, "the answer is 500"},
		server.URL + "/gone":                                   {dontKnow, "404"},
		server.URL + "/downgrade":                              {dontKnow, "leads away from https"},
		strings.Replace(server.URL, "https", "http", 1) + "/p": {dontKnow, "SOURCE must be a file, or an https URL"},
		"https://127.0.0.1:1/p":                                {dontKnow, "refused"},
		"no-such-file":                                         {dontKnow, "read SOURCE"},
	} {
		if status, out := checkWith(t, server.Client(), "--contract", contract, "upstream", source); status != want.status || !strings.Contains(out, want.said) {
			t.Errorf("%s: status %d, want %d; want %q in\n%s", source, status, want.status, want.said, out)
		}
	}
}

// A published page may hold anything. What is taken for a document is one that can be compared.
func FuzzSource(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("# A thing\n\n```yaml\n" + small + "```\n"))
	f.Add([]byte("> ~~~\n> openapi: 3.0.3\n> ~~~\n"))
	f.Add([]byte(`{"openapi":"3.0.3","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"b"}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := documents.ParseSource(t.Context(), "SOURCE", data, nil)
		if err != nil {
			return
		}
		var r report.Report
		if err := compare.Shared(&r, d, d); err == nil && len(r.Findings) > 0 {
			t.Errorf("it differs from itself: %+v", r.Findings)
		}
		compare.Whole(&r, d, d)
		if len(r.Findings) > 0 {
			t.Errorf("it differs from itself: %+v", r.Findings)
		}
		d.Line([]string{"paths", "/a", "get"})
	})
}
