package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// command is one that generates.
type command struct {
	folder string // where it runs, relative to the project's root
	args   []string
	says   string // as a person would write it
}

// commands returns what generates. A module within a folder is not below it for "go generate ./...".
func (g *generatedCmd) commands(p *project, dirs []string, tree map[string]string) ([]command, error) {
	if g.Command != "" {
		return []command{{p.folder, []string{"sh", "-c", g.Command}, g.Command}}, nil
	}
	if err := needPrograms(named(p.root, dirs), tree); err != nil {
		return nil, err
	}
	var folders []string
	for _, dir := range dirs {
		if _, isFile := tree[dir]; isFile {
			dir = filepath.Dir(dir)
		}
		folders = append(folders, dir)
	}
	for name := range tree {
		if filepath.Base(name) == "go.mod" {
			folders = append(folders, filepath.Dir(name))
		}
	}
	var generate []command
	for _, folder := range union(folders) {
		from := filepath.ToSlash(relative(p.folder, folder))
		generate = append(generate, command{folder, []string{"go", "generate", "./..."}, "go generate ./" + path.Join(from, "...")})
	}
	return generate, nil
}

// commandError is the failure of a command that generates.
type commandError struct {
	says, output string
	err          error
}

func (e *commandError) Error() string {
	return fmt.Sprintf("%s fails: %v\n%s", e.says, e.err, e.output)
}

func (e *commandError) Unwrap() error { return e.err }

// run runs the command in the copy. A git hook has git's variables name the project, to which git would go from anywhere.
func (c command) run(ctx context.Context, copied string) error {
	generate := exec.CommandContext(ctx, c.args[0], c.args[1:]...) // #nosec G204 -- it is what the user asks to run
	generate.Dir = filepath.Join(copied, c.folder)
	generate.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return gitVariable.MatchString(variable) })
	ownGroup(generate)
	if output, err := generate.CombinedOutput(); err != nil {
		return &commandError{c.says, string(output), err}
	}
	return nil
}

var gitVariable = regexp.MustCompile(`^GIT_(DIR|INDEX_FILE|WORK_TREE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY)=`)

func says(generate []command) string {
	var all []string
	for _, c := range generate {
		all = append(all, c.says)
	}
	return strings.Join(all, " && ")
}

// needPrograms fails if a program is missing that generates a part of the tree.
func needPrograms(dirs string, tree map[string]string) error {
	programs := map[string]string{"go": "Go"}
	for name := range tree {
		if filepath.Base(name) == "package.json" {
			programs["node"], programs["npm"] = "Node.js", "Node.js with npm"
		}
	}
	for _, program := range slices.Sorted(maps.Keys(programs)) {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing, and generates a part of %s: install %s", program, dirs, programs[program])
		}
	}
	return nil
}
