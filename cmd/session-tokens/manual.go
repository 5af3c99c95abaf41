package main

import (
	"embed"
	"slices"
	"strings"
	"text/template"

	"github.com/alecthomas/kong"
)

// The man page and the completion of shells are made of kong's model of the commands, so they can't lag behind. The
// libraries for that are older than the kong in use, by years: mango-kong leaves out defaults and environment, and
// kongplete has the program answer for the shell at each start, where a file is enough.

//go:embed manual
var manualFiles embed.FS

type manCmd struct{}

// Run prints the man page, for "man -l -" or a package.
func (manCmd) Run(p *program, app *kong.Kong) error { return printManual(p, app, "man") }

type completionCmd struct {
	Shell string `arg:"" name:"bash|zsh|fish" enum:"bash,zsh,fish" help:"Shell: bash, zsh or fish."`
}

// Run prints what the shell is to read.
func (c completionCmd) Run(p *program, app *kong.Kong) error { return printManual(p, app, c.Shell) }

// manual is what the templates see.
type manual struct {
	Version  string
	Commands []manualCommand // all, and those that only lead to others; the first is the program itself
	Settings []manualFlag    // of any command, once
}

type manualCommand struct {
	Path  string // "/apikey/create"
	Help  string
	Usage string // of one that can be run
	Words []manualFlag
	Own   []manualFlag // that are no settings
}

type manualFlag struct {
	Name, Summary, Env, Default, Help string // Name is "listen", or a command's
	Command, Value                    bool   // it is a command; it takes a value
}

func printManual(p *program, app *kong.Kong, name string) error {
	m := manual{Version: version()}
	m.add(app.Model.Node, "")
	m.Settings = append(m.Settings,
		manualFlag{Env: apiKeyPepper, Help: "The peppers themselves. There is no flag: others on the machine can see flags."},
		manualFlag{Env: hs256Secret, Help: "The secret itself. There is no flag: others on the machine can see flags."})
	slices.SortStableFunc(m.Settings, func(a, b manualFlag) int { return strings.Compare(a.Env, b.Env) })
	page, err := template.New(name).Funcs(template.FuncMap{"roff": roff, "quote": quote, "join": strings.Join}).ParseFS(manualFiles, "manual/"+name)
	if err != nil {
		return err
	}
	return page.Execute(p.stdout, m)
}

// add adds a command and those below it.
func (m *manual) add(node *kong.Node, path string) {
	c := manualCommand{Path: path, Help: strings.TrimSpace(node.Help + "\n" + node.Detail)}
	if node.Leaf() {
		c.Usage = node.Summary()
	}
	for _, child := range node.Children {
		c.Words = append(c.Words, manualFlag{Name: child.Name, Help: child.Help, Command: true})
	}
	for _, flags := range node.AllFlags(true) {
		for _, f := range flags {
			flag := manualFlag{Name: f.Name, Summary: f.Summary(), Env: strings.Join(f.Envs, " "), Default: f.Default, Help: f.Help, Value: !f.IsBool()}
			c.Words = append(c.Words, flag)
			switch {
			case flag.Env == "" && (path == "" || f.Name != "help" && f.Name != "version"):
				c.Own = append(c.Own, flag)
			case flag.Env != "" && !slices.Contains(m.Settings, flag):
				m.Settings = append(m.Settings, flag)
			}
		}
	}
	m.Commands = append(m.Commands, c)
	for _, child := range node.Children {
		m.add(child, path+"/"+child.Name)
	}
}

// Paths are those of all commands but the program itself.
func (m manual) Paths() (paths []string) {
	for _, c := range m.Commands[1:] {
		paths = append(paths, c.Path)
	}
	return paths
}

// Values are the flags that are followed by a value, whichever command has them.
func (m manual) Values() (flags []string) {
	for _, c := range m.Commands {
		for _, word := range c.Words {
			if word.Value && !slices.Contains(flags, "--"+word.Name) {
				flags = append(flags, "--"+word.Name)
			}
		}
	}
	return flags
}

// Word is how it is typed.
func (f manualFlag) Word() string {
	if f.Command {
		return f.Name
	}
	return "--" + f.Name
}

// Brief is the first sentence of the help.
func (f manualFlag) Brief() string {
	brief, _, _ := strings.Cut(f.Help, ". ")
	return strings.TrimSuffix(brief, ".")
}

// roff writes a text for man: a backslash and a hyphen are escaped, and no line begins as a request does.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// quote writes a text for sh, zsh and fish, between single quotes.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'"'"'`) + "'"
}
