package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// The table of docs/contractcheck.md has a row for each flag, with the commands that have it, and its default.
func TestGuideSettings(t *testing.T) {
	app := commandLine(t)
	var want []string
	rows := map[string]*kong.Flag{}
	of := map[string][]string{}
	add := func(command string, flags []*kong.Flag) {
		for _, flag := range flags {
			if flag != app.HelpFlag && flag.Name != "version" {
				rows[flag.Name] = flag
				of[flag.Name] = append(of[flag.Name], command)
			}
		}
	}
	add("all", app.Flags)
	for _, command := range app.Children {
		add("`"+command.Name+"`", command.Flags)
	}
	for name, flag := range rows {
		written, fallback := "--"+name, " "
		if !flag.IsBool() {
			written += " " + cmp.Or(flag.PlaceHolder, strings.ToUpper(name))
		}
		if flag.HasDefault {
			fallback = " `" + flag.Default + "` "
		}
		want = append(want, fmt.Sprintf("| `%s` | %s |%s|", written, strings.Join(of[name], ", "), fallback))
	}
	slices.Sort(want)
	_, section, _ := strings.Cut(read(t, root, guide), "## Settings\n")
	section, _, _ = strings.Cut(section, "\n## ")
	got := regexp.MustCompile("(?m)^(\\| `--[^|]+\\|[^|]+\\|[^|]+\\|).*\\S.*\\|$").FindAllStringSubmatch(section, -1)
	var have []string
	for _, row := range got {
		have = append(have, row[1])
	}
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf(guide+" has\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}
