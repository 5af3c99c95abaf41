package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/prometheus/prometheus/promql/parser"
	"sigs.k8s.io/yaml"
)

// metrics parses the expressions in the dashboard and the alerts with Prometheus' own parser, and returns the names
// of all metrics in them, sorted and without duplicates. promtool checks the rest of the alerts.
func metrics(dashboard, alerts string) ([]string, error) {
	var problems []error
	var names []string
	for _, file := range []string{dashboard, alerts} {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if file == dashboard && !json.Valid(text) {
			problems = append(problems, fmt.Errorf("%s: not JSON", file))
			continue
		}
		var tree any
		if err := yaml.Unmarshal(text, &tree); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", file, err))
			continue
		}
		found := 0
		expressions(tree, func(expression string) {
			found++
			// Grafana replaces this variable with a duration.
			parsed, err := parser.NewParser(parser.Options{}).ParseExpr(strings.ReplaceAll(expression, "$__rate_interval", "1m"))
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: %s: %w", file, expression, err))
				return
			}
			parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
				if selector, ok := node.(*parser.VectorSelector); ok {
					names = append(names, selector.Name)
				}
				return nil
			})
		})
		if found == 0 {
			problems = append(problems, fmt.Errorf("%s: no expression", file))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), errors.Join(problems...)
}

// expressions calls visit with each member called expr, at any depth, which is its name in both files.
func expressions(tree any, visit func(string)) {
	switch tree := tree.(type) {
	case map[string]any:
		for name, value := range tree {
			if text, ok := value.(string); ok && name == "expr" {
				visit(text)
			}
			expressions(value, visit)
		}
	case []any:
		for _, value := range tree {
			expressions(value, visit)
		}
	}
}
