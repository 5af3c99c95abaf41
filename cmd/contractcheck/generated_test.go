package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const typescript = "gen/typescript"

// byNPM is left out of most copies: to generate it takes npm, and longer than all the rest. The console has the
// TypeScript SDK in it.
var byNPM = []string{typescript, "gen/console"}

const controlSDK = "gen/control/client/client.gen.go"

func editControl(t *testing.T, dir, from, to string) {
	t.Helper()
	const file = "gen/control/openapi.json"
	whole := read(t, dir, file)
	if strings.Count(whole, from) != 1 {
		t.Fatalf("%s is not written as expected", file)
	}
	write(t, dir, file, strings.Replace(whole, from, to, 1))
}

const probe = "/drift-probe" // an operation that the contract does not have

func TestGenerated(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, dir string)
		status int
		want   []string // in the report
	}{
		{"unmodified", func(*testing.T, string) {}, same, []string{"generated: no drift"}},
		{"edited file", func(t *testing.T, dir string) {
			write(t, dir, "gen/models.gen.go", read(t, dir, "gen/models.gen.go")+"\n// edited\n")
		}, drift, []string{"gen/models.gen.go: it is not what the contract generates", "-// edited"}},
		{"edited SDK", func(t *testing.T, dir string) {
			write(t, dir, "gen/client/client.gen.go", read(t, dir, "gen/client/client.gen.go")+"\n// edited\n")
		}, drift, []string{"gen/client/client.gen.go: it is not what the contract generates"}},
		{"edited template", func(t *testing.T, dir string) {
			write(t, dir, "gen/client/responses.tmpl", read(t, dir, "gen/client/responses.tmpl")+"\n// edited\n")
		}, drift, []string{"it is not what the contract generates\n  gen/client/client.gen.go\n"}},
		{"edited SDK of the second contract", func(t *testing.T, dir string) {
			write(t, dir, controlSDK, read(t, dir, controlSDK)+"\n// edited\n")
		}, drift, []string{controlSDK + ": it is not what the contract generates", "generated: drift, 1 finding"}},
		{"changed operation of the second contract", func(t *testing.T, dir string) {
			const success = `": {
            "description": "The token is not live"`
			editControl(t, dir, `"200`+success, `"202`+success)
		}, drift, []string{"POST /revoke: what is generated for it differs", "it is not what the contract generates\n  " + controlSDK + "\n"}},
		{"deprecated operation", func(t *testing.T, dir string) {
			editControl(t, dir, `"operationId": "revokeToken"`, `"operationId": "revokeToken", "deprecated": true`)
		}, drift, []string{"generated: drift, 3 findings"}}, // a file each, and none for an operation that is gone
		{"renamed path of the second contract", func(t *testing.T, dir string) {
			editControl(t, dir, `"/events": {`, `"/changes": {`)
		}, drift, []string{"GET /changes: it is in the contract, but not in gen/", "GET /events: it is in gen/, but not in the contract"}},
		{"new file", func(t *testing.T, dir string) {
			write(t, dir, "gen/other.gen.go", "package gen\n")
		}, drift, []string{"gen/other.gen.go: it is in the tree, but nothing generates it"}},
		{"deleted file", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "gen/openapi.gen.json")); err != nil {
				t.Fatal(err)
			}
		}, drift, []string{"gen/openapi.gen.json: it is generated, but not in the tree"}},
		{"untracked file", func(t *testing.T, dir string) {
			succeed(t, dir, "git", "rm", "-q", "--cached", "gen/models.gen.go")
		}, drift, []string{"gen/models.gen.go: it is not tracked by git"}},
		{"another repository's git", func(t *testing.T, dir string) {
			succeed(t, dir, "git", "rm", "-q", "--cached", "-r", ".")
		}, same, []string{"note: not looked at, for want of git"}},
		{"no git", func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
				t.Fatal(err)
			}
		}, same, []string{"note: not looked at, for want of git"}},
		{"new operation", addProbe, drift, []string{
			"GET " + probe + ": it is in the contract, but not in gen/", "\n  gen/server/server.gen.go\n", "\n  gen/openapi.gen.json\n",
		}},
		{"operation gone", func(t *testing.T, dir string) {
			contract := read(t, dir, "openapi.json")
			addProbe(t, dir)
			succeed(t, dir, "go", "generate", "./gen/...")
			write(t, dir, "openapi.json", contract)
		}, drift, []string{"GET " + probe + ": it is in gen/, but not in the contract"}},
		{"changed operation", func(t *testing.T, dir string) {
			editContract(t, dir, func(c object) {
				c.in(t, get, "responses").add(t, "418", object{"description": "a teapot"})
			})
		}, drift, []string{"GET /accounts/session-tokens: what is generated for it differs"}},
		{"unusable contract", func(t *testing.T, dir string) {
			write(t, dir, "openapi.json", "{")
		}, dontKnow, []string{"openapi.json is not an OpenAPI document"}},
		{"no gen", func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "gen")); err != nil {
				t.Fatal(err)
			}
		}, dontKnow, []string{"there is no folder gen beside"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := copyRepository(t, byNPM...)
			tt.change(t, dir)
			before := tree(t, dir)
			status, out := check(t, "--contract", filepath.Join(dir, "openapi.json"), "generated")
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in the output:\n%s", want, out)
				}
			}
			if !maps.Equal(before, tree(t, dir)) {
				t.Error("the check changed the work tree")
			}
		})
	}
}

