package documents

import (
	"context"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	markdown "github.com/yuin/goldmark/text"
)

// ParseSource parses an OpenAPI document, or the one in a fenced code block of an API reference page in Markdown.
func ParseSource(ctx context.Context, name string, data []byte, files Files) (*Document, error) {
	if t := read(data); t.namesVersion() {
		return t.parse(ctx, name, files)
	}
	var found []text
	page := goldmark.DefaultParser().Parse(markdown.NewReader(data))
	err := ast.Walk(page, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if block, ok := node.(*ast.FencedCodeBlock); ok && entering {
			if code := read(block.Lines().Value(data)); code.namesVersion() {
				found = append(found, code)
			}
		}
		return ast.WalkContinue, nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(found) == 0:
		return nil, fmt.Errorf("%s holds no OpenAPI document: neither is it one, nor is one in a fenced code block of it", name)
	case len(found) > 1:
		return nil, fmt.Errorf("%s holds %d OpenAPI documents: which one is meant can't be told", name, len(found))
	}
	return found[0].parse(ctx, name, files)
}
