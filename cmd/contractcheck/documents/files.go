package documents

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// Files reads a file that a document refers to, given its slash-separated path relative to the document's folder.
// Parse never asks for a file outside that folder; handling symbolic links is up to the implementation.
type Files func(name string) ([]byte, error)

// load parses a document and the files that it refers to.
func load(ctx context.Context, name string, data []byte, files Files) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.Context = ctx
	loader.IncludeOrigin = true // for the lines
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, at *url.URL) ([]byte, error) {
		file := path.Clean(at.Path)
		switch {
		case at.Scheme != "" || at.Host != "":
			return nil, fmt.Errorf("it refers to %s: only files in its folder, or below, are read", (&url.URL{Scheme: at.Scheme, Host: at.Host, Path: at.Path}))
		case files == nil:
			return nil, fmt.Errorf("it refers to another file, %s, which can't be read from where it comes from: bundle it to one document", file)
		case !fs.ValidPath(file):
			return nil, fmt.Errorf("it refers to %s: only files in its folder, or below, are read", file)
		}
		data, err := files(file)
		if err == nil && json.Valid(data) {
			data = jsonAsYAML(data)
		}
		return data, err
	}
	// The files may refer back to the document by the last element of its name, which may consist of a git revision
	// and a file.
	own := name[strings.LastIndexAny(name, `/\:`)+1:]
	return loader.LoadFromDataWithPath(data, &url.URL{Path: own})
}

// names returns a function that names components from other files in the bundle: by their name there or, for a file
// that is a single component, by the file name, so that a document and its bundle compare as equal. In a conflict
// it uses the library's longer names.
func names(root *yaml.Node) openapi3.RefNameResolver {
	taken := map[string]string{} // what the name refers to, by collection and name
	return func(t *openapi3.T, ref openapi3.ComponentRef) string {
		if _, own := openapi3.ReferencesComponentInRootDocument(t, ref); own {
			return openapi3.DefaultRefNameResolver(t, ref)
		}
		at := ref.RefPath()
		name := path.Base(at.Fragment)
		if at.Fragment == "" {
			name = strings.TrimSuffix(path.Base(at.Path), path.Ext(at.Path))
		}
		name = openapi3.InvalidIdentifierCharRegExp.ReplaceAllString(name, "_")
		components, _ := member(root, "components")
		collection, _ := member(components, ref.CollectionName())
		key := ref.CollectionName() + "/" + name
		if own, _ := member(collection, name); own != nil || taken[key] != "" && taken[key] != at.String() {
			return openapi3.DefaultRefNameResolver(t, ref)
		}
		taken[key] = at.String()
		return name
	}
}
