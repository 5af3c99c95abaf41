//go:build ignore

// Command template writes the template of both contracts' servers to the named file: the generator's own, changed
// so that a response can be made from a model in another package.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// changes are replacements in the template; each old text occurs once.
var changes = [][2]string{
	// Do not make the type an alias: an alias of a model in another package can't have methods here.
	{`{{if and .Schema.IsRef (not .Schema.IsExternalRef)}}={{end}} {{.Schema.TypeDecl}}`, ` {{.Schema.TypeDecl}}`},
	// Unexported fields of a model can't be accessed, so call the model's MarshalJSON instead. A type defined from
	// the model lacks that method, and would omit a union and additional properties.
	{
		`Encode(response{{if $hasBodyVar}}.Body{{end}}{{if and $hasUnionElements (not .Schema.IsExternalRef)}}.union{{end}})`,
		`Encode({{if $hasBodyVar}}response.Body{{else if or $isRef (eq (printf "%.6s" .Schema.TypeDecl) "struct")}}response{{else}}{{.Schema.TypeDecl}}(response){{end}})`,
	},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "template: name the file to write")
		os.Exit(1)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "template:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/oapi-codegen/oapi-codegen/v2").Output()
	if err != nil {
		return fmt.Errorf("look for the generator: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "pkg/codegen/templates/strict/strict-interface.tmpl"))
	if err != nil {
		return err
	}
	changed := string(text)
	for _, change := range changes {
		if n := strings.Count(changed, change[0]); n != 1 {
			return fmt.Errorf("the generator's template has %d times %s", n, change[0])
		}
		changed = strings.Replace(changed, change[0], change[1], 1)
	}
	return os.WriteFile(file, []byte(changed), 0o644)
}
