package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// setting is a row of the table in docs/configuration.md. Secrets that a flag would show to others have no flag.
type setting struct{ flag, env, fallback string }

func (s setting) row(meaning string) string {
	cell := func(text string) string {
		if text == "" {
			return " "
		}
		return " `" + text + "` "
	}
	return "|" + cell(s.flag) + "|" + cell(s.env) + "|" + cell(s.fallback) + "| " + meaning + " |"
}

var secretsWithoutFlag = []setting{
	{env: hs256Secret},
	{env: apiKeyPepper},
}

func model(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(&cli{}, kong.Name("session-tokens"))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// eachFlag visits the flags of every command.
func eachFlag(t *testing.T, visit func(command *kong.Node, flag *kong.Flag)) {
	t.Helper()
	for _, command := range model(t).Leaves(false) {
		for _, flag := range command.Flags {
			visit(command, flag)
		}
	}
}

func settingOf(f *kong.Flag) setting {
	return setting{"--" + f.Name, strings.Join(f.Envs, " "), f.Default}
}

func TestSettingsTable(t *testing.T) {
	var want []setting
	meanings := map[setting]string{}
	eachFlag(t, func(_ *kong.Node, f *kong.Flag) {
		s := settingOf(f)
		if len(f.Envs) > 0 && !slices.Contains(want, s) {
			want = append(want, s)
			meanings[s] = f.Help
		}
	})
	want = append(want, secretsWithoutFlag...)

	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Error(err)
	}
	var got []setting
	row := regexp.MustCompile("(?m)^\\| *(?:`(--[^`]+)`)? *\\| *`([A-Z][A-Z0-9_]+)` *\\| *(?:`([^`]*)`)? *\\|.*\\S.*\\| *$")
	for _, cells := range row.FindAllStringSubmatch(string(page), -1) {
		got = append(got, setting{cells[1], cells[2], cells[3]})
	}
	wrong := false
	for _, s := range want {
		if !slices.Contains(got, s) {
			wrong = true
			t.Errorf("docs/configuration.md lacks %s", s.row("..."))
		}
	}
	for i, s := range got {
		if !slices.Contains(want, s) || slices.Contains(got[:i], s) {
			wrong = true
			t.Errorf("docs/configuration.md has a setting that the program lacks, or has it twice: %s", s.row("..."))
		}
	}
	if wrong {
		table := "| flag | environment | default | meaning |\n| --- | --- | --- | --- |\n"
		for _, s := range want {
			table += s.row(meanings[s]) + "\n"
		}
		t.Errorf("the table should have these rows:\n%s", table)
	}
}

// The secrets without a flag are read by name, so that this test fails if one is renamed.
func TestSecretsWithoutFlag(t *testing.T) {
	asked := map[string]bool{}
	p := &program{env: func(name string) string { asked[name] = true; return "" }}
	if _, err := (&secretSettings{}).secret(p); err != nil {
		t.Error(err)
	}
	if _, err := (&pepperSettings{}).peppers(p); err != nil {
		t.Error(err)
	}
	for _, s := range secretsWithoutFlag {
		if !asked[s.env] {
			t.Errorf("%s is not read", s.env)
		}
		delete(asked, s.env)
	}
	if len(asked) > 0 {
		t.Errorf("these are read too: %v", asked)
	}
}

func TestOneSettingIsTheSameEverywhere(t *testing.T) {
	byEnv, byFlag := map[string]setting{}, map[string]setting{}
	eachFlag(t, func(command *kong.Node, f *kong.Flag) {
		s := settingOf(f)
		for name, seen := range map[string]map[string]setting{s.env: byEnv, s.flag: byFlag} {
			first, ok := seen[name]
			switch {
			case name == "":
			case !ok:
				seen[name] = s
			case first != s && first.env+s.env != "": // --expires is not a setting: each command has its own default
				t.Errorf("%s: %v here, %v elsewhere", command.FullPath(), s, first)
			}
		}
		if want := "SESSION_TOKENS_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")); s.env != "" && s.env != want && s.env != "REDIS_URL" {
			t.Errorf("%s: --%s is %s in the environment, want %s", command.FullPath(), f.Name, s.env, want)
		}
	})
}

func TestEverythingHasHelp(t *testing.T) {
	app := model(t)
	var nodes func(*kong.Node)
	missing := func(what, help string) {
		if strings.TrimSpace(help) == "" {
			t.Errorf("%s has no help", what)
		}
	}
	nodes = func(n *kong.Node) {
		for _, f := range n.Flags {
			missing(fmt.Sprintf("%s --%s", n.FullPath(), f.Name), f.Help)
		}
		for _, a := range n.Positional {
			missing(fmt.Sprintf("%s <%s>", n.FullPath(), a.Name), a.Help)
		}
		for _, child := range n.Children {
			missing(child.FullPath(), child.Help)
			nodes(child)
		}
	}
	nodes(app.Node)
}

// Every setting that is empty counts as unset.
func TestSetToNothingIsUnset(t *testing.T) {
	settings := map[string]bool{}
	eachFlag(t, func(command *kong.Node, f *kong.Flag) {
		for _, env := range f.Envs {
			settings[env] = true
			values := map[string]string{"": f.Default, "\n": f.Default, "\r\n": f.Default}
			switch f.Target.Kind() {
			case reflect.String, reflect.Slice:
				values["one\r\n"], values["two\n"] = "one", "two"
			case reflect.Bool:
				values = map[string]string{"": "false", "\n": "false", "\r\n": "false", "true\n": "true"}
			}
			for value, want := range values {
				t.Setenv(env, value)
				settleEnvironment()
				f.Target.SetZero()
				if err := f.Reset(); err != nil {
					t.Fatal(err)
				}
				if got := strings.Trim(fmt.Sprint(f.Target), "[]"); got != want {
					t.Errorf("%s: %s=%q is %q, want %q", command.FullPath(), env, value, got, want)
				}
			}
		}
	})
	if len(settings) < 14 {
		t.Errorf("only %d settings", len(settings))
	}
}

func TestUnknownSettings(t *testing.T) {
	known := []string{"PATH=/bin", "REDIS_URL=x", hs256Secret + "=x", "SESSION_TOKENS_LISTEN=x",
		// The variables that Kubernetes sets for Services called session-tokens and session-tokens-admin.
		"SESSION_TOKENS_SERVICE_HOST=x", "SESSION_TOKENS_SERVICE_PORT=x", "SESSION_TOKENS_SERVICE_PORT_HTTP=x", "SESSION_TOKENS_PORT=x",
		"SESSION_TOKENS_PORT_8080_TCP=x", "SESSION_TOKENS_PORT_8080_TCP_PROTO=x", "SESSION_TOKENS_PORT_8080_TCP_PORT=x",
		"SESSION_TOKENS_PORT_8080_TCP_ADDR=x", "SESSION_TOKENS_ADMIN_SERVICE_HOST=x", "SESSION_TOKENS_ADMIN_PORT_9090_TCP=x"}
	if got := unknownSettings(known, model(t)); len(got) > 0 {
		t.Errorf("known: %q", got)
	}
	misspelt := []string{"SESSION_TOKENS_LISTENS=x", "SESSION_TOKENS_REDIS_URL=x", "SESSION_TOKENS_JWT_HS256_SECRETS=x"}
	if got := unknownSettings(misspelt, model(t)); len(got) != 3 || got[0] != "SESSION_TOKENS_LISTENS" {
		t.Errorf("unknown: %q", got)
	}
}
