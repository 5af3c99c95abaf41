package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// containerfile checks the file with BuildKit's parser and linter, as docker build --check does, but without
// looking at other images.
func containerfile(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var problems []error
	for _, warning := range parsed.Warnings {
		problems = append(problems, fmt.Errorf("%s: %s", path, warning.Short))
	}
	stages, _, err := instructions.Parse(parsed.AST, linter.New(&linter.Config{
		Warn: func(rule, _, _, message string, where []parser.Range) {
			line := 0
			if len(where) > 0 {
				line = where[0].Start.Line
			}
			problems = append(problems, fmt.Errorf("%s:%d: %s: %s", path, line, rule, message))
		},
	}))
	if err != nil {
		problems = append(problems, fmt.Errorf("%s: %w", path, err))
	}
	for _, stage := range stages {
		for _, command := range stage.Commands {
			if needsShell(command) {
				problems = append(problems, fmt.Errorf("%s: %s: there is no shell: write it as a JSON array", path, command))
			}
		}
	}
	return errors.Join(problems...)
}

func needsShell(command instructions.Command) bool {
	switch c := command.(type) {
	case *instructions.RunCommand:
		return c.PrependShell
	case *instructions.CmdCommand:
		return c.PrependShell
	case *instructions.EntrypointCommand:
		return c.PrependShell
	case *instructions.HealthCheckCommand:
		return len(c.Health.Test) > 0 && c.Health.Test[0] == "CMD-SHELL"
	}
	return false
}
