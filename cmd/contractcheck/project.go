package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// project is the folder tree that a contract belongs to: the git repository that tracks the contract, or else the folder
// that the command runs in.
type project struct {
	root    string          // absolute, without symbolic links
	folder  string          // relative to root: where the command runs
	listed  []string        // what git tracks or would track, or every file; relative to root, as all names of files are
	tracked map[string]bool // nil if git does not track the contract
}

// findProject finds the project of a contract. It is run from the current folder, or from the contract's folder if that is
// not below the current one.
func findProject(ctx context.Context, contract string) (*project, error) {
	folder, err := realPath(filepath.Dir(contract))
	if err != nil {
		return nil, err
	}
	at, err := realPath(".")
	if err != nil {
		return nil, err
	}
	if !filepath.IsLocal(relative(at, folder)) {
		at = folder
	}
	if p := gitProject(ctx, at, filepath.Join(folder, filepath.Base(contract))); p != nil {
		return p, nil
	}
	p := &project{root: at, folder: "."}
	p.listed, err = filesBelow(at, ".")
	return p, err
}

// gitProject returns the repository that the folder is in, or nil if its git does not track the contract.
func gitProject(ctx context.Context, at, contract string) *project {
	git := func(dir string, args ...string) (string, error) {
		command := exec.CommandContext(ctx, "git", args...) // #nosec G204 -- the arguments are below
		command.Dir = dir
		ownGroup(command)
		out, err := command.Output()
		return string(out), err
	}
	list := func(dir string, args ...string) []string {
		out, err := git(dir, append([]string{"ls-files", "-z"}, args...)...)
		if err != nil {
			return nil
		}
		return strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
	}
	top, err := git(at, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil
	}
	root, err := realPath(strings.TrimSuffix(top, "\n"))
	if err != nil {
		return nil
	}
	p := &project{root: root, folder: relative(root, at), tracked: map[string]bool{}}
	for _, name := range list(root) {
		p.tracked[name] = true
	}
	if !p.tracked[filepath.ToSlash(relative(root, contract))] {
		return nil
	}
	for _, name := range list(root, "--cached", "--others", "--exclude-standard") {
		below, err := filesBelow(root, filepath.FromSlash(strings.TrimSuffix(name, "/"))) // a submodule is a folder
		if err == nil {
			p.listed = append(p.listed, below...)
		}
	}
	return p
}

// realPath returns the absolute path without symbolic links.
func realPath(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(absolute)
}

// relative returns the path from one absolute path to another. One that leads out of it is not [filepath.IsLocal].
func relative(from, to string) string {
	path, err := filepath.Rel(from, to)
	if err != nil {
		return ".." // on another volume
	}
	return path
}

// below reports whether a file is in one of the folders, or is one of the files, that dirs names.
func below(dirs []string, name string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return filepath.IsLocal(relative(dir, name)) })
}

// filesBelow lists a file, or the files of a folder. What git and npm keep for themselves is left out, unless it is named.
func filesBelow(root, name string) ([]string, error) {
	var files []string
	top := filepath.Join(root, name)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != top && (d.Name() == ".git" || d.IsDir() && d.Name() == "node_modules"):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil // the .git of a submodule is a file
		case d.Type().IsRegular() || d.Type()&fs.ModeSymlink != 0:
			files = append(files, relative(root, path))
		}
		return nil
	})
	return files, err
}

// copyFiles copies files to another folder, with their permissions and times. It returns the links that are left out because they lead to a
// folder outside of root: through them the copy's commands would write to what is not a copy.
func copyFiles(ctx context.Context, root, to string, names []string) (left []string, err error) {
	for _, name := range names {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		err := copyFile(root, to, name)
		switch {
		case errors.Is(err, errLeadsOut):
			left = append(left, name)
		case err != nil && !errors.Is(err, fs.ErrNotExist): // deleted, but not yet in git's index; or a link to nothing
			return nil, fmt.Errorf("copy %s: %w", name, err)
		}
	}
	return left, nil
}

var errLeadsOut = errors.New("the link leads to a folder outside of the project")

func copyFile(root, to, name string) error {
	from, copied := filepath.Join(root, name), filepath.Join(to, name)
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(copied), 0o750); err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(from)
		if err != nil {
			return err
		}
		if filepath.IsLocal(relative(root, target)) {
			return os.Symlink(relative(filepath.Dir(from), target), copied)
		}
		if info, err = os.Stat(target); err != nil {
			return err
		}
		if info.IsDir() {
			return errLeadsOut
		}
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	file, err := os.OpenFile(copied, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm()|0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, source)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Chtimes(copied, info.ModTime(), info.ModTime())
}

// written reports whether a file of the copy was written since it was copied.
func written(root, copied, name string) bool {
	was, err := os.Stat(filepath.Join(root, name))
	is, copyErr := os.Stat(filepath.Join(copied, name))
	return err != nil || copyErr != nil || !was.ModTime().Equal(is.ModTime())
}

// sameContent reports whether a file of the copy has the content that it was copied with.
func sameContent(root, copied, name string) bool {
	was, err := os.ReadFile(filepath.Join(root, name))
	is, copyErr := os.ReadFile(filepath.Join(copied, name))
	return err == nil && copyErr == nil && bytes.Equal(was, is)
}