// A changed contract changes the embedded document too. What differs is shown from the line on where it does.
func TestDiffIsReadable(t *testing.T) {
	t.Parallel()
	dir := copyRepository(t, byNPM...)
	const email = `          "email": {
            "type": "string",
            "description": "User email"
          },
`
	whole := read(t, dir, "openapi.json")
	if !strings.Contains(whole, email) {
		t.Fatal("openapi.json is not written as expected")
	}
	write(t, dir, "openapi.json", strings.Replace(whole, email, "", 1))
	_, out := check(t, "--format", "json", "--contract", filepath.Join(dir, "openapi.json"), "generated")
	var got report.Report
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	for _, f := range got.Findings {
		switch f.File {
		case "gen/openapi.gen.json":
			if !strings.HasPrefix(f.Got, "@@ ") || !strings.Contains(f.Got, "\n-          \"email\": {\n") || f.Line < 100 {
				t.Errorf("line %d is not where it differs:\n%s", f.Line, f.Got)
			}
		case "gen/models.gen.go":
			if lines := strings.Split(read(t, dir, f.File), "\n"); f.Line < 20 || !strings.Contains(strings.Join(lines[f.Line-1:f.Line+6], "\n"), "Email") || !strings.HasPrefix(f.Got, "@@ ") {
				t.Errorf("line %d is not where it differs:\n%s", f.Line, f.Got)
			}
		}
	}
	if len(got.Findings) < 3 {
		t.Errorf("findings: %+v", got.Findings)
	}
}

func TestGeneratedNeedsPrograms(t *testing.T) {
	dir := copyRepository(t)
	t.Setenv("PATH", t.TempDir())
	if status, out := check(t, "--contract", filepath.Join(dir, "openapi.json"), "generated"); status != dontKnow || !strings.Contains(out, "go is missing, and generates a part of gen/: install Go") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestGeneratedTypeScript(t *testing.T) {
	t.Parallel()
	redistest.Need(t, "node")
	redistest.Need(t, "npm")
	dir := copyRepository(t)
	const file = typescript + "/src/contract.gen.ts"
	write(t, dir, file, strings.Replace(read(t, dir, file), "401", "402", 1))
	before := tree(t, dir)
	status, out := check(t, "--contract", filepath.Join(dir, "openapi.json"), "generated")
	if status != drift || !strings.HasPrefix(out, file+": it is not what the contract generates") || !strings.HasSuffix(out, "generated: drift, 1 finding\n") {
		t.Errorf("status %d\n%s", status, out)
	}
	if !maps.Equal(before, tree(t, dir)) {
		t.Error("the check changed the work tree")
	}
}

func TestNewOperationBreaksTheBuild(t *testing.T) {
	t.Parallel()
	dir := copyRepository(t, typescript)
	build := []string{"list", "-trimpath", "-export", "./..."} // compiles as "go build" does, and links nothing
	succeed(t, dir, "go", build...)

	addProbe(t, dir)
	succeed(t, dir, "go", "generate", "./gen", "./gen/server")
	out, err := runIn(t, dir, "go", build...)
	if err == nil {
		t.Fatal("an operation without a handler builds")
	}
	if !strings.Contains(out, "missing method GetDriftProbe") {
		t.Errorf("the compiler does not name the missing method:\n%s", out)
	}

	write(t, dir, "handlers/drift_probe.go", `package handlers

import (
	"context"

	"github.com/quiva-ai/session-tokens/gen/server"
)

func (o *operations) GetDriftProbe(context.Context, server.GetDriftProbeRequestObject) (server.GetDriftProbeResponseObject, error) {
	return server.GetDriftProbe204Response{}, nil
}
`)
	succeed(t, dir, "go", build...)
}

// addProbe adds an operation to the contract and to nothing else.
func addProbe(t *testing.T, dir string) {
	t.Helper()
	editContract(t, dir, func(c object) {
		c.in(t, "paths").add(t, probe, object{"get": object{
			"operationId": "getDriftProbe",
			"responses":   object{"204": object{"description": "nothing"}},
		}})
	})
}

func editContract(t *testing.T, dir string, edit func(c object)) {
	t.Helper()
	var c object
	if err := json.Unmarshal([]byte(read(t, dir, "openapi.json")), &c); err != nil {
		t.Fatal(err)
	}
	edit(c)
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "openapi.json", string(data))
}
